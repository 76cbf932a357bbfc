"""Makes JavaScript small, and refuses what the minifier would spoil."""

from __future__ import annotations

import re
from typing import Final

from rjsmin import jsmin

from core.errors import SmartTriggerError

_TOKEN: Final = re.compile(
    r"""(?P<comment>//[^\n]*|/\*[\s\S]*?\*/)
    |(?P<string>"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*')
    |(?P<regex>(?:(?<=[(,=:\[!&|?{};+\-*%<>~^\n])|(?<=\breturn)|(?<=\bcase)|(?<=\btypeof)|\A)[ \t]*
        /(?![*/])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/)
    |(?P<mark>`|\$\{|[{}])
    |\\[\s\S]|[^\\]""",
    re.VERBOSE,
)
_IN_TEMPLATE: Final = re.compile(r"\\[\s\S]|`|\$\{|[^\\]")


def minified(source: str, name: str) -> str:
    """The module without comments and needless blanks. Raises SmartTriggerError (`template_nested`)."""
    refuse_nested_templates(source, name)
    return str(jsmin(source))


def refuse_nested_templates(source: str, name: str) -> None:
    """Raise SmartTriggerError for a template literal inside a `${…}`: rjsmin takes its first mark for the outer's end.

    The message names file and line.
    """
    inside: list[int] = []
    """For each open `${`, how many braces are open within it."""
    place = 0
    while place < len(source):
        found = _TOKEN.match(source, place)
        assert found is not None
        place = found.end()
        mark = found["mark"]
        if mark == "`":
            if inside:
                line = source.count("\n", 0, found.start()) + 1
                raise SmartTriggerError(
                    "template_nested",
                    f"{name}, line {line}: a template literal inside another's ${{…}} would be spoilt by the minifier. "
                    "Put the inner text into a constant first.",
                )
            place = _through_text(source, place, inside)
        elif inside and mark == "{":
            inside[-1] += 1
        elif inside and mark == "}":
            if inside[-1]:
                inside[-1] -= 1
            else:
                inside.pop()
                place = _through_text(source, place, inside)


def _through_text(source: str, place: int, inside: list[int]) -> int:
    """Where the template's text from `place` on ends: behind its closing mark, or behind a `${` (noted in `inside`)."""
    while found := _IN_TEMPLATE.match(source, place):
        place = found.end()
        if found[0] == "`":
            break
        if found[0] == "${":
            inside.append(0)
            break
    return place
