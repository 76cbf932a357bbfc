"""What visitors see of a campaign: the blocks that its draft comes to."""

from __future__ import annotations

from collections.abc import Iterator

from core.campaigns.drafts import Draft
from core.messages import Block, TextProblem, parse
from core.messages.buttons import button_block, button_problems
from core.messages.forms import form_block, form_problems


def blocks_of(draft: Draft) -> list[Block]:
    """The text with its pictures, then the buttons, then the contact form, which a button may open."""
    blocks = parse(draft.text)
    if draft.buttons:
        blocks.append(button_block(draft.buttons))
    if draft.form:
        opened = any(button["action"] == "form" for button in draft.buttons)
        blocks.append(form_block(draft.form, hidden=opened))
    return blocks


def extra_problems(draft: Draft) -> Iterator[tuple[str, TextProblem]]:
    """What keeps the buttons and the form from being published, with the draft's field that each belongs to."""
    yield from (("buttons", each) for each in button_problems(draft.buttons, has_form=draft.form is not None))
    yield from (("form", each) for each in form_problems(draft.form))
