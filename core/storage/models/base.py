"""What every table has in common: the database that it is in."""

from __future__ import annotations

from peewee import DatabaseProxy, Model

main_proxy = DatabaseProxy()
log_proxy = DatabaseProxy()
"""Filled by `Storage.open`, peewee's own way of naming a database later; nothing else touches them."""


class MainModel(Model):
    class Meta:
        database = main_proxy
        legacy_table_names = False


class LogModel(Model):
    """In `log.db` with SQLite."""

    class Meta:
        database = log_proxy
        legacy_table_names = False
