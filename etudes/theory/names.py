"""How notes and keys are called in other languages: `names.toml` says it.

Nothing here is needed, and nothing is read, as long as all names are English.
"""

import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("names.toml")
_MODES = ("major", "minor", "dorian", "mixolydian", "phrygian", "lydian")
_ALTERS = (-2, -1, 0, 1, 2)
_SIGNS = str.maketrans({"♭": "b", "♯": "#", "調": "调", "長": "长"})
_BETWEEN = " -‐‑–'"

Spelling = tuple[int, int, str]
"""Step 0–6, alteration in semitones, mode."""


def note_name(step: int, alter: int, language: str) -> str:
    """Return what a note is called, without its octave.

    Examples
    --------
    >>> note_name(6, -1, "de"), note_name(3, 1, "fr")
    ('B', 'fa dièse')
    """
    return _altered(_row(language), "alterations", step, alter)


def key_name(step: int, alter: int, mode: str, language: str) -> str:
    """Return what a key is called in a language other than English.

    Examples
    --------
    >>> key_name(6, -1, "major", "de"), key_name(6, 0, "minor", "ja")
    ('B-Dur', 'ロ短調')
    """
    row = _row(language)
    list_of_names = "tonics" if "tonics" in row else "alterations"
    return _key(row, mode, _altered(row, list_of_names, step, alter))


def spelling_of(key: str) -> Spelling | None:
    """Return the key that any language calls so; None where none does.

    Case, accents, spaces and hyphens do not matter, and ♭ and ♯ stand for the words.

    Examples
    --------
    >>> spelling_of("h moll"), spelling_of("Si♭ Majeur"), spelling_of("B")
    ((6, 0, 'minor'), (6, -1, 'major'), None)
    """
    return _spellings().get(_folded(key))


@cache
def _names() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


def _row(language: str) -> dict[str, Any]:
    row: dict[str, Any] = _names()[language]
    return row


def _altered(row: dict[str, Any], table: str, step: int, alter: int) -> str:
    form = row[table][_ALTERS.index(alter)]
    if isinstance(form, str):
        return form.format(step=row["steps"][step])
    return str(form[step])


def _key(row: dict[str, Any], mode: str, tonic: str) -> str:
    name: str = row[mode]
    capital = tonic[:1].upper() + tonic[1:]
    return name.format(tonic=tonic, lower=tonic.lower(), capital=capital)


@cache
def _spellings() -> dict[str, Spelling]:
    """Every name of every key that has seven sharps or flats at most, and then some."""
    found: dict[str, Spelling] = {}
    for language, row in _names().items():
        if language == "version" or "major" not in row:
            continue
        for step, alter, mode in product(range(7), (-1, 0, 1), _MODES):
            for tonic in _tonics(row, step, alter):
                found.setdefault(_folded(_key(row, mode, tonic)), (step, alter, mode))
    return found


def _tonics(row: dict[str, Any], step: int, alter: int) -> Iterator[str]:
    yield _altered(row, "tonics" if "tonics" in row else "alterations", step, alter)
    also = row.get("also", {})
    forms = {-1: also.get("flats", []), 0: ["{step}"], 1: also.get("sharps", [])}[alter]
    for steps, form in product((row["steps"], also.get("steps", [])), forms):
        if steps:
            yield form.format(step=steps[step])
    if "steps" in also and alter:
        yield row["alterations"][_ALTERS.index(alter)].format(step=also["steps"][step])


def _folded(name: str) -> str:
    """The name as it is compared: no case, no accents, no spaces, plain signs.

    Only the accents of the Latin letters go: ド and ト are two notes.
    """
    apart = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(c for c in apart if not "\u0300" <= c <= "\u036f" and c not in _BETWEEN)
    return unicodedata.normalize("NFC", bare).translate(_SIGNS)
