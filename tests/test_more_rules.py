"""Rules that an exercise may have besides its own: what they allow, against trying it all.

Each rule is told in plain words (`says`), asked for faults in finished melodies, and struck
out of the sampler's tables: the three must leave the same melodies.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toys import (
    Line,
    allowed_lines,
    counted,
    every_line,
    exercise,
    keeps,
    obedient,
    vocabulary_for,
    written,
)

from etudes.constraints.cadence import ClosesBy, HalfCloseAt
from etudes.constraints.counting import AtLeast, AtMost, OnlyPitches, PeakOnce
from etudes.constraints.exercise import Exercise
from etudes.constraints.given import Given, GivenEvents, GivenPitches, GivenRhythm
from etudes.constraints.patterns import Forbidden, ForbiddenRhythm
from etudes.constraints.reachability import clashing_rules, reach, under
from etudes.constraints.rule import Rule
from etudes.constraints.rules import rules_of
from etudes.errors import InvalidValue, UnknownName, UnsatisfiableRequest
from etudes.melody import Event, Melody
from etudes.sampling.faults import runs_on
from etudes.theory import Key, Pitch

C = Key.parse("C")
QUAVER, QUARTER, HALF = Fraction(1, 8), Fraction(1, 4), Fraction(1, 2)

PLAIN = replace(exercise("2/4", 2, "G4", ["1/2", "1/4"], ["1/4"]), max_leap=7)
"""Two bars of 2/4 on five notes in crotchets and minims, with crotchet rests."""

UPBEAT = replace(PLAIN, high=Pitch.parse("F4"), pickup=QUARTER)
"""The same on four notes after an upbeat of a crotchet, which the last bar lacks."""

QUAVERS = exercise("2/4", 1, "G4", ["3/8", "1/4", "1/8"], ["1/8"])
"""One bar of 2/4 with quavers and dotted crotchets."""

Says = Callable[[Sequence[Event]], bool]
"""A rule in plain words, about the events of a melody."""


def pitches(names: str) -> tuple[Pitch, ...]:
    return tuple(map(Pitch.parse, names.split()))


def tune(text: str, metre: Exercise = PLAIN) -> Melody:
    """Read 'C4:1/4 -:1/4 D4:1/2'; '-' is a rest."""
    events = []
    for word in text.split():
        name, length = word.split(":")
        events.append((None if name == "-" else Pitch.parse(name), Fraction(length)))
    return Melody.from_events(C, metre.time_signature, events, metre.pickup)


def names(events: Sequence[Event]) -> list[str]:
    """Return the names of what sounds."""
    return [str(event.pitch) for event in events if event.pitch]


def moves(events: Sequence[Event]) -> list[int]:
    """Return the intervals between notes that sound, in semitones."""
    return [b.midi - a.midi for a, b in pairwise(e.pitch for e in events if e.pitch)]


def whole(events: Sequence[Event]) -> list[tuple[str, Fraction]]:
    """Return name and length of each event; '-' is a rest."""
    return [(str(event.pitch or "-"), event.duration) for event in events]


@cache
def tried(base: Exercise) -> tuple[tuple[Line, Melody], ...]:
    """Every line that might be, as a melody."""
    vocabulary = vocabulary_for(base)
    return tuple(
        (line, written(base, vocabulary, line)) for line in every_line(base, vocabulary)
    )


@cache
def kept(base: Exercise) -> tuple[tuple[Line, Melody], ...]:
    """Those in which the exercise's own rules find no fault."""
    rules = rules_of(base)
    return tuple((line, melody) for line, melody in tried(base) if keeps(rules, melody))


def assert_means(rule: Rule, says: Says, base: Exercise = PLAIN) -> None:
    """Assert that tables, faults and plain words leave the same melodies."""
    of, vocabulary = replace(base, more=(rule,)), vocabulary_for(base)
    free = kept(base)
    expected = {line for line, melody in free if says(list(melody.events()))}
    reachable = reach(of, vocabulary)

    assert 0 < len(expected) < len(free)
    assert set(allowed_lines(reachable)) == expected
    assert set(obedient(of, vocabulary)) == expected
    assert counted(reachable) == len(expected)


