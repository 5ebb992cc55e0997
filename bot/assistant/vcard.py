"""A contact as a vCard, which phones store and messengers forward."""

from bot.knowledge import Contact

_ESCAPES = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n"})
_MAX_OCTETS = 75


def vcard(contact: Contact, name: str) -> str:
    """Write a contact as vCard 3.0 (RFC 2426), lines ended by CRLF and folded at 75 octets."""
    channel = f"TEL;TYPE=VOICE:{contact.value}" if contact.channel == "phone" else f"EMAIL:{contact.value}"
    note = f"{contact.verified}: {contact.source}".translate(_ESCAPES)
    title = name.translate(_ESCAPES)
    lines = (
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"N:{title};;;;",
        f"FN:{title}",
        channel,
        f"NOTE:{note}",
        "END:VCARD",
    )
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _folded(line: str) -> str:
    """Break a long line; a continuation begins with a space and never splits a character."""
    parts = [""]
    for character in line:
        if len((parts[-1] + character).encode()) > _MAX_OCTETS - (len(parts) > 1):
            parts.append("")
        parts[-1] += character
    return "\r\n ".join(parts)
