"""The one family of errors: a stable code for programs, a sentence for people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from core.campaign_files.reading import FileProblem
    from core.campaigns.draft_problems import DraftProblem
    from core.rules import Problem

T = TypeVar("T")


class SmartTriggerError(Exception):
    """Something the caller can mend: `code` is stable, `message` says what to do, `status` is for HTTP."""

    status = 400

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class InvalidInput(SmartTriggerError):
    """A value that can't be taken; `field` names where it was given, `others` what else of the form can't be."""

    status = 422

    def __init__(self, code: str, message: str, field: str | None = None) -> None:
        super().__init__(code, message)
        self.field = field
        self.others: tuple[InvalidInput, ...] = ()


def together(**checks: Callable[[], T]) -> dict[str, T]:
    """What each check gives, by its name. All are asked, so that a form can mark every fault at once: the first
    InvalidInput is raised with the others in it."""
    given: dict[str, T] = {}
    wrong: list[InvalidInput] = []
    for name, check in checks.items():
        try:
            given[name] = check()
        except InvalidInput as error:
            wrong.append(error)
    if wrong:
        first, *others = wrong
        first.others = tuple(others)
        raise first
    return given


class InvalidRule(SmartTriggerError):
    """A rule with problems; `problems` are keyed by node (core.rules.Problem)."""

    status = 422

    def __init__(self, problems: Sequence[Problem]) -> None:
        from core.i18n import _  # not above: `script/run` asks for its ports before any library is installed

        super().__init__(
            "rule_invalid",
            _("The rule has {n} problem(s): {problem}").format(n=len(problems), problem=problems[0].message),
        )
        self.problems = tuple(problems)


class InvalidDraft(SmartTriggerError):
    """A draft that can't be published yet; `problems` say what is missing, by step and field."""

    status = 422

    def __init__(self, problems: Sequence[DraftProblem]) -> None:
        super().__init__("draft_invalid", problems[0].message)
        self.problems = tuple(problems)


class InvalidFile(SmartTriggerError):
    """A file of campaigns that can't be imported; `problems` say what is wrong with it, and where."""

    status = 422

    def __init__(self, problems: Sequence[FileProblem]) -> None:
        from core.i18n import _

        super().__init__("file_invalid", _("The file can't be imported: {problem}").format(problem=problems[0]))
        self.problems = tuple(problems)


class NotFound(SmartTriggerError):
    """The thing asked for is not here (any more)."""

    status = 404


class Forbidden(SmartTriggerError):
    """The caller is known, but may not do this."""

    status = 403


class Unauthorised(SmartTriggerError):
    """The caller's token is missing, forged, foreign or expired."""

    status = 401


class Conflict(SmartTriggerError):
    """The thing has changed meanwhile, or stands in the way."""

    status = 409


class TooMany(SmartTriggerError):
    """A rate limit; try again after `retry_after_seconds`."""

    status = 429

    def __init__(self, code: str, message: str, retry_after_seconds: int) -> None:
        super().__init__(code, message)
        self.retry_after_seconds = retry_after_seconds


class PluginError(SmartTriggerError):
    """A plugin can't be loaded as it is; the program does not start with it."""

    status = 500
