"""The reference of settings, from the settings themselves."""

from __future__ import annotations

from cli.settings import environment_name
from core.settings import FILE_NAME, Settings

GENERATED = "<!-- Generated from the code: `.venv/bin/python -m cli.reference` writes it again. -->"


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


def _default(value: object) -> str:
    return f"`{str(value).lower() if isinstance(value, bool) else value}`" if str(value) else "empty"
