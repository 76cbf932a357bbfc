"""A message with its merge tags compiled: what it says to one visitor."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from core.messages.merge_tags import NOTHING_KNOWN, PATTERN, MergeTag, Values, compiled, said, sources

_LABELS: Final = ("alt", "label", "consent", "submit")
"""Parts of blocks that are texts with tags in them; in text blocks a tag is a span."""
_IN_LABEL: Final = re.compile(rf"(?P<blank> ?){PATTERN}")
_PARTS: Final = ("spans", "buttons", "fields")


class Message:
    """Blocks as a campaign has them. Its tags are compiled with it: what it says is put together without parsing."""

    def __init__(self, blocks: Sequence[Mapping[str, Any]]) -> None:
        self._blocks: Final = tuple(blocks)
        found = {source: _tag(source) for block in blocks for source in _sources(block)}
        self.has_tags: Final = bool(found)
        self.names: Final = frozenset(name for tag in found.values() if tag for name in tag.names)
        """The values that it asks for."""
        self.broken: Final = tuple(source for source, tag in found.items() if tag is None)
        """Tags that can't be read, which say nothing: none of them was published by this program."""

    def blocks(self, values: Values) -> Sequence[Mapping[str, Any]]:
        """What a visitor gets of whom this is known."""
        if not self.has_tags:
            return self._blocks
        merged = [_merged(block, partial(said, values=values)) for block in self._blocks]
        return [block for block in merged if block.get("spans") != []]


def words_at_least(label: str) -> str:
    """What a label with tags in it says where nothing is known of the visitor."""
    return _with_said(label, partial(said, values=NOTHING_KNOWN))


def _tag(source: str) -> MergeTag | None:
    try:
        return compiled(source)
    except ValueError:
        return None


def _sources(part: Mapping[str, Any]) -> list[str]:
    """The insides of all tags of a block, or of a part of one."""
    found = [part["tag"]] if "tag" in part else []
    found += [source for name in _LABELS if name in part for source in sources(part[name])]
    return found + [source for name in _PARTS for each in part.get(name, ()) for source in _sources(each)]


def _merged(part: Mapping[str, Any], say: Callable[[str], str]) -> dict[str, Any]:
    merged = {**part}
    for name in _LABELS:
        if name in merged:
            merged[name] = _with_said(merged[name], say)
    for name in _PARTS:
        if name in merged:
            merged[name] = _spans(merged[name], say) if name == "spans" else [_merged(each, say) for each in part[name]]
    return merged


def _spans(spans: Sequence[Mapping[str, Any]], say: Callable[[str], str]) -> list[Mapping[str, Any]]:
    """Where a tag says nothing, the blank before it goes as well: `Hi {{ … }},` becomes `Hi,`."""
    merged: list[Mapping[str, Any]] = []
    for span in spans:
        if "tag" not in span:
            merged.append(span)
        elif words := say(span["tag"]):
            style = {name: value for name, value in span.items() if name != "tag"}
            merged.append({"text": words, **style})
        elif merged and merged[-1].get("text", "").endswith(" "):
            merged[-1] = {**merged[-1], "text": merged[-1]["text"][:-1]}
    return [span for span in merged if span.get("text") != ""]


def _with_said(label: str, say: Callable[[str], str]) -> str:
    def put(match: re.Match[str]) -> str:
        words = say(match["tag"].strip())
        return f"{match['blank']}{words}" if words else ""

    return _IN_LABEL.sub(put, label).strip() if "{{" in label else label
