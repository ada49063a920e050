"""The signs of an exercise: what a teacher expects of slurs, bows, dynamics and breaths."""

from collections import defaultdict
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from conftest import melody
from hypothesis import given, settings
from hypothesis import strategies as st
from tunes import TUNES, Tune

from etudes import Request, make
from etudes.item.make import load_runtime
from etudes.markings import Markings, draw_markings
from etudes.markings.phrases import phrases
from etudes.melody import Melody, Note
from etudes.tables import Instrument, instrument, level
from etudes.theory import Key, Pitch, TimeSignature

PLAYERS = (
    "violin",
    "cello",
    "double-bass",
    "flute",
    "clarinet",
    "descant-recorder",
    "trumpet",
    "trombone",
    "soprano",
    "piano",
    "guitar",
    "snare-drum",
)
LOUDER = ("ppp", "pp", "p", "mp", "mf", "f", "ff", "fff")
PATTERNS = ("strings", "woodwind", "brass")
"""Families whose slurs follow a pattern of the bar, not the phrase."""


def drawn(tune: Melody, player: str, number: int, seed: int = 0) -> Markings:
    rng = np.random.default_rng(seed)
    return draw_markings(tune, instrument(player), level(number), 80.0, rng)


def written(tune: Melody) -> list[object]:
    return [note for measure in tune.measures for note in measure.notes]


def bars_of(tune: Melody) -> list[tuple[int, tuple[object, ...]]]:
    """The first place of each bar, and what stands in it, a tie from before included."""
    found, place, tied = [], 0, False
    for measure in tune.measures:
        found.append((place, (tied, measure.offset, measure.notes)))
        place += len(measure.notes)
        last = measure.notes[-1]
        tied = isinstance(last, Note) and last.tied
    return found


def check(tune: Melody, signs: Markings, player: Instrument, number: int) -> None:
    """Hold every rule of the page against the signs of one exercise."""
    signs.fits(tune)
    check_signs_allowed(signs, player, number)
    check_slurs(tune, signs)
    check_hairpins(tune, signs)
    check_breaths(signs, player)
    check_equal_bars(tune, signs, player)


def check_signs_allowed(signs: Markings, player: Instrument, number: int) -> None:
    row = level(number)
    kinds = {mark.kind for mark in signs.marks}
    assert {m.text for m in signs.marks if m.kind == "articulation"} <= {*row.articulations}
    assert {m.text for m in signs.marks if m.kind == "dynamic"} <= {*row.dynamics}
    assert number >= 4 or "fermata" not in kinds
    assert number >= 7 or not signs.of("octave up", "octave down")
    words = {mark.text for mark in signs.marks if mark.kind == "word"}
    assert number >= 7 or not words & {"rit.", "rall.", "poco rit."}
    if player.family != "strings":
        assert not words & {"pizz.", "arco"} and not kinds & {"bow", "string", "position"}
    if player.unpitched:
        assert kinds <= {"dynamic", "articulation"} and not signs.of("slur")
        assert {m.text for m in signs.marks if m.kind == "articulation"} <= {"accent"}
    if player.family in ("voice", "plucked", "percussion"):
        assert not signs.of("slur")
    if "recorder" in player.name:
        assert "dynamic" not in kinds and not signs.of("crescendo", "diminuendo")


def check_slurs(tune: Melody, signs: Markings) -> None:
    notes = written(tune)
    begins = {phrase.first for phrase in signs.of("phrase")}
    for slur in signs.of("slur"):
        inside = notes[slur.first : slur.last + 1]
        assert all(isinstance(note, Note) for note in inside), "a slur over a rest"
        assert not inside[-1].tied, "a slur ends on the first of a tie"
        assert not begins & {*range(slur.first + 1, slur.last + 1)}, "over a phrase's end"
        for a, b in pairwise(inside):
            assert a.tied or a.pitch != b.pitch, "a slur over a repeated note"


