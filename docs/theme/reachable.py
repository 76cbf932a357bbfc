"""Mends what Material's pages keep from screen readers: a dialog without a name, heads of tables without a word."""

from __future__ import annotations

import re
from typing import Any

SEARCH = 'data-md-component="search" role="dialog"'
NO_WORD = re.compile(r"<th[^>]*></th>")
NO_HEAD = re.compile(rf"<thead>\s*<tr>\s*(?:{NO_WORD.pattern}\s*)+</tr>\s*</thead>\s*")


def on_post_page(output: str, **_: Any) -> str:
    named = output.replace(SEARCH, f'{SEARCH} aria-label="Search"')
    return NO_WORD.sub("<td></td>", NO_HEAD.sub("", named))


def on_post_template(output_content: str, **_: Any) -> str:
    """As every page: the one that says that there is none."""
    return on_post_page(output_content)
