"""Merge tags: what a message says differently to each visitor, such as `{{ visitor.name | default: "there" }}`.

The language is Liquid's (python-liquid), cut down to one value with filters: nothing loops, decides or stores. What is
put in is text and never read again, so that nobody's name can become mark-up, a link or another tag.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Final

from liquid import BoundTemplate, Environment
from liquid.builtin import content, illegal, output
from liquid.builtin.filters.misc import default
from liquid.builtin.filters.string import capitalize, downcase, truncate, upcase
from liquid.exceptions import UnknownFilterError

from core.i18n import _
from core.messages.merge_values import CATALOGUE

log = logging.getLogger("smart_trigger.merge_tags")

MAX_TAGS: Final = 20
"""In one text, and in one set of buttons or one form."""
MAX_SAID: Final = 200
"""Longest text that one tag puts in, in characters; what is longer is cut."""
PATTERN: Final = r"\{\{(?P<tag>[^{}\n]{1,300}+)\}\}"
"""A tag within a text."""
TAG: Final = re.compile(PATTERN)
EXAMPLE: Final = '{{ visitor.first_name | default: "there" }}'
FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "default": default,
    "capitalize": capitalize,
    "downcase": downcase,
    "upcase": upcase,
    "truncate": truncate,
}
NOTHING_KNOWN: Final = {each.name: each.example for each in CATALOGUE.values() if each.always}
"""The values of a visitor of whom nothing is known, as examples."""
EXAMPLES: Final = {each.name: each.example for each in CATALOGUE.values()}
"""The values of a visitor of whom all is known, as examples."""
_NAME: Final = re.compile(r"[a-z]\w*\.[a-z]\w*")
_LEFT_OVER: Final = re.compile(r"\{\{|\}\}|\{%|%\}")

Values = Mapping[str, str]
"""By name, what is known; what isn't, isn't in it."""


class _Environment(Environment):
    """Liquid without tags, and with a few filters."""

    output_stream_limit = 8_000

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        for each in (content.Literal, output.Output, illegal.Illegal):
            self.add_tag(each)
        for name, function in FILTERS.items():
            self.add_filter(name, function)


_LIQUID: Final = _Environment()


@dataclass(frozen=True, slots=True)
class MergeTag:
    """One tag, compiled."""

    names: frozenset[str]
    """The values that it asks for."""
    filters: frozenset[str]
    _template: BoundTemplate

    def say(self, values: Values) -> str:
        """What stands in its place."""
        said = self._template.render(**_nested({name: values[name] for name in self.names if name in values}))
        return " ".join(said.split())[:MAX_SAID].rstrip()


@lru_cache(maxsize=4096)
def compiled(source: str) -> MergeTag:
    """The tag with this inside (`visitor.name | default: "there"`); it never changes, so each is compiled once.

    Raises ValueError for one that can't be read. One that is compiled has been tried: what it is given is text, or is
    missing, so that saying it raises nothing.
    """
    try:
        template = _LIQUID.from_string(f"{{{{ {source} }}}}")
        about = template.analyze()
        tag = MergeTag(
            frozenset(str(each) for found in about.variables.values() for each in found),
            frozenset(about.filters),
            template,
        )
        for values in (EXAMPLES, {}):
            tag.say(values)
    except UnknownFilterError as error:
        raise UnknownFilter(source) from error
    except Exception as error:  # a filter meets whatever it was given
        raise ValueError(source) from error
    if not all(map(_NAME.fullmatch, tag.names)):
        raise ValueError(source)
    return tag


def said(source: str, values: Values) -> str:
    """What stands in place of the tag with this inside; a broken one, which nobody can publish, says nothing."""
    try:
        tag = compiled(source)
    except ValueError:
        return ""
    try:
        return tag.say(values)
    except Exception:  # has been tried when it was compiled; a visitor's page must not depend on that
        log.exception("the merge tag %r is left out", source)
        return ""


class UnknownFilter(ValueError):
    """A tag names a filter that is not in FILTERS."""


def sources(text: str) -> list[str]:
    """The insides of all tags of a text, in their order."""
    return [match["tag"].strip() for match in TAG.finditer(text)]


def tags_problems(tags: Sequence[str], texts: Iterable[str]) -> Iterator[str]:
    """What is wrong with the tags of a part of a message, in sentences; `texts` are its words without these tags."""
    for text in texts:
        if found := _LEFT_OVER.search(text):
            yield _left_over(text, found.start(), found.group())
            break
    if len(tags) > MAX_TAGS:
        yield _("There are {n} merge tags here. Keep {most}.").format(n=len(tags), most=MAX_TAGS)
        return
    yield from filter(None, map(tag_problem, dict.fromkeys(tags)))


def labels_problems(labels: Iterable[str]) -> Iterator[str]:
    """What is wrong with the tags of labels, which are plain texts with tags in them."""
    texts = [*labels]
    tags = [source for each in texts for source in sources(each)]
    yield from tags_problems(tags, (TAG.sub("", each) for each in texts))


def tag_problem(source: str) -> str | None:
    """What is wrong with a tag, as a sentence that says what to do; None: nothing."""
    shown = f"{{{{ {_short(source)} }}}}"
    try:
        tag = compiled(source)
    except UnknownFilter:
        words = _("{tag} uses a filter that is not known here. There are {filters}.")
        return words.format(tag=shown, filters=", ".join(FILTERS))
    except ValueError:
        return _("{tag} can't be read. Write it like {example}.").format(tag=shown, example=EXAMPLE)
    if not tag.names:
        return _("{tag} names no value. Write it like {example}.").format(tag=shown, example=EXAMPLE)
    if unknown := sorted(tag.names - CATALOGUE.keys()):
        return _unknown(unknown[0])
    missing = sorted(name for name in tag.names if not CATALOGUE[name].always)
    if not missing or "default" in tag.filters:
        return None
    example = f'{{{{ {missing[0]} | default: "{CATALOGUE[missing[0]].fallback}" }}}}'
    words = _("{tag} isn't known of every visitor. Say what stands in for it: {example}")
    return words.format(tag=shown, example=example)


def _unknown(name: str) -> str:
    close = get_close_matches(name, CATALOGUE, 1, 0.7)
    if close:
        return _("There is no value “{name}”. Did you mean {other}?").format(name=_short(name), other=close[0])
    return _("There is no value “{name}”. Choose one from the menu above the text.").format(name=_short(name))


def _left_over(text: str, at: int, mark: str) -> str:
    shown = re.split(r"(?<=\}\})|\n", text[at : at + 24])[0].strip()
    if "%" in mark:
        words = _("“{tag}” can't be used: a message takes values only, such as {example}.")
    else:
        words = _("“{tag}” is half a merge tag. Write it like {example}, or take it away.")
    return words.format(tag=shown, example=EXAMPLE)


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:59]}…"


def _nested(values: Values) -> dict[str, dict[str, str]]:
    """Values as Liquid looks them up: `visitor.name` is `name` of `visitor`."""
    nested: dict[str, dict[str, str]] = {}
    for name, value in values.items():
        group, part = name.split(".", 1)
        nested.setdefault(group, {})[part] = value
    return nested
