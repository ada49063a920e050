"""A melody with an accompaniment: what is its metre?

Ladder: `vocabulary` and `measures`; `metres`, of which one is right.

The piano plays: a melody in the key that sounds, a bass, and chords in two more voices. How
each metre is heard: every bar begins with the root of its chord in the bass and an accent
in the melody; chords fill the other pulses. 2/4 and 3/4 have one bass note a bar and one or
two chords after it. In 4/4 the bass has the root on one and the fifth on three, so that the
first and the third crotchet differ; of 2/4 some two bars have one root, so that they do
not. 6/8, 5/8 and 7/8 go in quavers: the bass has the root on one and the fifth where each
further group begins, so that 6/8 is twice three quick pulses, and 3/4 once three slow ones.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from etudes.errors import UnsatisfiableRequest
from etudes.listening.answers import dealt, words
from etudes.listening.ask import Ask
from etudes.listening.finding import found
from etudes.listening.keys import on_piano
from etudes.listening.made import Made, in_order
from etudes.listening.passage import PIANO, Passage
from etudes.listening.tonality import degree_alter
from etudes.markings import Mark, Markings
from etudes.melody import Event, Melody, Note
from etudes.theory import Key, Pitch, TimeSignature

_SHARE = 0.7
"""Of the melody's loudness, what the accompaniment has."""

_LOWEST_BASS, _LOWEST_CHORD = Pitch.parse("E2"), Pitch.parse("D3")

_PREFERRED = (0, 4, 3)
"""The roots I, V and IV; where two chords fit a bar equally well, the first of these."""

_Line = list[tuple[Pitch | None, Fraction]]


def metres(ask: Ask) -> Iterator[Made]:
    """Yield accompanied melodies, each in one of the ladder's metres."""
    if ask.request.time_signature:
        raise UnsatisfiableRequest(
            "Metre: the metre is what is asked for; leave out the time signature"
        )
    names = str(ask.rung("metres")).split()
    piano = on_piano(ask)
    for index in range(ask.count):
        name = dealt(ask, index, names)
        metre = TimeSignature.parse(name)
        tune = found(
            piano,
            index,
            lambda melody: not _beats_four(melody),
            "chords that tell two beats from four",
            time_signature=metre,
            pickup=False,
        )
        options, answer = in_order(
            [words()["metre"][one] for one in names], words()["metre"][name]
        )
        figures = {"notes": float(len(tune.melody.pitches))}
        voices = (tune.melody, *accompaniment(tune.melody))
        passage = Passage(voices, tune.tempo, PIANO, _accents(tune.melody), _SHARE)
        yield Made((passage,), answer, options, features=figures)


def accompaniment(melody: Melody) -> tuple[Melody, Melody, Melody]:
    """Return a bass and two voices of chords that beat the metre of a melody, which has no
    upbeat."""
    key, metre = melody.key, melody.time_signature
    roots = _roots(melody)
    lines: tuple[_Line, _Line, _Line] = ([], [], [])
    for root in roots:
        for place, length in _pulses(metre):
            is_bass = place in _bass_places(metre)
            low = _tone(key, root, 0 if place == 0 else 4, _LOWEST_BASS)
            third, fifth = (_tone(key, root, n, _LOWEST_CHORD) for n in (2, 4))
            high = sorted((third, fifth), key=lambda pitch: pitch.midi)
            for line, pitch in zip(lines, (low, *reversed(high)), strict=True):
                sounds = is_bass == (line is lines[0])
                line.append((pitch if sounds else None, length))
    bass, upper, lower = (Melody.from_events(key, metre, line) for line in lines)
    return upper, lower, bass


def _pulses(metre: TimeSignature) -> list[tuple[Fraction, Fraction]]:
    """Return where each pulse of a bar begins and how long it is: the beats, or, where
    these are of three or uneven, the quavers."""
    pulse = metre.beat if _is_simple(metre) else Fraction(1, metre.denominator)
    return [(n * pulse, pulse) for n in range(int(metre.measure_duration / pulse))]


def _bass_places(metre: TimeSignature) -> tuple[Fraction, ...]:
    return metre.strong_beats if _is_simple(metre) else metre.beats


def _is_simple(metre: TimeSignature) -> bool:
    """Whether the beats are even and divide in two."""
    return not metre.is_compound and len(set(metre.groups)) == 1


def _roots(melody: Melody) -> list[int]:
    """Return for each bar the root, as steps above the tonic, of the chord among I, IV and
    V that most of the melody belongs to; the last bar has I."""
    bar = melody.time_signature.measure_duration
    roots = []
    for number in range(melody.full_measures - 1):
        inside = [
            event
            for event in melody.events()
            if number * bar <= event.onset < (number + 1) * bar and event.pitch
        ]
        roots.append(max(_PREFERRED, key=lambda root: _fit(melody, root, inside)))
    return [*roots, 0]


def _beats_four(melody: Melody) -> bool:
    """Whether the bass of 2/4 changes within every two bars, as that of 4/4 does within
    every bar."""
    roots = _roots(melody)
    pairs = zip(roots[::2], roots[1::2], strict=False)
    return melody.time_signature == TimeSignature(2, 4) and all(
        first != second for first, second in pairs
    )


def _fit(melody: Melody, root: int, events: Sequence[Event]) -> Fraction:
    """Return how long the notes that belong to a chord sound, those on strong places and
    the first of a bar counting more."""
    metre, key = melody.time_signature, melody.key
    chord = [_spelled(key, root, above) for above in (0, 2, 4)]
    return sum(
        (
            event.duration * (1 + metre.strength(event.onset % metre.measure_duration))
            for event in events
            if event.pitch and (event.pitch.step, event.pitch.alter) in chord
        ),
        Fraction(0),
    )


def _tone(key: Key, root: int, above: int, low: Pitch) -> Pitch:
    """Return a tone of a chord, the lowest from a pitch up."""
    step, alter = _spelled(key, root, above)
    octaves = range(low.octave - 1, low.octave + 3)
    pitches = (Pitch(step, alter, octave) for octave in octaves)
    return next(pitch for pitch in pitches if pitch.midi >= low.midi)


def _spelled(key: Key, root: int, above: int) -> tuple[int, int]:
    """Return step and alteration of a tone of a chord; the dominant has the leading
    note."""
    step = (key.step + root + above) % 7
    return step, degree_alter(key, step) if root == 4 else key.signature_alter(step)


def _accents(melody: Melody) -> Markings:
    """Return an accent on each note that begins on a downbeat."""
    marks, place, tied = [], 0, False
    for measure in melody.measures:
        first = measure.notes[0]
        if isinstance(first, Note) and not tied:
            marks.append(Mark(place, "articulation", "accent"))
        place += len(measure.notes)
        last = measure.notes[-1]
        tied = isinstance(last, Note) and last.tied
    return Markings(tuple(marks))
