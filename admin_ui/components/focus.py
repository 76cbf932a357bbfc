"""Where the server puts the focus. It does so late on a slow line: who has gone to another field meanwhile stays there
(static/late-focus.js).
"""

from __future__ import annotations

import json

from nicegui.element import Element


def lead_to(element: Element, method: str = "focus", *arguments: str) -> None:
    """Put the focus on an element, by a method of its own."""
    _lead(element, f"runMethod({element.id}, {json.dumps(method)}, {json.dumps(arguments)})")


def lead_into(element: Element, selector: str, at: int = 0) -> None:
    """Put the focus on one of what is found in an element."""
    _lead(element, f"getHtmlElement({element.id}).querySelectorAll({json.dumps(selector)})[{at}].focus()")


def _lead(element: Element, call: str) -> None:
    element.client.run_javascript(f"stLead(() => {call})")
