"""Reads arguments, calls the library, prints."""