def assert_refused(rules: Sequence[Rule], *words: str, base: Exercise = PLAIN) -> None:
    """Assert that nothing keeps the rules, and that the message says these words."""
    with pytest.raises(UnsatisfiableRequest) as caught:
        reach(replace(base, more=tuple(rules)), vocabulary_for(base))

    assert not any(keeps(rules, melody) for _, melody in kept(base))
    for word in words:
        assert word in str(caught.value)


def faults(rule: Rule, melody: Melody) -> list[tuple[Fraction | None, str]]:
    """Return where in a melody a rule is broken (None: as a whole), and how."""
    return [(event and event.onset, words) for event, words in rule.faults(melody)]


@pytest.mark.parametrize("base", [PLAIN, UPBEAT, QUAVERS], ids=["plain", "upbeat", "short"])
def test_the_tables_allow_what_the_own_rules_allow(base: Exercise) -> None:
    """Without more rules: as many and the same as are found by trying."""
    reachable = reach(base, vocabulary_for(base))
    expected = set(obedient(base, vocabulary_for(base)))

    assert set(allowed_lines(reachable)) == expected
    assert counted(reachable) == len(expected) > 3


# Given events


def test_a_given_opening_stays() -> None:
    """The piece begins with E and G in crotchets, and goes on freely."""
    opening = GivenEvents(
        ((Fraction(0), Pitch.parse("E4"), QUARTER), (QUARTER, Pitch.parse("G4"), QUARTER))
    )

    assert_means(opening, lambda e: whole(e)[:2] == [("E4", QUARTER), ("G4", QUARTER)])


def test_a_bar_is_made_anew_between_given_ones() -> None:
    """The second of three bars is free, the others are as given."""
    three = exercise("2/4", 3, "E4", ["1/2", "1/4"])
    e, d, c = pitches("E4 D4 C4")
    around = GivenEvents(
        ((Fraction(0), e, QUARTER), (QUARTER, d, QUARTER), (2 * HALF, c, HALF))
    )

    assert_means(
        around,
        lambda e: (
            whole(e)[:2] == [("E4", QUARTER), ("D4", QUARTER)]
            and whole(e)[-1] == ("C4", HALF)
        ),
        three,
    )


def test_a_given_rest_stays() -> None:
    """The second beat is silent."""
    rest = GivenEvents(((QUARTER, None, QUARTER),))

    assert_means(rest, lambda e: any(x.onset == QUARTER and not x.pitch for x in e))


def test_onsets_count_from_the_upbeat() -> None:
    """A crotchet after the start of the piece is the first downbeat."""
    downbeat = GivenEvents(((QUARTER, Pitch.parse("D4"), QUARTER),))

    assert_means(
        downbeat,
        lambda e: any((x.onset, str(x.pitch), x.duration) == (0, "D4", QUARTER) for x in e),
        UPBEAT,
    )


def test_a_note_that_differs_from_what_is_given_is_a_fault() -> None:
    """Another pitch, another length, and a note that sounds where another should begin."""
    rule = GivenEvents(((QUARTER, Pitch.parse("D4"), QUARTER),))

    assert faults(rule, tune("E4:1/4 D4:1/4 C4:1/2")) == []
    for line, onset in (
        ("E4:1/4 E4:1/4 C4:1/2", QUARTER),
        ("E4:1/4 -:1/4 C4:1/2", QUARTER),
        ("D4:1/2 C4:1/2", Fraction(0)),
    ):
        assert faults(rule, tune(line)) == [(onset, "D4, a crotchet is given at 1/4")]


