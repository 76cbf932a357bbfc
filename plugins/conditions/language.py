"""Which language the visitor reads."""

from smart_trigger import Choice, ConditionType, Visit, hookimpl, languages, primary_language


class Language(ConditionType):
    """Language that the visitor's browser is set to, whatever its region: pt-BR is Portuguese."""

    key = "language"
    label = "Language"
    search_words = "locale, browser language, speaks"
    group = "Visitor"
    icon = "translate"
    value = Choice(options=languages, cldr="languages")
    sees = "language"
    phrases = {"is_any_of": "with a browser in {value}", "is_none_of": "with a browser that is not in {value}"}
    missing_hint = "Unknown where the browser tells none."

    def observe(self, visit: Visit) -> str | None:
        return primary_language(visit.language) or None


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [Language()]
