"""Quotes located in a document, hedging, coverage and drift."""