def check_hairpins(tune: Melody, signs: Markings) -> None:
    loud = {m.place: LOUDER.index(m.text) for m in signs.marks if m.kind == "dynamic"}
    onsets, at = [], Fraction(0)
    for note in written(tune):
        onsets.append(at)
        at += note.duration
    for hairpin in signs.of("crescendo", "diminuendo"):
        before = loud[max(place for place in loud if place <= hairpin.first)]
        after = loud[hairpin.last]
        assert after > before if hairpin.kind == "crescendo" else after < before
        length = onsets[hairpin.last] - onsets[hairpin.first]
        metre = tune.time_signature
        assert 2 * metre.beat <= length <= 4 * metre.measure_duration
        assert not any(hairpin.first < place < hairpin.last for place in loud)


def check_breaths(signs: Markings, player: Instrument) -> None:
    ends = {phrase.last for phrase in signs.of("phrase")}
    for mark in signs.marks:
        if mark.kind == "breath":
            assert player.breathes and mark.place in ends
            assert not any(s.first <= mark.place < s.last for s in signs.of("slur"))


def check_equal_bars(tune: Melody, signs: Markings, player: Instrument) -> None:
    """A bar that returns note for note is slurred and articulated as before."""
    plucked = {mark.text for mark in signs.marks if mark.kind == "word"} & {"pizz."}
    seen = defaultdict(set)
    for first, content in bars_of(tune):
        last = first + len(content[2]) - 1
        dots = frozenset(
            (mark.place - first, mark.text)
            for mark in signs.marks
            if mark.kind == "articulation" and first <= mark.place <= last
        )
        slurs = frozenset(
            (slur.first - first, slur.last - first)
            for slur in signs.of("slur")
            if first <= slur.first <= last
        )
        seen[content].add((dots, slurs if player.family in PATTERNS else None))
    assert plucked or all(len(ways) == 1 for ways in seen.values())


PITCHES = [Pitch.parse(name) for name in ("D4", "E4", "F#4", "G4", "A4", "B4", "C#5")]
RHYTHMS = {
    "2/4": ["4 4", "8 8 4", "4 8 8", "2", "8 8 8 8"],
    "3/4": ["4 4 4", "2 4", "8 8 4 4", "4 2"],
    "4/4": ["4 4 4 4", "2 4 4", "8 8 4 2", "4 8 8 8 8 4", "2 2", "8 4 8 2"],
    "6/8": ["4 8 4 8", "8 8 8 8 8 8", "4 8 8 8 8"],
}


@st.composite
def melodies(draw: st.DrawFn) -> Melody:
    """Melodies of two to twelve bars, some of which return; rests and ties among them."""
    metre = draw(st.sampled_from([*RHYTHMS]))
    kinds = []
    for _ in range(draw(st.integers(1, 4))):
        rhythm = draw(st.sampled_from(RHYTHMS[metre])).split()
        kinds.append(
            [
                (draw(st.sampled_from([None, *PITCHES, *PITCHES])), Fraction(1, int(value)))
                for value in rhythm
            ]
        )
    bars = draw(st.lists(st.sampled_from(kinds), min_size=2, max_size=12))
    events = [event for bar in bars for event in bar]
    if draw(st.booleans()):  # a shift by a quaver makes syncopations and ties
        events.insert(0, (PITCHES[0], Fraction(1, 8)))
        pitch, length = events[-1]
        if length > Fraction(1, 8):
            events[-1] = (pitch, length - Fraction(1, 8))
        else:
            events.pop()
    return Melody.from_events(Key.parse("D"), TimeSignature.parse(metre), events)


@settings(max_examples=150, deadline=None)
@given(melodies(), st.sampled_from(PLAYERS), st.integers(1, 8), st.integers(0, 2**32 - 1))
def test_any_melody_gets_signs_that_keep_every_rule(
    tune: Melody, player: str, number: int, seed: int
) -> None:
    """Whatever the notes: only signs of level and player, each where it makes sense."""
    signs = drawn(tune, player, number, seed)

    check(tune, signs, instrument(player), number)
    assert signs == drawn(tune, player, number, seed), "the same seed, the same signs"


@pytest.mark.parametrize("player", PLAYERS)
def test_what_is_made_keeps_every_rule(player: str) -> None:
    """Exercises of all eight levels, with four draws each."""
    runtime = load_runtime()

    for number in range(1, 9):
        for item in make(Request(number, player, seed=3, count=2), runtime):
            for seed in range(4):
                rng = np.random.default_rng(seed)
                tempo = item.tempo.crotchets_per_minute
                row = level(number)
                signs = draw_markings(item.melody, instrument(player), row, tempo, rng)
                check(item.melody, signs, instrument(player), number)


