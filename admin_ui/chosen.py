"""Which rows of a list are chosen: one by one, a range with shift, or all on the page. Knows nothing of the screen."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class Chosen(Generic[K]):
    """The chosen rows among those on the page; what is not on it is never chosen, so acts never reach unseen rows."""

    def __init__(self) -> None:
        self._rows: tuple[K, ...] = ()
        self._keys: set[K] = set()
        self._last: K | None = None
        """The row that was pressed last: where a range begins."""

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: K) -> bool:
        return key in self._keys

    @property
    def keys(self) -> tuple[K, ...]:
        """Those chosen, from top to bottom."""
        return tuple(each for each in self._rows if each in self._keys)

    @property
    def every(self) -> bool:
        """Whether all on the page are chosen."""
        return bool(self._rows) and len(self._keys) == len(self._rows)

    def show(self, rows: Sequence[K]) -> None:
        """Tell which rows stand on the page now, from top to bottom; those that have gone are let go."""
        self._rows = tuple(rows)
        self._keys &= set(rows)
        if self._last not in self._rows:
            self._last = None

    def choose(self, key: K, on: bool, *, through: bool = False) -> None:
        """Choose a row or let it go; `through` (shift) does the same to all between it and the last one pressed."""
        if key not in self._rows:
            return
        here = self._rows.index(key)
        last = self._rows.index(self._last) if through and self._last is not None else here
        self._put(self._rows[min(here, last) : max(here, last) + 1], on)
        self._last = key

    def choose_all(self, on: bool) -> None:
        """All on the page, or none."""
        self._put(self._rows, on)
        self._last = None

    def _put(self, keys: Sequence[K], on: bool) -> None:
        self._keys = self._keys | set(keys) if on else self._keys - set(keys)
