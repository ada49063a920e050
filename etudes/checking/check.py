"""Holding a line against a standard."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from etudes.checking.bars import Stretch, numbered, stretches
from etudes.checking.fault import Fault, beat_at
from etudes.checking.page import PAGE_RULES, Place
from etudes.checking.standard import Standard, exercise_of
from etudes.checking.written import as_written, with_mode
from etudes.constraints.figures import Figures
from etudes.constraints.form import ClosesOnBeat, ClosesOnTonic, OpensOnTriad
from etudes.constraints.pitch import WrittenRange
from etudes.constraints.rhythm import AllowedRests, AllowedValues, Rhythm
from etudes.constraints.rule import Rule, sounding
from etudes.constraints.rules import rules_of
from etudes.reading import Line
from etudes.theory import Interval, indefinite

_OF_TIME = (AllowedValues, AllowedRests, Rhythm, Figures, ClosesOnBeat)
"""Rules that ask where in the bar, and how long: of a wrong bar they are not asked."""


@dataclass(frozen=True, slots=True)
class CheckedRule:
    """A rule that `check` knows: its name, what it asks, and what that is in figures."""

    name: str
    asks: str
    detail: str


def check(line: Line, standard: Standard) -> tuple[Fault, ...]:
    """Return every fault of a line, in the order of the bars; those of the whole piece
    come first.

    The line has at least one bar.
    """
    if line.page:
        standard = standard.read_in(line.page.clef)
    if not standard.instrument.unpitched:
        line = with_mode(as_written(line, standard))
    line = numbered(line)
    parts = stretches(line.bars)
    found = [*_page_faults(line, standard), *_span_faults(parts, standard)]
    for stretch in parts:
        found += _melody_faults(stretch, standard)
    return tuple(
        sorted(
            dict.fromkeys(found),
            key=lambda fault: (
                -1 if fault.measure is None else fault.measure,
                fault.beat or 0,
            ),
        )
    )


def checked_rules(standard: Standard) -> tuple[CheckedRule, ...]:
    """Return every rule that a line is held against, with what it asks at a level."""
    page = [CheckedRule(r.name, r.asks, r.detail(standard)) for r in PAGE_RULES]
    span = CheckedRule("span", _SPAN, _widest(standard))
    metre, key = standard.level.metres[0], standard.keys[0]
    rules = rules_of(exercise_of(standard, key, metre, standard.level.measures[0]))
    melody = [CheckedRule(_name(rule), _sentence(rule), rule.name) for rule in rules]
    return (*page, span, *melody)


_SPAN = "From the lowest to the highest note is no more than the level's span."


def _page_faults(line: Line, standard: Standard) -> Iterator[Fault]:
    for rule in PAGE_RULES:
        for place, message in rule.faults(line, standard):
            yield _fault(rule.name, place, message)


def _fault(rule: str, place: Place, message: str) -> Fault:
    bar, onset, note = place
    if bar is None:
        return Fault(rule, None, None, note, message)
    if onset is None:
        return Fault(rule, bar.number, None, note, message)
    metre = bar.time_signature
    before = metre.measure_duration - bar.duration if bar.number == 0 else Fraction(0)
    beat = beat_at(min(before + onset, metre.measure_duration), metre)
    return Fault(rule, bar.number, beat, note, message)


def _melody_faults(stretch: Stretch, standard: Standard) -> Iterator[Fault]:
    melody = stretch.melody
    exercise = exercise_of(
        standard, melody.key, melody.time_signature, melody.full_measures
    )
    for rule in rules_of(exercise):
        if not stretch.opens and isinstance(rule, OpensOnTriad):
            continue
        if not stretch.closes and isinstance(rule, ClosesOnTonic | ClosesOnBeat):
            continue
        whose = f" of {standard}" if isinstance(rule, WrittenRange) else ""
        for event, message in rule.faults(melody):
            if event is None:
                yield Fault(_name(rule), None, None, "", message)
            elif not (isinstance(rule, _OF_TIME) and stretch.is_mended(event)):
                note = str(event.pitch or "")
                yield Fault(_name(rule), *stretch.place(event), note, message + whose)


def _span_faults(parts: tuple[Stretch, ...], standard: Standard) -> Iterator[Fault]:
    """Yield the first note that lies further from another than the level's span."""
    notes = [(part, *note) for part in parts for note in sounding(part.melody)]
    low = high = notes[0][2] if notes else None
    for part, event, pitch in notes:
        if low is None or pitch.midi < low.midi:
            low = pitch
        if high is None or pitch.midi > high.midi:
            high = pitch
        if high.midi - low.midi > standard.level.span:
            yield Fault(
                "span",
                *part.place(event),
                str(pitch),
                f"{low} to {high} is wider than {_widest(standard)}, the span of the level",
            )
            return


def _widest(standard: Standard) -> str:
    return indefinite(Interval.of_semitones(standard.level.span).name)


def _name(rule: Rule) -> str:
    """Return a rule's name in lower case: "written range" for `WrittenRange`."""
    return " ".join(re.findall("[A-Z][a-z]*", type(rule).__name__)).lower()


def _sentence(rule: Rule) -> str:
    """Return the first sentence that a rule says of itself."""
    text = " ".join((type(rule).__doc__ or rule.name).split())
    return text.partition(". ")[0].rstrip(".") + "."
