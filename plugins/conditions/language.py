"""Which language the visitor reads."""

from smart_trigger import Choice, ConditionType, Visit, hookimpl, primary_language

NAMES = """
af Afrikaans|sq Albanian|am Amharic|ar Arabic|hy Armenian|as Assamese|az Azerbaijani|eu Basque|be Belarusian|bn Bengali|
bs Bosnian|br Breton|bg Bulgarian|my Burmese|ca Catalan|zh Chinese|hr Croatian|cs Czech|da Danish|nl Dutch|dz Dzongkha|
en English|eo Esperanto|et Estonian|fo Faroese|fil Filipino|fi Finnish|fr French|fy Frisian|gl Galician|ka Georgian|
de German|el Greek|gu Gujarati|ha Hausa|haw Hawaiian|he Hebrew|hi Hindi|hu Hungarian|is Icelandic|ig Igbo|id Indonesian|
ga Irish|it Italian|ja Japanese|jv Javanese|kn Kannada|kk Kazakh|km Khmer|rw Kinyarwanda|ko Korean|ku Kurdish|ky Kyrgyz|
lo Lao|la Latin|lv Latvian|ln Lingala|lt Lithuanian|lb Luxembourgish|mk Macedonian|mg Malagasy|ms Malay|ml Malayalam|
mt Maltese|mi Maori|mr Marathi|mn Mongolian|ne Nepali|no Norwegian|oc Occitan|or Odia|om Oromo|ps Pashto|fa Persian|
pl Polish|pt Portuguese|pa Punjabi|qu Quechua|ro Romanian|rm Romansh|ru Russian|sm Samoan|gd Scottish Gaelic|sr Serbian|
st Sesotho|sn Shona|sd Sindhi|si Sinhala|sk Slovak|sl Slovenian|so Somali|es Spanish|su Sundanese|sw Swahili|sv Swedish|
gsw Swiss German|tg Tajik|ta Tamil|tt Tatar|te Telugu|th Thai|bo Tibetan|ti Tigrinya|tn Tswana|tr Turkish|tk Turkmen|
uk Ukrainian|ur Urdu|ug Uyghur|uz Uzbek|vi Vietnamese|cy Welsh|wo Wolof|xh Xhosa|yi Yiddish|yo Yoruba|zu Zulu
"""
LANGUAGES = tuple((code, name) for code, _, name in (each.strip().partition(" ") for each in NAMES.split("|")))
"""Primary language subtags (BCP 47) and their English names, by name."""


class Language(ConditionType):
    """Language that the visitor's browser is set to, whatever its region: pt-BR is Portuguese."""

    key = "language"
    label = "Language"
    group = "Visitor"
    icon = "translate"
    value = Choice(options=LANGUAGES, cldr="languages")
    phrases = {"is_any_of": "with a browser in {value}", "is_none_of": "with a browser that is not in {value}"}
    missing_hint = "Unknown where the browser tells none."

    def observe(self, visit: Visit) -> str | None:
        return primary_language(visit.language) or None


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [Language()]
