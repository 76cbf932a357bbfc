"""The one command: takes lock and ports, brings the database up to date, keeps the children, says where to go."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import click

from cli.lock import only_one
from cli.ports import close_all, listen_all
from cli.settings import as_environment
from cli.supervisor import GRACE_SECONDS, Child, Supervisor
from core.settings import Settings
from core.storage import Storage
from core.storage.database import make_private_folder
from demo.site import shop_address, shop_port

READY_SECONDS = 2.0
LEFT_OVER_SECONDS = GRACE_SECONDS + 2
"""How long the parts of a `serve` that was killed may hold its ports: they finish what they are doing."""


@dataclass(frozen=True)
class Extras:
    """What `serve` does beside serving."""

    shop: bool
    """Serve the demo shop on the third port, and have a site for it."""
    demo: bool
    """Have demo employees, groups and campaigns."""


def serve(settings: Settings, extras: Extras) -> None:
    """Serve until Ctrl-C or SIGTERM. Raises SmartTriggerError when something stands in the way."""
    make_private_folder(settings.data_dir)
    with only_one(settings.data_dir, settings.port) as last_was_killed:
        patience_seconds = LEFT_OVER_SECONDS if last_was_killed else 0
        listeners = listen_all(settings.host, _ports(settings, extras), patience_seconds)
        try:
            _prepare(settings, extras)
            _keep(settings, extras, listeners)
        finally:
            close_all(listeners.values())


def _ports(settings: Settings, extras: Extras) -> dict[str, int]:
    ports = {"public server": settings.port, "admin": settings.admin_port}
    return ports | ({"demo shop": shop_port(settings)} if extras.shop else {})


def _prepare(settings: Settings, extras: Extras) -> None:
    storage = Storage.open(settings)
    try:
        storage.migrate()
        if extras.shop or extras.demo:
            _furnish(storage, settings, extras)
    finally:
        storage.close()


def _furnish(storage: Storage, settings: Settings, extras: Extras) -> None:
    from demo import data  # most of the core comes with it: a plain start does not wait for that

    if extras.shop:
        data.ensure_site(storage, settings)
    if extras.demo:
        data.ensure_demo(storage, settings)


def _keep(settings: Settings, extras: Extras, listeners: Mapping[str, socket.socket]) -> None:
    supervisor = Supervisor(_children(settings, listeners), _say_whole_lines())
    with _stopping_on_signals(supervisor):
        try:
            if supervisor.start():
                _announce(settings, extras)
                supervisor.wait()
        finally:
            supervisor.stop()


def _children(settings: Settings, listeners: Mapping[str, socket.socket]) -> list[Child]:
    environment = dict(os.environ) | as_environment(settings)
    commands = {"public server": "public", "admin": "admin", "demo shop": "shop"}
    paths = {"public server": "/readyz", "admin": "/", "demo shop": "/"}
    return [
        Child(
            name=commands[purpose],
            # -P: a folder named `core` where the operator happens to stand must not be imported.
            command=(sys.executable, "-P", "-m", "cli.main", commands[purpose], "--fd", str(listener.fileno())),
            environment=environment,
            listener=listener.fileno(),
            ready=_answers(f"http://{_dialled(settings.host)}:{listener.getsockname()[1]}{paths[purpose]}"),
        )
        for purpose, listener in listeners.items()
    ]


def _dialled(host: str) -> str:
    """Where to reach a server that listens on `host`: the wildcard addresses can't be dialled everywhere."""
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104


def _answers(address: str) -> Callable[[], bool]:
    # Never through a proxy that the environment names: the children are right here.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def ready() -> bool:
        try:
            with opener.open(address, timeout=READY_SECONDS) as answer:
                return bool(answer.status < 500)
        except urllib.error.HTTPError as error:
            return error.code < 500
        except OSError:
            return False

    return ready


def _say_whole_lines() -> Callable[[str], None]:
    lock = threading.Lock()

    def say(line: str) -> None:
        with lock:
            click.echo(line, err=True)

    return say


@contextmanager
def _stopping_on_signals(supervisor: Supervisor) -> Iterator[None]:
    """While inside, Ctrl-C and SIGTERM stop the supervisor instead of raising somewhere."""

    def stop(*_: object) -> None:
        supervisor.request_stop()

    before = {each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _announce(settings: Settings, extras: Extras) -> None:
    from cli.sign_in import link_for  # while the children are already answering

    link = link_for(settings)
    rows = [
        ("Admin", settings.admin_address),
        ("Sign in", link.address),
        ("", f"as {link.signs_in}; works once, within {link.minutes} minutes"),
        ("Demo shop", shop_address(settings)) if extras.shop else None,
        ("Widget from", settings.public_address),
        ("Data", str(settings.data_dir)),
    ]
    lines = [f"  {row[0]:<13}{row[1]}" for row in rows if row]
    click.echo("\n".join(["", "Smart Trigger is running. Ctrl-C ends it.", "", *lines, ""]))
