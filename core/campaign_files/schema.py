"""The form of a file as a JSON Schema, made from the draft's own fields: docs/campaign-files.schema.json."""

from __future__ import annotations

from typing import Any, Final

from pydantic import TypeAdapter

from core.campaign_files.fields import NAMES
from core.campaign_files.pictures import MAX_PICTURES
from core.campaign_files.reading import KIND, MAX_CAMPAIGNS, SCHEMA
from core.campaigns.drafts import CONTROL_GROUPS, FIELD_LABELS, MAX_NAME, MAX_STORED_TEXT, Draft
from core.goals import MOST_DAYS
from core.rules.tree import MATCHES
from core.rules.tree import SCHEMA as RULE_SCHEMA

_EMAIL: Final = {"type": "string", "minLength": 1}
_RULE: Final = {
    "type": "object",
    "properties": {
        "schema": {"const": RULE_SCHEMA},
        "id": {"type": "string"},
        "match": {"enum": list(MATCHES)},
        "rules": {"type": "array", "items": {"$ref": "#/$defs/node"}},
    },
    "required": ["match", "rules"],
}
_NODE: Final = {
    "anyOf": [
        {"$ref": "#/$defs/rule"},
        {
            "type": "object",
            "properties": {
                "id": {"type": "string"},
                "fact": {"type": "string"},
                "key": {"type": "string"},
                "as": {"type": "string"},
                "operator": {"type": "string"},
                "value": True,
            },
            "not": {"anyOf": [{"required": ["match"]}, {"required": ["rules"]}]},
        },
    ]
}
_TEXT: Final = {"type": "string"}
_TRANSLATION: Final = {
    "type": "object",
    "properties": {
        "text": {"type": "string", "maxLength": MAX_STORED_TEXT},
        "buttons": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "properties": {"label": _TEXT, "link": _TEXT},
                "required": ["label", "link"],
                "additionalProperties": False,
            },
        },
        "form": {
            "type": "object",
            "properties": {
                "fields": {"type": "object", "additionalProperties": _TEXT},
                "consent": _TEXT,
                "consent_link": _TEXT,
                "submit": _TEXT,
            },
            "required": ["fields", "consent", "consent_link", "submit"],
            "additionalProperties": False,
        },
    },
    "required": ["text", "buttons", "form"],
    "additionalProperties": False,
}
_OWN: Final[dict[str, dict[str, Any]]] = {
    "name": {"type": "string", "maxLength": MAX_NAME},
    "sender": {"anyOf": [_EMAIL, {"type": "null"}]},
    "recipient": {
        "anyOf": [
            {"type": "object", "properties": {name: _EMAIL}, "required": [name], "additionalProperties": False}
            for name in ("agent", "group")
        ]
        + [{"type": "null"}]
    },
    "text": {"type": "string", "maxLength": MAX_STORED_TEXT},
    "language": {"type": "string", "description": "Of the text: a primary language subtag, such as en."},
    "translations": {
        "type": "object",
        "description": "Words in other languages, by primary subtag; buttons and fields by their ids.",
        "additionalProperties": _TRANSLATION,
    },
    "audience": {"$ref": "#/$defs/rule"},
    "goal": {"anyOf": [{"type": "string", "minLength": 1}, {"type": "null"}]},
    "goal_days": {"type": "integer", "minimum": 1, "maximum": MOST_DAYS},
    "control_group": {
        "enum": list(CONTROL_GROUPS),
        "description": "Percent of those who would be shown it that see nothing.",
    },
}
"""Fields of which a file says more, or something else, than the draft."""


def json_schema() -> dict[str, Any]:
    """The whole schema (JSON Schema 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Smart Trigger: a file of campaigns",
        "type": "object",
        "properties": {
            "schema": {"const": SCHEMA},
            "kind": {"const": KIND},
            "about": {"type": "object", "description": "What the gallery says of the file; an import passes it over."},
            "campaigns": {
                "type": "array",
                "items": {"$ref": "#/$defs/campaign"},
                "minItems": 1,
                "maxItems": MAX_CAMPAIGNS,
            },
            "pictures": {
                "type": "object",
                "description": "WebP in base64, by the hash that texts refer to.",
                "propertyNames": {"pattern": "^[0-9a-f]{64}$"},
                "additionalProperties": {"type": "string", "contentEncoding": "base64"},
                "maxProperties": MAX_PICTURES,
            },
        },
        "required": ["schema", "kind", "campaigns"],
        "additionalProperties": False,
        "$defs": {"campaign": _campaign(), "rule": _RULE, "node": _NODE},
    }


def _campaign() -> dict[str, Any]:
    drafted = TypeAdapter(Draft).json_schema()["properties"]
    return {
        "type": "object",
        "properties": {
            name: {"title": FIELD_LABELS[name], **(_OWN.get(name) or _without_title(drafted[name]))} for name in NAMES
        },
        "required": ["name"],
        "additionalProperties": False,
    }


def _without_title(field: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in field.items() if name not in ("title", "default")}