def test_a_given_event_that_finds_no_place_is_refused() -> None:
    """Beyond the end, off the grid of crotchets, over the end, of another length."""
    d = Pitch.parse("D4")
    for onset, length in ((2 * HALF, HALF), (QUAVER, QUARTER), (3 * QUARTER, HALF)):
        assert_refused([GivenEvents(((onset, d, length),))], f"given at {onset}")
    assert_refused([GivenEvents(((Fraction(0), d, QUAVER),))], "D4, a quaver given at 0")


def test_given_events_that_break_a_rule_clash_with_it() -> None:
    """A piece that is to begin with D does not begin on the tonic triad."""
    assert_refused(
        [GivenEvents(((Fraction(0), Pitch.parse("D4"), QUARTER),))],
        "D4, a crotchet given at 0",
        "a first note of the tonic triad",
    )


@pytest.mark.parametrize(
    ("events", "words"),
    [
        ((), "at least one"),
        (((Fraction(-1, 4), None, QUARTER),), "at 0 or later"),
        (((Fraction(0), None, Fraction(0)),), "positive"),
        (((Fraction(0), None, Fraction(1, 5)),), "multiples of 1/96"),
        (
            ((Fraction(0), None, HALF), (QUARTER, Pitch.parse("C4"), HALF)),
            "begins before a minim rest at 0 has ended",
        ),
        (((Fraction(0), None, QUARTER), (QUARTER, None, QUARTER)), "join those"),
    ],
)
def test_given_events_are_in_order(events: tuple[Given, ...], words: str) -> None:
    """One after the other, from the start, on the grid."""
    with pytest.raises(InvalidValue, match=words):
        GivenEvents(events)


# A given rhythm


def test_a_given_rhythm_leaves_the_pitches_free() -> None:
    """Two crotchets, a crotchet rest, a crotchet."""
    rhythm = ((QUARTER, False), (QUARTER, False), (QUARTER, True), (QUARTER, False))
    syncopated = replace(PLAIN, syncopation="free")

    assert_means(
        GivenRhythm(rhythm),
        lambda e: [(x.duration, not x.pitch) for x in e] == list(rhythm),
        syncopated,
    )


def test_a_given_rhythm_holds_after_an_upbeat() -> None:
    """Crotchet | minim | crotchet."""
    rhythm = ((QUARTER, False), (HALF, False), (QUARTER, False))

    assert_means(
        GivenRhythm(rhythm),
        lambda e: [(x.duration, not x.pitch) for x in e] == list(rhythm),
        UPBEAT,
    )


def test_a_rhythm_that_does_not_fill_the_piece_is_refused() -> None:
    """Too short, too long, in lengths that are unknown, or silent."""
    for lengths in ((HALF,), (HALF, HALF, HALF), (Fraction(3, 8), Fraction(5, 8))):
        rhythm = GivenRhythm(tuple((length, False) for length in lengths))
        assert_refused([rhythm], "together: the given rhythm; loosen")
    assert_refused([GivenRhythm(((2 * HALF, True),))], "the given rhythm")


def test_another_rhythm_is_a_fault() -> None:
    """Where a note has another length, and where the piece is too short."""
    rhythm = GivenRhythm(((QUARTER, False), (QUARTER, True), (HALF, False)))

    assert faults(rhythm, tune("E4:1/4 -:1/4 C4:1/2")) == []
    assert faults(rhythm, tune("E4:1/4 D4:1/4 C4:1/2")) == [
        (QUARTER, "D4, a crotchet is not in the given rhythm")
    ]
    assert faults(rhythm, tune("E4:1/4 -:1/4")) == [
        (None, "the given rhythm lasts 1 of a semibreve, the piece 1/2")
    ]
    with pytest.raises(InvalidValue, match="join them"):
        GivenRhythm(((QUARTER, True), (QUARTER, True), (HALF, False)))
    with pytest.raises(InvalidValue, match="positive"):
        GivenRhythm(())


# Given pitches


