"""How the rows of visitors are held: in one order everywhere, so that no two writers wait for each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from core.storage import Storage

Lock = Literal["SHARE", "NO KEY UPDATE", "UPDATE"]


def hold_visitors(storage: Storage, where: str, values: Sequence[object], *, lock: Lock = "NO KEY UPDATE") -> None:
    """Hold those of whom `where` is true until the transaction ends; call it before their displays are touched.

    They are held by site and key: who changes several one after another goes in that order, too. With SQLite,
    transactions come one after another as it is.
    """
    if not storage.is_sqlite:
        text = f'SELECT id FROM visitor WHERE {where} ORDER BY site_id, key COLLATE "C" FOR {lock}'  # noqa: S608  # our own text
        storage.execute(text, values)
