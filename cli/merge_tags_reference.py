"""The reference of merge tags, from their catalogue."""

from __future__ import annotations

from typing import Final

from cli.settings_reference import GENERATED
from core.messages.merge_tags import EXAMPLE, MAX_SAID, MAX_TAGS
from core.messages.merge_values import CATALOGUE, MergeValue

FILTERS: Final = (
    ("default", '`{{ visitor.city | default: "your city" }}`', "stands in where the value isn't known"),
    ("capitalize", '`{{ visitor.name | capitalize | default: "there" }}`', "first letter large, the others small"),
    ("upcase", '`{{ visitor.city | upcase | default: "YOUR CITY" }}`', "all letters large"),
    ("downcase", '`{{ page.title | downcase | default: "this page" }}`', "all letters small"),
    ("truncate", '`{{ page.title | truncate: 40 | default: "this page" }}`', "at most so many characters, with “...”"),
)

_ABOUT: Final = f"""\
A merge tag says something else to each visitor: `Hi {EXAMPLE}` reads “Hi Mai” for Mai, and “Hi there” for somebody
whose name isn't known. Insert one with **{{ }}** above the message, or in the field of a label: choose a value, say
what stands in where it isn't known. Pressing a tag in the text changes it; typing `{{{{ visitor.first_name }}}}` makes
one, too. Tags may stand in the text, on buttons, and in the contact form (questions, consent, button), but not in the
addresses of links, which are the same for everybody. *Preview as* above the preview shows what different visitors read.

What a tag says is settled when a visitor is shown the message, and stays: the conversation in the inbox quotes what was
read. A value is text, whatever it holds: nobody's name can become a link or another tag.
"""
_LIMITS: Final = f"""\
A tag is one value with filters; Liquid's `{{% … %}}` is not taken. A value that isn't known of every visitor needs a
`default`, be it `default: ""` for nothing (the blank before it then goes as well). Up to {MAX_TAGS} tags in a text, and
{MAX_SAID} characters for each. What can't work is told at the field, and can't be published.

**Where names come from**: visitors who fill in a contact form are called by it from then on, on that site. Visitors
without cookies share an id with neighbours, so they are never called by name or e-mail address. **First names** are the
first word of a name, of a Vietnamese name the last; names in Chinese, Japanese or Korean letters stay whole. Country,
language, weekday and part of the day are said in the message's language.
"""


def merge_tags_page() -> str:
    """docs/merge-tags.md."""
    rows = [_row(each) for each in CATALOGUE.values()]
    filters = [f"| `{name}` | {_cell(example)} | {words} |" for name, example, words in FILTERS]
    lines = ["# Merge tags", "", GENERATED, "", _ABOUT, "## Values", "", "| tag | says | for example | known |"]
    lines += ["|---|---|---|---|", *rows, "", "## Filters", "", "| filter | for example | does |", "|---|---|---|"]
    return "\n".join([*lines, *filters, "", "## Good to know", "", _LIMITS])


def _cell(words: str) -> str:
    return words.replace("|", r"\|")


def _row(value: MergeValue) -> str:
    known = "always" if value.always else "not of everybody"
    return f"| `{{{{ {value.name} }}}}` | {value.label}: {value.explanation} | {value.example} | {known} |"
