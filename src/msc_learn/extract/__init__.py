"""Extraction: from a document to draft cards on disk."""
