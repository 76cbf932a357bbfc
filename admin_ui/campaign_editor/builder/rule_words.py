"""The rule in one sentence, below the builder; what is missing or wrong stands out in it."""

from __future__ import annotations

from collections.abc import Sequence

from admin_ui.components.basics import box, text
from core.rules import Part


class RuleWords:
    """Follows the rule; screen readers hear the whole sentence when it has changed."""

    def __init__(self) -> None:
        self._shown: tuple[Part, ...] = ()
        self._place = box("st-rule-words").props("role=status aria-atomic=true")

    def show(self, parts: Sequence[Part]) -> None:
        if self._shown == tuple(parts):
            return
        self._shown = tuple(parts)
        self._place.clear()
        with self._place:
            for part in parts:
                if not part.why:
                    text(part.words, tag="span")
                    continue
                kind = "missing" if part.is_missing else "wrong"
                with box(f"st-gap st-gap--{kind}", "mark"):
                    text(f"{part.words} ", "st-gap-words", "span")
                    text(f"({part.why})", "st-gap-why", "span")
