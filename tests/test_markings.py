"""The signs of an exercise: what a teacher expects of slurs, bows, dynamics and breaths."""

from collections import defaultdict
from collections.abc import Sequence
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
from etudes.markings.character import character_of
from etudes.markings.line import Line
from etudes.markings.phrases import phrases
from etudes.melody import Melody, Note, Rest
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


def written(tune: Melody) -> list[Note | Rest]:
    return [note for measure in tune.measures for note in measure.notes]


def bars_of(tune: Melody) -> list[tuple[int, tuple[bool, Fraction, Sequence[Note | Rest]]]]:
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
    check_dynamics(tune, signs, number)
    check_articulations(tune, signs)
    check_plucking(tune, signs)
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
    assert number >= 5 or not words & {"rit.", "rall.", "poco rit."}
    assert number >= 6 or not words & {"a tempo", "cresc.", "dim."}
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


def onsets_of(tune: Melody) -> list[Fraction]:
    """The onset of each place, from the first note on."""
    onsets, at = [], Fraction(0)
    for note in written(tune):
        onsets.append(at)
        at += note.duration
    return onsets


def places_in_bars(tune: Melody) -> list[Fraction]:
    """Where in its bar each place lies."""
    found = []
    for measure in tune.measures:
        at = measure.offset
        for note in measure.notes:
            found.append(at)
            at += note.duration
    return found


def check_dynamics(tune: Melody, signs: Markings, number: int) -> None:
    """A bar at least between two dynamics that no hairpin joins; targets on beats; few."""
    metre, onsets, where = tune.time_signature, onsets_of(tune), places_in_bars(tune)
    bar = metre.measure_duration * (2 if metre.measure_duration < Fraction(1, 2) else 1)
    places = [mark.place for mark in signs.marks if mark.kind == "dynamic"]
    hairpins = signs.of("crescendo", "diminuendo")
    joined = {(h.first, h.last) for h in hairpins}
    for a, b in pairwise(places):
        assert (a, b) in joined or onsets[b] - onsets[a] >= bar, "a nervous dynamic"
    assert all(where[h.last] in metre.beats for h in hairpins), "a target off the beat"
    length = sum((note.duration for note in written(tune)), Fraction(0))
    every = Fraction(8, 3) if number in (3, 4, 5) else 2  # bars to a dynamic
    most = max(Fraction(1), length / bar / every)
    assert len(places) <= most, "too many dynamics"
    assert number > 4 or "pp" not in {m.text for m in signs.marks if m.kind == "dynamic"}


