"""What a step of the editor is, and what the editor lends it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from admin_ui.campaign_editor.drafting import Drafting
from admin_ui.campaign_editor.history import Edit
from admin_ui.campaign_editor.mock_widget import MockWidget
from admin_ui.campaign_editor.saving import Saver
from admin_ui.campaign_editor.unsaved_words import UnsavedWords
from admin_ui.components.basics import box, mark, text
from admin_ui.components.toast import undo
from admin_ui.services import Desk
from core import campaigns
from core.campaigns.draft_problems import DraftProblem, SiteChoice
from core.i18n import _
from core.sites import Site


@dataclass
class Bench:
    """What every step works with."""

    desk: Desk
    drafting: Drafting
    saver: Saver
    mock: MockWidget
    unsaved: UnsavedWords
    sites: Mapping[int, Site]
    go: Callable[[str], Awaitable[None]]
    """Go to another step."""
    mend: Callable[[str, Callable[[Step], None]], Awaitable[None]]
    """Go to a step that shows what is wrong there, as if *Finished* had been pressed, and be led to a place in it."""
    changed: Callable[[], None]
    """Something was typed: show it where it shows."""
    leave: Callable[[str], None]
    """The marketer has left a field."""
    refresh: Callable[[], Awaitable[None]]
    """Read the campaign anew, after something else than a field was changed."""
    discard: Callable[[], Awaitable[None]]
    """Take the draft back to what visitors meet."""
    take_back: Callable[[Edit], Awaitable[None]]
    """Take an edit back and show it."""

    def put(self, name: str, value: Any, what: object = None) -> None:
        """Take what was typed in a field; `what` names the place where one types key by key."""
        if self.drafting.set(name, value, what):
            self.changed()
            self.saver.edited()

    def say_lost(self, words: str) -> None:
        """Say what the edit made last has taken away, with the way back."""
        edit = self.drafting.history.newest
        undo(words, lambda: self.take_back(edit), alone=True)

    def follow(self, element: ui.element, name: str) -> None:
        """Know when the marketer is in a field, so that nobody else's change moves under their hands."""
        element.on("focusin", lambda: setattr(self.drafting, "focused", name))
        element.on("focusout", lambda: self.leave(name))

    def site_choices(self) -> list[SiteChoice]:
        """Sites to choose from; an archived one only while it is the campaign's."""
        here = self.drafting.around.site.id
        return [campaigns.site_of(each) for each in self.sites.values() if not each.archived or each.id == here]


class Step:
    """One step on the page; made anew whenever it is opened."""

    key: str
    title: str
    explanation: str
    language: str = ""
    """Which of the message's languages one works on, "" for its own: the preview follows."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench

    async def prepare(self) -> None:
        """Look up what shall stand there from the first: what arrives later moves the page."""

    def build(self) -> None:
        """Put the step's fields into the current place."""
        raise NotImplementedError

    def took(self, name: str) -> None:
        """Show what a field holds now, because somebody else changed it."""
        raise NotImplementedError

    def show_problems(self) -> None:
        """Show what is missing, each at its field."""

    def focus_problem(self, problem: DraftProblem) -> None:
        """Go to where a problem is mended."""

    def look_again(self, language: str) -> None:
        """Go to a translation that may say something else than the message by now."""

    def refreshed(self) -> None:
        """The campaign's status, its site or the team may have changed."""


@dataclass
class Labelled:
    """A label, what it labels, and the place for a hint or a problem below: for controls of our own."""

    words: str
    hint: str = ""
    optional: bool = False
    element: ui.element = field(init=False)
    below: TextElement = field(init=False)

    def __post_init__(self) -> None:
        with box("st-field") as self.element:
            with box("st-line st-gap-4"):
                self.label = text(self.words, "st-label", "label")
                if self.optional:
                    text(_("optional"), "st-small st-optional", "span")
            self.place = box("")
            self.below = text(self.hint, "st-below")
            self.below.props["id"] = f"{self.below.html_id}-words"
            self.show_problem("")

    def name(self, control: ui.element, *, own_id: bool = True) -> None:
        """Tie the label to a control that takes its id."""
        identity = f"{self.element.html_id}-control"
        if own_id:
            control.props["fieldId"] = identity
            control.props["describedBy"] = self.below.props["id"]
        self.label.props["for"] = identity

    def show_problem(self, words: str) -> None:
        """A problem in place of the hint; "" puts the hint back."""
        self.below.set_text(words or self.hint)
        self.below.set_visibility(bool(words or self.hint))
        mark(self.below, "st-bad", bool(words))


def first_problem(problems: tuple[DraftProblem, ...], name: str) -> str:
    """The sentence to show at a field; "" if there is nothing wrong with it."""
    return next((each.message for each in problems if each.field == name), "")
