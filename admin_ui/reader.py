"""Whose page it is decides the language: found anew by every handler, timer and refresh of that page.

NiceGUI runs handlers outside of the context that built their page, but inside a slot of it: the slot names the page.
"""

from __future__ import annotations

from copy import copy
from typing import Any, get_args

from fastapi import Request, Response
from fastapi.routing import APIRoute
from nicegui import Client
from nicegui.language import Language
from nicegui.slot import Slot, get_task_id

from core import i18n
from core.i18n.catalogues import PSEUDO_RIGHT_TO_LEFT

_KEPT = "language"
_REGION = "region"
_PACKS = {PSEUDO_RIGHT_TO_LEFT: "he"}
"""Quasar's words for a language that it does not know."""


def read_by(client: Client, code: str) -> None:
    """Let a page speak this language from now on: call it before the page is built."""
    client.storage[_KEPT] = code
    client.storage[_REGION] = i18n.region_of(client.request.headers.get("accept-language", ""))
    client.page = copy(client.page)  # it is one for all who open this address
    pack = _PACKS.get(code, code)
    if pack in get_args(Language):
        client.page.language = pack  # type: ignore[assignment]  # checked above


def of_page() -> str:
    """The language of the page that is being built or acted on; "" outside of pages."""
    return _kept(_KEPT)


def region_of_page() -> str:
    """The country of the English that its browser asks for; "" if it asks for none, and outside of pages."""
    return _kept(_REGION)


def _kept(name: str) -> str:
    for slot in reversed(Slot.stacks.get(get_task_id(), ())):
        try:
            return str(slot.parent.client.storage.get(name, ""))
        except RuntimeError:  # this piece of the page is gone; what is around it is still there
            continue
    return ""


def accepted(request: Request) -> str:
    """The language of a browser whose person is not known."""
    return i18n.negotiate(request.headers.get("accept-language", ""))


class SpokenRoute(APIRoute):
    """A route without a page: it speaks the language that the browser asks for."""

    def get_route_handler(self) -> Any:
        handle = super().get_route_handler()

        async def speak(request: Request) -> Response:
            with i18n.speaking(accepted(request)):
                return await handle(request)

        return speak
