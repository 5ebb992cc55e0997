"""Which contacts an answer shows, and in which order."""

from collections.abc import Iterable, Sequence

from bot.knowledge import COUNTRIES, Contact, CountryCode
from bot.knowledge.models import Channel, ContactKind

_EMERGENCY_TOPIC = "emergency"
_KINDS: tuple[ContactKind, ...] = (
    "emergency",
    "hotline",
    "mission",
)  # the order in which people should try them

_ON_A_CARD: tuple[ContactKind, ...] = ("hotline", "emergency", "mission")


class Directory:
    """The contacts of a knowledge base that may be shown, by country."""

    def __init__(self, contacts: Iterable[Contact]) -> None:
        self._contacts: dict[str, list[Contact]] = {code: [] for code in COUNTRIES}
        for contact in contacts:
            if contact.status != "retired":
                self._contacts[contact.country].append(contact)

    def of(self, country: CountryCode) -> list[Contact]:
        """Return every contact of a country: emergency numbers, hotlines, missions."""
        return sorted(self._contacts[country], key=lambda contact: _KINDS.index(contact.kind))

    @property
    def everything(self) -> list[Contact]:
        """Return every contact, country by country."""
        return [contact for country in COUNTRIES for contact in self.card(country)]

    def get(self, contact_id: str) -> Contact | None:
        """Return a contact by its id."""
        return next((contact for contact in self.everything if contact.id == contact_id), None)

    def card(self, country: CountryCode) -> list[Contact]:
        """Return every contact of a country as a card lists them: the main one, hotlines, emergency, missions."""
        contacts = sorted(self._contacts[country], key=lambda contact: _ON_A_CARD.index(contact.kind))
        return list(merged(self.select(country)[:1], contacts))

    def after(self, dead: Contact) -> Contact | None:
        """Return the contact to try when one did not work: the next of the same country that serves the same need."""
        urgent = dead.kind == "emergency"
        chain = self.select(dead.country, dead.topics, urgent=urgent)
        if dead not in chain:
            return chain[0] if chain else None
        place = chain.index(dead)
        return next(iter([*chain[place + 1 :], *chain[:place]]), None)

    def select(
        self,
        country: CountryCode,
        topics: Sequence[str] = (),
        *,
        urgent: bool = False,
        channel: Channel | None = None,
        place: str | None = None,
    ) -> list[Contact]:
        """Return the contacts of a country that fit a question, the one to try first at the head.

        An emergency number comes in only for an urgent question or one that asks for it. The channel that was asked for
        goes first, unless it is urgent; then emergency numbers, hotlines, missions, and among these what is confirmed,
        what is for the first of the topics, what is in the place that the question names.
        """
        fitting = [
            contact
            for contact in self._contacts[country]
            if (not contact.topics or not set(contact.topics).isdisjoint(topics))
            and (contact.kind != "emergency" or urgent or _EMERGENCY_TOPIC in topics)
        ]

        def order(contact: Contact) -> tuple[bool, int, bool, bool, bool]:
            return (
                channel is not None and not urgent and contact.channel != channel,
                _KINDS.index(contact.kind),
                contact.status == "unconfirmed",
                contact.kind == "hotline" and topics[0] not in contact.topics if topics else False,
                place is None or place not in contact.name.best("en"),
            )

        return sorted(fitting, key=order)

    def main(self, channel: Channel | None = None) -> list[Contact]:
        """Return the first contact of every country: its general hotline, else its mission."""
        chosen = (self.select(country, channel=channel) for country in COUNTRIES)
        return [contacts[0] for contacts in chosen if contacts]


def merged(*groups: Sequence[Contact]) -> tuple[Contact, ...]:
    """Return the contacts of several lists, each once."""
    return tuple({contact.id: contact for group in groups for contact in group}.values())
