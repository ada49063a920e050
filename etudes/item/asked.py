"""Rules that a teacher asks for in words, "form: a a' b a", made rules of an exercise.

What the words say is read first, once for all exercises of a page; what it means depends
on the exercise: its key, metre, measures and upbeat.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from etudes.errors import EtudesError, InvalidValue
from etudes.item.asked_rule import Asked
from etudes.item.kinds import kind
from etudes.item.rule_readers import READERS
from etudes.item.rule_words import UPBEAT, in_threes, short
from etudes.melody import Event, Melody

_LONGEST = 40_000
"""Characters; 64 measures that are given in full take about half of it."""


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
            f"not '{short(text)}' ('etudes rules' lists the kinds)"
        )
    row = kind(name)
    try:
        read = READERS[row.name](words.replace(",", " ").split())
    except EtudesError as error:
        given = f"not '{short(words.strip())}'" if words.strip() else "not nothing"
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
    kept, before = (_from_start(events, melody.pickup) for events in (stays, goes))
    return (
        asked(f"given: {UPBEAT} {melody.pickup} {kept}").text,
        asked(f"unlike: {before}").text,
    )


def _from_start(events: Sequence[Event], pickup: Fraction) -> str:
    """Return events as rules write them: a rule counts from the start of the upbeat."""
    return in_threes([(e.onset + pickup, e.pitch, e.duration) for e in events])


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
