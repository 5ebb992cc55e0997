"""Interface strings, dates and country names in the language of the reader (gettext catalogs in bot/locales, CLDR)."""

import datetime as dt
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.support import Translations

from bot.knowledge import Language

_LOCALES = Path(__file__).parent / "locales"
_DOMAIN = "bot"
_COMMON_DATES = 1_000
_CLDR_LOCALES = {"ru": "ru", "en": "en_GB"}  # 29 December 2020, not December 29
_MONTH: dict[Language, str] = {"ru": "LLLL y 'г'.", "en": "LLLL y"}
_COUNTRY_NAMES = {("ru", "KG"): "Кыргызстан"}  # CLDR still says «Киргизия»; the country asks to be called so


class Catalog:
    """The interface in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._locale = Locale.parse(_CLDR_LOCALES[language])
        self._translations = Translations.load(_LOCALES, [language], _DOMAIN)
        self._country_names: dict[str, str] = dict(
            self._locale.territories.items()
        )  # Babel looks through the parent locales each time
        self._language_names: dict[str, str] = dict(self._locale.languages.items())
        self._date = lru_cache(_COMMON_DATES)(self._written_date)

    def text(self, message: str, **values: object) -> str:
        """Return a message in the language of the catalog, its {fields} filled in."""
        return self._translations.gettext(message).format(**values)

    def plural(self, singular: str, plural: str, number: int, **values: object) -> str:
        """Return the plural form that goes with a number; the message may use it as {number}."""
        return self._translations.ngettext(singular, plural, number).format(number=number, **values)

    def date(self, iso: str | dt.date) -> str:
        """Write an ISO 8601 date of full or reduced precision as people do: 29 December 2020, December 2020, 2020."""
        return self._date(str(iso))

    def country(self, code: str) -> str:
        """Return the name of a country by its ISO 3166 code."""
        return _COUNTRY_NAMES.get((self.language, code)) or self._country_names[code]

    def language_name(self, code: str) -> str:
        """Return the name of a language by its ISO 639 code; one without a name keeps its code."""
        return self._language_names.get(code, code)

    def _written_date(self, iso: str) -> str:
        parts = [int(part) for part in iso.split("-")]
        if len(parts) == 3:
            return format_date(dt.date.fromisoformat(iso), "long", self._locale)
        if len(parts) == 2:
            return format_date(dt.date(parts[0], parts[1], 1), _MONTH[self.language], self._locale)
        return f"{iso} г." if self.language == "ru" else iso


@cache
def catalog(language: Language) -> Catalog:
    """Return the catalog of a language, read once."""
    return Catalog(language)
