"""Which page view a page is in that boots again: what was answered to it first, as long as that is remembered here."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Final

MOST: Final = 20_000
"""Visitors remembered, the newest: one who identifies does so within seconds of the page's first boot."""


class NewestViews:
    """The newest page view of each visitor of late, by site. A page without a ticket can't say which one it is."""

    def __init__(self, most: int = MOST) -> None:
        self._most: Final = most
        self._views: Final[OrderedDict[tuple[int, str], tuple[str, str]]] = OrderedDict()
        self._lock: Final = threading.Lock()

    def note(self, site_id: int, visitor: str, url: str, page_view: str) -> None:
        with self._lock:
            self._views[site_id, visitor] = url, page_view
            self._views.move_to_end((site_id, visitor))
            if len(self._views) > self._most:
                self._views.popitem(last=False)

    def on(self, site_id: int, visitor: str, url: str) -> str | None:
        """The page view of this visitor, if the newest was on this address; None where it is not remembered."""
        with self._lock:
            seen, page_view = self._views.get((site_id, visitor), ("", None))
        return page_view if seen == url else None
