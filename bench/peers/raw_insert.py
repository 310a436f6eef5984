"""The limit: SQLite alone, a file opened and one row a transaction, on disk when it is there."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path


def connect(path: Path) -> sqlite3.Connection:
    """Open a database of one table with a write-ahead log that is synced at each commit."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE IF NOT EXISTS answer (seq INTEGER PRIMARY KEY, said TEXT)")
    return database


def insert(database: sqlite3.Connection) -> float:
    """Store a row as long as a review and return the seconds that took."""
    begun = time.perf_counter()
    database.execute("INSERT INTO answer (said) VALUES (?)", ("a" * 160,))
    return time.perf_counter() - begun


def open_and_read(path: Path) -> float:
    """Open any database, read a page of it and close it; return the seconds that took."""
    begun = time.perf_counter()
    with closing(sqlite3.connect(path)) as database:
        database.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    return time.perf_counter() - begun