def test_given_pitches_leave_the_rhythm_free() -> None:
    """E, D and C in any rhythm, with or without a rest between."""
    syncopated = replace(PLAIN, syncopation="free")

    assert_means(
        GivenPitches(pitches("E4 D4 C4")),
        lambda e: names(e) == ["E4", "D4", "C4"],
        syncopated,
    )


def test_given_pitches_may_repeat() -> None:
    """E, E, C: each is counted."""
    assert_means(
        GivenPitches(pitches("E4 E4 C4")), lambda e: names(e) == ["E4", "E4", "C4"]
    )


def test_pitches_that_do_not_fit_are_refused() -> None:
    """Five notes in four crotchets, a note beyond the range, another last note."""
    assert_refused([GivenPitches(pitches("C4 D4 E4 D4 C4"))], "the 5 given pitches")
    assert_refused([GivenPitches(pitches("F4 A4 C4"))], "the 3 given pitches")
    assert_refused([GivenPitches(pitches("C4 D4"))], "an end on the tonic")
    assert_refused([GivenPitches(pitches("F#4"))], "the pitch F#4")


def test_other_pitches_are_a_fault() -> None:
    """The first that differs, one too many, one too few."""
    rule = GivenPitches(pitches("E4 D4 C4"))

    assert faults(rule, tune("E4:1/4 D4:1/4 C4:1/2")) == []
    assert faults(rule, tune("E4:1/4 F4:1/4 D4:1/2")) == [
        (QUARTER, "F4 stands where D4 is given")
    ]
    assert faults(rule, tune("E4:1/4 D4:1/4 C4:1/4 C4:1/4")) == [
        (3 * QUARTER, "a note more than the 3 given pitches")
    ]
    assert faults(rule, tune("E4:1/2 D4:1/2")) == [
        (None, "2 notes, where 3 pitches are given")
    ]
    with pytest.raises(InvalidValue, match="at least one"):
        GivenPitches(())


# Forbidden runs


@pytest.mark.parametrize("run", [(-2,), (2, -2), (0, 0), (4, -4), (-2, -2)])
def test_a_forbidden_run_of_intervals_comes_nowhere(run: tuple[int, ...]) -> None:
    """Also where its beginning comes twice, and over a rest."""

    def says(events: Sequence[Event]) -> bool:
        found = moves(events)
        return not any(tuple(found[i : i + len(run)]) == run for i in range(len(found)))

    assert_means(Forbidden(run), says)


@pytest.mark.parametrize(
    "run", [(QUARTER, QUARTER), (HALF, QUARTER), (QUARTER, QUARTER, HALF), (HALF,)]
)
def test_a_forbidden_rhythm_comes_nowhere(run: tuple[Fraction, ...]) -> None:
    """A rest breaks it: crotchet, rest, crotchet are not two crotchets in a row."""

    def says(events: Sequence[Event]) -> bool:
        lengths = [event.duration if event.pitch else None for event in events]
        return not any(tuple(lengths[i : i + len(run)]) == run for i in range(len(lengths)))

    assert_means(ForbiddenRhythm(run), says, replace(PLAIN, syncopation="free"))


def test_a_forbidden_rhythm_is_found_after_a_false_start() -> None:
    """Four crotchets and a minim hold three crotchets and a minim."""
    assert_means(
        ForbiddenRhythm((QUARTER, QUARTER, QUARTER, HALF)),
        lambda e: [x.duration for x in e] != 4 * [QUARTER] + [HALF],
        exercise("2/4", 3, "D4", ["1/2", "1/4"]),
    )


def test_a_forbidden_run_is_a_fault_where_it_ends() -> None:
    """At its last note, each time that it comes."""
    up = Forbidden((2, 2))
    assert faults(up, tune("C4:1/4 D4:1/4 E4:1/4 C4:1/4")) == [
        (HALF, "the end of a run of +2, +2 semitones")
    ]
    assert faults(Forbidden((0,)), tune("C4:1/4 -:1/4 C4:1/4 C4:1/4")) == [
        (onset, "the end of a run of 0 semitones") for onset in (HALF, 3 * QUARTER)
    ]
    crotchets = ForbiddenRhythm((QUARTER, QUARTER))
    assert faults(crotchets, tune("C4:1/4 -:1/4 D4:1/4 C4:1/4")) == [
        (3 * QUARTER, "the end of a run of crotchet, crotchet")
    ]
    assert up.name == "no run of +2, +2 semitones"
    with pytest.raises(InvalidValue):
        Forbidden(())
    with pytest.raises(InvalidValue):
        ForbiddenRhythm((Fraction(0),))


