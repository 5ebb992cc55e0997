"""PT Sans, drawn for Russian public signs: the sheet brings it along, so that it looks the same on every machine."""

from base64 import b64encode
from pathlib import Path

import fontpkg

FAMILY = "PT Sans"
WEIGHTS = (400, 700)


def font_file(weight: int) -> Path:
    """Return the TrueType file of a weight."""
    return fontpkg.path(FAMILY, weight=weight)


def font_faces() -> str:
    """Return style rules that hold the fonts themselves."""
    return "\n".join(
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight}; '
        f"src: url(data:font/ttf;base64,{b64encode(font_file(weight).read_bytes()).decode()}) }}"
        for weight in WEIGHTS
    )
