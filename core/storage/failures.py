"""A database that can't be used just now: what it is for the log, in one line."""

from __future__ import annotations

from typing import Final

from peewee import DatabaseError, InterfaceError, OperationalError

AWAY: Final = (OperationalError, InterfaceError)
"""What a database raises that is away, full or locked; none of them is a fault of the program."""


def first_of(error: BaseException) -> BaseException:
    """Where a database's errors began: on a full disk, taking the transaction back fails as well."""
    began, step = error, error.__context__
    while step is not None:
        began = step if isinstance(step, DatabaseError | InterfaceError) else began
        step = step.__context__
    return began


def in_words(error: BaseException) -> str:
    """What it says first, in a line without a full stop."""
    return str(first_of(error)).strip().partition("\n")[0].rstrip(".")
