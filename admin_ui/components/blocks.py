"""Draws message blocks (docs/architecture.md) as elements; there is no HTML in them and none is made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from nicegui import ui

from admin_ui.components.basics import box, cut, icon, text
from core.i18n import _
from core.media import picture_address
from core.messages.buttons import ACTIONS
from core.messages.links import is_on_site, link_problem

ICONS: Final[Mapping[str, str]] = {"link": "open_in_new", "reply": "reply", "form": "contact_mail", "dismiss": "close"}
"""By what a button does."""


def draw(blocks: Sequence[Mapping[str, Any]]) -> None:
    """Draw each block, texts as paragraphs; what could be pressed or filled in is told, and does nothing here.

    Block types of a newer version are left out.
    """
    for block in blocks:
        match block.get("type"):
            case "text":
                with box("", "p"):
                    for span in block.get("spans", ()):
                        _span(span)
            case "image":
                _picture(block)
            case "buttons":
                _buttons(block.get("buttons", ()))
            case "form":
                _form(block)


def _picture(block: Mapping[str, Any]) -> None:
    alt = str(block.get("alt", ""))
    with box("st-message-figure", "figure"):
        picture = box("st-message-picture", "img")
        picture.props["src"] = picture_address(str(block.get("media", "")))
        picture.props["alt"] = ""
        for side in ("width", "height"):
            picture.props[side] = str(block.get(side, ""))
        if alt:
            text(alt, "st-small", "figcaption")


def _buttons(buttons: Sequence[Mapping[str, Any]]) -> None:
    """Each as its words and what it did."""
    with box("st-message-buttons", "ul").props("role=list"):
        for button in buttons:
            action = str(button.get("action", ""))
            does = str(button.get("link", "")) if action == "link" else _(ACTIONS.get(action, ""))
            with box("st-message-button", "li"):
                icon(ICONS.get(action, "smart_button"))
                text(str(button.get("label", "")), "st-strong", "span")
                if does:
                    cut(does, "st-small", "span")


def _form(form: Mapping[str, Any]) -> None:
    """What it asked, and to what it wanted consent."""
    with box("st-message-form"):
        text(_("Contact form"), "st-small st-strong")
        with box("", "ul").props("role=list"):
            for each in form.get("fields", ()):
                with box("st-line st-gap-4", "li"):
                    text(str(each.get("label", "")), tag="span")
                    if not each.get("required"):
                        text(_("optional"), "st-small", "span")
        if consent := str(form.get("consent", "") or form.get("consent_link", "")):
            text(_("Asks to agree to: {words}").format(words=consent), "st-small")
        text(str(form.get("submit", "")), "st-message-button st-strong", "span")


def _span(span: Mapping[str, Any]) -> None:
    if span.get("break"):
        ui.element("br")
        return
    words, target = str(span.get("text", "")), span.get("link")
    classes = " ".join(filter(None, ("st-bold" if span.get("bold") else "", "st-italic" if span.get("italic") else "")))
    if isinstance(target, str) and is_on_site(target):  # a page of the visitor's site; it would be one of ours here
        text(words, classes, "span").props["title"] = target
    elif isinstance(target, str) and link_problem(target) is None:
        anchor = text(words, classes, "a")
        anchor.props["href"] = target
        anchor.props["target"] = "_blank"
        anchor.props["rel"] = "noopener noreferrer nofollow"
    else:
        text(words, classes, "span")
