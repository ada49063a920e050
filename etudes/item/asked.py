"""Rules that a teacher asks for in words, "form: a a' b a", made rules of an exercise.

What the words say is read first, once for all exercises of a page; what it means depends
on the exercise: its key, metre, measures and upbeat.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate, groupby

from etudes.constraints.cadence import ClosesBy, HalfCloseAt
from etudes.constraints.counting import AtLeast, AtMost, OnlyPitches, PeakOnce
from etudes.constraints.exercise import Exercise
from etudes.constraints.given import Given, GivenEvents, GivenPitches, GivenRhythm
from etudes.constraints.patterns import Forbidden, ForbiddenRhythm
from etudes.constraints.returns import Returns
from etudes.constraints.rule import Rule
from etudes.constraints.unlike import Unlike
from etudes.encoding.events import to_ticks
from etudes.errors import EtudesError, InvalidValue, UnsatisfiableRequest
from etudes.focus import focus
from etudes.item.kinds import kind
from etudes.melody import Event, Melody
from etudes.theory import Pitch, TimeSignature

Builds = Callable[[Exercise], Sequence[Rule]]

_LONGEST = 40_000
"""Characters; 64 measures that are given in full take about half of it."""

_LONGEST_RUN = 32

_PART = re.compile(r"([a-z])('|[+-][1-9])?")
_LENGTH = re.compile(r"\d{1,3}(/\d{1,3})?")
_REST = "r"
_UPBEAT = "upbeat"


@dataclass(frozen=True, slots=True)
class Asked:
    """One rule that is asked for, read.

    Attributes
    ----------
    text : kind and words, in one way of writing.
    builds : the rules that it is for an exercise.
    pitches : those that sound for certain, or may.
    only : whether no other pitches sound.
    opens, closes : the first and the last note, where they are known.
    notes : whether it says what some notes are, so that a level's every rhythm may be
        needed at once.
    parts : what divides the number of measures.
    length : of the whole piece, where it is known.
    bars : what stands between the barlines that were written, if any were.
    upbeat : its length, 0 for none; None where the rule does not say.
    melodic : whether it speaks of pitch, so that a rhythm on one line has no such rule.
    """

    text: str
    builds: Builds
    pitches: tuple[Pitch, ...] = ()
    only: bool = False
    opens: Pitch | None = None
    closes: Pitch | None = None
    notes: bool = False
    parts: int = 1
    length: Fraction | None = None
    bars: tuple[Fraction, ...] = ()
    upbeat: Fraction | None = None
    melodic: bool = False

    def admits(self, metre: TimeSignature) -> bool:
        """Tell whether what is known of a piece can be in a metre."""
        bar = metre.measure_duration
        fills = self.length is None or (self.length / bar).denominator == 1
        return fills and self._bars_fit(bar) and (self.upbeat is None or self.upbeat < bar)

    def upbeat_in(self, metre: TimeSignature) -> Fraction | None:
        """Return the length of the upbeat in a metre, None where it is not known."""
        if self.bars and self.upbeat is None:
            return self.bars[0] % metre.measure_duration
        return self.upbeat

    def _bars_fit(self, bar: Fraction) -> bool:
        return max(self.bars, default=bar) <= bar and all(b == bar for b in self.bars[1:-1])

    def rules(self, exercise: Exercise) -> Sequence[Rule]:
        """Return what an exercise must keep.

        Raises
        ------
        InvalidValue
            If the rule cannot be one of such an exercise, as a count of what the
            instrument does not have.
        UnsatisfiableRequest
            If the exercise has too few measures for it or none that it can divide.
        """
        try:
            metre = exercise.time_signature
            if not self._bars_fit(metre.measure_duration):
                raise UnsatisfiableRequest(
                    f"barlines as in {metre} were expected, not bars of "
                    f"{', '.join(map(str, self.bars))}; name the metre with --time"
                )
            return self.builds(exercise)
        except UnsatisfiableRequest as error:
            raise UnsatisfiableRequest(f"the rule '{_short(self.text)}': {error}") from None
        except InvalidValue as error:
            raise InvalidValue(f"the rule '{_short(self.text)}': {error}") from None


def asked(text: str) -> Asked:
    """Return the rule that a text "KIND: WORDS" asks for.

    Raises
    ------
    InvalidValue
        In one line: the kind, what was expected, what came.

    Examples
    --------
    >>> asked("At most:  2 Thirds").text
    'at-most: 2 thirds'
    """
    if len(text) > _LONGEST or not text.isprintable():
        raise InvalidValue(
            f"a rule of at most {_LONGEST} printable characters on one line was expected, "
            "such as 'form: a a' b a'"
        )
    name, colon, words = text.partition(":")
    if not colon:
        raise InvalidValue(
            f"a rule such as 'form: a a' b a' was expected, with its kind before a colon, "
            f"not '{_short(text)}' ('etudes rules' lists the kinds)"
        )
    row = kind(name)
    try:
        read = _READERS[row.name](words.replace(",", " ").split())
    except EtudesError as error:
        given = f"not '{_short(words.strip())}'" if words.strip() else "not nothing"
        raise InvalidValue(
            f"rule {row.name}: words such as '{row.example}' were expected ({row.means}), "
            f"{given}: {error}"
        ) from None
    return replace(read, text=f"{row.name}: {read.text}")


def anew(melody: Melody, first: int, last: int) -> tuple[str, str]:
    """Return the rules by which a melody stays as it is but for some measures, and by which
    these are not the same again.

    A note that is tied over a barline from a measure that stays, or into one, stays whole:
    what is anew begins after it, or ends before it.

    Parameters
    ----------
    first, last : the measures that do not stay, counted from 1; an upbeat is measure 0.

    Raises
    ------
    InvalidValue
        If there are no such measures, if none stays, or if notes tied into others leave
        nothing of them.
    """
    begin, end = _span(melody, first, last)
    stays: list[Event] = []
    goes: list[Event] = []
    for event in melody.events():
        inside = begin <= event.onset and event.onset + event.duration <= end
        (goes if inside else stays).append(event)
    if not stays:
        raise InvalidValue(
            f"fewer measures to make anew than all {melody.full_measures} were expected; "
            "for a whole new page ask without --again"
        )
    if not goes:
        raise InvalidValue(
            f"no note lies wholly within measures {first}-{last}, and tied notes stay: "
            "name more measures"
        )
    kept, before = (_in_threes(events, melody.pickup) for events in (stays, goes))
    return (
        asked(f"given: {_UPBEAT} {melody.pickup} {kept}").text,
        asked(f"unlike: {before}").text,
    )


def _in_threes(events: Sequence[Event], pickup: Fraction) -> str:
    return " ".join(f"{e.onset + pickup} {e.pitch or _REST} {e.duration}" for e in events)


def _span(melody: Melody, first: int, last: int) -> tuple[Fraction, Fraction]:
    """Return where these measures begin and end, counted from the first downbeat."""
    lowest, highest = (0 if melody.pickup else 1), melody.full_measures
    if not lowest <= first <= last <= highest:
        upbeat = " (0 is the upbeat)" if melody.pickup else ""
        raise InvalidValue(
            f"measures from {lowest} to {highest}{upbeat} were expected, such as "
            f"{max(1, highest - 1)}-{highest}, not {first}-{last}"
        )
    bar = melody.time_signature.measure_duration
    begin = (first - 1) * bar if first else -melody.pickup
    return begin, min(last * bar, melody.duration - melody.pickup)


def _form(words: Sequence[str]) -> Asked:
    parts = [_matched(_PART, word, "a letter, a letter with ' or a+1") for word in words]
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
    pitches = tuple(dict.fromkeys(_pitches(words)))
    text = " ".join(map(str, pitches))
    return Asked(
        text, _always(OnlyPitches(pitches)), pitches, True, notes=True, melodic=True
    )


def _notes(words: Sequence[str]) -> Asked:
    pitches = tuple(_pitches(_without_barlines(words)))
    return Asked(
        " ".join(map(str, pitches)),
        _always(GivenPitches(pitches)),
        pitches,
        only=True,
        opens=pitches[0],
        closes=pitches[-1],
        notes=True,
        melodic=True,
    )


def _rhythm(words: Sequence[str]) -> Asked:
    bars = [
        [(_length(word.removeprefix(_REST)), word.startswith(_REST)) for word in bar]
        for bar in _bars(words)
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
        " ".join(f"{_REST if is_rest else ''}{part}" for part, is_rest in bar)
        for bar in bars
    )
    return Asked(text, builds, notes=True, length=length, bars=_sizes(bars))


def _opening(words: Sequence[str]) -> Asked:
    bars = [[*_noted(bar)] for bar in _bars(words)]
    written = [part for bar in bars for part in bar]
    onsets = accumulate((length for length, _ in written), initial=Fraction(0))
    events = [
        (onset, pitch, length)
        for onset, (length, pitch) in zip(onsets, written, strict=False)
    ]
    text = " | ".join(
        " ".join(f"{pitch or _REST} {length}" for length, pitch in bar) for bar in bars
    )
    return replace(_of_events(text, events), bars=_sizes(bars))


def _given(words: Sequence[str]) -> Asked:
    upbeat, text = None, ""
    if words and words[0].casefold() == _UPBEAT:
        upbeat = _length("".join(words[1:2]), least=0)
        words, text = words[2:], f"{_UPBEAT} {upbeat} "
    events = _threes(words)
    return replace(_of_events(text + _as_text(events), events), upbeat=upbeat)


def _unlike(words: Sequence[str]) -> Asked:
    events = _threes(words)
    return Asked(_as_text(events), _always(Unlike(tuple(events))))


def _threes(words: Sequence[str]) -> list[Given]:
    if len(words) % 3:
        raise InvalidValue("onset, pitch and length of each are expected, in threes")
    return [
        (_length(onset, least=0), _pitch_or_rest(pitch), _length(length))
        for onset, pitch, length in zip(words[::3], words[1::3], words[2::3], strict=True)
    ]


def _as_text(events: Sequence[Given]) -> str:
    return " ".join(f"{onset} {pitch or _REST} {length}" for onset, pitch, length in events)


def _of_events(text: str, events: Sequence[Given]) -> Asked:
    """Return the rule by which these events stand."""
    if not events:
        raise InvalidValue("at least one note or rest is expected")
    pitches = tuple(dict.fromkeys(pitch for _, pitch, _ in events if pitch))
    rule = GivenEvents(tuple(_without_rest_after_rest(events)))
    first = events[0]
    opens = first[1] if first[0] == 0 else None
    return Asked(text, _always(rule), pitches, opens=opens, notes=True)


def _never(words: Sequence[str]) -> Asked:
    _refuse_long_run(words)
    steps = tuple(
        _whole(word, -48, 48, "intervals in semitones such as +4, 0 or -3")
        for word in words
    )
    text = " ".join(f"{step:+d}" if step else "0" for step in steps)
    return Asked(text, _always(Forbidden(steps)), melodic=True)


def _never_rhythm(words: Sequence[str]) -> Asked:
    _refuse_long_run(words)
    lengths = tuple(_length(word) for word in words)
    return Asked(" ".join(map(str, lengths)), _always(ForbiddenRhythm(lengths)))


def _half_close(words: Sequence[str]) -> Asked:
    word = _alone(words).casefold()
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
    measure = _whole(word, 1, 64, "a measure from 1 to 64, or 'middle'")

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
        _matched(re.compile(r"([1-7])-([1-7])"), word, "two degrees from 1 to 7")
    if not words:
        raise InvalidValue("at least one move is expected")
    return Asked(" ".join(words), builds, melodic=True)


def _peak(words: Sequence[str]) -> Asked:
    if _alone(words).casefold() != "once":
        raise InvalidValue("there is a peak once or no such rule")
    return Asked("once", _always(PeakOnce()), melodic=True)


def _count(words: Sequence[str], counts: type[AtMost] | type[AtLeast]) -> Asked:
    if len(words) < 2:
        raise InvalidValue("a number and the name of a focus are expected")
    number = _whole(words[0], 0, 99, "a number from 0 to 99")
    name = focus(" ".join(words[1:])).name

    def builds(exercise: Exercise) -> list[Rule]:
        return [counts(number, name, exercise.instrument)]

    return Asked(f"{number} {name}", builds, notes=counts is AtLeast)


_READERS: dict[str, Callable[[Sequence[str]], Asked]] = {
    "form": _form,
    "only": _only,
    "notes": _notes,
    "rhythm": _rhythm,
    "opening": _opening,
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


def _always(rule: Rule) -> Builds:
    """Return what builds the same rule for every exercise."""
    return lambda exercise: (rule,)


def _without_barlines(words: Sequence[str]) -> list[str]:
    return [word for text in words for word in text.replace("|", " ").split()]


def _bars(words: Sequence[str]) -> list[list[str]]:
    """Return the words between barlines; a barline at the end is none between."""
    bars = [bar.split() for bar in " ".join(words).split("|")]
    while len(bars) > 1 and not bars[-1]:
        bars.pop()
    if [] in bars[1:] or (len(bars) > 1 and not bars[0]):
        raise InvalidValue("something is expected between two barlines")
    return bars


def _sizes(bars: Sequence[Sequence[tuple[Fraction, object]]]) -> tuple[Fraction, ...]:
    """Return how long bars are, none where no barline stands."""
    if len(bars) < 2:
        return ()
    return tuple(sum((length for length, _ in bar), Fraction(0)) for bar in bars)


def _noted(words: Sequence[str]) -> Iterator[tuple[Fraction, Pitch | None]]:
    """Yield length and pitch of each note or rest."""
    if len(words) % 2:
        raise InvalidValue(f"after {_short(words[-1])} a length is missing")
    for pitch, length in zip(words[::2], words[1::2], strict=True):
        yield _length(length), _pitch_or_rest(pitch)


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


def _pitches(words: Sequence[str]) -> list[Pitch]:
    if not words:
        raise InvalidValue("at least one pitch is expected")
    return [Pitch.parse(word) for word in words]


def _pitch_or_rest(word: str) -> Pitch | None:
    return None if word.casefold() == _REST else Pitch.parse(word)


def _length(word: str, least: int = 1) -> Fraction:
    """Return a length on the grid, or an onset, which may be 0."""
    try:
        length = Fraction(word) if _LENGTH.fullmatch(word) else None
    except ZeroDivisionError:
        length = None
    if length is None or to_ticks(length) < least:
        raise InvalidValue(f"a length such as 1/4 or 3/8 is expected, not '{_short(word)}'")
    return length


def _whole(word: str, lowest: int, highest: int, expected: str) -> int:
    number = int(word) if re.fullmatch(r"[+-]?\d{1,3}", word) else None
    if number is None or not lowest <= number <= highest:
        raise InvalidValue(f"{expected}: not '{_short(word)}'")
    return number


def _matched(pattern: re.Pattern[str], word: str, expected: str) -> tuple[str, str | None]:
    match = pattern.fullmatch(word)
    if match is None:
        raise InvalidValue(f"{expected} is expected, not '{_short(word)}'")
    return match[1], match[2]


def _alone(words: Sequence[str]) -> str:
    if len(words) != 1:
        raise InvalidValue(f"one word is expected, not {len(words)}")
    return words[0]


def _short(text: str) -> str:
    """Return a text as a message can hold it."""
    return text if len(text) <= 60 else f"{text[:57]}..."
