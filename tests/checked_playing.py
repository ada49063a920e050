"""Metres, cadences and ways of playing in the ears of an independent checker."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import Any

from sounding import (
    SCALES,
    Sound,
    bar_length,
    full_bars,
    heard_as,
    player_faults,
    range_faults,
    rung,
    sounds,
    tonic_class,
    tune_faults,
)

GROUPS = {
    "2/4": (2, 2),
    "3/4": (2, 2, 2),
    "4/4": (2, 2, 2, 2),
    "6/8": (3, 3),
    "5/8": (3, 2),
    "7/8": (2, 2, 3),
}


def metre(question: Any) -> Iterator[str]:
    [passage] = question.heard
    names = [option.text.split(":")[0] for option in question.options]
    said, melody = names[question.answer], passage.melody
    bar, quaver = bar_length(melody), Fraction(1, 8)
    metre = melody.measures[0].time_signature
    if said != f"{metre.numerator}/{metre.denominator}":
        yield f"says {said}; written in {metre.numerator}/{metre.denominator}"
    fits = [name for name in names if _beats_as(passage, GROUPS[name])]
    if fits != [said]:
        yield f"the accompaniment beats {fits}, and {said} is called right"
    if melody.measures[0].is_pickup or full_bars(melody) != rung(question, "measures"):
        yield "an upbeat, or another number of bars"
    if sum(GROUPS[said]) * quaver != bar:
        yield f"a bar lasts {bar}"
    if names != rung(question, "metres").split():
        yield f"the options are {names}"
    yield from range_faults(
        sounds(melody), passage.instrument, rung(question, "vocabulary")
    )


def _beats_as(passage: Any, groups: tuple[int, ...]) -> bool:
    """Whether an accompaniment beats these groups of quavers: in every bar of theirs a root
    lies in the bass at the beginning and at no other place, further bass notes fall on the
    beats of the pattern, and chords on all other pulses."""
    bass, bar = sounds(passage.voices[-1]), sum(groups) * Fraction(1, 8)
    whole = sum(
        (n.duration for m in passage.voices[0].measures for n in m.notes), Fraction()
    )
    pulse = Fraction(1, 8) if set(groups) != {2} else Fraction(1, 4)
    onsets = [onset * Fraction(1, 8) for onset in accumulate((0, *groups[:-1]))]
    if pulse == Fraction(1, 4):
        onsets = onsets[::2] if len(groups) == 4 else onsets[:1]
    by_bar: dict[int, list[Sound]] = {}
    for sound in bass:
        by_bar.setdefault(sound.onset // bar, []).append(sound)
    chords = [sound for voice in passage.voices[1:-1] for sound in sounds(voice)]
    for number in range(int(-(-whole // bar))):
        here = by_bar.get(number, [])
        if [sound.onset - number * bar for sound in here] != onsets:
            return False
        if any(s.semitone % 12 == here[0].semitone % 12 for s in here[1:]):
            return False
        above = [s for s in chords if number * bar <= s.onset < (number + 1) * bar]
        if not _is_root(here[0], above):
            return False
        places = {n * pulse for n in range(int(bar / pulse))} - set(onsets)
        if places != {sound.onset - number * bar for sound in above}:
            return False
    return whole % bar == 0


def _is_root(bass: Sound, chord: Sequence[Sound]) -> bool:
    """Whether a third and a fifth over a bass sound in the chord."""
    above = {(sound.semitone - bass.semitone) % 12 for sound in chord}
    return bool(above & {3, 4}) and bool(above & {6, 7, 8})


def cadence(question: Any) -> Iterator[str]:
    [passage] = question.heard
    key, lines = passage.melody.key, [sounds(voice) for voice in passage.voices]
    if {len(line) for line in lines} != {rung(question, "chords")} or len(lines) != 4:
        yield "four voices have a note each for every chord"
        return
    before, last = ([line[at].semitone for line in lines] for at in (-2, -1))
    name = _CLOSES.get((chord_root(key, before), chord_root(key, last)))
    if name is None and chord_root(key, last) == 5:
        name = "imperfect"
    said = question.options[question.answer].text.split(" ")[0]
    if name != said:
        yield f"says {said}; the last chords are {before} and {last}"
    names = [option.text.split(" ")[0] for option in question.options]
    if names != rung(question, "cadences").split():
        yield f"the options are {names}"
    if key.mode == "minor" and not rung(question, "minor"):
        yield "a minor key below its level"


_CLOSES: dict[tuple[int | None, int | None], str] = {
    (5, 1): "perfect",
    (5, 6): "interrupted",
    (4, 1): "plagal",
}


def chord_root(key: Any, chord: Sequence[int]) -> int | None:
    """The degree on which a chord stands, its root in the bass; None if it is inverted or
    no triad of the key, a seventh over the dominant aside."""
    scale, tonic = SCALES[key.mode], tonic_class(key)
    classes = {height % 12 for height in chord}
    for root in range(7):
        tones = [(tonic + scale[(root + n) % 7]) % 12 for n in (0, 2, 4, 6)]
        inside = classes <= set(tones if root == 4 else tones[:3])
        if inside and {tones[0], tones[1]} <= classes and min(chord) % 12 == tones[0]:
            return root + 1
    return None


def change(question: Any) -> Iterator[str]:
    yield from player_faults(question)
    first, second = question.heard
    if heard_as(sounds(first.melody)) != heard_as(sounds(second.melody)):
        yield "the notes differ"
    found = changes_between(first, second)
    if found != [_PLAINLY[question.options[question.answer].text]]:
        yield f"{found} changed, not {question.options[question.answer].text}"
    if len({_PLAINLY[option.text] for option in question.options}) != len(question.options):
        yield "two options say the same"
    yield from tune_faults(question, first.melody)


_PLAINLY = {
    "louder": "louder",
    "softer": "softer",
    "faster": "faster",
    "slower": "slower",
    "more detached": "detached",
    "smoother": "smooth",
    "grows louder": "crescendo",
    "grows softer": "diminuendo",
    "gets faster and faster": "accel.",
    "gets slower and slower": "rit.",
}
_LOUDNESS = ("ppp", "pp", "p", "mp", "mf", "f", "ff", "fff")


def changes_between(first: Any, second: Any) -> list[str]:
    """In what two playings of the same notes differ: pace, loudness, touch."""
    found = []
    if first.tempo.beat != second.tempo.beat:
        found.append("another beat")
    one, two = first.tempo.beats_per_minute, second.tempo.beats_per_minute
    if one != two:
        found.append("faster" if two > one else "slower")
    before, after = _signs(first), _signs(second)
    loud = [_LOUDNESS.index(signs["dynamic"][0]) for signs in (before, after)]
    if swells := [name for name in after["span"] if name in ("crescendo", "diminuendo")]:
        goal = _LOUDNESS.index(after["dynamic"][-1])
        grows = goal > loud[1] if swells == ["crescendo"] else goal < loud[1]
        found += swells if grows else [f"{swells} the wrong way"]
    if loud[0] != loud[1]:
        found.append("louder" if loud[1] > loud[0] else "softer")
    touch = [_touch(signs) for signs in (before, after)]
    if touch[0] != touch[1]:
        found.append(touch[1])
    return found + [word for word in after["word"] if word not in before["word"]]


def _signs(passage: Any) -> dict[str, list[str]]:
    signs: dict[str, list[str]] = {
        n: [] for n in ("dynamic", "articulation", "word", "span")
    }
    for mark in sorted(passage.markings.marks, key=lambda mark: mark.place):
        signs.setdefault(mark.kind, []).append(mark.text)
    signs["span"] = [span.kind for span in passage.markings.spans]
    return signs


def _touch(signs: dict[str, list[str]]) -> str:
    if "slur" in signs["span"]:
        return "smooth"
    return "detached" if "staccato" in signs["articulation"] else "plain"
