"""The mock widget beside the editor: what the visitor will see, as it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from nicegui import ui

from admin_ui import theme
from admin_ui.components.avatar import initials
from admin_ui.components.basics import box, icon, icon_button, mark, text
from admin_ui.components.choosers import NativeSelect
from core import i18n
from core.campaigns.content import blocks_of
from core.campaigns.drafts import Draft
from core.campaigns.translations import in_language
from core.deliveries.sample_visitors import SAMPLES, sample_values
from core.i18n import N_, _, speaking, spoken
from core.messages import resolved
from core.messages.compiled import Message
from core.sites import Site, SiteSettings, text_colour
from core.team import Agent
from core.widget_texts import language_for, told

PREVIEW = "/preview/preview.html"
"""Where the admin serves the widget's modules to a frame without an origin."""
VIEWS = {"closed": N_("Closed"), "message": N_("Message"), "open": N_("Open")}
DEVICES = {"desktop": N_("Desktop"), "phone": N_("Phone")}


class Frame(ui.element, component="mock_widget.js"):
    """The sandboxed frame; `content` is told to it whenever it changes."""

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__()
        self.props["src"] = PREVIEW
        self.props["content"] = content
        self.props["device"] = content["device"]
        self.props["name"] = _("Preview of the message")

    def tell(self, content: dict[str, Any]) -> None:
        if self.props["content"] != content:
            self.props["content"] = content
            self.props["device"] = content["device"]
            self.update()


class MockWidget:
    """The frame with its switches: what is open, on what device, and to whom, where that makes a difference."""

    def __init__(self, site: Site, *, texts_only: bool = False) -> None:
        """`texts_only`: there is no message, but the words of the widget itself (`show_texts`)."""
        self._site = site.settings
        self._texts = told(site.texts)
        self._sender: Agent | None = None
        self._message = Message([])
        self._language = ""
        self._sample = next(iter(SAMPLES))
        self._content: dict[str, Any] = {
            "site": self._told_site(),
            "agent": self._agent(),
            "blocks": [],
            "channel": "chat",
            "view": "open" if texts_only else "message",
            "device": "desktop",
            "direction": "ltr",
        }
        with box("st-mock", "aside") as self.element:
            self.element.props["aria-label"] = _("Preview")
            self.element.on("keydown.escape", lambda: self.show_over(False))
            with box("st-mock-head"):
                views = {key: _(words) for key, words in VIEWS.items() if key != "message" or not texts_only}
                self._views = _pills(views, "view", _("What to preview"), self._choose)
                self._devices = _pills(spoken(DEVICES), "device", _("Where to preview"), self._choose)
                self._close = icon_button("close", _("Close the preview"), lambda: self.show_over(False))
                self._close.classes("st-mock-close")
            self._build_samples()
            self._frame = Frame(dict(self._content))
        self._mark()

    def show_message(self, sender: Agent | None, draft: Draft, language: str = "") -> None:
        """Follow what is typed, in one of the message's languages; "" is its own."""
        self._sender = sender
        self._message = Message(blocks_of(in_language(draft, language)))
        self._language = language or draft.language
        self._samples.set_visibility(self._message.has_tags)
        self._tell(site=self._told_site(), agent=self._agent(), blocks=self._blocks(), channel=draft.channel)

    def show_site(self, site: Site) -> None:
        self._site, self._texts = site.settings, told(site.texts)
        self._tell(site=self._told_site(), blocks=self._blocks())

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Other words of the widget itself than the site's (core.widget_texts)."""
        self._tell(site=_site(self._site, texts), agent=None)

    def show_over(self, shown: bool) -> None:
        """Where there is no room beside the step, the preview lies over the page."""
        mark(self.element, "st-mock--over", shown)
        if shown:
            focus = f"requestAnimationFrame(() => getHtmlElement({self._close.id})?.focus())"
            self.element.client.run_javascript(focus)

    @property
    def _widget_language(self) -> str:
        """What the widget speaks to those who get this message; a language that nobody chose is the reader's."""
        return language_for(self._language or i18n.language())

    def _told_site(self) -> dict[str, Any]:
        return _site(self._site, self._texts[self._widget_language])

    def _agent(self) -> dict[str, str]:
        if self._sender is not None:
            return _agent(self._sender)
        with speaking(self._widget_language):
            name = _("Your colleague")
        return {"name": name, "title": "", "picture": f"{theme.address()}/nobody.svg", "initials": ""}

    def _blocks(self) -> list[Mapping[str, Any]]:
        """What the chosen visitor would get, by the code that says it to real ones."""
        origin = _origin(self._site)
        known = sample_values(
            SAMPLES[self._sample],
            self._message.names,
            now=datetime.now(UTC),
            origin=origin,
            sender=self._agent()["name"],
            site=self._site.name,
            language=self._language,
        )
        return resolved(self._message.blocks(known), origin)

    def _build_samples(self) -> None:
        with box("st-mock-samples") as self._samples:
            text(_("Preview as"), "st-small st-muted", "span").props["aria-hidden"] = "true"
            options = [(key, _(each.label)) for key, each in SAMPLES.items()]
            NativeSelect(options, self._sample, self._show_to, label=_("Preview as"))
        self._samples.set_visibility(False)

    def _show_to(self, sample: str) -> None:
        self._sample = sample
        self._tell(blocks=self._blocks())

    def _choose(self, field: str, value: str) -> None:
        self._tell(**{field: value})
        self._mark()

    def _mark(self) -> None:
        for field, pills in (("view", self._views), ("device", self._devices)):
            for value, pill in pills.items():
                pill.props["aria-pressed"] = "true" if self._content[field] == value else "false"
                pill.update()

    def _tell(self, **fields: Any) -> None:
        self._content = {**self._content, **fields}
        self._frame.tell(self._content)


def _pills(options: dict[str, str], field: str, name: str, choose: Any) -> dict[str, ui.element]:
    icons = {"desktop": "computer", "phone": "phone_iphone"}
    pills: dict[str, ui.element] = {}
    with box("st-segments") as group:
        group.props["role"] = "group"
        group.props["aria-label"] = name
        for value, words in options.items():
            with box("st-segment", "button").props("type=button") as pill:
                if value in icons:
                    icon(icons[value])
                    text(words, "st-hidden-words", "span")
                    pill.props["title"] = words
                else:
                    text(words, tag="span")
            pill.on("click", lambda value=value: choose(field, value))
            pills[value] = pill
    return pills


def _site(site: SiteSettings, texts: Mapping[str, str]) -> dict[str, Any]:
    return {
        "colour": site.colour,
        "text_colour": text_colour(site.colour),
        "position": site.position,
        "texts": dict(texts),
    }


def _origin(site: SiteSettings) -> str:
    """Where links to pages of the site lead in the preview."""
    return next((each for each in site.origins if "*" not in each), "https://shop.example")


def _agent(sender: Agent) -> dict[str, str]:
    picture = f"/media/{sender.picture}" if sender.picture else ""
    return {
        "name": sender.display_name,
        "title": sender.title,
        "picture": picture,
        "initials": initials(sender.display_name),
    }