# Cadences


def test_a_half_close_ends_the_first_bar() -> None:
    """D, or G: from a beat on, up to the barline."""

    def says(events: Sequence[Event]) -> bool:
        return any(
            x.onset + x.duration == HALF and str(x.pitch) in ("D4", "G4") for x in events
        )

    assert_means(HalfCloseAt(1, C), says)


def test_a_half_close_lasts_a_beat() -> None:
    """In 3/8 the beat is the bar: a crotchet and a quaver are no half close."""
    in_three = exercise("3/8", 3, "E4", ["3/8", "1/4"], ["1/8"])

    assert_means(
        HalfCloseAt(2, C), lambda e: ("D4", Fraction(3, 8)) in whole(e)[1:-1], in_three
    )
    melody = tune("C4:1/4 D4:1/8 C4:3/8", in_three)
    assert faults(HalfCloseAt(1, C), melody) == [
        (QUARTER, "shorter than a beat: no half close")
    ]


def test_after_an_upbeat_the_half_close_ends_where_the_next_upbeat_begins() -> None:
    """The first of two bars ends a crotchet before the barline."""

    def says(events: Sequence[Event]) -> bool:
        return any(x.onset + x.duration == QUARTER and str(x.pitch) == "D4" for x in events)

    assert_means(HalfCloseAt(1, C), says, replace(UPBEAT, rests=(QUARTER, HALF)))


@pytest.mark.parametrize("pickup", [Fraction(0), QUARTER], ids=["downbeat", "upbeat"])
def test_with_a_half_close_in_its_middle_a_piece_does_not_run_on(pickup: Fraction) -> None:
    """Eight bars of which the fourth and the fifth are free: without the half close the
    choice among candidates finds some that run on."""
    c, e = pitches("C4 E4")
    around = GivenEvents(
        tuple(
            (n * QUARTER, c if n % 2 or n > 12 else e, QUARTER)
            for n in range(16)
            if not 6 <= n < 10
        )
    )
    frame = replace(PLAIN, measures=8, pickup=pickup)
    vocabulary = vocabulary_for(frame)
    free = reach(replace(frame, more=(around,)), vocabulary)
    closed = reach(replace(frame, more=(around, HalfCloseAt(4, C))), vocabulary)

    heard, heard_closed = (
        [runs_on(written(frame, vocabulary, line)) for line in allowed_lines(reachable)]
        for reachable in (free, closed)
    )

    assert any(heard) and not all(heard)
    assert heard_closed and not any(heard_closed)


def test_what_is_no_half_close_is_a_fault() -> None:
    """A tonic, a rest, a tie over the barline, a piece that is too short."""
    rule = HalfCloseAt(1, C)

    assert faults(rule, tune("C4:1/4 D4:1/4 C4:1/2")) == []
    for line, words in (
        ("D4:1/4 C4:1/4 C4:1/2", "not of the dominant chord of C major"),
        ("D4:1/4 -:1/4 C4:1/2", "measure 1 ends with a rest"),
        ("C4:1/4 D4:1/2 C4:1/4", "sounds on over the end of measure 1"),
    ):
        assert faults(rule, tune(line)) == [(QUARTER, f"{words}: no half close")]
    assert faults(HalfCloseAt(3, C), tune("C4:1/4 D4:1/4 C4:1/2")) == [
        (None, "the piece is over before the end of measure 3")
    ]
    assert_refused([HalfCloseAt(3, C)], "a half close at the end of measure 3")
    assert_refused([HalfCloseAt(2, C)], "end of measure 2", "an end on the tonic")
    with pytest.raises(InvalidValue, match="from 1"):
        HalfCloseAt(0, C)


