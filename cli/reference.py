"""Writes what is generated in docs/: PAGES says which."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import click

from cli.api_reference import api_page
from cli.conditions_reference import conditions_page
from cli.hooks_reference import hooks_page
from cli.main import cli
from cli.merge_tags_reference import merge_tags_page
from cli.operators_reference import operators_page
from cli.settings_reference import GENERATED, settings_page
from core.campaign_files.schema import json_schema

COLUMNS = 100
DOCS: Final = Path(__file__).parent.parent / "docs"


def commands_page() -> str:
    """docs/cli.md."""
    context = _context(cli, "smart-trigger", None)
    lines = ["# Command line", "", GENERATED, "", "```", cli.get_help(context), "```", ""]
    for name in cli.list_commands(context):
        lines += _section(cli.commands[name], name, context)
    return "\n".join(lines)


def campaign_files_schema() -> str:
    """docs/campaign-files.schema.json."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _section(command: click.Command, name: str, parent: click.Context) -> list[str]:
    context = _context(command, name, parent)
    if isinstance(command, click.Group):
        return [
            line
            for child in command.list_commands(context)
            for line in _section(command.commands[child], child, context)
        ]
    return [f"## `{context.command_path}`", "", "```", command.get_help(context), "```", ""]


def _context(command: click.Command, name: str, parent: click.Context | None) -> click.Context:
    return click.Context(
        command,
        info_name=name,
        parent=parent,
        max_content_width=COLUMNS,
        terminal_width=COLUMNS,
        help_option_names=["-h", "--help"],
    )


PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "api.md": api_page,
    "campaign-files.schema.json": campaign_files_schema,
    "cli.md": commands_page,
    "conditions.md": conditions_page,
    "hooks.md": hooks_page,
    "merge-tags.md": merge_tags_page,
    "operators.md": operators_page,
    "settings.md": settings_page,
}
"""What is generated in docs/, and from what."""


def main() -> None:
    """Write them."""
    for name, generate in PAGES.items():
        (DOCS / name).write_text(generate(), encoding="utf-8")


if __name__ == "__main__":
    main()
