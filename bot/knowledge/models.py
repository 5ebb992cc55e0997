"""What a knowledge folder may hold. The field names follow Open Referral's service and phone schemas where they fit."""

import datetime as dt
from typing import Annotated, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
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
]


class Model(BaseModel):
    """A frozen entry of a YAML file in which a key that is not known is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=False)


class Bilingual(Model):
    """A text in both languages; one may be missing, not both."""

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
    text: str


class Passage(Model):
    """One retrievable item of a bulletin."""

    id: Identifier
    countries: tuple[CountryCode, ...] = ()
    topics: tuple[Identifier, ...] = ()
    date: dt.date | None = None
    mends: tuple[Mend, ...] = ()
    title: Bilingual | None = None
    text: Bilingual
    questions: Phrases = Phrases()


class BulletinHeader(Model):
    """A source publication."""

    id: Identifier
    date: dt.date
    publisher: Line | None = None
    title: Bilingual
    source: Line | None = None
    url: Line | None = None


class Bulletin(Model):
    """A file of bulletins/: the publication and its passages."""

    bulletin: BulletinHeader
    passages: tuple[Passage, ...] = ()


class Contact(Model):
    """A hotline, an emergency number or a mission's address: one channel a record."""

    id: Identifier
    country: CountryCode
    kind: ContactKind
    name: Bilingual
    phone: Line | None = None
    email: Line | None = None
    purpose: Bilingual | None = None
    hours: Bilingual | None = None
    languages: tuple[Line, ...] = ()
    topics: tuple[Identifier, ...] = ()
    status: Literal["active", "unconfirmed", "retired"] = "active"
    verified: IsoDate
    source: Line

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
    match: tuple[Line, ...] = Field(min_length=1)
    exceptions: tuple[Line, ...] = Field(default=(), alias="except")


class Country(Model):
    """The gazetteer of one country. A country `outside` is recognised, but no contact of it is on record."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    outside: bool = False
    name: Bilingual
    language: Line | None = None  # ISO 639-1
    notice: Line | None = None  # in that language: which languages the bot answers in
    names: tuple[Line, ...] = ()
    demonyms: tuple[Line, ...] = ()
    places: tuple[Place, ...] = ()


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
    name: Bilingual
    triggers: Phrases = Phrases()
    exceptions: Phrases = Field(default=Phrases(), alias="except")
    urgent: Phrases = Phrases()
    reply: Bilingual | None = None


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
    country: CountryCode | None = None
    contact: Identifier | None = None
    note: Line | None = None
