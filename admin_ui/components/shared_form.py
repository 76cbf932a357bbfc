"""A form that several people may have open: it saves what was edited here, and follows what others save."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Protocol

from nicegui import ui

from admin_ui.components.fields import Form
from admin_ui.components.save_bar import SaveBar
from admin_ui.components.toast import undo
from core.errors import Conflict
from core.i18n import _

Values = Mapping[str, Any]
"""By the names of fields."""


def crossed(field: str, value: str) -> str:
    """What is said when somebody else has saved another value of a field that was edited here."""
    return _("Somebody else has changed “{field}” to “{value}” meanwhile. Save to keep yours.").format(
        field=field, value=value
    )


class Fields(Protocol):
    """What a page lends to its SharedForm."""

    form: Form

    def typed(self) -> dict[str, Any]:
        """What every field holds."""
        ...

    def show(self, values: Values) -> None:
        """Let some fields hold something else."""
        ...

    def crossed_words(self, name: str, value: Any) -> str:
        """That somebody else has changed a field to this, while something else is typed there."""
        ...

    async def load(self) -> Values: ...

    async def save(self, wanted: Values, began: Values) -> Values:
        """Save what differs; gives everything as it is kept. Raises InvalidInput, Conflict."""
        ...


class SharedForm:
    """`kept` is what the fields began with. Who may not save has no bar, and follows all the same."""

    def __init__(self, place: ui.element, fields: Fields, kept: Values, *, may_save: bool) -> None:
        self._place = place
        self._fields = fields
        self._kept = dict(kept)
        self._busy = asyncio.Lock()
        self._bar = SaveBar(place, self._discard, self._save) if may_save else None

    def changed(self) -> None:
        """Something was typed or shown."""
        if self._bar is not None:
            self._bar.show(self._fields.typed() != self._kept)

    async def follow(self) -> None:
        """Take in what others have saved."""
        async with self._busy:
            await self._catch_up()

    async def _catch_up(self) -> None:
        found = await self._fields.load()
        if not self._place.is_deleted:
            self._take(self._kept, frozenset(), found)

    async def _save(self) -> None:
        async with self._busy:
            sent = self._fields.typed()
            mine = frozenset(name for name, value in sent.items() if value != self._kept[name])
            if not mine:
                return
            try:
                work = self._fields.save(sent, self._kept)
                await self._fields.form.submit(work, partial(self._take, sent, mine))
            except Conflict:
                await self._catch_up()

    def _take(self, known: Values, mine: frozenset[str], stands: Values) -> None:
        """Show what stands where nothing was typed since the fields held what is `known`; `mine` was saved here."""
        typed, before = self._fields.typed(), self._kept
        self._kept = dict(stands)
        self._fields.show({name: now for name, now in stands.items() if typed[name] == known[name] != now})
        if self._bar is not None:
            self._bar.forget(name for name, now in stands.items() if name in mine or typed[name] == now)
            for name, now in stands.items():
                is_theirs = name not in mine and now != before[name]
                if is_theirs and typed[name] not in (known[name], now):
                    words = self._fields.crossed_words(name, now)
                    self._bar.tell(name, words, partial(self._take_theirs, name))
        self.changed()

    def _take_theirs(self, name: str) -> None:
        mine = self._fields.typed()[name]
        with self._place:  # the button that was pressed is gone
            self._fields.show({name: self._kept[name]})
            undo(_("The changes are discarded."), lambda: self._fields.show({name: mine}))

    def _discard(self) -> Callable[[], None]:
        typed = self._fields.typed()
        edited = {name: value for name, value in typed.items() if value != self._kept[name]}
        self._fields.form.clear()
        self._fields.show({name: self._kept[name] for name in edited})
        return lambda: self._fields.show(edited)