def test_a_piece_closes_by_one_of_the_moves() -> None:
    """From the second or the fifth degree, over a rest too."""
    assert_means(ClosesBy(C, ("2-1", "5-1")), lambda e: names(e)[-2:-1] in (["D4"], ["G4"]))


def test_another_last_move_is_a_fault() -> None:
    """E to C is no move of a second; a lone note has no last move."""
    rule = ClosesBy(C, ("2-1", "7-1", "5-1"))

    assert faults(rule, tune("C4:1/2 D4:1/4 C4:1/4")) == []
    assert faults(rule, tune("B3:1/2 -:1/4 C4:1/4")) == []
    assert faults(rule, tune("C4:1/2 E4:1/4 C4:1/4")) == [
        (3 * QUARTER, "the last move is 3-1, not 2-1, 7-1 or 5-1")
    ]
    assert faults(rule, tune("C4:1/2")) == [(0, "nothing sounds before the last note")]
    assert faults(rule, tune("D4:1/4 C4:1/4 -:1/2")) == [
        (HALF, "the piece ends with a rest")
    ]
    assert_refused([ClosesBy(C, ("5-2",))], "a last move 5-2", "an end on the tonic")
    for moves_ in ((), ("5-8",), ("V-I",)):
        with pytest.raises(InvalidValue, match="last move"):
            ClosesBy(C, moves_)


# Counting


def test_there_are_only_the_pitches_named() -> None:
    """C and E, and E alone is refused: it is not the tonic."""
    rule = OnlyPitches(pitches("C4 E4"))

    assert_means(rule, lambda e: set(names(e)) <= {"C4", "E4"})
    assert faults(rule, tune("C4:1/4 D4:1/4 C4:1/2")) == [
        (QUARTER, "D4 is not one of C4 E4")
    ]
    assert_refused([OnlyPitches(pitches("E4"))], "only the pitches E4", "tonic")
    with pytest.raises(InvalidValue):
        OnlyPitches(())


@pytest.mark.parametrize("base", [PLAIN, UPBEAT, QUAVERS], ids=["plain", "upbeat", "short"])
def test_the_peak_sounds_once(base: Exercise) -> None:
    """The highest name occurs once among the names."""
    assert_means(PeakOnce(), lambda e: sorted(names(e)).count(max(names(e))) == 1, base)


def test_a_peak_that_comes_again_is_a_fault() -> None:
    """Each time after the first; another spelling is the same note."""
    words = "the highest note, sounds again"

    assert faults(PeakOnce(), tune("C4:1/4 E4:1/4 D4:1/4 C4:1/4")) == []
    assert faults(PeakOnce(), tune("C4:1/4 E4:1/4 E4:1/4 C4:1/4")) == [
        (HALF, f"E4, {words}")
    ]
    assert faults(PeakOnce(), tune("C4:1/4 D#4:1/4 Eb4:1/4 C4:1/4")) == [
        (HALF, f"Eb4, {words}")
    ]


def thirds(events: Sequence[Event]) -> int:
    return sum(abs(move) in (3, 4) for move in moves(events))


def rests(events: Sequence[Event]) -> int:
    return sum(event.pitch is None for event in events)


@pytest.mark.parametrize("number", [0, 1])
def test_a_feature_shows_no_more_often(number: int) -> None:
    """Thirds are moves, rests are events."""
    loose = replace(PLAIN, syncopation="free")
    assert_means(AtMost(number, "thirds"), lambda e: thirds(e) <= number, loose)
    if number < 1:
        assert_means(AtMost(number, "rests"), lambda e: rests(e) <= number, loose)


