"""Tells visitors from crawlers and automated browsers, which are neither counted nor shown anything."""

from __future__ import annotations

import re
from functools import lru_cache

from crawleruseragents import CRAWLER_USER_AGENTS_DATA

_OTHERS = (r"HeadlessChrome", r"PhantomJS", r"Lighthouse", r"\bcurl/", r"\bWget/", r"python-(?:requests|httpx|urllib)")
"""Automated browsers and tools, beside the crawlers of the maintained list."""

_AUTOMATED = re.compile("|".join([*(each["pattern"] for each in CRAWLER_USER_AGENTS_DATA), *_OTHERS]))


@lru_cache(maxsize=4096)
def is_crawler(user_agent: str) -> bool:
    """Whether this `User-Agent` is that of a program; browsers always send one, so an empty one is, too."""
    return not user_agent or _AUTOMATED.search(user_agent) is not None
