"""The signs at notes in MusicXML: directions between the notes, notations within them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from etudes.item.item import Tempo
from etudes.writing.performance import VELOCITIES
from etudes.writing.signs import Signs, stands_above, word_list
from etudes.writing.text import printable
from etudes.writing.xml_tree import add

_ARTICULATIONS = {
    "accent": "accent",
    "marcato": "strong-accent",
    "staccato": "staccato",
    "tenuto": "tenuto",
}
_BOWS = {"up": "up-bow", "down": "down-bow"}
_SHIFTS = {"octave up": "down", "octave down": "up"}
"""Where the notes are printed, seen from where they sound."""
_FORTE = 90
"""The velocity that a `sound` of dynamics 100 has."""
_STRINGS = ("I", "II", "III", "IV", "V", "VI")
_FIGURE = re.compile(r"[1-9]")


@dataclass(frozen=True, slots=True)
class Directions:
    """Writes the signs that stand between the notes of one measure.

    Attributes
    ----------
    bar : the measure's element.
    tempo : the item's, to which "a tempo" returns.
    side : "below" or "above": where dynamics stand.
    """

    bar: Element
    tempo: Tempo
    side: str

    def add_before(self, sign: Signs) -> None:
        """Write what stands where the note begins."""
        ends = sign.hairpin_ends
        if sign.octave_begins:
            self._add_octave_shift(sign.octave_begins, _SHIFTS[sign.octave_begins])
        if ends and not ends.reaches_over:
            self._add_wedge("stop")
        for text in (*sign.of("position"), *_named_strings(sign)):
            self._add_words(text, "above")
        for text in sign.of("word"):
            self._add_word(text)
        for text in sign.of("dynamic"):
            self._add_dynamic(text)
        if sign.hairpin_begins:
            self._add_wedge(sign.hairpin_begins)

    def add_after(self, sign: Signs) -> None:
        """Write what stands where the note ends."""
        if sign.hairpin_ends and sign.hairpin_ends.reaches_over:
            self._add_wedge("stop")
        if sign.octave_ends:
            self._add_octave_shift(sign.octave_ends, "stop")

    def _add(self, placement: str) -> tuple[Element, Element]:
        direction = add(self.bar, "direction", placement=placement)
        return direction, add(direction, "direction-type")

    def _add_octave_shift(self, line: str, kind: str) -> None:
        _, holder = self._add("below" if line == "octave down" else "above")
        add(holder, "octave-shift", type=kind, size="8")

    def _add_wedge(self, kind: str) -> None:
        _, holder = self._add(self.side)
        add(holder, "wedge", type=kind)

    def _add_words(self, text: str, placement: str, **style: str) -> Element:
        direction, holder = self._add(placement)
        add(holder, "words", printable(text), **style)
        return direction

    def _add_word(self, text: str) -> None:
        placement = "above" if stands_above(text) else self.side
        direction = self._add_words(text, placement, font_style="italic")
        if text.lower() in word_list("in tempo"):
            add(direction, "sound", tempo=f"{self.tempo.crotchets_per_minute:g}")

    def _add_dynamic(self, name: str) -> None:
        direction, holder = self._add(self.side)
        add(add(holder, "dynamics"), name)
        add(direction, "sound", dynamics=f"{100 * VELOCITIES[name] / _FORTE:.2f}")


def add_notations(
    element: Element,
    sign: Signs,
    ties: Sequence[str] = (),
    tuplet: Sequence[str] = (),
    has_bracket: bool = False,
) -> None:
    """Write the notations of a note, where it has any.

    Parameters
    ----------
    ties, tuplet : "start", "stop" or both.
    has_bracket : whether a tuplet that begins here shows a bracket.
    """
    notations = Element("notations")
    for tie in ties:
        add(notations, "tied", type=tie)
    for is_here, edge in ((sign.slur_ends, "stop"), (sign.slur_begins, "start")):
        if is_here:
            add(notations, "slur", type=edge, number="1")
    for edge in tuplet:
        bracket = {"bracket": "yes" if has_bracket else "no"} if edge == "start" else {}
        add(notations, "tuplet", type=edge, number="1", **bracket)
    _add_group(notations, "technical", _technical(sign))
    _add_group(notations, "articulations", _articulations(sign))
    if sign.has("fermata"):
        add(notations, "fermata", type="upright")
    if len(notations):
        element.append(notations)


def _add_group(
    notations: Element, name: str, signs: Iterator[tuple[str, str | None]]
) -> None:
    group = Element(name)
    for tag, text in signs:
        placement = {"placement": "above"} if name == "technical" else {}
        add(group, tag, text, **placement)
    if len(group):
        notations.append(group)


def _technical(sign: Signs) -> Iterator[tuple[str, str | None]]:
    for bow in sign.of("bow"):
        yield _BOWS[bow], None
    for finger in sign.of("finger"):
        yield "fingering", printable(finger)
    for string in sign.of("string"):
        number = _string_number(string)
        if number is not None:
            yield "string", number


def _articulations(sign: Signs) -> Iterator[tuple[str, str | None]]:
    for text in sign.of("articulation"):
        yield _ARTICULATIONS[text], None
    if sign.has("breath"):
        yield "breath-mark", None


def _string_number(text: str) -> str | None:
    """The figure of a string, which may be a Roman one; None for a name: "sul G"."""
    if text in _STRINGS:
        return str(_STRINGS.index(text) + 1)
    return text if _FIGURE.fullmatch(text) else None


def _named_strings(sign: Signs) -> Iterator[str]:
    return (text for text in sign.of("string") if _string_number(text) is None)