@pytest.mark.parametrize("number", [1, 2])
def test_a_feature_shows_no_less_often(number: int) -> None:
    """Thirds, rests, the dotted crotchet in a bar of 2/4."""
    loose = replace(PLAIN, syncopation="free")
    assert_means(AtLeast(number, "thirds"), lambda e: thirds(e) >= number, loose)
    if number == 1:
        assert_means(AtLeast(1, "rests"), lambda e: rests(e) >= 1, loose)


def test_dotted_notes_and_strings_are_counted_too() -> None:
    """The length and its place show one, the move from the violin's G string the other."""
    assert_means(
        AtMost(0, "dotted-rhythm"),
        lambda e: all(x.duration != Fraction(3, 8) for x in e),
        exercise("3/4", 1, "D4", ["3/8", "1/4", "1/8"]),
    )
    assert_means(
        AtLeast(1, "string-crossing", "violin"),
        lambda e: any((a == "C4") != (b == "C4") for a, b in pairwise(names(e))),
    )


def test_counts_that_are_broken_are_faults() -> None:
    """Too many: at each one more. Too few: the whole piece."""
    melody = tune("C4:1/4 E4:1/4 G4:1/4 E4:1/4 -:1/4 C4:1/4")
    words = "of these: thirds, up or down"

    assert faults(AtMost(4, "thirds"), melody) == faults(AtLeast(4, "thirds"), melody) == []
    assert faults(AtMost(2, "thirds"), melody) == [
        (3 * QUARTER, f"more than 2 {words}"),
        (5 * QUARTER, f"more than 2 {words}"),
    ]
    assert faults(AtLeast(5, "thirds"), melody) == [(None, f"4 {words}; 5 are asked for")]


def test_more_than_there_is_room_for_is_refused() -> None:
    """Four thirds among four notes, or triplets where there are none."""
    assert_refused([AtLeast(4, "thirds")], "at least 4 of these: thirds")
    assert_refused([AtLeast(1, "triplets")], "at least 1 of these: triplet")


@pytest.mark.parametrize("kind", [AtMost, AtLeast])
def test_only_what_one_event_shows_is_counted(kind: type[AtMost] | type[AtLeast]) -> None:
    """A scale takes many notes, compound time the piece; a flute has no strings."""
    for name in ("scales", "arpeggios", "compound-time", "string-crossing"):
        with pytest.raises(InvalidValue, match=f"{name}.* is none"):
            kind(1, name, "flute")
    with pytest.raises(InvalidValue, match="not -1"):
        kind(-1, "thirds")
    with pytest.raises(UnknownName):
        kind(1, "quarks")


# All of them together, at random


@st.composite
def frames(draw: st.DrawFn) -> Exercise:
    """A bar or two of 2/4 or 3/4, with three to five pitches and not too many notes."""
    metre, measures, values, most, rests = draw(
        st.sampled_from(
            [
                ("2/4", 1, ("1/2", "3/8", "1/4", "1/8"), 4, ("1/4", "1/8")),
                ("2/4", 2, ("1/2", "1/4"), 5, ("1/4",)),
                ("3/4", 1, ("3/4", "1/2", "1/4"), 5, ("1/2", "1/4")),
                ("3/4", 2, ("3/4", "1/2", "1/4"), 3, ("1/4",)),
            ]
        )
    )
    highest = draw(st.sampled_from(["E4", "F4", "G4"][: most - 2]))
    chosen = draw(st.sets(st.sampled_from(values))) | {"1/4"}
    silent = draw(st.sets(st.sampled_from(rests)))
    base = exercise(metre, measures, highest, sorted(chosen), sorted(silent))
    return replace(
        base,
        pickup=draw(st.sampled_from([Fraction(0), Fraction(0), QUARTER])),
        max_leap=draw(st.sampled_from([2, 4, 5, 7])),
        syncopation=draw(st.sampled_from(["none", "free"])),
    )


