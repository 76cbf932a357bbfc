"""Reads the settings for a command and hands them on to child processes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from core.errors import InvalidInput
from core.settings import FILE_NAME, Settings

PREFIX = str(Settings.model_config.get("env_prefix", ""))


def load_settings(given: Mapping[str, Any]) -> Settings:
    """Settings from the command line (None: not given), environment and file; folders are made absolute.

    Raises InvalidInput with one sentence for each setting that can't be taken.
    """
    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        problems = "; ".join(_sentence(dict(each)) for each in error.errors())
        raise InvalidInput("settings", f"The settings can't be taken: {problems}") from error
    except UnicodeDecodeError as error:
        raise InvalidInput(
            "settings_file", f"{FILE_NAME} in the data folder is no text in UTF-8. Save it anew."
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput("settings_file", f"{FILE_NAME} in the data folder is not TOML: {error}.") from error
    folders = {name: value.expanduser().absolute() for name, value in settings if isinstance(value, Path)}
    return settings.model_copy(update=folders)


def as_environment(settings: Settings) -> dict[str, str]:
    """The settings as the environment variables that make the same ones in a child process."""
    return {environment_name(name): _text(value) for name, value in settings if value is not None}


def environment_name(setting: str) -> str:
    return f"{PREFIX}{setting}".upper()


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return (
        str(value) if isinstance(value, str | int | Path) else Settings.__pydantic_serializer__.to_json(value).decode()
    )


def _sentence(problem: Mapping[str, Any]) -> str:
    place = problem["loc"]
    name = environment_name(str(place[0])) if place else FILE_NAME
    message = str(problem["msg"]).removeprefix("Value error, ")
    return f"{name}: {message[:1].lower()}{message[1:]}"
