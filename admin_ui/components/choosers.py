"""Controls that the browser runs by itself: each keeps what is typed while the page around it changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from admin_ui.components.focus import lead_to
from admin_ui.components.held import Held
from core.i18n import _


@dataclass(frozen=True, slots=True)
class Item:
    """One of what a picker offers."""

    key: str
    title: str
    caption: str = ""
    icon: str = ""
    """A Material Symbols name."""
    initials: str = ""
    picture: str = ""
    """Address of a picture; with initials, the item is a person."""
    group: str = ""
    words: str = ""
    """What else the search finds it by."""
    disabled: bool = False
    online: bool = False
    """A person who is there: a dot at the picture; say so in the caption, too."""


class Control(Held):
    """A control whose value the browser holds; the server keeps a copy and says nothing back while one types."""

    VALUE_PROP = "model-value"

    def hold(self, value: Any, on_change: Callable[[Any], Any]) -> None:
        """Begin with `value`; from then on `on_change` gets what the browser tells."""
        self.props["model-value"] = value
        self.props["loopback"] = False  # the browser's own copy is kept by NiceGUI's script
        self._on_change = on_change
        self.on("update:model-value", self._changed)

    @property
    def value(self) -> Any:
        return self.props["model-value"]

    def show(self, value: Any) -> None:
        """Show another value, without telling anybody."""
        if self.value != value:
            self.is_news = True
            self.props["model-value"] = value

    def _changed(self, event: GenericEventArguments) -> Any:
        with self.props.suspend_updates():  # an echo would overwrite what was typed since
            self.props["model-value"] = event.args
        self.is_news = False
        return self._on_change(event.args)

    def focus(self) -> None:
        lead_to(self)


class Picker(Control, component="picker.js"):
    """Chooses one of many (or, `multiple`, several) from a searchable list; `on_pick` gets the key or the keys.

    `leads_on`: picking draws a field that gets the focus, and what is typed until then (static/typed-ahead.js).
    `keys_at`: where the page's own keys work. Letters are left to them, and who is done with the list is led there.
    """

    def __init__(
        self,
        items: Sequence[Item],
        on_pick: Callable[[Any], Any],
        *,
        value: Any = None,
        multiple: bool = False,
        kind: str = "field",
        label: str = "",
        placeholder: str = "",
        icon: str = "",
        nothing: str = "",
        leads_on: bool = False,
        keys_at: ui.element | None = None,
    ) -> None:
        super().__init__()
        self.hold(value, on_pick)
        self.props["items"] = [asdict(each) for each in items]
        self.props["multiple"] = multiple
        self.props["kind"] = kind
        self.props["label"] = label or None
        self.props["placeholder"] = placeholder
        self.props["icon"] = icon
        self.props["nothing"] = nothing or _("Nothing found")
        self.props["leads-on"] = leads_on
        self.props["keys-at"] = keys_at.html_id if keys_at else None
        self.on("pick", lambda event: on_pick(*(event.args if isinstance(event.args, list) else [event.args])))

    def set_items(self, items: Sequence[Item]) -> None:
        offered = [asdict(each) for each in items]
        if self.props["items"] != offered:
            self.props["items"] = offered

    def set_invalid(self, invalid: bool) -> None:
        if self.props.get("invalid", False) != invalid:
            self.props["invalid"] = invalid

    def open(self, where: str = "") -> None:
        """Show the list; a button tells `where` behind the key that is picked, and the focus goes back where it was."""
        lead_to(self, "show", "", where)


class NativeSelect(Control, component="native_select.js"):
    """The browser's own select; `on_change` gets the key."""

    def __init__(
        self,
        options: Sequence[tuple[str, str]],
        value: str,
        on_change: Callable[[str], Any],
        *,
        label: str,
        unknown: str = "",
    ) -> None:
        super().__init__()
        self.hold(value, on_change)
        self.props["options"] = [list(each) for each in options]
        self.props["label"] = label
        self.props["unknown"] = unknown


class ChipField(Control, component="chip_field.js"):
    """Several texts; `on_change` gets the list, what is being typed included."""

    def __init__(
        self,
        value: Sequence[str],
        on_change: Callable[[list[str]], Any],
        *,
        label: str,
        placeholder: str = "",
        suggestions: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self.hold(list(value), on_change)
        self.props["label"] = label
        self.props["placeholder"] = placeholder
        self.props["suggestions"] = list(suggestions)


class PlainInput(Control, component="plain_input.js"):
    """A text, address, number, date or time; `on_change` gets what is typed, "?" for what the browser can't read.

    `suggested`: id of a list on the page (`datalist`) whose values the browser offers.
    """

    def __init__(
        self,
        value: str,
        on_change: Callable[[str], Any],
        *,
        kind: str,
        label: str,
        unit: str = "",
        step: float | None = None,
        minimum: float | None = None,
        maximum: float | None = None,
        placeholder: str = "",
        suggested: str = "",
    ) -> None:
        super().__init__()
        self.hold(value, on_change)
        self.props["type"] = kind
        self.props["label"] = label
        self.props["unit"] = unit
        self.props["placeholder"] = placeholder
        self.props["list"] = suggested or None
        if kind == "number":
            self.props["step"] = "any" if step is None else step
            self.props["minimum"] = minimum
            self.props["maximum"] = maximum