def more_rules(base: Exercise) -> st.SearchStrategy[Rule]:
    """Return any of the rules, many of them such as some melody of this exercise keeps."""
    steps = [Pitch.parse(name) for name in ("C4", "D4", "E4", "F4", "G4", "A4")]
    pitch = st.sampled_from(steps[: base.high.staff_position - base.low.staff_position + 2])
    values = st.sampled_from([*base.values, *base.rests, QUAVER])
    places = st.integers(0, 12).map(lambda n: n * QUAVER)
    focuses = st.sampled_from(
        ["thirds", "repeated-notes", "large-leaps", "rests", "dotted-rhythm", "syncopation"]
    )
    degrees = st.tuples(st.integers(1, 5), st.sampled_from([1, 1, 5]))
    kinds: list[st.SearchStrategy[Rule]] = [
        st.builds(lambda *event: GivenEvents((event,)), places, pitch | st.none(), values),
        st.builds(GivenPitches, st.lists(pitch, min_size=1, max_size=5).map(tuple)),
        st.lists(values, min_size=1, max_size=4).map(
            lambda lengths: GivenRhythm(tuple((length, False) for length in lengths))
        ),
        st.builds(
            Forbidden, st.lists(st.integers(-4, 4), min_size=1, max_size=3).map(tuple)
        ),
        st.builds(ForbiddenRhythm, st.lists(values, min_size=1, max_size=3).map(tuple)),
        st.builds(HalfCloseAt, st.integers(1, base.measures), st.just(C)),
        st.builds(
            lambda pairs: ClosesBy(C, tuple(f"{a}-{b}" for a, b in pairs)),
            st.lists(degrees, min_size=1, max_size=3),
        ),
        st.builds(
            lambda others: OnlyPitches((base.low, *others)), st.lists(pitch, min_size=1)
        ),
        st.just(PeakOnce()),
        st.builds(AtMost, st.integers(0, 2), focuses),
        st.builds(AtLeast, st.integers(0, 3), focuses),
    ]
    if kept(base):
        some = st.sampled_from([melody for _, melody in kept(base)])
        kinds += 3 * [
            some.map(lambda m: GivenPitches(m.pitches)),
            some.map(
                lambda m: GivenRhythm(tuple((e.duration, not e.pitch) for e in m.events()))
            ),
            some.flatmap(_some_events),
        ]
    return st.one_of(kinds)


def _some_events(melody: Melody) -> st.SearchStrategy[Rule]:
    """Return some of a melody's events as given."""
    every = [(e.onset + melody.pickup, e.pitch, e.duration) for e in melody.events()]
    which = st.sets(st.integers(0, len(every) - 1), min_size=1)
    return which.map(lambda numbers: GivenEvents(tuple(every[n] for n in sorted(numbers))))


@st.composite
def rule_sets(draw: st.DrawFn) -> Exercise:
    base = draw(frames())
    return replace(
        base, more=tuple(draw(st.lists(more_rules(base), min_size=1, max_size=3)))
    )


@settings(max_examples=100, deadline=None)
@given(rule_sets())
def test_any_rules_leave_what_trying_finds(of: Exercise) -> None:
    """As many melodies, the same ones, and none exactly where none can be.

    What is named as a clash is one, and no longer is when any rule in it is left out.
    """
    base, vocabulary, rules = replace(of, more=()), vocabulary_for(of), rules_of(of)
    expected = {line for line, melody in kept(base) if keeps(of.more, melody)}
    reachable = under(rules, of, vocabulary)

    assert counted(reachable) == len(expected)
    assert reachable.satisfiable == bool(expected)
    assert set(allowed_lines(reachable)) == expected
    if not expected:
        clash = clashing_rules(of, vocabulary, rules)
        # of a rest at the end one rule speaks for all that forbid it
        ended = [melody for line, melody in tried(base) if line[-1][0]]
        assert not any(keeps(clash, melody) for melody in ended)
        assert not under(clash, of, vocabulary).satisfiable
        for rule in clash:
            others = [other for other in clash if other is not rule]
            assert under(others, of, vocabulary).satisfiable
