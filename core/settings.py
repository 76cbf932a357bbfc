"""What the operator can set: by environment (`SMART_TRIGGER_…`) or `smart-trigger.toml` in the data folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pydantic import Field, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

FILE_NAME = "smart-trigger.toml"


class Settings(BaseSettings):
    """Every setting, its default and what it does. Environment beats file, file beats default."""

    model_config = SettingsConfigDict(env_prefix="SMART_TRIGGER_", extra="forbid", frozen=True, validate_default=True)

    data_dir: Path = Field(
        default=Path("data"), description="Folder of databases, secrets and location files (made with mode 0700)."
    )
    database_url: str = Field(
        default="",
        description="PostgreSQL address (`postgresql://user@host/name`); empty: SQLite files in the data folder.",
    )
    host: str = Field(default="127.0.0.1", description="Address that the public and the admin server listen on.")
    port: int = Field(
        default=8000, ge=1, le=65533, description="Port of the public server; the admin takes the next one."
    )
    public_url: str = Field(
        default="",
        description="Address under which visitors' browsers reach the public server; empty: `http://HOST:PORT`.",
    )
    admin_url: str = Field(
        default="", description="Address under which the team opens the admin; empty: `http://HOST:PORT+1`."
    )
    trusted_proxies: int = Field(
        default=0,
        ge=0,
        le=8,
        description="How many reverse proxies of your own stand before the servers (X-Forwarded-For is believed).",
    )
    country_header: str = Field(
        default="",
        description="Header in which your trusted proxy names the country, such as `CF-IPCountry`; empty: off.",
    )
    allow_automated: bool = Field(default=False, description="Count automated browsers as visitors; for tests.")
    limit_requests: bool = Field(
        default=True,
        description="Limit how often one address and one visitor may call the visitor API; off: your proxy does it.",
    )
    pseudo_languages: bool = Field(
        default=False, description="Offer made-up languages in *Your profile*, which show what is not translated."
    )
    plugins_dir: Path | None = Field(
        default=None, description="Folder of plugins of your own, one Python file each; its code runs with the servers."
    )
    retain_page_views_days: int = Field(
        default=90, ge=1, description="Page views, events of pages and kept decisions older than this are deleted."
    )
    retain_conversations_days: int = Field(
        default=730, ge=1, description="Closed conversations without news for this long are deleted."
    )

    retain_webhook_log_days: int = Field(
        default=30, ge=4, description="Events that webhooks were told, and how telling went, are deleted after this."
    )
    webhooks_private: bool = Field(
        default=False,
        description="Let webhooks lead into private networks too: loopback, link-local and private addresses.",
    )

    @field_validator("public_url", "admin_url")
    @classmethod
    def _no_trailing_slash(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _postgresql_only(cls, value: str) -> str:
        if value and not value.startswith(("postgresql://", "postgres://")):
            raise ValueError("must begin with postgresql:// (leave it empty for SQLite)")
        return value

    @property
    def admin_port(self) -> int:
        return self.port + 1

    @property
    def geo_file(self) -> Path:
        """Where the operator's location database is, if one is installed."""
        return self.data_dir / "geo.mmdb"

    @property
    def public_address(self) -> str:
        """Where visitors' browsers reach the public server, without a slash at the end."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def admin_address(self) -> str:
        """Where the team opens the admin, without a slash at the end."""
        return self.admin_url or f"http://{self.host}:{self.admin_port}"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        given: dict[str, Any] = getattr(init_settings, "init_kwargs", {})
        folder = Path(given.get("data_dir") or os.environ.get("SMART_TRIGGER_DATA_DIR") or "data")
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, folder / FILE_NAME)