def check_articulations(tune: Melody, signs: Markings) -> None:
    """Accents and tenuto lines are rare; one kind of sign on a short piece with slurs."""
    kinds = [mark.text for mark in signs.marks if mark.kind == "articulation"]
    bars = len(tune.measures)
    for kind in {*kinds} - {"staccato"}:
        assert kinds.count(kind) <= max(1, bars // 3)
    assert kinds.count("staccato") != 1, "a lone dot"
    if signs.of("slur") and tune.full_measures <= 8:
        assert len({*kinds}) <= 1


def check_plucking(tune: Melody, signs: Markings) -> None:
    """After plucked notes the bow comes back, unless they end the piece."""
    words = [(m.place, m.text) for m in signs.marks if m.text in ("pizz.", "arco")]
    names = [name for _, name in words]
    assert names in ([], ["pizz."], ["pizz.", "arco"])
    if names == ["pizz."]:
        phrase = next(p for p in signs.of("phrase") if p.first <= words[0][0] <= p.last)
        rest = written(tune)[phrase.last + 1 :]
        assert not any(isinstance(note, Note) for note in rest), "no arco"


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


LONG = melody(
    "2/4 D4:1/8 E4:1/8 F#4:1/8 G4:1/8 | A4:1/4 F#4:1/4 | B4:1/8 A4:1/8 G4:1/8 F#4:1/8 | "
    "E4:1/2 | D4:1/8 E4:1/8 F#4:1/8 G4:1/8 | A4:1/4 F#4:1/4 | E4:1/8 F#4:1/8 G4:1/8 E4:1/8 "
    "| D4:1/2",
    "D major",
)


@settings(max_examples=100, deadline=None)
@given(melodies(), st.sampled_from(("violin", "clarinet", "trumpet")), st.integers(1, 8))
def test_a_slur_is_never_alone(tune: Melody, player: str, number: int) -> None:
    """If a page has slurs, two bars at least have some."""
    slurs = drawn(tune, player, number, seed=number).of("slur")
    firsts = [first for first, _ in bars_of(tune)]
    bars = {max(first for first in firsts if first <= slur.first) for slur in slurs}

    assert len(bars) != 1


@settings(max_examples=100, deadline=None)
@given(melodies(), st.sampled_from(("violin", "clarinet", "trumpet")), st.integers(1, 6))
def test_slurs_begin_on_beats(tune: Melody, player: str, number: int) -> None:
    """Up to level 6, and over the middle of 4/4 and 6/8 only from the downbeat."""
    where, metre, notes = places_in_bars(tune), tune.time_signature, written(tune)
    middle = Fraction(1, 2) if str(metre) == "4/4" else Fraction(3, 8)
    for slur in drawn(tune, player, number, seed=number).of("slur"):
        begin, last = where[slur.first], slur.last
        while last > slur.first and notes[last - 1].tied:  # where it is struck
            last -= 1
        end = where[last]
        if str(metre) in ("4/4", "6/8"):
            assert begin == 0 or not begin < middle <= end
        assert begin in metre.beats


def test_an_echo_is_answered_by_a_dynamic() -> None:
    """Where a phrase is repeated softer, the phrase after it says how loud it is."""
    bars = "C5:1/4 D5:1/4 E5:1/4 C5:1/4 | G5:1/2 G5:1/2"
    other = "A4:1/4 B4:1/4 C5:1/4 A4:1/4 | E4:1/2 E4:1/2"
    tune = melody(f"4/4 {bars} | {bars} | {other} | {bars}", "C major")
    echoes = 0
    for seed in range(60):
        signs = drawn(tune, "violin", 7, seed)
        begins = [phrase.first for phrase in signs.of("phrase")]
        loud = {mark.place: mark.text for mark in signs.marks if mark.kind == "dynamic"}
        second = begins[1] if len(begins) > 2 else -1
        if second not in loud:
            continue
        if LOUDER.index(loud[second]) < LOUDER.index(loud[0]):
            echoes += 1
            assert begins[2] in loud

    assert echoes


def test_no_accent_on_the_long_notes_of_a_dotted_rhythm() -> None:
    """A dotted crotchet on the beat is not stressed bar after bar."""
    bars = ["C5:3/8 D5:1/8 E5:3/8 C5:1/8", "D5:3/8 E5:1/8 C5:3/8 D5:1/8"] * 4
    tune = melody("4/4 " + " | ".join(bars), "C major")
    for seed in range(40):
        for number in (5, 6, 8):
            marks = drawn(tune, "clarinet", number, seed).marks
            assert not [mark for mark in marks if mark.text in ("accent", "marcato")]


def test_a_breath_mark_gives_way_to_a_rest() -> None:
    """Four bars of 2/4 that end with a rest need no mark on the way."""
    bars = "G4:1/4 A4:1/4 | B4:1/2 | A4:1/4 G4:1/4 | G4:1/4 -:1/4"
    tune = melody(f"2/4 {bars} | {bars}", "G major")

    for seed in range(10):
        kinds = {mark.kind for mark in drawn(tune, "clarinet", 4, seed).marks}
        assert "breath" not in kinds


def test_the_character_agrees_with_the_printed_tempo_word() -> None:
    """In every metre the signs are chosen for the word that is printed."""
    runtime = load_runtime()
    for number in (5, 6, 8):
        for seed in (1, 2):
            for item in make(Request(number, "violin", seed=seed, count=4), runtime):
                tempo = item.tempo.crotchets_per_minute
                line = Line(item.melody, instrument("violin"), level(number), tempo, ())
                assert character_of(line).word == item.tempo.word


def test_no_word_contradicts_an_allegro() -> None:
    """Fast music at level 8 is neither tranquil nor sustained."""
    texts = {
        mark.text
        for seed in range(80)
        for mark in draw_markings(
            LONG, instrument("violin"), level(8), 120.0, np.random.default_rng(seed)
        ).marks
        if mark.kind == "word"
    }

    assert not texts & {"tranquillo", "sostenuto", "dolente", "dolce", "legato"}


def test_slow_music_has_no_word_of_movement() -> None:
    """Con moto is not tranquil: the tempo word and the other word agree."""
    texts = {
        mark.text
        for seed in range(80)
        for mark in draw_markings(
            LONG, instrument("violin"), level(7), 82.0, np.random.default_rng(seed)
        ).marks
        if mark.kind == "word"
    }

    assert texts, "some exercise has a word"
    assert not texts & {"tranquillo", "sostenuto", "leggiero", "giocoso", "risoluto"}


def test_what_is_plucked_is_bowed_again() -> None:
    """Where a phrase before the end is plucked, arco follows."""
    tune = melody(
        "2/4 D4:1/4 E4:1/4 | F#4:1/4 G4:1/4 | A4:1/2 | B4:1/4 -:1/4 | C#5:1/4 D5:1/4 | "
        "C#5:1/4 B4:1/4 | G4:1/4 E4:1/4 | D4:1/4 -:1/4",
        "D major",
    )
    found = set()
    for seed in range(300):
        signs = drawn(tune, "violin", 7, seed)
        check_plucking(tune, signs)
        found.add(tuple(m.text for m in signs.marks if m.text in ("pizz.", "arco")))

    assert ("pizz.", "arco") in found
