"""Dates: in the future, or too long ago to be trusted."""

from collections.abc import Iterator

from bot.knowledge.age import first_day, last_day, months_since
from bot.knowledge.folder import Finding, Folder

STALE, OLD = 12, 36  # months


def in_the_future(folder: Folder) -> Iterator[Finding]:
    """Find dates that have not come yet."""
    for header in folder.headers.values():
        if header.content.date > folder.today:
            yield header.at("date"), f"{header.content.date} lies in the future; write when the bulletin came out"
    for passage in folder.passages:
        if passage.content.date and passage.content.date > folder.today:
            yield passage.at("date"), f"{passage.content.date} lies in the future; write when it happened"
    for contact in folder.contacts:
        if first_day(contact.content.verified) > folder.today:
            message = f"{contact.content.verified} lies in the future; write when the source last showed the contact"
            yield contact.at("verified"), message


def verified_long_ago(folder: Folder) -> Iterator[Finding]:
    """Find contacts that nobody has looked at for a year."""
    for contact in folder.contacts:
        months = months_since(last_day(contact.content.verified), folder.today)
        if contact.content.status != "retired" and months >= STALE:
            shown = "people are told that it is old; " if months >= OLD else ""
            yield (
                contact.at("verified"),
                f"verified {months} months ago; {shown}find out if it still holds and write the new date and source, "
                "or set “status: retired”",
            )
