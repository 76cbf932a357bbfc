"""Generates the reference of settings and commands from the code itself."""

from __future__ import annotations

import click

from cli.settings import environment_name
from core.settings import FILE_NAME, Settings

GENERATED = "<!-- Generated from the code: `.venv/bin/python -m cli.reference` writes it again. -->"

COLUMNS = 100


def settings_list(settings: Settings) -> str:
    """For the terminal: name, value now, what it does."""
    lines: list[str] = []
    for name, field in Settings.model_fields.items():
        lines += [
            f"{environment_name(name)} = {str(getattr(settings, name)) or '(empty)'}",
            f"    {field.description}",
        ]
    return "\n".join(lines)


def settings_page() -> str:
    """docs/settings.md."""
    rows = [
        f"| `{environment_name(name)}` | `{name}` | {_default(field.default)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(
        [
            "# Settings",
            "",
            GENERATED,
            "",
            f"Each is read from the environment, else from `{FILE_NAME}` in the data folder (TOML, the second "
            "column's names), else it has its default. `smart-trigger settings` shows what is in force.",
            "",
            "| environment | in the file | default | what it does |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def commands_page() -> str:
    """docs/cli.md."""
    from cli.main import cli

    context = _context(cli, "smart-trigger", None)
    lines = ["# Command line", "", GENERATED, "", "```", cli.get_help(context), "```", ""]
    for name in cli.list_commands(context):
        lines += _section(cli.commands[name], name, context)
    return "\n".join(lines)


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


def _default(value: object) -> str:
    return f"`{str(value).lower() if isinstance(value, bool) else value}`" if str(value) else "empty"


def main() -> None:
    """Write both pages."""
    from pathlib import Path

    docs = Path(__file__).parent.parent / "docs"
    (docs / "settings.md").write_text(settings_page(), encoding="utf-8")
    (docs / "cli.md").write_text(commands_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
