"""What a knowledge folder may hold. The field names follow Open Referral's service and phone schemas where they fit.

The text below a field is what an editor shows to people who write that key.
"""

import datetime as dt
from typing import Annotated, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

Language = Literal["ru", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
CountryCode = Literal["KZ", "KG", "TJ", "TM", "UZ"]  # ISO 3166-1 alpha-2
COUNTRIES: tuple[CountryCode, ...] = get_args(CountryCode)
ContactKind = Literal["hotline", "emergency", "mission"]
Channel = Literal["phone", "email"]
QuestionKind = Literal["passage", "contact", "urgent", "not_covered", "small_talk"]


def _iso_text(value: object) -> object:
    """Turn what YAML makes of a bare date or year back into the text that stands in the file."""
    return value.isoformat() if isinstance(value, dt.date) else str(value) if type(value) is int else value


def _is_date(value: str) -> str:
    year, month, day = (int(part) for part in [*value.split("-"), "1", "1"][:3])
    try:
        dt.date(year, month, day)
    except ValueError as error:
        raise ValueError("there is no such day; write 2024-05-31, or only 2024-05 or 2024") from error
    return value


Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
IsoDate = Annotated[  # ISO 8601, reduced precision allowed: a source often prints a year or a month only
    str,
    BeforeValidator(_iso_text),
    StringConstraints(pattern=r"^\d{4}(-\d\d){0,2}$"),
    AfterValidator(_is_date),
    WithJsonSchema(
        {"type": ["string", "integer"], "pattern": r"^\d{4}(-\d\d){0,2}$"}
    ),  # 2022 alone is a number in YAML
]


class Model(BaseModel):
    """A frozen entry of a YAML file in which a key that is not known is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=False, use_attribute_docstrings=True)


class Bilingual(Model):
    """A text in both languages; one may be missing, not both."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["en"]}, {"required": ["ru"]}]})

    en: Line | None = None
    ru: Line | None = None

    @model_validator(mode="after")
    def _has_a_text(self) -> "Bilingual":
        if self.en is None and self.ru is None:
            raise ValueError("has no text; write it under en, ru or both")
        return self

    def get(self, language: Language) -> str | None:
        """Return the text in that language, if there is one."""
        return self.en if language == "en" else self.ru

    def best(self, language: Language) -> str:
        """Return the text in that language, else in the other."""
        return self.get(language) or self.en or self.ru or ""


class Phrases(Model):
    """Lists of phrases, a list a language."""

    en: tuple[Line, ...] = ()
    ru: tuple[Line, ...] = ()

    def get(self, language: Language) -> tuple[str, ...]:
        """Return the phrases in that language."""
        return self.en if language == "en" else self.ru


class Mend(Model):
    """An obvious loss of the source and what stands in its place."""

    source: str
    """What the bulletin prints."""
    text: str
    """What the passage has instead. Figures stay as they are."""


class Passage(Model):
    """One retrievable item of a bulletin."""

    id: Identifier
    """A name of its own in small Latin letters, such as kg-un-network. It never changes."""
    countries: tuple[CountryCode, ...] = ()
    """What it is about; [] means the whole region."""
    topics: tuple[Identifier, ...] = ()
    """Ids of subjects in topics.yaml."""
    date: dt.date | None = None
    """When it happened, if that is not the day of the bulletin."""
    mends: tuple[Mend, ...] = ()
    """Obvious losses of the source that the text mends."""
    differs: tuple[Line, ...] = ()
    """Figures, months, countries and names in Latin letters that stand in one language only, and rightly so."""
    title: Bilingual | None = None
    text: Bilingual
    """English word for word from the source; Russian as our own translation."""
    questions: Phrases = Phrases()
    """How people ask for it, three or more a language."""


class BulletinHeader(Model):
    """A source publication."""

    id: Identifier
    """A name of its own in small Latin letters, such as 2020-12-migrants-day."""
    date: dt.date
    """When it was published."""
    publisher: Line | None = None
    title: Bilingual
    source: Line | None = None
    """The file with what it printed, such as sources/2020-12-migrants-day.txt."""
    url: Line | None = None
    """Where it stands on the web."""


class Bulletin(Model):
    """A file of bulletins/: the publication and its passages."""

    bulletin: BulletinHeader
    passages: tuple[Passage, ...] = ()


class Contact(Model):
    """A hotline, an emergency number or a mission's address: one channel a record."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["phone"]}, {"required": ["email"]}]})

    id: Identifier
    """A name of its own in small Latin letters, such as tj-hotline. It never changes."""
    country: CountryCode
    kind: ContactKind
    name: Bilingual
    phone: Line | None = None
    """In quotes: +992900800800 with country code, or a short number such as 11616."""
    email: Line | None = None
    purpose: Bilingual | None = None
    """Whom it helps and with what."""
    hours: Bilingual | None = None
    languages: tuple[Line, ...] = ()
    """ISO 639-1 codes of the languages spoken there, such as [ru, tg]."""
    topics: tuple[Identifier, ...] = ()
    """Ids of topics.yaml that it is for; [] means any."""
    status: Literal["active", "unconfirmed", "retired"] = "active"
    """unconfirmed is shown with those words, retired is never shown."""
    verified: IsoDate
    """The day, month or year on which the source last showed it."""
    source: Line
    """Which publication or page showed it."""
    differs: tuple[Line, ...] = ()
    """Figures that stand in one language only, and rightly so."""

    @model_validator(mode="after")
    def _has_one_channel(self) -> "Contact":
        if (self.phone is None) == (self.email is None):
            raise ValueError("needs either phone or email, one of them; write a second channel as a second contact")
        return self

    @property
    def channel(self) -> Channel:
        """Say how the contact is reached."""
        return "email" if self.phone is None else "phone"

    @property
    def value(self) -> str:
        """Return the number or address."""
        return self.phone or self.email or ""


class Place(Model):
    """A city, region or border crossing and the keys that point to it."""

    model_config = ConfigDict(populate_by_name=True)

    name: Bilingual
    """What people are shown."""
    match: tuple[Line, ...] = Field(min_length=1)
    """Words that mean it: `алмат*` with any ending, `ош` that word alone."""
    exceptions: tuple[Line, ...] = Field(default=(), alias="except")
    """Phrases in which the word is not that place."""


class Country(Model):
    """The gazetteer of one country. A country `outside` is recognised, but no contact of it is on record."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    outside: bool = False
    """true: recognised, but no contact of it is on record."""
    name: Bilingual
    language: Line | None = None
    """ISO 639-1 code of the language of the country."""
    notice: Line | None = None
    """In that language: which languages the bot answers in."""
    names: tuple[Line, ...] = ()
    """Words for the country, also misspelt: `казахст*`."""
    demonyms: tuple[Line, ...] = ()
    """Words for its people and language: where somebody is from, not where they are."""
    places: tuple[Place, ...] = ()
    """Cities, regions and border crossings."""


class Topic(Model):
    """A subject, the phrases that name it, and those that say that somebody is in danger now.

    Topics of another role are not subjects of the bulletins: `beyond` phrases ask for what no bulletin gives, whatever
    else is in the question (prices, vacancies); `contact` phrases ask for a number or address, of one channel if it
    says so; `calm` ones show a general question in which nobody is in danger; `small_talk` ones ask for nothing. A
    `group` is a list of words that phrases of other topics name as `<id>`.
    """

    id: Identifier
    role: Literal["subject", "beyond", "contact", "calm", "small_talk", "group"] = "subject"
    channel: Channel | None = None
    """For the role contact: which channel is asked for."""
    name: Bilingual
    triggers: Phrases = Phrases()
    """Phrases that name the topic."""
    exceptions: Phrases = Field(default=Phrases(), alias="except")
    """Phrases inside which the triggers do not count."""
    alone: Phrases = Phrases()
    """Words that name the topic only where nothing else is said, such as a bare "phone"."""
    urgent: Phrases = Phrases()
    """Phrases of somebody in danger now: the contacts come first."""
    reply: Bilingual | None = None
    """For the role small_talk: what the bot says."""


class Examples(Model):
    """Messages in which somebody is in danger, and others, from which danger is learnt."""

    urgent: Phrases = Phrases()
    calm: Phrases = Phrases()


class Thresholds(Model):
    """The confidence from which a passage is shown, for questions in each language."""

    ru: float = Field(default=0.19, ge=0, le=1)
    en: float = Field(default=0.27, ge=0, le=1)

    def of(self, language: Language) -> float:
        """Return the threshold for questions in a language."""
        return self.ru if language == "ru" else self.en


class CuratedQuestion(Model):
    """A question with the answer that is expected, for measuring quality."""

    question: Line
    language: Language
    kind: QuestionKind
    passages: tuple[Identifier, ...] = ()
    """Ids of the passages of which one has to come first."""
    country: CountryCode | None = None
    """Whose contacts the answer gives."""
    contact: Identifier | None = None
    """Id of the contact that has to come first."""
    note: Line | None = None
