"""The picture of somebody, or their initials."""

from __future__ import annotations

from nicegui import ui

from admin_ui.components.basics import box, text


def initials(name: str) -> str:
    """At most two letters: of the first and the last word."""
    words = [word for word in name.split() if word[0].isalnum()] or ["?"]
    letters = words[0][0] if len(words) == 1 else words[0][0] + words[-1][0]
    return letters.upper()


def avatar(name: str, picture: str = "", *, size: str = "", active: bool = True) -> ui.element:
    """A round picture; decoration: the name has to stand beside it.

    `picture` is a hash of core.media or the address where it is served; `size` is "", small or large.
    """
    classes = "st-avatar" + (f" st-avatar--{size}" if size else "") + ("" if active else " st-avatar--off")
    with box(classes, "span") as element:
        element.props["aria-hidden"] = "true"
        if picture:
            shown = ui.element("img").props('alt=""')
            shown.props["src"] = picture if picture.startswith("/media/") else f"/media/{picture}"
        else:
            text(initials(name), tag="span")
    return element
