"""What keeps a message from being sent, each in a sentence for the person who wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.i18n import _
from core.i18n.figures import number
from core.messages.compiled import Message
from core.messages.links import link_problem
from core.messages.markup import Block, link_targets, parse, unified
from core.messages.merge_tags import NOTHING_KNOWN, TAG, sources, tags_problems
from core.messages.texts import CONTROL, is_visible, plain

MAX_CAMPAIGN_TEXT = 2_000
"""Longest text of a campaign, in characters that a visitor reads."""
MARKS = 10
"""So many times longer than what is read a text may be, with its marks and the targets of its links."""
MAX_PICTURES = 6
MAX_TEXT = 4_000
"""Longest message of a visitor or an agent, in characters."""


@dataclass(frozen=True, slots=True)
class TextProblem:
    """What keeps a text from being sent: a stable code and a sentence for the person who typed it."""

    code: str
    """text_… | picture_… | button_… | form_…"""
    message: str
    node: str = ""
    """Id of the button, or of the field of the form, where it is one's."""
    part: str = ""
    """What of that is wrong (label, action, link), or of the form itself (submit, consent, consent_link)."""


def problems(text: str, limit: int = MAX_CAMPAIGN_TEXT, *, markup: bool = True) -> list[TextProblem]:
    """Everything that keeps `text` from being sent; `markup` false: marks are characters, links are not looked at."""
    text = unified(text)
    found: list[TextProblem] = []
    most = limit * MARKS if markup else limit
    if len(text) > most:
        said = (
            _("The text has {n} characters with its marks. Shorten it to {most}.")
            if markup
            else _("The text has {n} characters. Shorten it to {most}.")
        )
        return [TextProblem("text_too_long", said.format(n=number(len(text)), most=number(most)))]
    if markup and (read := length(text)) > limit:
        return [
            TextProblem(
                "text_too_long",
                _("The text has {n} characters. Shorten it to {most}.").format(n=number(read), most=number(limit)),
            )
        ]
    if not is_visible(text):
        found.append(TextProblem("text_empty", _("The message is empty. Type what it should say.")))
    if control := CONTROL.search(text):
        message = _("The text holds the character {code}, which can't be shown. Remove it.").format(
            code=f"U+{ord(control.group()):04X}"
        )
        found.append(TextProblem("text_control", message))
    if markup:
        blocks = parse(text)
        found += _picture_problems(blocks)
        sentences = dict.fromkeys(map(link_problem, link_targets(text)))
        found += [TextProblem("text_link", sentence) for sentence in sentences if sentence]
        tags = [*_tag_problems(blocks)]
        if not (found or tags or is_visible(plain(Message(blocks).blocks(NOTHING_KNOWN)))):
            tags = [
                TextProblem("text_empty", _("Where nothing is known of a visitor, the message is empty. Add words."))
            ]
        found += tags
    return found


def length(text: str) -> int:
    """How many characters of a text in mark-up are read: neither marks nor the targets of links.

    A merge tag is as long as what it says where nothing is known of the visitor.
    """
    return len(plain(Message(parse(text)).blocks(NOTHING_KNOWN)))


def _picture_problems(blocks: Iterable[Block]) -> Iterator[TextProblem]:
    pictures = [block for block in blocks if block["type"] == "image"]
    if len(pictures) > MAX_PICTURES:
        message = _("The message has {n} pictures. Keep {most}.").format(n=len(pictures), most=MAX_PICTURES)
        yield TextProblem("picture_count", message)
    if not all(block["alt"] for block in pictures):
        yield TextProblem("picture_words", _("Say what the picture shows, for those who can't see it."))


def _tag_problems(blocks: Sequence[Block]) -> Iterator[TextProblem]:
    spans = [span for block in blocks for span in block.get("spans", ())]
    alts = [block["alt"] for block in blocks if block["type"] == "image"]
    tags = [*(span["tag"] for span in spans if "tag" in span), *(tag for alt in alts for tag in sources(alt))]
    texts = [*(span.get("text", "") for span in spans), *(TAG.sub("", alt) for alt in alts)]
    yield from (TextProblem("text_tag", each) for each in tags_problems(tags, texts))
