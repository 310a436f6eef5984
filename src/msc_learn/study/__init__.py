"""One learner, one sitting, one memory."""
