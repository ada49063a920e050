"""The fields of a level: how a rubric's file writes each, and what it may hold."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple, TypeVar

from etudes.tables.data import shown
from etudes.tables.figures import FINEST, Figure
from etudes.theory import TimeSignature

T = TypeVar("T")

SYNCOPATIONS = ("none", "simple", "free")
ALTERATIONS = ("none", "leading note", "minor", "by step", "free")
"""What `Level.syncopation` and `Level.alterations` may say, from strict to free."""
ARTICULATIONS = ("slur", "staccato", "accent", "tenuto", "marcato", "pizzicato")
DYNAMICS = ("ppp", "pp", "p", "mp", "mf", "f", "ff", "fff", "fp", "sfz", "hairpin")

_WIDEST = 36
"""Semitones: three octaves, as wide as any étude may be."""
_BEATS = (Fraction(1, 8), Fraction(3, 16), Fraction(1, 4), Fraction(3, 8))


class Field(NamedTuple):
    """What a field may hold.

    `read` makes the value of what TOML gives, or raises ValueError or TypeError; `holds`
    asks of a row of values whether this one is in order. `joined` is for a field that
    states only what is new: it makes one value of the level below's and of that.
    """

    read: Callable[[Any], Any]
    holds: Callable[[Mapping[str, Any]], Any]
    expected: str
    cure: str
    joined: Callable[[Iterable[Any]], tuple[Any, ...]] | None = None

    def message(self, name: str, given: object, row: Mapping[str, Any]) -> str:
        """Return what was expected of the field, what came, and the cure."""
        expected = self.expected.format_map(row)
        return f"'{name}' is expected to be {expected}, not {shown(given)}; {self.cure}"


def whole(value: object) -> int:
    if type(value) is not int:  # for Python, True is a whole number
        raise TypeError
    return value


def flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _length(value: object) -> Fraction:
    try:
        return Fraction(text(value))
    except ZeroDivisionError as error:
        raise ValueError from error


def _figure(value: object) -> Figure:
    return tuple(map(_length, text(value).split()))


def each(read: Callable[[Any], T]) -> Callable[[Any], tuple[T, ...]]:
    def read_all(value: object) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise TypeError
        return tuple(map(read, value))

    return read_all


def _once(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(values))


def _longest_first(lengths: Iterable[Fraction]) -> tuple[Fraction, ...]:
    return tuple(sorted(set(lengths), reverse=True))


def _are_lengths(lengths: Iterable[Fraction]) -> bool:
    return all(0 < n <= 2 and (FINEST * n).denominator == 1 for n in lengths)


@cache
def _divides_a_beat(figure: Figure) -> bool:
    return len(figure) > 1 and _are_lengths(figure) and sum(figure) in _BEATS


def _is_tempo(tempo: tuple[int, ...]) -> bool:
    return len(tempo) == 2 and 20 <= tempo[0] <= tempo[1] <= 300


def _one_of(names: tuple[str, ...]) -> str:
    return f"one of {', '.join(names)}"


_LENGTHS = "lengths from 1/32 to 2, made of demisemiquavers or triplets"
_SEMITONES = "write a number of semitones"

FIELDS: dict[str, Field] = {
    "number": Field(
        whole,
        lambda row: 1 <= row["number"] <= 8,
        "1 to 8",
        "number the eight levels in order",
    ),
    "count": Field(
        whole,
        lambda row: 1 <= row["count"] <= 200,
        "1 to 200 exercises a page",
        "write a whole number",
    ),
    "measures": Field(
        each(whole),
        lambda row: row["measures"] and all(1 <= n <= 32 for n in row["measures"]),
        "one or more lengths of 1 to 32 bars",
        "write them as [8, 12]",
    ),
    "metres": Field(
        each(TimeSignature.parse),
        lambda row: row["metres"],
        "time signatures, at level 1 one or more",
        'write them as ["3/4", "6/8"]',
        joined=_once,
    ),
    "values": Field(
        each(_length),
        lambda row: row["values"] and _are_lengths(row["values"]),
        f"{_LENGTHS}, at level 1 one or more",
        'write them as ["1/4", "1/8"]',
        joined=_longest_first,
    ),
    "rests": Field(
        each(_length),
        lambda row: _are_lengths(row["rests"]),
        _LENGTHS,
        'write them as ["1/4", "1/8"]',
        joined=_longest_first,
    ),
    "figures": Field(
        each(_figure),
        lambda row: all(map(_divides_a_beat, row["figures"])),
        "divisions of a beat in two or more lengths that make 1/4, or 3/8 in compound time",
        'write them as ["1/8 1/8", "1/4 1/8"]',
        joined=_once,
    ),
    "syncopation": Field(
        text,
        lambda row: row["syncopation"] in SYNCOPATIONS,
        _one_of(SYNCOPATIONS),
        "write one of these",
    ),
    "ties": Field(flag, lambda row: True, "true or false", "write one of these"),
    "span": Field(
        whole,
        lambda row: 1 <= row["span"] <= _WIDEST,
        f"1 to {_WIDEST} semitones",
        _SEMITONES,
    ),
    "max_leap": Field(
        whole,
        lambda row: 1 <= row["max_leap"] <= row["span"],
        "1 to {span} semitones, the span",
        _SEMITONES,
    ),
    "forbidden_leaps": Field(
        each(whole),
        lambda row: all(0 < leap < row["max_leap"] for leap in row["forbidden_leaps"]),
        "numbers of semitones under the largest leap, {max_leap}",
        "write them as [6, 10, 11]",
    ),
    "chord_leaps": Field(
        whole,
        lambda row: 0 <= row["chord_leaps"] <= _WIDEST,
        f"0 to {_WIDEST} semitones",
        f"{_SEMITONES}, 0 for none",
    ),
    "alterations": Field(
        text,
        lambda row: row["alterations"] in ALTERATIONS,
        _one_of(ALTERATIONS),
        "write one of these",
    ),
    "articulations": Field(
        each(text),
        lambda row: set(row["articulations"]) <= set(ARTICULATIONS),
        f"names among {', '.join(ARTICULATIONS)}",
        'write them as ["slur", "accent"]',
        joined=_once,
    ),
    "dynamics": Field(
        each(text),
        lambda row: set(row["dynamics"]) <= set(DYNAMICS),
        f"names among {', '.join(DYNAMICS)}",
        'write them as ["p", "f", "hairpin"]',
        joined=_once,
    ),
    "pickup": Field(flag, lambda row: True, "true or false", "write one of these"),
    "tempo": Field(
        each(whole),
        lambda row: _is_tempo(row["tempo"]),
        "the slowest and the fastest beats a minute, within 20 to 300",
        "write them as [60, 80]",
    ),
    "tempo_words": Field(
        each(text),
        lambda row: row["tempo_words"] and all(map(str.strip, row["tempo_words"])),
        "one or more words",
        'write them as ["Andante", "Moderato"]',
    ),
}
"""Every field of a level in a rubric's file, in the order of the page."""
