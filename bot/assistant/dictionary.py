"""Is it a word at all? General dictionaries, so that a correct word is never taken for a misspelt one of ours."""

import mmap
import struct
from codecs import BOM_UTF8
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pymorphy3_dicts_ru
from dawg_python import DAWG, RecordDAWG
from dawg_python.wrapper import Dictionary
from numpy.typing import NDArray

from bot.knowledge import Language

_COMMON = (
    100_000  # how often an English word must occur in the corpus behind the list; below are rarities and misspellings
)
_SHORTEST = 3  # below, every other combination of letters is some abbreviation


@lru_cache(maxsize=50_000)
def is_word(word: str, language: Language) -> bool:
    """Tell whether a normalised word stands in a dictionary: OpenCorpora for Russian, a frequency list for English."""
    if len(word) < _SHORTEST:
        return False
    if language == "ru":
        return bool(_russian().similar_keys(word, _yo_for_ye()))
    encoded = word.encode()
    words = _english()
    place = int(np.searchsorted(words, encoded))
    return place < len(words) and bool(words[place] == encoded)


class _MappedDictionary(Dictionary):  # type: ignore[misc]
    """The trie of a DAWG read from the file as it is needed: 5 million word forms in next to no memory."""

    def read(self, fp: BinaryIO) -> None:
        """Map the file; its first four bytes say how many units of the trie follow."""
        (size,) = struct.unpack("=I", fp.read(4))
        mapped = memoryview(mmap.mmap(fp.fileno(), 0, access=mmap.ACCESS_READ))
        self._units = mapped[4 : 4 + 4 * size].cast("I")


@cache
def _russian() -> RecordDAWG:
    dawg = RecordDAWG(">HH")
    dawg.dct = _MappedDictionary()
    with (Path(pymorphy3_dicts_ru.get_path()) / "words.dawg").open("rb") as words:
        dawg.dct.read(words)
    return dawg


@cache
def _yo_for_ye() -> object:
    return DAWG.compile_replaces({"е": "ё"})


@cache
def _english() -> NDArray[np.bytes_]:
    """Read the list as a sorted array of bytes: a tenth of the memory of a set."""
    with (files("symspellpy") / "frequency_dictionary_en_82_765.txt").open("rb") as lines:
        entries = (line.removeprefix(BOM_UTF8).split() for line in lines)
        words = np.array([word for word, count in entries if int(count) >= _COMMON], dtype=np.bytes_)
    words.sort()
    return words
