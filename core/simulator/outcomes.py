"""What would become of each campaign on a page view, by the plan, the rules and the claim's own reasons to refuse."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Final, Literal

from core.deliveries.decisions import Plan, PlannedCampaign
from core.deliveries.shown_before import Refusal, ShownBefore
from core.rules import OPEN, CompiledRule, Rule, explain, fact_name, is_group, walk
from core.rules.explain import Trace
from core.rules.values import Duration
from core.rules.watching import watched
from core.simulator.made_up import Seen
from core.visits.passports import Passport

LATER_SECONDS: Final = 0.001
"""Just after a moment: for what asks for more than so many seconds."""

Reason = Literal["shows", "waits", "off", "not_run", "memory", "no_match", "another"] | Refusal


@dataclass(frozen=True, slots=True)
class Candidate:
    """A campaign of the site."""

    id: int
    name: str
    planned: PlannedCampaign | None
    """None: it is switched off, or can't be run."""
    flag: str = ""
    """Why it can't be run."""
    is_draft: bool = False
    """Whether it is tried as its draft says, published or not."""
    unpublished: bool = False
    """Whether that is something else than what was published."""


@dataclass(frozen=True, slots=True)
class Simulated:
    """What would become of a campaign."""

    candidate: Candidate
    reason: Reason
    """`shows`; `waits`: for something that the visitor does; `another`: one before it is on screen; else why not."""
    after_seconds: float = 0
    """When its rule holds, or all of it that only takes time."""
    waits_for: Rule | None = None
    trace: Trace | None = None
    spared: int = 0
    """Percent of such visitors who are in its control group, where it is not known whether this one is."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A page view that was made up, and what its visitor has been shown."""

    seen: Seen
    passport: Passport
    met: Mapping[int, ShownBefore]
    """By campaign."""
    gap: timedelta
    drawn: Mapping[int, bool] = field(default_factory=dict)
    """Whether the visitor is in a campaign's control group, where that is known."""

    def spared(self, planned: PlannedCampaign) -> int:
        """Percent of such visitors who are in the control group, where it is not known whether this one is."""
        return planned.control_group if self.passport.memory and planned.id not in self.drawn else 0


def simulate(
    candidates: Sequence[Candidate], plan_of: Callable[[Sequence[PlannedCampaign]], Plan], situation: Situation
) -> tuple[Simulated, ...]:
    """Each campaign once: in the order in which they would come, then those that wait, then the others by priority."""
    seen, passport = situation.seen, situation.passport
    plan = plan_of([each.planned for each in candidates if each.planned is not None])
    offered = {each.campaign for each in plan.decide(seen.visit, passport, seen.observe)}
    ready: list[Simulated] = []
    waiting: list[Simulated] = []
    others: list[Simulated] = []
    for each in candidates:
        if each.planned is None:
            others.append(Simulated(each, "not_run" if each.flag else "off"))
        elif each.id not in offered:
            others.append(Simulated(each, _why_not(each.planned, situation), trace=_trace(each.planned, seen, 0)))
        else:
            found = replace(_in_time(each, each.planned, seen), spared=situation.spared(each.planned))
            if found.reason == "waits" and situation.drawn.get(each.id):
                found = replace(found, reason="control")
            {"shows": ready, "waits": waiting}.get(found.reason, others).append(found)
    ready.sort(key=lambda each: each.after_seconds)  # stable: at one moment the list decides
    return (*_claimed(ready, situation), *waiting, *others)


def _why_not(planned: PlannedCampaign, situation: Situation) -> Reason:
    """Why boot does not offer it, asked in its own order."""
    if not planned.in_schedule(situation.seen.visit.now):
        return "schedule"
    if not planned.open_to(situation.passport):
        remembers = situation.passport.memory or planned.without_memory
        memory = situation.passport.recall(planned.id, planned.generation)
        return "memory" if not remembers else "finished" if memory is not None and memory.finished else "already_shown"
    return "no_match"


def _claimed(ready: Sequence[Simulated], situation: Situation) -> list[Simulated]:
    """What the claims of one page view answer, in the order in which the browser makes them."""
    found: list[Simulated] = []
    over: Reason | None = None
    for each in ready:
        planned = each.candidate.planned
        assert planned is not None
        reason = over
        if reason is None:
            at = situation.seen.visit.now + timedelta(seconds=each.after_seconds)
            met = situation.met.get(planned.id, ShownBefore())
            reason = met.refusal(planned.frequency, situation.gap, at)
            reason = reason or ("control" if situation.drawn.get(planned.id) else "shows")
            over = "another" if reason == "shows" else reason if reason in ("gap", "conversation") else None
        found.append(replace(each, reason=reason))
    return found


def _in_time(candidate: Candidate, planned: PlannedCampaign, seen: Seen) -> Simulated:
    """When the rule holds if the visitor stays; else what is left once time alone changes nothing any more."""
    rule = planned.rule
    best: tuple[int, float, bool | Rule] | None = None
    for seconds in _moments(rule, seen):
        left = _settle(rule, seen, seconds)
        if left is True:
            return Simulated(candidate, "shows", seconds, trace=_trace(planned, seen, seconds))
        size = sum(not is_group(node) for _id, node, _place in walk(left)) if isinstance(left, dict) else None
        if size is not None and (best is None or size < best[0]):
            best = (size, seconds, left)
    if best is None:  # its time is over before it began
        return Simulated(candidate, "no_match", trace=_trace(planned, seen, 0))
    _size, seconds, left = best
    assert isinstance(left, dict)
    return Simulated(candidate, "waits", seconds, left, _trace(planned, seen, seconds))


def _moments(rule: CompiledRule, seen: Seen) -> list[float]:
    """The seconds on the page at which a rule's verdict can change by time alone."""
    found = {0.0}
    running = [{"match": "all", "rules": [each.residual]} for each in rule.conditions if _runs(each.type)]
    for fact, key, *numbers in watched(running):
        begins = _begins(seen, fact_name(str(fact), key if key is None else str(key)))
        found |= {seconds for number in numbers if (seconds := float(number or 0) - begins) >= 0}
    return sorted(found | {each + LATER_SECONDS for each in found})


def _runs(kind: Any) -> bool:
    """Whether a fact goes on with the clock while a page is looked at: lengths of time that the browser observes."""
    return bool(kind.browser) and isinstance(kind.value, Duration)


def _begins(seen: Seen, name: str) -> float:
    """What a fact that goes on with the clock is when the page opens."""
    said = seen.facts.get(name)
    return float(said) if isinstance(said, (int, float)) and not isinstance(said, bool) else 0.0


def _browser(rule: CompiledRule, seen: Seen, seconds: float) -> dict[str, object]:
    """What the browser has observed by then; what nobody has said is open."""
    told: dict[str, object] = {}
    for each in rule.conditions:
        if _runs(each.type):
            told[each.name] = _begins(seen, each.name) + seconds
        elif each.type.browser:
            told[each.name] = seen.raw(each.name) if seen.knows(each.name) else OPEN
    return told


def _settle(rule: CompiledRule, seen: Seen, seconds: float) -> bool | Rule:
    server = {each.name: seen.observe(each.name, seen.visit) for each in rule.conditions if not each.type.browser}
    return rule.simplify(_browser(rule, seen, seconds), server)


def _trace(planned: PlannedCampaign, seen: Seen, seconds: float) -> Trace:
    rule = planned.rule
    server = {each.name: seen.raw(each.name) for each in rule.conditions if not each.type.browser}
    return explain(rule, server | _browser(rule, seen, seconds))
