"""What a message may say: its blocks, its limits, and the sentences that tell what is wrong with it."""

from __future__ import annotations

from core.messages.links import link_problem, resolved
from core.messages.markup import Block, Span, literal, parse, unified
from core.messages.problems import MAX_CAMPAIGN_TEXT, MAX_PICTURES, MAX_TEXT, TextProblem, length, problems
from core.messages.texts import cleaned, is_visible, pasted, plain
from core.messages.writing import write

__all__ = [
    "MAX_CAMPAIGN_TEXT", "MAX_PICTURES", "MAX_TEXT", "Block", "Span", "TextProblem", "cleaned", "is_visible",
    "length", "link_problem", "literal", "parse", "pasted", "plain", "problems", "resolved", "unified", "write",
]  # fmt: skip
