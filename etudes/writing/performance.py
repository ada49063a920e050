"""How the signs of a melody sound: loudness, length and tempo, for MIDI.

The velocities of the dynamics are those that notation programs have agreed upon; what
signs do to length and loudness is what teachers tell beginners: a dot halves a note, two
slurred notes touch, tongued ones do not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

from etudes.markings import Markings, Span
from etudes.melody import Melody, Note, Rest
from etudes.theory import Pitch
from etudes.writing.signs import Signs, hairpins, signs, swell_of, word_list

VELOCITIES = {
    "ppp": 16,
    "pp": 33,
    "p": 49,
    "mp": 64,
    "mf": 80,
    "f": 96,
    "ff": 112,
    "fff": 126,
    "fp": 96,
    "sfz": 112,
}
"""How hard a note is struck, 1 to 127, under each dynamic."""

_STEP = 16
"""From one dynamic to the next; a hairpin that leads to none goes one step."""
_AFTER = {"fp": "p"}
_AT_ONCE = ("fp", "sfz")
"""Dynamics of one note; the next one is as soft as `_AFTER` says, or as before."""
_LOUDER = {"accent": 12, "marcato": 20}
_SHORTER = {"staccato": Fraction(1, 2), "marcato": Fraction(3, 4)}
_PORTATO = Fraction(3, 4)
_DETACHED, _MOST_DETACHED = Fraction(1, 8), Fraction(1, 64)
_BREATH, _LONGEST_BREATH = Fraction(1, 4), Fraction(1, 16)
_HELD = Fraction(7, 4)
"""How much longer a note with a fermata lasts."""
_CHANGE = Fraction(1, 4)
"""What share of the tempo a ritardando takes away, and an accelerando adds, by its end."""
_SHORTEST = Fraction(1, 64)


@dataclass(frozen=True, slots=True)
class Played:
    """A note as it is played: its onset from the first written note, how long it is
    written and how long it sounds (all in whole notes), its written pitch, and a velocity
    from 1 to 127."""

    onset: Fraction
    written: Fraction
    duration: Fraction
    pitch: Pitch
    velocity: int


@dataclass(frozen=True, slots=True)
class _Place:
    """A written note or rest, where it begins, and its signs."""

    onset: Fraction
    note: Note | Rest
    sign: Signs


def played(melody: Melody, markings: Markings) -> Iterator[Played]:
    """Yield the notes in order, tied ones joined.

    In a line with slurs the notes outside them do not touch; in a line without any,
    nothing is said about it, and all notes sound for their whole length.

    Examples
    --------
    >>> from etudes.markings import Mark
    >>> from etudes.theory import Key, TimeSignature
    >>> minims = [(Pitch.parse("A4"), Fraction(1, 2))] * 2
    >>> line = Melody.from_events(Key.parse("C"), TimeSignature(4, 4), minims)
    >>> dots = Markings((Mark(0, "articulation", "staccato"), Mark(1, "dynamic", "f")))
    >>> [(str(note.duration), note.velocity) for note in played(line, dots)]
    [('1/4', 80), ('1/2', 96)]
    """
    places = _places(melody, markings)
    loudness = _loudness(places, markings)
    touching = _touching(markings, len(places))
    heads: list[int] = []
    for at, place in enumerate(places):
        if isinstance(place.note, Rest):
            continue
        heads.append(at)
        if not place.note.tied:
            parts = [places[i] for i in heads]
            yield _played(parts, place.note.pitch, loudness[heads[0]], touching[at])
            heads = []


def _played(
    parts: Sequence[_Place], pitch: Pitch, loudness: float, touches: bool
) -> Played:
    """One note of one or more tied parts."""
    onset, last = parts[0].onset, parts[-1]
    length = last.onset + last.note.duration - onset
    articulations = [text for part in parts for text in part.sign.of("articulation")]
    louder = max((_LOUDER.get(text, 0) for text in articulations), default=0)
    breathes = last.sign.has("breath")
    return Played(
        onset,
        length,
        _sounding(length, articulations, touches, breathes),
        pitch,
        max(1, min(127, round(loudness) + louder)),
    )


def tempo_changes(
    melody: Melody, markings: Markings
) -> tuple[tuple[Fraction, Fraction], ...]:
    """Return where the tempo changes, from the first written note, and the share of the
    item's tempo that holds from there on.

    A ritardando slows down note by note to three quarters at "a tempo" or the end, an
    accelerando mirrors it, and a fermata makes its note almost twice as long.
    """
    places = _places(melody, markings)
    shares = _shares(places)
    changes: list[tuple[Fraction, Fraction]] = []
    in_force = Fraction(1)
    for place, share in zip(places, shares, strict=True):
        here = share / _HELD if place.sign.has("fermata") else share
        if here != in_force:
            changes.append((place.onset, here))
            in_force = here
    return tuple(changes)


def _places(melody: Melody, markings: Markings) -> list[_Place]:
    places: list[_Place] = []
    onset = Fraction(0)
    notes = (note for measure in melody.measures for note in measure.notes)
    for note, sign in zip(notes, chain.from_iterable(signs(melody, markings)), strict=True):
        places.append(_Place(onset, note, sign))
        onset += note.duration
    return places


def _sounding(
    length: Fraction, articulations: Sequence[str], touches: bool, breathes: bool
) -> Fraction:
    if "staccato" in articulations and "tenuto" in articulations:
        return length * _PORTATO
    shares = [_SHORTER[text] for text in articulations if text in _SHORTER]
    if shares:
        return length * min(shares)
    if breathes:
        return length - min(length * _BREATH, _LONGEST_BREATH)
    if touches or "tenuto" in articulations:
        return length
    return length - min(length * _DETACHED, _MOST_DETACHED)


def _touching(markings: Markings, count: int) -> list[bool]:
    """Whether each place goes over into the next without a gap."""
    slurs = markings.of("slur")
    touching = [not slurs] * count
    for slur in slurs:
        for at in range(slur.first, slur.last):
            touching[at] = True
    return touching


@dataclass(frozen=True, slots=True)
class _Slope:
    """A hairpin as it sounds: from one velocity to another, evenly in time."""

    onset: Fraction
    end: Fraction
    first: float
    last: float

    def at(self, onset: Fraction) -> float:
        share = float((onset - self.onset) / (self.end - self.onset))
        return self.first + (self.last - self.first) * min(1.0, share)


def _loudness(places: Sequence[_Place], markings: Markings) -> list[float]:
    """The velocity at each place before accents: in steps at dynamics, along hairpins."""
    drawn = {span.first: span for span in _said(places)}
    drawn |= {span.first: span for span, _ in hairpins(markings)}
    level, slope = float(VELOCITIES["mf"]), None
    loudness: list[float] = []
    for at, place in enumerate(places):
        dynamic = place.sign.text("dynamic")
        if slope and place.onset >= slope.end:
            level, slope = slope.last, None
        if dynamic and dynamic != "sfz":
            level, slope = float(VELOCITIES[_AFTER.get(dynamic, dynamic)]), None
        if at in drawn:
            slope = _slope(places, drawn[at], level)
        here = slope.at(place.onset) if slope else level
        loudness.append(float(VELOCITIES[dynamic]) if dynamic in _AT_ONCE else here)
    return loudness


def _said(places: Sequence[_Place]) -> Iterator[Span]:
    """The hairpins that words say: to the next dynamic or to the end."""
    for at, place in enumerate(places[:-1]):
        for kind in filter(None, map(swell_of, place.sign.of("word"))):
            later = (i for i in range(at + 1, len(places)) if places[i].sign.has("dynamic"))
            yield Span(at, next(later, len(places) - 1), kind)


def _slope(places: Sequence[_Place], span: Span, level: float) -> _Slope:
    """A hairpin leads to the dynamic at its last note or after it, else one step on."""
    first, last = places[span.first], places[span.last]
    following = places[span.last + 1 : span.last + 2]
    onset_of_next = last.onset + last.note.duration
    candidates = [(last, last.onset)] if span.first < span.last else []
    candidates += [(place, onset_of_next) for place in following]
    for place, end in candidates:
        dynamic = place.sign.text("dynamic")
        if dynamic:
            return _Slope(first.onset, end, level, VELOCITIES[dynamic])
    step = _STEP if span.kind == "crescendo" else -_STEP
    return _Slope(first.onset, onset_of_next, level, level + step)


def _shares(places: Sequence[_Place]) -> list[Fraction]:
    """The share of the item's tempo at each place, fermatas apart."""
    turns = [
        (place.onset, way)
        for place in places
        for way in map(_way, place.sign.of("word"))
        if way is not None
    ]
    ends = [onset for onset, _ in turns[1:]]
    ends.append(places[-1].onset + places[-1].note.duration)
    begun = list(zip(turns, ends, strict=True)) if turns else []
    shares = []
    for place in places:
        past = [turn for turn in begun if turn[0][0] <= place.onset]
        (start, way), end = past[-1] if past else ((Fraction(0), 0), Fraction(1))
        gone = (place.onset - start) / max(end - start, _SHORTEST)
        shares.append(1 + way * _CHANGE * gone)
    return shares


def _way(word: str) -> int | None:
    """-1 where a word slows down, 1 where it hurries, 0 back in tempo; None for others."""
    for name, way in (("slower", -1), ("faster", 1), ("in tempo", 0)):
        if word.lower() in word_list(name):
            return way
    return None
