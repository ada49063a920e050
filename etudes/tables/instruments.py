"""An instrument, as data: clef, transposition, written ranges, keys by level."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from etudes.errors import InvalidValue, UnknownName
from etudes.tables.data import plain, plain_row
from etudes.theory import Interval, Key, Pitch

FAMILIES = (
    "strings",
    "plucked",
    "keyboard",
    "woodwind",
    "brass",
    "voice",
    "percussion",
)
"""The families, in the order of the score; each has its file, such as `brass.toml`."""

CLEFS = (
    "treble",
    "treble_8",
    "treble^8",
    "alto",
    "tenor",
    "bass",
    "bass^8",
    "percussion",
)
"""The clefs of the table, by LilyPond's names."""

MIDDLE_LINE = Pitch.parse("B4")
"""Where every note of an unpitched instrument stands."""

Range = tuple[Pitch, Pitch]
"""The lowest and the highest written pitch."""

UNISON = Interval(0, 0)
_NAME = re.compile(r"(?=.{1,60}\Z)[a-z]+(-[a-z]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """One row of the table (`docs/instruments.md`); pitches and keys are written ones.

    Attributes
    ----------
    clef : LilyPond's name.
    other_clefs : clefs that it also reads, each with the octaves by which it sounds
        higher there (the left hand of a keyboard: −1).
    transposition : from written to sounding pitch.
    midi_program : General MIDI, counted from 0; of an unpitched instrument its kit.
    ranges : one for each level 1 to 8.
    keys : one list for each level, cumulative; () where the rubric's of the family do.
    comfortable : the tessitura, where a line should mostly lie.
    breathes : whether the player needs rests to breathe.
    unpitched : whether it plays rhythms only, every note on `MIDDLE_LINE`.
    drums : how many differently tuned drums there are at each level; () for none.
    beginner, intermediate, advanced : what its players usually reach, where published;
        `ranges` lie inside the second and stay below the top of the third.

    Raises
    ------
    InvalidValue
        If a field says what no instrument can be; the message names it.
    """

    name: str
    label: str
    family: str
    clef: str
    ranges: tuple[Range, ...]
    comfortable: Range
    keys: tuple[tuple[Key, ...], ...] = ()
    aliases: tuple[str, ...] = ()
    other_clefs: tuple[tuple[str, int], ...] = ()
    transposition: Interval = UNISON
    midi_program: int = 0
    midi_instrument: str = "acoustic grand"
    breathes: bool = False
    unpitched: bool = False
    drums: tuple[int, ...] = ()
    beginner: Range | None = None
    intermediate: Range | None = None
    advanced: Range | None = None

    def __post_init__(self) -> None:
        for field, holds, expected in (
            ("name", _NAME.fullmatch(self.name), "lower case with hyphens"),
            ("family", self.family in FAMILIES, f"one of {', '.join(FAMILIES)}"),
            ("clef", self.clef in CLEFS, f"one of {', '.join(CLEFS)}"),
            (
                "clef",
                self.unpitched == (self.clef == "percussion"),
                "percussion where there is no pitch, and only there",
            ),
            (
                "other_clefs",
                {*dict(self.other_clefs)} <= {*CLEFS},
                f"among {', '.join(CLEFS)}",
            ),
            ("midi_program", 0 <= self.midi_program <= 127, "0 to 127"),
            ("ranges", len(self.ranges) == 8, "one for each of 8 levels"),
            ("ranges", _each_holds_the_one_before(self.ranges), "rising, never shrinking"),
            ("ranges", self._stays_an_amateurs(), "inside the intermediate range"),
            ("ranges", self._leaves_the_top(), "below the top of the advanced range"),
            (
                "keys",
                not self.keys or (len(self.keys) == 8 and self.keys[0]),
                "none, or one list for each of 8 levels",
            ),
            ("keys", _each_begins_with_the_one_before(self.keys), "cumulative"),
            (
                "comfortable",
                _each_holds_the_one_before((self.comfortable, *self.ranges[-1:])),
                "inside the range of level 8",
            ),
            ("drums", self._has_drums_enough(), "none, or 2 to 4 for each of 8 levels"),
        ):
            if not holds:
                name = ascii(self.name)[1:-1][:60]
                value = ascii(str(plain(getattr(self, field))))[1:-1]
                raise InvalidValue(f"{name}: {field} is {expected}, not {value:.60}")

    def _stays_an_amateurs(self) -> bool:
        usual = self.intermediate
        return usual is None or _each_holds_the_one_before((*self.ranges[-1:], usual))

    def _leaves_the_top(self) -> bool:
        top = self.advanced[1].midi if self.advanced else None
        return top is None or all(high.midi < top for _, high in self.ranges)

    def _has_drums_enough(self) -> bool:
        return not self.drums or (len(self.drums) == 8 and {*self.drums} <= {2, 3, 4})

    def in_clef(self, clef: str) -> "Instrument":
        """Return the instrument as it is read in another of its clefs.

        Between treble_8 and treble the written pitches move an octave and the sound stays.

        Examples
        --------
        >>> from etudes.tables import instrument
        >>> plain = instrument("guitar").in_clef("treble")
        >>> str(plain.ranges[2][0]), plain.transposition.semitones
        ('E3', -12)

        Raises
        ------
        UnknownName
            If its players do not read that clef.
        """
        if clef == self.clef:
            return self
        if clef not in dict(self.other_clefs):
            read = " or ".join((self.clef, *dict(self.other_clefs)))
            raise UnknownName(f"the {self.label} is read in the clef {read}, not '{clef}'")
        sounds = dict(self.other_clefs)[clef]
        written = sounds + _octaves(clef) - _octaves(self.clef)
        away = Interval(7 * (sounds - written), 12 * (sounds - written))
        moved = Interval(7 * written, 12 * written)
        usual = (self.beginner, self.intermediate, self.advanced)
        beginner, intermediate, advanced = (r and _moved(r, moved) for r in usual)
        return replace(
            self,
            clef=clef,
            other_clefs=(),
            transposition=Interval(
                self.transposition.steps + away.steps,
                self.transposition.semitones + away.semitones,
            ),
            ranges=tuple(_moved(r, moved) for r in self.ranges),
            comfortable=_moved(self.comfortable, moved),
            beginner=beginner,
            intermediate=intermediate,
            advanced=advanced,
        )

    def as_data(self) -> dict[str, object]:
        """Return the instrument as JSON knows it: pitches such as 'F#3', keys 'D major'."""
        return plain_row(self)


def _moved(pair: Range, interval: Interval) -> Range:
    return pair[0].transposed(interval), pair[1].transposed(interval)


def _octaves(clef: str) -> int:
    """Return what the 8 of a clef says: −1 below it, 1 above it."""
    return {"_8": -1, "^8": 1}.get(clef[-2:], 0)


def _each_holds_the_one_before(ranges: tuple[Range, ...]) -> bool:
    rising = all(low.midi <= high.midi for low, high in ranges)
    return rising and all(
        wider[0].midi <= narrow[0].midi and narrow[1].midi <= wider[1].midi
        for narrow, wider in pairwise(ranges)
    )


def _each_begins_with_the_one_before(keys: tuple[tuple[Key, ...], ...]) -> bool:
    return all(more[: len(fewer)] == fewer for fewer, more in pairwise(keys))
