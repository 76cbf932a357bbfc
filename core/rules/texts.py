"""How texts are compared: trimmed, in lower case, and by RE2 patterns."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import re2

from core.i18n import N_, _

BLANKS = (
    "\t\n\v\f\r \xa0\ufeff\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
"""What is trimmed: U+0009-U+000D, U+0020, U+00A0, U+FEFF and the Unicode space separators.

widget/operators.js has the same.
"""

MAX_TEXT = 2_000
"""Longest text in a rule, in characters."""

MAX_PATTERN = 1_000
"""Longest regular expression, in characters."""

_PATTERN_MEMORY = 2 << 20
"""Bytes that one compiled pattern may take, its matching included."""

_LACKING = {
    "(?=": N_("look-ahead"),
    "(?!": N_("look-ahead"),
    "(?<": N_("look-behind"),
    "(?>": N_("atomic groups"),
}


class SeenText(NamedTuple):
    """An observed text, and the form in which it is compared."""

    raw: str
    folded: str


def fold(text: str) -> str:
    """The form in which texts are compared: trimmed, then lower case, nothing else.

    Browsers do the same. The two may differ on characters newer than Python's Unicode tables, and on whether a sigma
    beside U+0295 or U+1171E is final (tests/browser/test_rules_js.py goes through all characters).
    """
    return text.strip(BLANKS).lower()


def well_formed(text: str) -> bool:
    """Whether the text has no lone surrogates, which no file, database or wire can carry."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def shown(value: object) -> str:
    """A value as it may stand in a message: short, on one line, printable."""
    try:
        text = value if isinstance(value, str) else repr(value)
    except Exception:  # a foreign object's repr may do anything
        text = type(value).__name__
    text = "".join(c if c.isprintable() else " " for c in text[:61])
    return f"{text[:60]}…" if len(text) > 60 else text


def text_problem(value: object) -> str | None:
    """What is wrong with a text to compare with."""
    if not isinstance(value, str):
        return _("“{value}” is no text. Type the text to compare with.").format(value=shown(value))
    if len(value) > MAX_TEXT:
        return _("This text has {n} characters. Shorten it to {most}.").format(n=len(value), most=MAX_TEXT)
    if not well_formed(value):
        return _("“{value}” holds half a character. Type it again.").format(value=shown(value))
    return None


def part_problem(value: object) -> str | None:
    """What is wrong with a text to look for within another: it also needs something besides blanks."""
    problem = text_problem(value)
    if problem is None and isinstance(value, str) and not fold(value):
        return _("An empty text is part of every text. Type what to look for.")
    return problem


def pattern_problem(value: object) -> str | None:
    """What is wrong with a regular expression (RE2 syntax: github.com/google/re2/wiki/Syntax)."""
    problem = text_problem(value)
    if problem or not isinstance(value, str):
        return problem
    if not value:
        return _("An empty pattern matches every text. Type a pattern.")
    if len(value) > MAX_PATTERN:
        return _("This pattern has {n} characters. Shorten it to {most}.").format(n=len(value), most=MAX_PATTERN)
    try:
        compile_pattern(value)
    except re2.error as error:
        return _("The pattern “{value}” can't be used: {reason}.").format(value=shown(value), reason=_reason(error))
    return None


@lru_cache(maxsize=128)
def compile_pattern(pattern: str) -> Any:
    """Compile a pattern for `search`; without regard to case unless it says `(?-i)`.

    Raises re2.error for what RE2 refuses: look-around, back-references, patterns that need too much memory.
    """
    options = re2.Options()
    options.case_sensitive = False
    options.never_capture = True
    options.log_errors = False
    options.max_mem = _PATTERN_MEMORY
    return re2.compile(pattern, options)


def search(pattern: Any, text: str) -> bool:
    """Whether a compiled pattern is found anywhere in the text; lone surrogates count as U+FFFD."""
    try:
        encoded = text.encode()
    except UnicodeEncodeError:
        encoded = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
    return pattern.search(encoded) is not None


def _reason(error: Exception) -> str:
    detail = error.args[0] if error.args else ""
    text = detail.decode("utf-8", "replace") if isinstance(detail, bytes) else str(detail)
    kind, _colon, where = text.partition(": ")
    if kind == "invalid perl operator":
        lacking = next((_(name) for start, name in _LACKING.items() if where.startswith(start)), _("this operator"))
        return _("{lacking} ({where}) is not available, so say it without").format(lacking=lacking, where=shown(where))
    if kind == "invalid escape sequence" and where[1:2].isdigit():
        return _("back-references ({where}) are not available, so say it without").format(where=shown(where))
    if kind.startswith("pattern too large"):
        return _("it is too large once its repetitions are written out, so repeat less")
    return f"{kind} at {shown(where)}" if where else kind
