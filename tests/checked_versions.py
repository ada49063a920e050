"""Melodies to write down, and melodies beside other versions of themselves, checked."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from sounding import (
    Sound,
    bar_length,
    count_faults,
    degree,
    full_bars,
    heard_as,
    heights,
    player_faults,
    rests,
    rhythm,
    rung,
    sounds,
    ties,
    tonic_class,
    tune_faults,
    turns,
)

"""The beats of each metre, in quavers."""
FURTHEST = 6


def notation(question: Any) -> Iterator[str]:
    yield from player_faults(question)
    [passage], answer = question.heard, question.answer
    if heard_as(sounds(passage.melody)) != heard_as(sounds(answer)):
        yield "the answer is not what is heard"
    if not any(sounds(answer)):
        yield "nothing sounds"
    yield from tune_faults(question, answer)
    yield from count_faults(question, answer)


def dictation(question: Any) -> Iterator[str]:
    yield from notation(question)
    line, tonic = sounds(question.answer), tonic_class(question.answer.key)
    for end, sound in (("first", line[0]), ("last", line[-1])):
        if sound.semitone % 12 != tonic:
            yield f"the {end} note is not the tonic"


def rhythm_alone(question: Any) -> Iterator[str]:
    yield from notation(question)
    if len(set(heights(sounds(question.answer)))) != 1:
        yield "a rhythm on several pitches"


def same_different(question: Any) -> Iterator[str]:
    yield from player_faults(question)
    first, second = (sounds(passage.melody) for passage in question.heard)
    says_same = question.options[question.answer].text == "the same"
    if [option.text for option in question.options] != ["the same", "different"]:
        yield "the options are the same and different"
    if says_same != (heard_as(first) == heard_as(second)):
        yield f"says {question.options[question.answer].text}, and it is not so"
    if not says_same:
        yield from _one_note_faults(first, second)
    for passage in question.heard:
        yield from tune_faults(question, passage.melody, plain=False)
        if rests(passage.melody):
            yield "a rest"
    yield from _alike_played(*question.heard)


def _one_note_faults(first: Sequence[Sound], second: Sequence[Sound]) -> Iterator[str]:
    """What hinders two lines from differing in the height of one note inside."""
    if rhythm(first) != rhythm(second):
        yield "the rhythm differs"
        return
    moved = [at for at in range(len(first)) if first[at].semitone != second[at].semitone]
    if len(moved) != 1:
        yield f"{len(moved)} notes differ, not one"
        return
    if moved[0] in (0, len(first) - 1):
        yield "the first or the last note differs"
    if (size := abs(first[moved[0]].semitone - second[moved[0]].semitone)) > FURTHEST:
        yield f"a note is {size} semitones away"


def _alike_played(one: Any, other: Any) -> Iterator[str]:
    if (one.tempo, one.instrument, one.markings) != (
        other.tempo,
        other.instrument,
        other.markings,
    ):
        yield "two playings differ in tempo, instrument or signs"


def find_error(question: Any) -> Iterator[str]:
    yield from player_faults(question)
    [passage], printed = question.heard, question.printed
    found: set[tuple[int, str]] = set()
    for bar in range(full_bars(printed) + 1):
        here, there = (
            [sound for sound in sounds(melody) if sound.bar == bar]
            for melody in (printed, passage.melody)
        )
        if heard_as(here) != heard_as(there):
            what, fault = _difference(here, there)
            found.add((bar, what))
            if fault:
                yield f"bar {bar}: {fault}"
    told = [(place.measure, place.what) for place in question.answer]
    if sorted(found) != told:
        yield f"differs in {sorted(found)}, and the answer says {told}"
    if len(told) != len(rung(question, "changes").split()):
        yield f"{len(told)} places, not {rung(question, 'changes')}"
    first, last = (
        [sounds(melody)[at].semitone for melody in (printed, passage.melody)]
        for at in (0, -1)
    )
    if first[0] != first[1] or last[0] != last[1]:
        yield "the first or the last note has another pitch"
    for melody in (printed, passage.melody):
        yield from tune_faults(question, melody)
        yield from count_faults(question, melody)
        if (melody.key, melody.measures[0].time_signature) != (
            printed.key,
            printed.measures[0].time_signature,
        ):
            yield "another key or metre"


def _difference(here: Sequence[Sound], there: Sequence[Sound]) -> tuple[str, str]:
    """In what two versions of a bar differ, and what is wrong with that."""
    if rhythm(here) == rhythm(there):
        moved = sum(a != b for a, b in zip(heights(here), heights(there), strict=True))
        return "pitch", "" if moved == 1 else f"{moved} notes moved, not one"
    if heights(here) == heights(there):
        return "rhythm", _two_lengths(here, there)
    return "both", "pitch and rhythm differ"


def _two_lengths(here: Sequence[Sound], there: Sequence[Sound]) -> str:
    """ "" where two neighbours share their time otherwise; else what is wrong."""
    changed = [n for n in range(len(here)) if here[n].length != there[n].length]
    if len(changed) != 2 or changed[1] != changed[0] + 1:
        return f"lengths {changed} differ, not two neighbours'"
    return ""


def which_score(question: Any) -> Iterator[str]:
    yield from player_faults(question)
    [passage], line = question.heard, sounds(question.heard[0].melody)
    lines = [sounds(option.passage.melody) for option in question.options]
    fits = [at for at, one in enumerate(lines) if heard_as(one) == heard_as(line)]
    if fits != [question.answer]:
        yield f"options {fits} sound as heard, and {question.answer} is called right"
    if len(lines) != 4:
        yield f"{len(lines)} scores, not four"
    yield from count_faults(question, passage.melody)
    for at, option in enumerate(question.options):
        melody = option.passage.melody
        if at == question.answer:
            if option.family:
                yield "the right option has a family"
        else:
            said = _FAMILIES.get(option.family)
            if not said or not said(passage.melody, melody):
                yield f"option {at} is not '{option.family}'"
        yield from (f"option {at}: {fault}" for fault in tune_faults(question, melody))
        if melody.measures[0].time_signature != passage.melody.measures[0].time_signature:
            yield f"option {at}: another metre"
        if len(melody.measures) != len(passage.melody.measures):
            yield f"option {at}: another number of bars"
        if lines[at][0].semitone != line[0].semitone and "mode" not in option.family:
            yield f"option {at}: another first note"
        yield from _alike_played(passage, option.passage)


def _same_key(heard: Any, other: Any) -> bool:
    return bool(heard.key == other.key)


def _one_moved(heard: Any, other: Any) -> bool:
    a, b = sounds(heard), sounds(other)
    return _same_key(heard, other) and not list(_one_note_faults(a, b))


def _contours_match(heard: Any, other: Any) -> bool:
    return turns(heights(sounds(heard))) == turns(heights(sounds(other)))


def _is_parallel(heard: Any, other: Any) -> bool:
    """Whether a tune is in the other mode on its tonic, its degrees and rhythm kept."""
    a, b = sounds(heard), sounds(other)
    modes = {heard.key.mode, other.key.mode}
    if tonic_class(heard.key) != tonic_class(other.key) or modes != {"major", "minor"}:
        return False
    if rhythm(a) != rhythm(b) or [s.step for s in a] != [s.step for s in b]:
        return False
    close = all(abs(x.semitone - y.semitone) <= 1 for x, y in zip(a, b, strict=True))
    thirds = [(x, y) for x, y in zip(a, b, strict=True) if degree(heard.key, x) == 3]
    down = -1 if heard.key.mode == "major" else 1
    moved = all(y.semitone - x.semitone == down for x, y in thirds)
    return close and moved and heights(a) != heights(b)


def _pair(heard: Any, other: Any) -> tuple[bool, bool]:
    """Whether two tunes share their rhythm, and whether their pitches."""
    a, b = sounds(heard), sounds(other)
    return rhythm(a) == rhythm(b), heights(a) == heights(b)


_FAMILIES: dict[str, Callable[[Any, Any], bool]] = {
    "other pitches and another rhythm": lambda a, b: (
        _pair(a, b) == (False, False) and _same_key(a, b)
    ),
    "the same rhythm, other pitches": lambda a, b: (
        _pair(a, b) == (True, False) and _same_key(a, b)
    ),
    "the same pitches, another rhythm": lambda a, b: (
        _pair(a, b) == (False, True) and _same_key(a, b)
    ),
    "one note, contour changed": lambda a, b: (
        _one_moved(a, b) and not _contours_match(a, b)
    ),
    "one note, contour kept": lambda a, b: _one_moved(a, b) and _contours_match(a, b),
    "the rhythm of two notes": lambda a, b: (
        _pair(a, b) == (False, True) and not _two_lengths(sounds(a), sounds(b))
    ),
    "the other mode": _is_parallel,
}


def contour(question: Any) -> Iterator[str]:
    yield from player_faults(question)
    [passage] = question.heard
    line = heights(sounds(passage.melody))
    fits = [
        at
        for at, option in enumerate(question.options)
        if turns(option.shape) == turns(line)
    ]
    if fits != [question.answer]:
        yield f"shapes {fits} rise and fall as heard; {question.answer} is called right"
    if {len(option.shape) for option in question.options} != {len(line)}:
        yield "a shape has more or fewer points than there are notes"
    right = question.options[question.answer].shape
    order = sorted(set(line))
    if list(right) != [order.index(height) for height in line]:
        yield "the right shape has other heights"
    if len(question.options) != 4:
        yield f"{len(question.options)} shapes, not four"
    yield from tune_faults(question, passage.melody)
    yield from count_faults(question, passage.melody, rung(question, "notes") - 3)


def completion(question: Any) -> Iterator[str]:
    yield from player_faults(question)
    [opening] = question.heard
    endings = [option.passage.melody for option in question.options]
    key, tonic = opening.melody.key, tonic_class(opening.melody.key)
    lines = [sounds(ending) for ending in endings]
    closed = [at for at, line in enumerate(lines) if line[-1].semitone % 12 == tonic]
    if closed != [question.answer]:
        yield f"endings {closed} close on the tonic, {question.answer} is called right"
    if len(endings) != rung(question, "options"):
        yield f"{len(endings)} endings, not {rung(question, 'options')}"
    right = lines[question.answer]
    for at, (line, option) in enumerate(zip(lines, question.options, strict=True)):
        if rhythm(line) != rhythm(right) or heights(line)[:-1] != heights(right)[:-1]:
            yield f"ending {at} differs before its last note"
        number = degree(key, line[-1])
        if at != question.answer and option.family != f"ends on degree {number}":
            yield f"ending {at} ends on degree {number}, not '{option.family}'"
        if at != question.answer and number in (3, 5) and not rung(question, "near"):
            yield f"ending {at} closes on the triad"
        yield from _alike_played(opening, option.passage)
        yield from _whole_faults(question, opening.melody, endings[at])


def _whole_faults(question: Any, opening: Any, ending: Any) -> Iterator[str]:
    """What hinders an opening and an ending from being one melody."""
    if opening.key != ending.key or bar_length(opening) != bar_length(ending):
        yield "an ending in another key or metre"
    bars = full_bars(opening) + len(ending.measures)
    if bars != rung(question, "measures"):
        yield f"{bars} bars, not {rung(question, 'measures')}"
    if opening.measures[-1].is_short or ending.measures[0].is_pickup:
        yield "the opening and the ending do not meet at a barline"
    first, last = opening.measures[0], ending.measures[-1]
    upbeat = sum((n.duration for n in first.notes), Fraction(0)) if first.is_pickup else 0
    close = sum((n.duration for n in last.notes), Fraction(0))
    if upbeat and last.is_short and upbeat + close != bar_length(opening):
        yield "upbeat and last bar do not make a bar"
    for part in (opening, ending):
        yield from tune_faults(question, part, plain=False, measures=False)
        if ties(part):
            yield "a tie"
