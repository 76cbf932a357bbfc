"""The smallest pieces that pages are put together from; what they look like is in static/*.css."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

ElementT = TypeVar("ElementT", bound=ui.element)


def box(classes: str = "st-stack", tag: str = "div") -> ui.element:
    """An element to put others into: `with box("st-card st-stack"):`."""
    return ui.element(tag).classes(classes)


def text(words: str, classes: str = "", tag: str = "div") -> TextElement:
    """Words in an element of their own."""
    element = TextElement(tag=tag, text=words)
    return element.classes(classes) if classes else element


def cut(words: str, classes: str = "", tag: str = "div") -> TextElement:
    """Words on one line, cut off where there is no room; the whole stands in the tooltip."""
    element = text(words, f"st-cut {classes}", tag)
    element.props["title"] = words
    return element


def named(element: ElementT, words: str) -> ElementT:
    """Give an element a name that screen readers say."""
    element.props["aria-label"] = words
    return element


def mark(element: ui.element, name: str, on: bool) -> None:
    """Give an element a class while something holds, and take it away when it does not."""
    element.classes(add=name if on else "", remove="" if on else name)


def icon(name: str) -> ui.icon:
    """One of the outlined set (a Material Symbols name); for the eye only, so put words beside it."""
    element = ui.icon(f"sym_o_{name}")
    element.props["aria-hidden"] = "true"
    return element


def link(words: str, href: str, classes: str = "") -> TextElement:
    """A link within the admin. `href` is an address of ours, never one that somebody typed."""
    element = text(words, f"st-words {classes}", "a")
    element.props["href"] = href
    return element


def button(
    words: str,
    on_click: Callable[..., Any] | None = None,
    *,
    kind: str = "plain",
    icon: str = "",
    href: str = "",
) -> ui.button:
    """A button with words. `kind`: primary (one a screen), plain, quiet or danger."""
    element = ui.button(words, on_click=on_click, color=None).classes(f"st-{kind}").props("unelevated no-caps")
    element.props["ripple"] = False
    if icon:
        element.props["icon"] = f"sym_o_{icon}"
    if href:
        element.props["href"] = href
    return element


def icon_button(name: str, words: str, on_click: Callable[..., Any] | None = None) -> ui.button:
    """A button that shows an icon only; `words` are its name and its tooltip."""
    element = ui.button(on_click=on_click, color=None).classes("st-icon").props("unelevated no-caps")
    element.props["ripple"] = False
    element.props["icon"] = f"sym_o_{name}"
    element.props["aria-label"] = words
    element.props["title"] = words
    return element


def chip(words: str, kind: str = "") -> TextElement:
    """A state in a word or two. `kind`: "", accent, good, warn or bad."""
    return text(words, f"st-chip st-chip--{kind}" if kind else "st-chip", "span")


def note(words: str = "", kind: str = "", icon_name: str = "info") -> ui.element:
    """A sentence that stays on the page; enter it for one of several pieces. `kind`: "", warn or bad."""
    with box(f"st-note st-note--{kind}" if kind else "st-note") as element:
        icon(icon_name)
        if words:
            text(words)
    return element
