"""`smart-trigger`: the command line. Each command reads the settings and calls one function."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, TextIO, TypeVar

import click
from peewee import DatabaseError, InterfaceError

from cli.lock import running_port
from cli.settings import load_settings
from cli.settings_reference import settings_list, settings_page
from core.errors import InvalidFile, SmartTriggerError
from core.settings import Settings
from core.storage import Storage
from core.storage.failures import in_words

F = TypeVar("F", bound=Callable[..., Any])

data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of databases and secrets; made if it is not there. [default: data]",
)


used_port_option = click.option(
    "--port",
    type=click.IntRange(1, 65533),
    help="Port that the public server is started on. [default: that of the one that runs, else 8000]",
)


plugins_option = click.option(
    "--plugins-dir",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="Folder of plugins of your own, one Python file each. [default: none]",
)


def _as_it_runs(data: Path | None, port: int | None) -> Settings:
    """The settings of the product that serves this data folder now, if one does."""
    settings = load_settings({"data_dir": data, "port": port})
    running = running_port(settings.data_dir) if port is None else None
    return settings.model_copy(update={"port": running}) if running else settings


def listening(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command that listens; it gets the settings that they make."""

    @functools.wraps(command)
    def with_settings(
        data: Path | None, port: int | None, host: str | None, plugins_dir: Path | None, **more: Any
    ) -> None:
        given = {"data_dir": data, "port": port, "host": host, "plugins_dir": plugins_dir}
        command(load_settings(given), **more)

    for option in (
        click.option("--host", help="Address to listen on. [default: 127.0.0.1]"),
        click.option(
            "--port",
            type=click.IntRange(1, 65533),
            help="Port of the public server; the admin takes the next, the demo shop the one after. [default: 8000]",
        ),
        data_option,
        plugins_option,
    ):
        with_settings = option(with_settings)
    return with_settings


site_option = click.option("--site", metavar="NAME", help="Name of the site; needed where there are several.")
inherited_option = click.option("--fd", type=int, hidden=True, help="Listening socket handed on by `serve`.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="smart-trigger", prog_name="smart-trigger")
def cli() -> None:
    """Smart Trigger: proactive website chat campaigns, on your own server."""


@cli.command()
@listening
@click.option("--shop/--no-shop", default=False, help="Serve the demo shop too, on the port after the admin's.")
@click.option("--demo/--no-demo", default=False, help="Have demo employees, groups and campaigns (with the shop only).")
def serve(settings: Settings, shop: bool, demo: bool) -> None:
    """Serve everything until Ctrl-C: the public server, the admin, and the demo shop if asked for."""
    from cli import serve as serving

    serving.serve(settings, serving.Extras(shop=shop, demo=shop and demo))


@cli.command()
@listening
@inherited_option
def public(settings: Settings, fd: int | None) -> None:
    """Serve the public part alone: all that visitors' browsers talk to."""
    from cli import children

    children.run_public(settings, fd)


@cli.command()
@listening
@inherited_option
def admin(settings: Settings, fd: int | None) -> None:
    """Serve the admin alone, with the jobs."""
    from cli import children

    children.run_admin(settings, fd)


@cli.command()
@listening
@inherited_option
def shop(settings: Settings, fd: int | None) -> None:
    """Serve the demo shop alone."""
    from cli import children

    children.run_shop(settings, fd)


@cli.command()
@data_option
def migrate(data: Path | None) -> None:
    """Bring the database up to date (`serve` does it by itself)."""
    storage = Storage.open(load_settings({"data_dir": data}))
    try:
        applied = storage.migrate()
    finally:
        storage.close()
    click.echo(f"Applied: {', '.join(applied)}" if applied else "The database is up to date.")


@cli.group()
def plugin() -> None:
    """Plugins of your own (docs/plugins.md)."""


@plugin.command("new")
@click.argument("name")
@click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), help="Where to write it. [default: NAME, here]"
)
def plugin_new(name: str, folder: Path | None) -> None:
    """Write a package NAME with two conditions, an observer and tests, which works as it stands."""
    from cli.scaffold import new_plugin

    place = folder or Path(name)
    for path in new_plugin(name, place):
        click.echo(path)
    click.echo(f"Install it with: pip install --editable {place}")


