"""Where things are kept: SQLite files or PostgreSQL, through peewee."""

from core.storage.database import Storage

__all__ = ["Storage"]
