"""What a revision says in each of its languages, compiled, and which of them somebody gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from core.campaigns.content import blocks_of
from core.campaigns.drafts import Draft
from core.campaigns.translations import in_language
from core.i18n import languages
from core.messages.compiled import Message


@dataclass(frozen=True, slots=True)
class Variant:
    """A message in one language."""

    language: str
    """Primary subtag, "" where the marketer has not said what the message's own is."""
    message: Message


class Content:
    """A message in all its languages."""

    def __init__(self, draft: Draft) -> None:
        self._own: Final = Variant(draft.language, Message(blocks_of(draft)))
        self._others: Final = {
            code: Variant(code, Message(blocks_of(in_language(draft, code)))) for code in draft.translations
        }

    @property
    def variants(self) -> tuple[Variant, ...]:
        return self._own, *self._others.values()

    def to(self, language: str) -> Variant:
        """What somebody gets whose browser is set to this language (BCP 47): the message's own unless it has theirs."""
        return self._others.get(languages.primary(language), self._own) if self._others else self._own
