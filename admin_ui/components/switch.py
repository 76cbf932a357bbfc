"""An on/off switch that says what it switches."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

WANTED = "(event) => emit(event.currentTarget.ariaChecked !== 'true')"


class Switch(ui.element):
    """A real button with `role=switch`; shows the new state only once it is true.

    A press asks for the other state than the one that is seen; pressed again before the answer, it asks for the same.

    `on_change` is awaited with the wanted state and returns the state that holds afterwards.
    """

    def __init__(self, name: str, *, on: bool, on_change: Callable[[bool], Awaitable[bool]]) -> None:
        super().__init__("button")
        self.classes("st-switch").props("type=button role=switch")
        self.props["aria-label"] = name
        self._on_change = on_change
        self.set_on(on)
        self.on("click.stop.prevent", lambda event: self._turn(bool(event.args)), js_handler=WANTED)

    @property
    def is_on(self) -> bool:
        return bool(self.props["aria-checked"] == "true")

    def set_on(self, on: bool) -> None:
        self._asked = on
        self.props["aria-checked"] = "true" if on else "false"
        self.update()

    async def _turn(self, on: bool) -> None:
        if on == self._asked:
            return
        self._asked = on
        try:
            self.set_on(await self._on_change(on))
        finally:
            self._asked = self.is_on
