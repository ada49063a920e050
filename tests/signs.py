"""Melodies with valid signs of every kind, drawn by hypothesis or made by the program."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache
from itertools import cycle, pairwise

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from etudes import Request, make
from etudes.item.item import Item, Tempo
from etudes.markings import Mark, Markings, Span
from etudes.melody import Melody, Note, Rest
from etudes.tables import instrument
from etudes.tables.instruments import MIDDLE_LINE
from etudes.theory import Key, Pitch, TimeSignature

PLAYERS = ("violin", "clarinet", "guitar", "soprano", "tenor-saxophone", "snare-drum")
"""Clefs with and without an 8, sounds other than written, and one line."""
MAKERS = (
    "violin",
    "viola",
    "cello",
    "double-bass",
    "flute",
    "clarinet",
    "horn",
    "bass-trombone",
    "soprano",
    "piano",
    "guitar",
    "snare-drum",
)

DYNAMICS = ("ppp", "pp", "p", "mp", "mf", "f", "ff", "fff", "fp", "sfz")
ARTICULATIONS = ("staccato", "tenuto", "accent", "marcato")
TEXTS = {
    "dynamic": st.sampled_from(DYNAMICS),
    "bow": st.sampled_from(("down", "up")),
    "fermata": st.just(""),
    "breath": st.just(""),
    "reminder": st.just(""),
    "finger": st.sampled_from(("0", "1", "2", "3", "4", "x")),
    "string": st.sampled_from(("II", "sul G", "2")),
    "position": st.just("3rd pos."),
    "word": st.sampled_from(("dolce", "pizz.", "rit.", "a tempo", 'a "b" % \\ & {c}')),
}
ON_RESTS = ("dynamic", "word")


@st.composite
def markings(draw: Callable, melody: Melody) -> Markings:
    """Signs that can stand at the notes of this melody."""
    notes = [note for measure in melody.measures for note in measure.notes]
    marks = []
    for place, note in enumerate(notes):
        kinds = [kind for kind in TEXTS if can_stand(kind, note)]
        for kind in draw(st.lists(st.sampled_from(kinds), max_size=2, unique=True)):
            marks.append(Mark(place, kind, draw(TEXTS[kind])))
        if isinstance(note, Note) and draw(st.booleans()):
            marks.append(Mark(place, "articulation", draw(st.sampled_from(ARTICULATIONS))))
    spans = []
    for kinds in (("slur",), ("crescendo", "diminuendo"), ("octave up", "octave down")):
        cuts = sorted(draw(st.sets(st.integers(0, len(notes) - 1), max_size=6)))
        meet = kinds == ("crescendo", "diminuendo") and draw(st.booleans())
        edges = pairwise(cuts) if meet else zip(cuts[::2], cuts[1::2], strict=False)
        for first, last in edges:
            if not meet and kinds != ("slur",) and draw(st.booleans()):
                last = first
            if can_span(kinds, notes, first, last):
                spans.append(Span(first, last, draw(st.sampled_from(kinds))))
    return Markings(tuple(marks), tuple(spans))


def can_stand(kind: str, note: Note | Rest) -> bool:
    """Most signs stand at notes only, and nobody breathes inside a tie."""
    if isinstance(note, Rest):
        return kind in ON_RESTS
    return kind != "breath" or not note.tied


def can_span(
    kinds: tuple[str, ...], notes: Sequence[Note | Rest], first: int, last: int
) -> bool:
    """Slurs go over notes, octave lines over whole ones; hairpins may stand anywhere."""
    if kinds == ("slur",):
        return all(isinstance(note, Note) for note in notes[first : last + 1])
    edges = (*notes[:first][-1:], notes[last])
    inside_tie = any(isinstance(note, Note) and note.tied for note in edges)
    return kinds != ("octave up", "octave down") or not inside_tie


def item_of(melody: Melody, signs: Markings, name: str) -> Item:
    tempo = Tempo(melody.time_signature.beat, 72, "Andante")
    return Item(
        "a1", 0, 7, name, melody, tempo, 3, 3.0, {}, "folk", "d0", 2.5, 0.1, markings=signs
    )


LENGTHS = st.sampled_from([Fraction(n, 16) for n in (1, 2, 3, 4, 6, 8, 16)])
PITCHES = st.none() | st.builds(
    Pitch, st.integers(0, 6), st.integers(-1, 1), st.integers(4, 5)
)
METRES = st.sampled_from(["2/4", "3/4", "4/4", "6/8", "5/8"]).map(TimeSignature.parse)


def melodies(fewest: int = 1) -> st.SearchStrategy[Melody]:
    """Melodies of at least so many notes and rests."""
    events = st.lists(st.tuples(PITCHES, LENGTHS), min_size=fewest, max_size=16)
    keys = st.integers(-4, 4).map(Key.from_fifths)
    return st.builds(Melody.from_events, keys, METRES, events)


@st.composite
def items(draw: Callable, players: tuple[str, ...] = PLAYERS, fewest: int = 1) -> Item:
    """Items of any notes with any signs."""
    melody, name = draw(melodies(fewest)), draw(st.sampled_from(players))
    if instrument(name).unpitched:
        melody = melody.on_one_line(MIDDLE_LINE)
    return item_of(melody, draw(markings(melody)), name)


@cache
def drawn(count: int, players: tuple[str, ...] = PLAYERS) -> tuple[Item, ...]:
    """So many items of any notes with any signs, no two alike, the same each time."""
    found: dict[tuple[int, ...], Item] = {}

    @settings(
        max_examples=5 * count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(items(players, fewest=8))
    def collect(item: Item) -> None:
        sounds = tuple(pitch.midi for pitch in item.melody.pitches)
        found.setdefault((*sounds, len(item.melody.measures)), item)

    collect()
    return tuple(sorted(found.values(), key=lambda item: -len(item.melody.pitches)))[:count]


@cache
def made() -> tuple[Item, ...]:
    """Eight items for each of twelve instruments, at levels 1 to 8, as they are printed."""
    levels = cycle(range(1, 9))
    requests = [Request(next(levels), name, 11, count=8) for name in MAKERS]
    return tuple(item for request in requests for item in make(request))
