"""An on/off switch that says what it switches."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui


class Switch(ui.element):
    """A real button with `role=switch`; shows the new state only once it is true.

    `on_change` is awaited with the wanted state and returns the state that holds afterwards.
    """

    def __init__(self, name: str, *, on: bool, on_change: Callable[[bool], Awaitable[bool]]) -> None:
        super().__init__("button")
        self.classes("st-switch").props("type=button role=switch")
        self.props["aria-label"] = name
        self._on_change = on_change
        self.set_on(on)
        self.on("click.stop.prevent", self._toggle)

    @property
    def is_on(self) -> bool:
        return bool(self.props["aria-checked"] == "true")

    def set_on(self, on: bool) -> None:
        self.props["aria-checked"] = "true" if on else "false"
        self.update()

    async def _toggle(self) -> None:
        self.set_on(await self._on_change(not self.is_on))
