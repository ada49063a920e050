"""What the words of each kind of rule mean: the rules that they are for an exercise."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate, groupby

from etudes.constraints.cadence import ClosesBy, HalfCloseAt
from etudes.constraints.counting import (
    AtLeast,
    AtMost,
    NoteCount,
    OnlyPitches,
    PeakOnce,
)
from etudes.constraints.exercise import Exercise
from etudes.constraints.form import OpensOn
from etudes.constraints.given import Given, GivenEvents, GivenPitches, GivenRhythm
from etudes.constraints.patterns import Forbidden, ForbiddenRhythm
from etudes.constraints.returns import Returns
from etudes.constraints.rule import Rule
from etudes.constraints.unlike import Unlike
from etudes.errors import InvalidValue, UnsatisfiableRequest
from etudes.focus import focus
from etudes.item.asked_rule import Asked, always
from etudes.item.rule_words import (
    REST,
    UPBEAT,
    alone,
    bar_lengths,
    in_threes,
    matched,
    read_bars,
    read_length,
    read_noted,
    read_pitches,
    read_threes,
    read_whole,
    without_barlines,
)

_LONGEST_RUN = 32

_BAND = re.compile(r"(\d{1,2})-(\d{1,2})")

_PART = re.compile(r"([a-z])('|[+-][1-9])?")


def _form(words: Sequence[str]) -> Asked:
    parts = [matched(_PART, word, "a letter, a letter with ' or a+1") for word in words]
    first: dict[str, int] = {}
    returns: list[tuple[int, int, str]] = []
    for place, (letter, way) in enumerate(parts):
        if letter in first:
            returns.append((place, first[letter], way or ""))
        elif way:
            raise InvalidValue(f"{letter} is expected to be heard before {letter}{way}")
        else:
            first[letter] = place
    if not returns:
        raise InvalidValue("at least one letter is expected to return")

    def builds(exercise: Exercise) -> list[Rule]:
        size, over = divmod(exercise.measures, len(parts))
        if over:
            raise UnsatisfiableRequest(
                f"a number of measures that {len(parts)} parts divide was expected, not "
                f"{exercise.measures}; name another with --measures"
            )
        rules: list[Rule] = [
            Returns(
                place * size + n,
                of * size + n,
                exercise.key,
                int(way) if way not in ("", "'") else 0,
                rhythm_only=way == "'",
            )
            for place, of, way in returns
            for n in range(1, size + 1)
            if place * size + n < exercise.measures
        ]
        if not rules:
            raise UnsatisfiableRequest(
                "only the last measure would return, and that one is free to close: ask "
                "for more measures"
            )
        return rules

    return Asked(" ".join(words), builds, parts=len(parts))


def _only(words: Sequence[str]) -> Asked:
    pitches = tuple(dict.fromkeys(read_pitches(words)))
    text = " ".join(map(str, pitches))
    return Asked(
        text, always(OnlyPitches(pitches)), pitches, True, notes=True, melodic=True
    )


def _notes(words: Sequence[str]) -> Asked:
    pitches = tuple(read_pitches(without_barlines(words)))
    return Asked(
        " ".join(map(str, pitches)),
        always(GivenPitches(pitches)),
        pitches,
        only=True,
        opens=pitches[0],
        closes=pitches[-1],
        notes=True,
        melodic=True,
    )


def _rhythm(words: Sequence[str]) -> Asked:
    bars = [
        [(read_length(word.removeprefix(REST)), word.startswith(REST)) for word in bar]
        for bar in read_bars(words)
    ]
    written = [part for bar in bars for part in bar]
    rule = GivenRhythm(tuple(_joined(written)))
    length = sum((part for part, _ in written), Fraction(0))

    def builds(exercise: Exercise) -> list[Rule]:
        if length != exercise.duration:
            metre, bar = (
                exercise.time_signature,
                exercise.time_signature.measure_duration,
            )
            missing = exercise.duration - length
            what = "is missing" if missing > 0 else "is too much"
            raise UnsatisfiableRequest(
                f"{exercise.measures} measures of {metre} ({exercise.measures * bar} of a "
                f"semibreve, an upbeat and a short last bar together one measure) were "
                f"expected to be filled, and {length} is given: {abs(missing)} {what}"
            )
        return [rule]

    text = " | ".join(
        " ".join(f"{REST if is_rest else ''}{part}" for part, is_rest in bar)
        for bar in bars
    )
    return Asked(text, builds, notes=True, length=length, bars=bar_lengths(bars))


def _opening(words: Sequence[str]) -> Asked:
    bars = [[*read_noted(bar)] for bar in read_bars(words)]
    written = [part for bar in bars for part in bar]
    onsets = accumulate((length for length, _ in written), initial=Fraction(0))
    events = [
        (onset, pitch, length)
        for onset, (length, pitch) in zip(onsets, written, strict=False)
    ]
    text = " | ".join(
        " ".join(f"{pitch or REST} {length}" for length, pitch in bar) for bar in bars
    )
    return replace(_of_events(text, events), bars=bar_lengths(bars))


def _given(words: Sequence[str]) -> Asked:
    upbeat, text = None, ""
    if words and words[0].casefold() == UPBEAT:
        upbeat = read_length("".join(words[1:2]), least=0)
        words, text = words[2:], f"{UPBEAT} {upbeat} "
    events = read_threes(words)
    return replace(_of_events(text + in_threes(events), events), upbeat=upbeat)


def _unlike(words: Sequence[str]) -> Asked:
    events = read_threes(words)
    return Asked(in_threes(events), always(Unlike(tuple(events))))


def _of_events(text: str, events: Sequence[Given]) -> Asked:
    """Return the rule by which these events stand."""
    if not events:
        raise InvalidValue("at least one note or rest is expected")
    pitches = tuple(dict.fromkeys(pitch for _, pitch, _ in events if pitch))
    rule = GivenEvents(tuple(_without_rest_after_rest(events)))
    first = events[0]
    opens = first[1] if first[0] == 0 else None
    return Asked(text, always(rule), pitches, opens=opens, notes=True)


def _never(words: Sequence[str]) -> Asked:
    _refuse_long_run(words)
    steps = tuple(
        read_whole(word, -48, 48, "intervals in semitones such as +4, 0 or -3")
        for word in words
    )
    text = " ".join(f"{step:+d}" if step else "0" for step in steps)
    return Asked(text, always(Forbidden(steps)), melodic=True)


def _never_rhythm(words: Sequence[str]) -> Asked:
    _refuse_long_run(words)
    lengths = tuple(read_length(word) for word in words)
    return Asked(" ".join(map(str, lengths)), always(ForbiddenRhythm(lengths)))


def _half_close(words: Sequence[str]) -> Asked:
    word = alone(words).casefold()
    if word == "middle":

        def at_middle(exercise: Exercise) -> list[Rule]:
            half, over = divmod(exercise.measures, 2)
            if over:
                raise UnsatisfiableRequest(
                    f"{exercise.measures} measures have no measure that ends in their "
                    "middle; name an even number with --measures, or the measure"
                )
            return [HalfCloseAt(half, exercise.key)]

        return Asked(word, at_middle, parts=2, melodic=True)
    measure = read_whole(word, 1, 64, "a measure from 1 to 64, or 'middle'")

    def builds(exercise: Exercise) -> list[Rule]:
        if measure >= exercise.measures:
            raise UnsatisfiableRequest(
                f"a measure before the last was expected, not {measure} of "
                f"{exercise.measures}; name another, or more with --measures"
            )
        return [HalfCloseAt(measure, exercise.key)]

    return Asked(str(measure), builds, melodic=True)


def _close(words: Sequence[str]) -> Asked:
    def builds(exercise: Exercise) -> list[Rule]:
        return [ClosesBy(exercise.key, tuple(words))]

    for word in words:
        matched(re.compile(r"([1-7])-([1-7])"), word, "two degrees from 1 to 7")
    if not words:
        raise InvalidValue("at least one move is expected")
    return Asked(" ".join(words), builds, melodic=True)


def _peak(words: Sequence[str]) -> Asked:
    if alone(words).casefold() != "once":
        raise InvalidValue("there is a peak once or no such rule")
    return Asked("once", always(PeakOnce()), melodic=True)


def _begin(words: Sequence[str]) -> Asked:
    degrees = tuple(
        dict.fromkeys(read_whole(word, 1, 7, "degrees from 1 to 7") for word in words)
    )
    if not degrees:
        raise InvalidValue("at least one degree of the scale is expected")

    def builds(exercise: Exercise) -> list[Rule]:
        return [OpensOn(exercise.key, degrees)]

    return Asked(" ".join(map(str, degrees)), builds, melodic=True)


def _note_count(words: Sequence[str]) -> Asked:
    least, most = matched(_BAND, alone(words), "a band such as 4-6")
    rule = NoteCount(int(least), int(most or least))
    return Asked(f"{rule.least}-{rule.most}", always(rule))


def _count(words: Sequence[str], counts: type[AtMost] | type[AtLeast]) -> Asked:
    if len(words) < 2:
        raise InvalidValue("a number and the name of a focus are expected")
    number = read_whole(words[0], 0, 99, "a number from 0 to 99")
    name = focus(" ".join(words[1:])).name

    def builds(exercise: Exercise) -> list[Rule]:
        return [counts(number, name, exercise.instrument)]

    return Asked(f"{number} {name}", builds, notes=counts is AtLeast)


def _joined(
    written: Sequence[tuple[Fraction, bool]],
) -> Iterator[tuple[Fraction, bool]]:
    """Yield a rhythm in which rests next to each other are one."""
    for is_rest, run in groupby(written, key=lambda part: part[1]):
        lengths = [length for length, _ in run]
        if is_rest:
            yield sum(lengths, Fraction(0)), True
        else:
            yield from ((length, False) for length in lengths)


def _without_rest_after_rest(events: Sequence[Given]) -> list[Given]:
    """Return events in which rests next to each other are one."""
    found: list[Given] = []
    for onset, pitch, length in events:
        if found and pitch is None and found[-1][1] is None:
            before, _, so_far = found[-1]
            if before + so_far == onset:
                found[-1] = (before, None, so_far + length)
                continue
        found.append((onset, pitch, length))
    return found


def _refuse_long_run(words: Sequence[str]) -> None:
    if not 1 <= len(words) <= _LONGEST_RUN:
        raise InvalidValue(f"1 to {_LONGEST_RUN} in a row are expected, not {len(words)}")


READERS: dict[str, Callable[[Sequence[str]], Asked]] = {
    "form": _form,
    "only": _only,
    "notes": _notes,
    "rhythm": _rhythm,
    "opening": _opening,
    "begin": _begin,
    "count": _note_count,
    "given": _given,
    "unlike": _unlike,
    "never": _never,
    "never-rhythm": _never_rhythm,
    "half-close": _half_close,
    "close": _close,
    "peak": _peak,
    "at-most": lambda words: _count(words, AtMost),
    "at-least": lambda words: _count(words, AtLeast),
}
"""By the names of `etudes.item.kinds`."""
