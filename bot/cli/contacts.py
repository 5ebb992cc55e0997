"""`contacts`: the directory as a table, JSON, CSV or vCards, or as a sheet to print."""

import argparse
import csv
import datetime as dt
import json
import sys
from collections.abc import Callable, Sequence

from bot.assistant import Directory, contact_to_json
from bot.assistant.vcard import vcard
from bot.cli.knowledge_folder import knowledge_folder
from bot.cli.output import fail
from bot.i18n import catalog
from bot.knowledge import COUNTRIES, Contact, CountryCode, Language, load
from bot.settings import Settings


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the contacts of one country or of all, without retired ones."""
    directory = Directory(load(knowledge_folder(arguments, settings)).contacts)
    countries = [arguments.country] if arguments.country else COUNTRIES
    if arguments.format == "html":
        return _print_sheet(directory, countries, arguments)
    if arguments.bot:
        return fail("--bot adds QR codes to a sheet; it goes with --format html")
    contacts = [contact for country in countries for contact in directory.of(country)]
    _FORMATS[arguments.format](contacts, arguments.language)
    return 0


def _print_sheet(directory: Directory, countries: Sequence[CountryCode], arguments: argparse.Namespace) -> int:
    from bot.sheet import as_html, make_sheet

    print(as_html(make_sheet(directory, countries, dt.datetime.now().astimezone().date(), arguments.bot)), end="")
    return 0


def _table(contacts: Sequence[Contact], language: Language) -> None:
    words = catalog(language)
    rows = [
        (
            words.country(contact.country),
            contact.value,
            contact.name.best(language),
            contact.verified + (f", {words.text('not confirmed')}" if contact.status == "unconfirmed" else ""),
        )
        for contact in contacts
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(4)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _json(contacts: Sequence[Contact], language: Language) -> None:
    print(json.dumps([contact_to_json(contact, language) for contact in contacts], ensure_ascii=False, indent=2))


def _csv(contacts: Sequence[Contact], language: Language) -> None:
    rows = [contact_to_json(contact, language) for contact in contacts]
    fields = ["id", "country", "kind", "channel", "value", "name", "verified", "source"]
    writer = csv.DictWriter(sys.stdout, fields, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def _vcard(contacts: Sequence[Contact], language: Language) -> None:
    words = catalog(language)
    for contact in contacts:
        name = f"{words.country(contact.country)}: {contact.name.best(language)}"
        print(vcard(contact, name), end="")


_FORMATS: dict[str, Callable[[Sequence[Contact], Language], None]] = {
    "table": _table,
    "json": _json,
    "csv": _csv,
    "vcard": _vcard,
}
