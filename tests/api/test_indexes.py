"""What the admin asks often is answered from an index, and the tables have the indexes that the models name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from core.inbox.conversations import Wanted, list_conversations, waiting
from core.storage import Storage
from core.storage.models import MAIN_MODELS, Conversation, Visitor

IN_ORDER = "conversation_status_changed_at"


@pytest.fixture
def plans(storage: Storage, demo: Any, clock: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How the database goes about each statement, in an inbox with many conversations that are done."""
    with storage.transaction():
        visitor = Visitor.create(site=demo.site.id, key="v", first_seen_at=clock())
        rows = [
            {
                "key": f"k{number}", "site": demo.site.id, "visitor": visitor.id, "last_seq": 1,
                "status": "closed" if number % 200 else "open",
                "created_at": clock(), "changed_at": clock() + timedelta(seconds=number * 7919 % 4000),
            }
            for number in range(4_000)
        ]  # fmt: skip
        for start in range(0, len(rows), 500):
            Conversation.insert_many(rows[start : start + 500]).execute()
        storage.execute("ANALYZE conversation")
    seen: list[str] = []
    execute = Storage.execute

    def explained(self: Storage, text: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        explain = "EXPLAIN QUERY PLAN" if self.is_sqlite else "EXPLAIN"
        seen.append("\n".join(str(row[-1]) for row in execute(self, f"{explain} {text}", values)))
        return execute(self, text, values)

    monkeypatch.setattr(Storage, "execute", explained)
    return seen


def test_the_conversations_that_wait_are_counted_from_an_index(storage: Storage, demo: Any, plans: list[str]) -> None:
    waiting(storage, demo.ada)
    assert [IN_ORDER in plan for plan in plans] == [True]


def test_the_inbox_is_found_from_an_index(storage: Storage, demo: Any, plans: list[str]) -> None:
    assert len(list_conversations(storage, demo.ada, Wanted(status="open")).rows) == 20
    found, *_rows = plans
    assert IN_ORDER in found, found


def test_the_migrations_make_every_index_that_the_models_name(storage: Storage) -> None:
    with storage.connection():
        for model in MAIN_MODELS:
            made = {tuple(index.columns) for index in storage.main.get_indexes(model._meta.table_name)}
            named = {tuple(model._meta.fields[name].column_name for name in names) for names, _ in model._meta.indexes}
            assert named <= made, model
