"""What an import would do: which campaigns are new, which change and in what; or what is wrong with the file."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core import campaigns, media
from core.campaign_files.fields import Named, values
from core.campaign_files.pictures import NewPicture, hashes, with_pictures
from core.campaign_files.reading import CampaignFile, FileProblem
from core.campaigns.draft_problems import DraftProblem, SiteChoice, Surroundings, problems
from core.campaigns.drafts import Draft
from core.campaigns.translations import taken_for_right
from core.errors import InvalidFile, NotFound
from core.goals import goals_of
from core.i18n import _
from core.plugins import Registry
from core.rules.listings import NEW
from core.storage import Storage
from core.storage.models import Campaign as CampaignRow


@dataclass(frozen=True, slots=True)
class Planned:
    """What would become of one campaign."""

    campaign_id: int | None
    """None: it is new here."""
    before: Draft
    """The draft as it is; an empty one for a new campaign."""
    after: Draft
    unfinished: tuple[DraftProblem, ...]
    """What a marketer has to mend before it can be activated."""

    @property
    def change(self) -> str:
        """new | changed | unchanged."""
        if self.campaign_id is None:
            return "new"
        return "changed" if self.fields else "unchanged"

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the fields that would change."""
        return self.after.visible_differences(self.before)


@dataclass(frozen=True, slots=True)
class Plan:
    """All that an import would do to a site's campaigns."""

    site: SiteChoice
    campaigns: tuple[Planned, ...]
    pictures: tuple[NewPicture, ...]
    """Those that are not kept here yet."""

    @property
    def counts(self) -> Mapping[str, int]:
        """How many campaigns are new, changed and unchanged."""
        return Counter(each.change for each in self.campaigns)


def plan(storage: Storage, registry: Registry, file: CampaignFile, site_id: int) -> Plan:
    """What importing `file` for a site would do. Raises InvalidFile with everything that is wrong, NotFound.

    A campaign of the file is the site's campaign of the same name (of several the first, the second …), archived and
    deleted ones aside. Fields that the file does not give stay as they are.
    """
    with storage.connection():
        site = next((each for each in campaigns.site_choices(storage) if each.id == site_id), None)
        if site is None or site.archived:
            raise NotFound("site_unknown", _("This site is not here any more. Choose another."))
        around = Surroundings.load(storage, registry, site)
        found = list(file.problems)
        here = _by_name(site_id)
        rows = [_next(here, each.get("name")) for each in file.campaigns]
        brought = _brought(file, rows)
        missing = {digest for digest in _wanted(file) if media.picture(storage, digest) is None}
        pictures = {digest: each for digest, each in file.pictures.items() if digest in missing}
        planned = [
            _planned(entry, at, row, pictures, around, found, brought)
            for at, (entry, row) in enumerate(zip(file.campaigns, rows, strict=True), 1)
        ]
        for at, entry in enumerate(file.campaigns, 1):
            lost = [digest for digest in hashes(entry) if digest in missing - pictures.keys()]
            found += [
                FileProblem(_("The picture {hash}… is not in the file.").format(hash=each[:8]), _called(entry, at))
                for each in lost
            ]
        if found:
            raise InvalidFile(found)
        return Plan(site, tuple(planned), tuple(pictures.values()))


def _planned(
    entry: Mapping[str, Any],
    at: int,
    row: CampaignRow | None,
    pictures: Mapping[str, NewPicture],
    around: Surroundings,
    found: list[FileProblem],
    brought: Mapping[str, Sequence[str]],
) -> Planned:
    """One campaign; what is wrong with it is added to `found`."""
    before = Draft.of(row.draft) if row else Draft()
    types = around.registry.condition_types
    named = Named(around.addressees, goals_of(around.goals, around.site.id), types, around.site.id, brought)
    given, wrong = values(with_pictures(dict(entry), pictures), named, around.registry, before)
    found += [FileProblem(each.message, _called(entry, at), each.field or "") for each in wrong]
    if "name" not in entry:
        found.append(FileProblem(_("The campaign has no name."), _called(entry, at), "name"))
    if wrong:
        return Planned(None, Draft(), Draft(), ())
    after = taken_for_right(replace(before, **given), before)
    return Planned(row.id if row else None, before, after, problems(after, around))


def _by_name(site_id: int) -> Mapping[str, deque[CampaignRow]]:
    """The site's campaigns by their drafts' names, each name's in the site's order."""
    rows = CampaignRow.select().where(
        CampaignRow.site == site_id, CampaignRow.deleted_at.is_null(), CampaignRow.archived_at.is_null()
    )
    found: defaultdict[str, deque[CampaignRow]] = defaultdict(deque)
    for row in rows.order_by(CampaignRow.position, CampaignRow.id):
        found[Draft.of(row.draft).name].append(row)
    return found


def _next(here: Mapping[str, deque[CampaignRow]], name: object) -> CampaignRow | None:
    """The next of the site's campaigns of this name, which leaves the others of it."""
    rows = here.get(name) if isinstance(name, str) else None
    return rows.popleft() if rows else None


def _brought(file: CampaignFile, rows: Sequence[CampaignRow | None]) -> Mapping[str, Sequence[str]]:
    """What rules keep of the file's campaigns, by name."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for entry, row in zip(file.campaigns, rows, strict=True):
        if isinstance(name := entry.get("name"), str):
            found[name].append(str(row.id) if row else f"{NEW}{name}")
    return found


def _wanted(file: CampaignFile) -> set[str]:
    return {digest for entry in file.campaigns for digest in hashes(dict(entry))}


def _called(entry: Mapping[str, Any], at: int) -> str:
    """A campaign's name, or its place where it has none."""
    name = entry.get("name")
    return name if isinstance(name, str) and name.strip() else _("Campaign {n}").format(n=at)
