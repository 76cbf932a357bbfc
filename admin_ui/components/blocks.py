"""Draws message blocks (docs/architecture.md) as elements; there is no HTML in them and none is made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nicegui import ui

from admin_ui.components.basics import box, text
from core.media import picture_address
from core.messages.links import is_on_site, link_problem


def draw(blocks: Sequence[Mapping[str, Any]]) -> None:
    """Draw each block, texts as paragraphs; block types of a newer version are left out."""
    for block in blocks:
        if block.get("type") == "text":
            with box("", "p"):
                for span in block.get("spans", ()):
                    _span(span)
        elif block.get("type") == "image":
            _picture(block)


def _picture(block: Mapping[str, Any]) -> None:
    picture = box("st-message-picture", "img")
    picture.props["src"] = picture_address(str(block.get("media", "")))
    picture.props["alt"] = str(block.get("alt", ""))
    for side in ("width", "height"):
        picture.props[side] = str(block.get(side, ""))


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
