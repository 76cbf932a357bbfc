"""The one way from a page into the core: off the event loop, with a connection, as somebody with a role.

    desk = await services.open_desk(token, Permission.TEAM)
    everybody = await desk.run(team.agents)

`run` calls `function(storage, …)` in a thread, after it has read the session and the role anew. Core functions
return frozen dataclasses, so nothing lazy crosses the line.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Concatenate, ParamSpec, TypeVar

from nicegui import ui

from admin_ui.changes import Changes, Refresh
from admin_ui.online import Online
from core import team
from core.errors import Forbidden
from core.i18n import ENGLISH, _, language, speaking
from core.inbox.conversations import waiting
from core.plugins import Registry
from core.settings import Settings
from core.storage import Storage
from core.team import sign_in
from core.team.roles import Permission, permissions, role_name

P = ParamSpec("P")
R = TypeVar("R")
THREADS = 12


def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, thread_name_prefix="admin")


@dataclass(frozen=True)
class Services:
    """The parts that pages are built with; made once by `create_admin`."""

    settings: Settings
    storage: Storage
    registry: Registry
    changes: Changes = field(default_factory=Changes)
    online: Online = field(default_factory=Online)
    threads: ThreadPoolExecutor = field(default_factory=_threads)

    async def run(self, function: Callable[Concatenate[Storage, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call `function(storage, …)` in a thread with a connection; for what happens before anybody is signed in."""
        spoken = language()

        def work() -> R:
            with speaking(spoken), self.storage.connection():
                return function(self.storage, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self.threads, work)

    async def open_desk(self, token: str, needs: Permission) -> Desk:
        """What a page works with. Raises Unauthorised, Forbidden."""

        def look(storage: Storage) -> tuple[team.Agent, int]:
            me = admit(storage, token, needs)
            self.registry.installation.refresh(storage)  # so that the page names things as they are now
            return me, waiting(storage, me.id).for_me

        me, unread = await self.run(look)
        return Desk(self, token, needs, me, unread, me.language or language())

    def close(self) -> None:
        self.changes.stop()
        self.threads.shutdown(wait=True, cancel_futures=True)


def admit(storage: Storage, token: str, needs: Permission) -> team.Agent:
    """The agent behind a session, if the role allows it at this moment. Raises Unauthorised, Forbidden."""
    agent = sign_in.agent_of(storage, token)
    if needs not in permissions(agent.role):
        with speaking(agent.language or language()):
            raise Forbidden(
                "role",
                _("Your role ({role}) does not allow this. Ask an owner.").format(role=role_name(agent.role).lower()),
            )
    return agent


@dataclass(frozen=True)
class Desk:
    """One signed-in page: everything it does is done as this session, with what this session may do."""

    services: Services
    token: str
    needs: Permission
    me: team.Agent
    """As the page was opened; for what to show. What is allowed is asked again at every call."""
    unread: int = 0
    """Conversations that waited for this employee when the page was opened."""
    language: str = ENGLISH
    """In which the page speaks: the employee's own, or their browser's."""

    async def run(self, function: Callable[Concatenate[Storage, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call `function(storage, …)` in a thread. Raises Unauthorised or Forbidden when that has changed."""

        def guarded(storage: Storage) -> R:
            admit(storage, self.token, self.needs)
            return function(storage, *args, **kwargs)

        with speaking(self.language):
            return await self.services.run(guarded)

    def needing(self, permission: Permission) -> Desk:
        """The same desk for an action that needs another permission than the page itself."""
        return replace(self, needs=permission)

    def may(self, permission: Permission) -> bool:
        """Whether to show something; not a protection."""
        return permission in permissions(self.me.role)

    async def count_unread(self) -> int:
        """How many conversations wait for this employee now."""
        return (await self.run(waiting, self.me.id)).for_me

    def on_change(self, topics: set[str], refresh: Refresh) -> None:
        """Run an async refresh of this page whenever one of the topics changes (docs/architecture.md)."""
        self.services.changes.subscribe(ui.context.client, topics, refresh)