@cli.command("login-link")
@click.argument("email", required=False)
@data_option
@used_port_option
def login_link(email: str | None, data: Path | None, port: int | None) -> None:
    """Print a one-time link that signs EMAIL in; without EMAIL, an owner."""
    from cli import sign_in

    link = sign_in.link_for(_as_it_runs(data, port), email)
    click.echo(f"{link.address}\nSigns in {link.signs_in}, once, within {link.minutes} minutes.")


@cli.command("export")
@data_option
@site_option
@click.option("--campaign", "names", metavar="NAME", multiple=True, help="Only the campaign of this name; repeatable.")
@click.option(
    "--output", type=click.File("w", encoding="utf-8"), default="-", help="File to write. [default: standard output]"
)
def export(data: Path | None, site: str | None, names: tuple[str, ...], output: TextIO) -> None:
    """Write a site's campaigns to a file (docs/campaign-files.md)."""
    from cli import campaign_files

    output.write(campaign_files.export(load_settings({"data_dir": data}), site, names))


@cli.command("import")
@click.argument("file", type=click.File("rb"))
@data_option
@site_option
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
def import_file(file: BinaryIO, data: Path | None, site: str | None, dry_run: bool) -> None:
    """Take the campaigns of FILE (- for standard input) in: new ones as drafts, of others the draft changes.

    Visitors notice nothing before somebody publishes. Exit code 0: done, or with --dry-run: it can be; 1: the file is
    refused, with a list of what is wrong, and nothing was imported.
    """
    from cli import campaign_files

    settings = load_settings({"data_dir": data})
    try:
        click.echo(campaign_files.import_file(settings, file, site, dry_run=dry_run))
    except InvalidFile as error:
        click.echo(campaign_files.problem_list(error), err=True)
        sys.exit(1)


@cli.group()
def geo() -> None:
    """Where visitors are: the location database."""


@geo.command("install")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@data_option
def geo_install(file: Path, data: Path | None) -> None:
    """Use FILE (.mmdb: MaxMind, DB-IP, IPinfo …) to tell country, region and city from now on."""
    from core import geo as location

    installed = location.install(load_settings({"data_dir": data}), file)
    click.echo(f"Installed {installed.kind}, built {installed.built:%Y-%m-%d}, as {installed.path}.")


@cli.group()
def keys() -> None:
    """The keys that sign what visitors' browsers keep."""


@keys.command("new")
@data_option
def keys_new(data: Path | None) -> None:
    """Make a new key, which signs from the next start on; what the keys before have signed goes on counting."""
    from cli.installation import check
    from core.visits.tokens import Keys

    settings = load_settings({"data_dir": data})
    check(settings)
    made = Keys.add(settings.data_dir / "secrets")
    click.echo(f"Made {made}. It signs from the next start on. To end what a key before has signed, delete its file.")


@cli.command()
@data_option
@used_port_option
def demo(data: Path | None, port: int | None) -> None:
    """Add the demo shop's site, employees, groups and campaigns; adds nothing twice."""
    from demo import data as demo_data

    settings = _as_it_runs(data, port)
    storage = Storage.open(settings)
    try:
        storage.migrate()
        demo_data.ensure_demo(storage, settings)
    finally:
        storage.close()
    click.echo("The demo data is there.")


@cli.command()
@data_option
@click.option("--markdown", is_flag=True, help="As the page docs/settings.md.")
def settings(data: Path | None, markdown: bool) -> None:
    """List every setting: its name in the environment, its value now and what it does."""
    click.echo(settings_page() if markdown else settings_list(load_settings({"data_dir": data})))


def main() -> None:
    """Run the command line; an error of ours, of a database or of a file is one sentence and exit code 1."""
    try:
        cli(prog_name="smart-trigger")
    except SmartTriggerError as error:
        _fail(error.message)
    except (DatabaseError, InterfaceError) as error:
        _fail(
            f"The database can't be used: {in_words(error)}. "
            "Check SMART_TRIGGER_DATABASE_URL, or the data folder and its disk."
        )
    except OSError as error:
        _fail(
            f"{error.filename or 'A file'} can't be used: {error.strerror or error}. "
            "Check whose it and its folder are, and that its disk has room."
        )


def _fail(sentence: str) -> NoReturn:
    click.echo(f"smart-trigger: {sentence}", err=True)
    sys.exit(1)


if __name__ == "__main__":
    main()
