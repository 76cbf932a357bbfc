"""Puts the demo into a database, once, through the same services as the admin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from core import campaigns, goals, media, sites, team
from core.campaigns import drafts
from core.campaigns import switching as campaign_switch
from core.opening_hours import Holiday, Hours
from core.plugins import Registry, load_plugins
from core.settings import Settings
from core.storage import Storage
from core.storage.models import Secret
from core.team import agent_groups as groups
from core.team.people import hold_names
from demo.messages import EXAMPLES, GOALS, Example
from demo.people import GROUPS, PEOPLE
from demo.site import SHOP_KEY, SHOP_NAME, shop_address

MARK = "demo"
"""Name of the row that says the demo was put here once: what people then delete stays deleted."""

SHOP_HOURS = Hours(
    (*((("09:00", "12:30"), ("13:30", "18:00")),) * 5, (("10:00", "16:00"),), ()),
    (Holiday("2026-01-01", "New Year", yearly=True), Holiday("2026-12-25", "Christmas", yearly=True)),
)

Parties = Mapping[str, str]
"""`agent:ID` by a person's key, `group:ID` by a group's name."""


def ensure_site(storage: Storage, settings: Settings) -> sites.Site:
    """The shop's site; made if it is not there, and taught the shop's address if that is a new one."""
    with _furnishing(storage):
        return _site(storage, shop_address(settings))


def _site(storage: Storage, address: str) -> sites.Site:
    found = next((each for each in sites.sites(storage, archived=True) if each.key == SHOP_KEY), None)
    if found is None:
        return sites.add_site(
            storage,
            sites.SiteSettings(
                name=SHOP_NAME,
                origins=(address,),
                time_zone="Europe/Berlin",
                colour="#a5481f",
                minimum_gap_seconds=30,
                hours=SHOP_HOURS,
            ),
            key=SHOP_KEY,
        )
    if address in found.settings.origins:
        return found
    return sites.edit_site(storage, found.id, replace(found.settings, origins=(*found.settings.origins, address)))


def ensure_demo(storage: Storage, settings: Settings) -> None:
    """The shop's site, employees, groups and campaigns; nothing is added twice."""
    registry = load_plugins(folder=settings.plugins_dir)
    with _furnishing(storage):
        site = _site(storage, shop_address(settings))
        if Secret.get_or_none(Secret.name == MARK) is not None:
            return
        parties = ensure_team(storage)
        made = {goal.name: goals.add_goal(storage, site.id, goal).id for goal in GOALS}
        for example in EXAMPLES:
            _add_campaign(storage, registry, settings, site, example, parties, made)
        Secret.create(name=MARK, value=datetime.now(UTC).date().isoformat())


def ensure_team(storage: Storage) -> Parties:
    """The employees and groups of the demo, each made if it is not there."""
    group_ids = {each.name: each.id for each in groups.groups(storage)}
    for name in GROUPS:
        if name not in group_ids:
            group_ids[name] = groups.add_group(storage, name).id
    agent_ids = {each.email: each.id for each in team.agents(storage)}
    for person in PEOPLE:
        if person.email not in agent_ids:
            agent = team.add_agent(
                storage,
                email=person.email,
                name=person.name,
                role=person.role,
                title=person.title,
                group_ids=[group_ids[name] for name in person.groups],
            )
            team.set_picture(storage, agent.id, media.keep_agent_picture(storage, person.portrait))
            agent_ids[person.email] = agent.id
    return {name: f"group:{group_ids[name]}" for name in GROUPS} | {
        person.key: f"agent:{agent_ids[person.email]}" for person in PEOPLE
    }


@contextmanager
def _furnishing(storage: Storage) -> Iterator[None]:
    """A transaction in which nobody else looks whether the demo is there: who comes second finds it."""
    with storage.transaction():
        storage.hold(MARK)
        hold_names(storage)  # before any row, as whoever changes the team does
        yield


def _add_campaign(
    storage: Storage,
    registry: Registry,
    settings: Settings,
    site: sites.Site,
    example: Example,
    parties: Parties,
    goal_ids: Mapping[str, int],
) -> None:
    sender = int(parties[example.sender].removeprefix("agent:"))
    draft = drafts.Draft(
        name=example.name,
        sender=sender,
        recipient=parties.get(example.recipient, ""),
        text=example.text.replace("{shop}", shop_address(settings)),
        buttons=list(example.buttons),
        form=example.form,
        audience=example.audience,
        frequency=example.frequency,
        goal=goal_ids.get(example.goal),
    )
    made = campaigns.create(storage, site_id=site.id, agent_id=sender, draft=draft)
    for step in list(drafts.STEPS)[: example.steps]:
        campaigns.finish_step(storage, registry, made.id, step, agent_id=sender)
    if example.active:
        campaign_switch.publish(storage, registry, made.id, agent_id=sender)
