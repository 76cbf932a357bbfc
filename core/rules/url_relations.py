"""How two address patterns stand to each other, as far as that can be told for certain."""

from __future__ import annotations

from core.rules.url_patterns import Glob, UrlPattern


def excludes(one: UrlPattern, other: UrlPattern) -> bool:
    """True: no page is meant by both. False: there may be one."""
    schemes = one.hosts.keys() & other.hosts.keys()
    return (
        all(_globs_exclude(one.hosts[scheme], other.hosts[scheme]) for scheme in schemes)
        or all(_globs_exclude(here, there) for here in one.paths for there in other.paths)
        or _globs_exclude(one.fragment, other.fragment)
    )


def includes(wide: UrlPattern, narrow: UrlPattern) -> bool:
    """True: every page that `narrow` means is meant by `wide`, too. False: perhaps not."""
    return (
        all(scheme in wide.hosts and _glob_includes(wide.hosts[scheme], host) for scheme, host in narrow.hosts.items())
        and all(any(_glob_includes(each, path) for each in wide.paths) for path in narrow.paths)
        and all(
            any(name == given and _glob_includes(value, said) for given, said in narrow.parameters)
            for name, value in wide.parameters
        )
        and _glob_includes(wide.fragment, narrow.fragment)
    )


def _globs_exclude(one: Glob | None, other: Glob | None) -> bool:
    """None: anything fits."""
    if one is None or other is None:
        return False
    if _is_literal(one):
        return not other.matches(one.parts[0])
    if _is_literal(other):
        return not one.matches(other.parts[0])
    first, second = one.parts[0], other.parts[0]
    ends = one.parts[-1], other.parts[-1]
    return not (
        (first.startswith(second) or second.startswith(first))
        and (ends[0].endswith(ends[1]) or ends[1].endswith(ends[0]))
    )


def _glob_includes(wide: Glob | None, narrow: Glob | None) -> bool:
    if wide is None or wide == narrow:
        return True
    if narrow is None:
        return False
    if _is_literal(narrow):
        return wide.matches(narrow.parts[0])
    # one star in the wide one stands for all that the narrow one leaves open; several are not looked into
    first, last = wide.parts[0], wide.parts[-1]
    return len(wide.parts) == 2 and narrow.parts[0].startswith(first) and narrow.parts[-1].endswith(last)


def _is_literal(glob: Glob) -> bool:
    return len(glob.parts) == 1
