"""From a document to flashcards, Anki decks and a quiz, each card tied to its sentence."""

__version__ = "0.1.0"