def boundaries(counts: tuple[int, ...]) -> set[int]:
    return {sum(counts[:i]) for i in range(1, len(counts))}


def found_in(tune: Tune) -> set[int]:
    """The numbers of the notes that begin a phrase."""
    notes, tied = [], False
    for place, note in enumerate(written(tune.melody)):
        if isinstance(note, Note) and not tied:
            notes.append(place)
        tied = isinstance(note, Note) and note.tied
    return {notes.index(phrase.first) for phrase in phrases(tune.melody)[1:]}


@pytest.mark.parametrize("tune", TUNES, ids=lambda tune: tune.name)
def test_a_phrase_begins_only_where_a_musician_hears_one(tune: Tune) -> None:
    """No boundary inside a line of the words."""
    assert found_in(tune) <= boundaries(tune.notes)


def test_most_phrases_of_known_tunes_are_found() -> None:
    """Three in four of the boundaries that a musician marked."""
    marked = sum(len(boundaries(tune.notes)) for tune in TUNES)

    assert sum(len(found_in(tune)) for tune in TUNES) >= 0.75 * marked


@given(melodies())
def test_phrases_tile_a_melody(tune: Melody) -> None:
    """Each place lies in one phrase."""
    covered = [p for s in phrases(tune) for p in range(s.first, s.last + 1)]

    assert covered == list(range(len(written(tune))))


def test_a_violin_begins_down_bow_and_an_upbeat_goes_up() -> None:
    """At level 1 the first bow is printed; a crotchet upbeat is an up-bow."""
    plain = melody("4/4 A4:1/4 B4:1/4 A4:1/4 B4:1/4 | A4:1/2 A4:1/2", "A major")
    upbeat = melody("3/4 A4:1/4 | D5:1/2 A4:1/4 | D5:1/2", "D major")

    assert "down" in {m.text for m in drawn(plain, "violin", 1).at(0) if m.kind == "bow"}
    assert "up" in {m.text for m in drawn(upbeat, "violin", 4).at(0) if m.kind == "bow"}


def test_beginners_are_reminded_of_the_signature_once() -> None:
    """In G major the first F sharp has its sharp; at level 3 none has."""
    tune = melody("4/4 G4:1/4 F#4:1/4 G4:1/4 F#4:1/4 | G4:1/4 F#4:1/4 G4:1/2", "G major")

    def reminded(number: int) -> list[int]:
        signs = drawn(tune, "violin", number)
        return [mark.place for mark in signs.marks if mark.kind == "reminder"]

    assert (reminded(1), reminded(3)) == ([1], [])


def test_a_note_that_is_natural_again_says_so() -> None:
    """After C sharp in one bar, C natural in the next has a courtesy sign."""
    tune = melody("2/4 D5:1/4 C#5:1/4 | C5:1/4 B4:1/4 | C5:1/2", "G major")

    places = [m.place for m in drawn(tune, "flute", 5).marks if m.kind == "reminder"]

    assert places == [2]


def test_beginners_do_not_slur_over_a_string_crossing() -> None:
    """At level 3 no slur leads from the D string to the A string of a violin."""
    tune = melody(
        "2/4 G4:1/8 A4:1/8 G4:1/8 A4:1/8 | G4:1/8 A4:1/8 G4:1/8 A4:1/8", "D major"
    )

    assert not any(drawn(tune, "violin", 3, seed).of("slur") for seed in range(30))


def test_a_page_for_beginners_stays_clean() -> None:
    """At level 1 no more than one printed sign for two notes, whatever the draw."""
    tune = melody(
        "4/4 D4:1/4 E4:1/4 F#4:1/4 G4:1/4 | A4:1/2 F#4:1/2 | "
        "G4:1/4 F#4:1/4 E4:1/4 D4:1/4 | E4:1/2 D4:1/2",
        "D major",
    )
    for seed in range(40):
        signs = drawn(tune, "violin", 1, seed)
        printed = len(signs.marks) + len(signs.of("slur", "crescendo", "diminuendo"))
        assert printed <= 8
