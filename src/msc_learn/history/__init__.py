"""The review history: an append-only event log in SQLite, its projection, import, export and backups."""
