"""From a document to draft notes."""
