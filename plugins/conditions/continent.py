"""On which continent the visitor is."""

from smart_trigger import Choice, ConditionType, Visit, hookimpl

CONTINENTS = (
    ("africa", "Africa"),
    ("antarctica", "Antarctica"),
    ("asia", "Asia"),
    ("europe", "Europe"),
    ("north_america", "North America"),
    ("oceania", "Oceania"),
    ("south_america", "South America"),
)

COUNTRIES = {
    "africa": """
        AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA NE
        NG RE RW SC SD SH SL SN SO SS ST SZ TD TG TN TZ UG YT ZA ZM ZW""",
    "antarctica": "AQ BV GS HM TF",
    "asia": """
        AE AF AM AZ BD BH BN BT CC CN CX CY GE HK ID IL IN IO IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP
        OM PH PK PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE""",
    "europe": """
        AD AL AT AX BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT
        NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XK""",
    "north_america": """
        AG AI AW BB BL BM BQ BS BZ CA CR CU CW DM DO GD GL GP GT HN HT JM KN KY LC MF MQ MS MX NI PA PM PR SV SX TC TT
        US VC VG VI""",
    "oceania": "AS AU CK FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS",
    "south_america": "AR BO BR CL CO EC FK GF GY PE PY SR UY VE",
}
"""ISO 3166-1 codes by the continent that the United Nations' geoscheme (M49) puts them on; Cyprus and the Caucasus are
Asia there, Russia is Europe."""

_CONTINENT_OF = {code: continent for continent, codes in COUNTRIES.items() for code in codes.split()}


class Continent(ConditionType):
    """Continent that the visitor's country lies on."""

    key = "continent"
    label = "Continent"
    search_words = "geo, geography, IP, region of the world"
    group = "Location"
    icon = "globe"
    value = Choice(options=CONTINENTS)
    phrases = {
        "is_any_of": "in {value}",
        "is_none_of": "not in {value}",
    }
    missing_hint = "Unknown where the country is."

    def observe(self, visit: Visit) -> str | None:
        return _CONTINENT_OF.get(visit.location.country)


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [Continent()]
