"""The tables of docs/api.md: what each call takes, from the models that read it. All else there is written by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from core.web.boot import BootCall
from core.web.claim import ClaimCall
from core.web.events import EventsCall
from core.web.messages import MessageCall
from core.web.poll import PollCall
from core.web.wire import SiteCall

API: Final = Path(__file__).parent.parent / "docs" / "api.md"
CALLS: Final[Mapping[str, type[SiteCall]]] = {
    "boot": BootCall,
    "claim": ClaimCall,
    "events": EventsCall,
    "messages": MessageCall,
    "poll": PollCall,
}
PLACE: Final = re.compile(r"(<!-- What (\w+) takes[^>]* -->\n).*?(<!-- end -->)", re.DOTALL)
"""Between these marks a table is generated; the comment names the call."""
Schema = Mapping[str, Any]


def api_page() -> str:
    """docs/api.md as it stands, with its tables made anew."""
    return PLACE.sub(
        lambda found: f"{found[1]}\n{_table(CALLS[found[2]])}\n\n{found[3]}", API.read_text(encoding="utf-8")
    )


def _table(call: type[SiteCall]) -> str:
    schema = call.model_json_schema()
    rows = _rows(schema, schema.get("$defs", {}), "")
    return "\n".join(["| field | | what it is |", "|---|---|---|", *rows])


def _rows(model: Schema, models: Mapping[str, Schema], before: str) -> list[str]:
    rows = []
    for name, field in model["properties"].items():
        needed = "" if name in model.get("required", ()) else "optional, "
        rows.append(f"| `{before}{name}` | {needed}{_kind(field)} | {field.get('description', '')} |")
        inside = _models_in(field, models)
        listed = "[]" if field.get("type") == "array" else ""
        for each in inside:
            if len(inside) > 1:
                kinds = f"object, one of {len(inside)} kinds"
                rows.append(f"| `{before}{name}{listed}` | {kinds} | {each['description']} |")
            rows += _rows(each, models, f"{before}{name}{listed}.")
    return rows


def _models_in(field: Schema, models: Mapping[str, Schema]) -> list[Schema]:
    """The model that a field holds, itself, in a list or where it is not null; all where it may be one of several."""
    items = field.get("items", {})
    places = (field, items, *field.get("anyOf", ()), *items.get("oneOf", ()))
    return [models[each["$ref"].rpartition("/")[2]] for each in places if "$ref" in each]


def _kind(field: Schema) -> str:
    """Its type and bounds in words."""
    if "anyOf" in field:
        return " or ".join(_kind(each) for each in field["anyOf"] if each.get("type") != "null")
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return " · ".join(f"`{each}`" for each in field["enum"])
    if "$ref" in field or field.get("type") == "object":
        return f"object{_most(field, 'maxProperties')}"
    if field.get("type") == "array":
        return _list(field)
    if field.get("type") == "string":
        pattern = field.get("pattern")
        return f"text like `{pattern}`" if pattern else f"text{_most(field, 'maxLength')}"
    return {"boolean": "true or false", "integer": "whole number"}.get(field.get("type", ""), "number")


def _list(field: Schema) -> str:
    pair = field.get("prefixItems")
    if pair and all(each.get("type") == "integer" for each in pair):
        return "two whole numbers"
    return "list of two" if pair else f"list{_most(field, 'maxItems')}"


def _most(field: Schema, bound: str) -> str:
    return f", at most {field[bound]:,}" if bound in field else ""
