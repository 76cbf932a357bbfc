"""Carries change notices from the watcher's thread to the open pages."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Set
from dataclasses import dataclass, field

from nicegui import Client, background_tasks

Refresh = Callable[[], Awaitable[None]]


@dataclass(eq=False)
class Subscription:
    """One page's wish to be refreshed; at most one refresh runs at a time, and one waits."""

    topics: frozenset[str]
    refresh: Refresh
    client: Client
    running: bool = False
    again: bool = False


@dataclass
class Changes:
    """All open pages' wishes. Only `notice` may be called from other threads."""

    subscriptions: set[Subscription] = field(default_factory=set)
    loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        """Pass notices on from now on; call it on the pages' event loop."""
        self.loop = asyncio.get_running_loop()

    def stop(self) -> None:
        self.loop = None

    def notice(self, topics: Set[str]) -> None:
        """Tell that something changed; callable from any thread."""
        loop = self.loop
        if loop is None:
            return
        try:
            loop.call_soon_threadsafe(self._spread, frozenset(topics))
        except RuntimeError:  # the loop closed a moment ago: nobody looks any more
            return

    def subscribe(self, client: Client, topics: Set[str], refresh: Refresh) -> None:
        """Refresh a page on changes until its client is gone; what it missed while cut off is made up for."""
        subscription = Subscription(frozenset(topics), refresh, client)
        self.subscriptions.add(subscription)
        client.on_delete(lambda: self.subscriptions.discard(subscription))
        client.on_connect(lambda: self._start(subscription) if subscription.again else None)

    def _spread(self, topics: frozenset[str]) -> None:
        for subscription in list(self.subscriptions):
            if subscription.topics & topics:
                subscription.again = True
                self._start(subscription)

    def _start(self, subscription: Subscription) -> None:
        if not subscription.running and subscription.client.has_socket_connection:
            subscription.running = True
            background_tasks.create(self._run(subscription), name="refresh a page", context=subscription.client)

    async def _run(self, subscription: Subscription) -> None:
        try:
            while subscription.again and subscription in self.subscriptions:
                subscription.again = False
                await subscription.refresh()
        finally:
            subscription.running = False
