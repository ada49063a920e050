"""What stands on the page of an ABC tune besides its notes.

The format: https://abcnotation.com/wiki/abc:standard:v2.1, sections 4.6, 4.14 and 3.1.8.
"""

import re
from dataclasses import dataclass, field
from fractions import Fraction

from etudes.reading.page import Mark, Page

_CLEF = re.compile(r"(?:^|\s)(?:clef=)?\"?(treble|alto|tenor|bass|perc)([+-]8)?\b")
_OCTAVES = {"-8": "_8", "+8": "^8"}
_TEMPO = re.compile(r"(\d{1,2})/(\d{1,2})\s*=\s*(\d{1,3})")

_SIGNS = {
    ".": ("articulation", "staccato"),
    "L": ("articulation", "accent"),
    "H": ("pause", ""),
    "~": ("ornament", "roll"),
    "M": ("ornament", "mordent"),
    "P": ("ornament", "mordent"),
    "T": ("ornament", "trill"),
    "fermata": ("pause", ""),
    "accent": ("articulation", "accent"),
    ">": ("articulation", "accent"),
    "emphasis": ("articulation", "accent"),
    "tenuto": ("articulation", "tenuto"),
    "marcato": ("articulation", "marcato"),
    "breath": ("articulation", "breath-mark"),
}
_DYNAMICS = ("ppp", "pp", "p", "mp", "mf", "f", "ff", "fff", "sfz")
_HAIRPINS = ("<(", ">(", "crescendo(", "diminuendo(")
_ORNAMENTS = ("trill", "mordent", "turn", "roll", "lowermordent", "uppermordent")


@dataclass(slots=True)
class TunePage:
    """The page of a voice while it is read."""

    clef: str = ""
    tempo: tuple[Fraction, Fraction] | None = None
    marks: list[Mark] = field(default_factory=list)
    barline: str = ""

    def is_new_clef(self, clef: str) -> bool:
        """Take in a clef; tell whether it changes one that stood before."""
        before, self.clef = self.clef, self.clef or clef
        return bool(before and clef not in ("", before))

    def is_new_tempo(self, tempo: tuple[Fraction, Fraction] | None) -> bool:
        """Take in a tempo; tell whether one stood before."""
        before, self.tempo = self.tempo, self.tempo or tempo
        return bool(before and tempo)

    def page(self, bars: int) -> Page:
        """Return the page of a voice that has so many bars."""
        if not ("]" in self.barline or ":" in self.barline):
            self.marks.append(Mark("barline", bars - 1, Fraction(0)))
        inside = tuple(mark for mark in self.marks if mark.bar < bars)
        return Page(self.clef, None, self.tempo, inside)


def clef_of(text: str) -> str:
    """Return LilyPond's name of the clef that a K: or V: field states, "" for none.

    Examples
    --------
    >>> clef_of("Dm clef=treble-8"), clef_of("G bass"), clef_of("Eb")
    ('treble_8', 'bass', '')
    """
    match = _CLEF.search(text)
    if match is None:
        return ""
    name = "percussion" if match[1] == "perc" else match[1]
    return name + _OCTAVES.get(match[2], "")


def tempo_of(text: str) -> tuple[Fraction, Fraction] | None:
    """Return the beat and how many a minute a Q: field states, None where it does not.

    Examples
    --------
    >>> tempo_of('"Andante" 3/8=60')
    (Fraction(3, 8), Fraction(60, 1))
    """
    match = _TEMPO.search(text)
    if match is None or not int(match[1]) or not int(match[2]):
        return None
    return Fraction(int(match[1]), int(match[2])), Fraction(int(match[3]))


def sign_of(text: str) -> tuple[str, str] | None:
    """Return the kind and text of the mark that a sign makes: '.', 'T', '!mf!', '{g}'.

    Examples
    --------
    >>> sign_of("!mf!"), sign_of("{ga}"), sign_of('"Em"')
    (('dynamic', 'mf'), ('grace note', ''), None)
    """
    if text.startswith("{"):
        return "grace note", ""
    name = text.strip("!")
    if name in _DYNAMICS:
        return "dynamic", name
    if name in _HAIRPINS:
        return "dynamic", "hairpin"
    if name in _ORNAMENTS:
        return "ornament", name
    return _SIGNS.get(name)
