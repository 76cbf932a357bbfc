"""`smart-trigger export` and `import`: campaigns as files, and what an import does in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from cli.installation import opened
from core import campaigns
from core.campaign_files.exporting import as_text
from core.campaign_files.exporting import export as export_campaigns
from core.campaign_files.importing import import_
from core.campaign_files.planning import Plan, Planned, plan
from core.campaign_files.reading import MAX_BYTES, read
from core.campaigns.draft_problems import SiteChoice, Surroundings
from core.campaigns.listing import Wanted, list_campaigns
from core.campaigns.words import differences
from core.errors import Conflict, InvalidFile, NotFound
from core.plugins import Registry, load_plugins
from core.settings import Settings
from core.storage import Storage

MARKS = {"new": "+", "changed": "~", "unchanged": "="}


def export(settings: Settings, site_name: str | None, names: Sequence[str]) -> str:
    """A file with the site's campaigns, or those with these names. Raises NotFound, Conflict."""
    with opened(settings) as storage:
        site = _site(storage, site_name)
        registry = load_plugins(folder=settings.plugins_dir)
        found = _listed(storage, registry, site)
        unknown = [each for each in names if each not in {name for _, name in found}]
        if unknown:
            raise NotFound("campaign_unknown", f"There is no campaign “{unknown[0]}” on {site.name}.")
        chosen = [campaign_id for campaign_id, name in found if not names or name in names]
        if not chosen:
            raise NotFound("campaign_unknown", f"There is no campaign on {site.name} yet.")
        return as_text(export_campaigns(storage, registry, chosen))


def import_file(settings: Settings, written: BinaryIO, site_name: str | None, *, dry_run: bool) -> str:
    """Take a file's campaigns in, or say what that would do. Raises InvalidFile, NotFound, Conflict."""
    registry = load_plugins(folder=settings.plugins_dir)
    with opened(settings) as storage:
        site = _site(storage, site_name)
        file = read(written.read(MAX_BYTES + 1))
        if dry_run:
            done = plan(storage, registry, file, site.id)
        else:
            done = import_(storage, registry, file, site.id, agent_id=None).plan
        around = Surroundings.load(storage, registry, site)
    return "\n".join(_report(done, around, dry_run=dry_run))


def problem_list(error: InvalidFile) -> str:
    """Everything that is wrong with a file, a line each."""
    return "\n".join(["The file can't be imported, and nothing was:", *(f"  {each}" for each in error.problems)])


def _report(done: Plan, around: Surroundings, *, dry_run: bool) -> Iterator[str]:
    counts = ", ".join(f"{done.counts[each]} {each}" for each in MARKS if done.counts[each])
    yield f"{'This would import' if dry_run else 'Imported'} into {done.site.name}: {counts}"
    for each in done.campaigns:
        yield from _campaign_lines(each, around)


def _campaign_lines(planned: Planned, around: Surroundings) -> Iterable[str]:
    yield f"{MARKS[planned.change]} {planned.after.name or 'Without a name'}"
    if planned.change == "unchanged":
        return
    for each in differences(planned.after, planned.before, around):
        if planned.change == "new" and each.field != "name":
            yield _block(f"    {each.label}: ", each.after)
        elif planned.change == "changed":
            yield f"    {each.label}"
            yield _block("      - ", each.before)
            yield _block("      + ", each.after)
    for problem in planned.unfinished:
        yield f"    To mend before it can be activated: {problem.message}"


def _block(lead: str, words: str) -> str:
    """Words behind a lead; further lines stand below the first."""
    return lead + words.replace("\n", "\n" + " " * len(lead))


def _site(storage: Storage, name: str | None) -> SiteChoice:
    """The site with this name; without one the only site. Raises NotFound, Conflict."""
    sites = [each for each in campaigns.site_choices(storage) if not each.archived]
    found = [each for each in sites if name is None or each.name == name]
    names = ", ".join(each.name for each in sites)
    if not sites:
        raise NotFound("site_missing", "There is no site yet. Add one in the admin.")
    if not found:
        raise NotFound("site_unknown", f"There is no site “{name}”. There is: {names}.")
    if len(found) > 1:
        raise Conflict("site_ambiguous", f"There are several sites: {names}. Say which with --site.")
    return found[0]


def _listed(storage: Storage, registry: Registry, site: SiteChoice) -> list[tuple[int, str]]:
    """Ids and names of the site's campaigns in their order, archived ones aside, on all pages."""
    seen = list_campaigns(storage, registry, Wanted(site_id=site.id)).seen.get(site.id, ())
    return [(each, campaigns.get(storage, each).draft.name) for each in seen]
