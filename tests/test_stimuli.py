"""Pieces of a rating session: tunes by people, bare rules, anchors; all of one form."""

from collections.abc import Callable
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from checker import Fault, check
from hypothesis import given, settings
from hypothesis import strategies as st

from etudes.checking import Standard
from etudes.checking import check as checked
from etudes.corpus.build import load
from etudes.corpus.collections import collections
from etudes.encoding.vocabulary import METRES
from etudes.errors import DamagedData, InvalidValue, UnsatisfiableRequest
from etudes.focus import focus, share
from etudes.item.item import Item
from etudes.item.make import load_runtime, make
from etudes.melody import Melody, Note
from etudes.rating.session import Origin
from etudes.rating.study import held_out as held_out_module
from etudes.rating.study import stimuli as stimuli_module
from etudes.rating.study.anchors import WRONGS, Wrong, anchor
from etudes.rating.study.baseline import Baseline
from etudes.rating.study.controls import control, keeps_rules, line_of, tune_of
from etudes.rating.study.design import Design
from etudes.rating.study.held_out import held_out, read_tunes
from etudes.rating.study.made import Cell, Made
from etudes.rating.study.shapes import has_rest, shapes_of
from etudes.rating.study.stimuli import Pieces, stimuli_of
from etudes.runtime import Runtime
from etudes.tables import instrument, level, rubric
from etudes.theory import Interval, Key, Pitch, TimeSignature
from etudes.writing.musicxml import musicxml

FREE = {"aird", "oneill", "ryan", "misc"}


@pytest.fixture(scope="module")
def runtime() -> Runtime:
    return load_runtime()


@pytest.fixture(scope="module")
def baseline(runtime: Runtime) -> Baseline:
    return Baseline(runtime.model)


def usual(**others: int | float | tuple[Cell, ...]) -> Design:
    values = {
        "cells": (Cell(2, "violin"), Cell(4, "clarinet")),
        "raters": 4,
        "per_rater": 20,
        "items": 10,
        "controls": 0.3,
        "baseline": 0.2,
        "repeats": 0.1,
        "anchors": 3,
        "training": 2,
        "seed": 5,
    }
    return Design(models=("gru",), **(values | others))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def pieces(runtime: Runtime) -> Pieces:
    return stimuli_of(usual(), {"gru": runtime})


def faults(item: Item) -> list[Fault]:
    """Return what a checker that shares no code with the program says of an item."""
    player = instrument(item.instrument)
    text = musicxml(item, player).decode()
    return check(text, level(item.level_asked).as_data(), player.as_data())


# ------------------------------------------------------------------ tunes held out


def test_the_tunes_are_of_free_collections_and_not_a_few() -> None:
    """Controls come from public-domain collections that any clean copy has; never Essen."""
    found = held_out()

    assert len(found) > 500
    assert {tune.id.partition("/")[0] for tune in found} == FREE
    free = {row.name for row in collections() if "public-domain" in row.licence}
    assert free >= FREE
    assert len({tune.id for tune in found}) == len(found)


def test_no_tune_is_of_a_family_that_the_model_learnt_from() -> None:
    """Where the corpus is built, each tune is on another side of the split than training,
    and has the notes that the corpus has."""
    try:
        corpus = load()
    except DamagedData:
        pytest.skip("the corpus is not built on this machine")
    rows = {row.id: row for row in corpus.tunes}
    for tune in held_out():
        assert rows[tune.id].split in ("validation", "test")
        assert rows[tune.id].notes == len(tune.melody.pitches)


def test_no_tune_shares_a_long_run_with_what_the_model_learnt_from(
    runtime: Runtime,
) -> None:
    """A control may be no more of a copy than a made piece may be."""
    copies = runtime.model.copies
    assert copies is not None
    assert not any(copies.are_copies([tune.melody for tune in held_out()]))


def test_places_where_nothing_stands_give_nothing() -> None:
    """Another edition of a collection may lack a file or a tune; the others are read."""
    places = {
        "aird": ["book1.abc-tune-0039/0/0", "book1.abc-tune-9999/0/0", "no such place"],
        "oneill": ["../../etc/passwd-tune-1/0/0", "lost.abc-tune-1/0/0"],
        "nowhere": ["book1.abc-tune-0039/0/0"],
    }
    assert [tune.id for tune in read_tunes(places)] == ["aird/book1.abc-tune-0039/0/0"]


def test_without_the_collections_it_is_said_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A machine without the tunes gets one line that says what to install."""
    held_out.cache_clear()
    monkeypatch.setattr(held_out_module, "collections", lambda: ())
    with pytest.raises(DamagedData, match="pip install music21"):
        held_out()
    held_out.cache_clear()


# ------------------------------------------------------------------ human controls


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (1, "violin"),
        (2, "cello"),
        (3, "flute"),
        (4, "trumpet"),
        (5, "clarinet"),
        (6, "piano"),
        (7, "violin"),
    ],
)
def test_a_control_keeps_every_rule_of_its_level_and_instrument(
    number: int, name: str
) -> None:
    """What a person wrote is shown only where it could have been asked for."""
    made = control(Cell(number, name), seed=number)

    assert made is not None
    assert faults(made.item) == []
    assert abs(made.item.level_measured - number) <= 0.5
    assert made.origin == "human" and made.system == "human"


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**31), number=st.integers(2, 5))
def test_a_control_is_a_run_of_its_tune(seed: int, number: int) -> None:
    """Its intervals stand in the tune as they are, unless it has one note a beat: nothing
    is changed but key, octave and, where that is said, the values."""
    made = control(Cell(number, "violin"), seed)
    if made is None or "one note a beat" in made.source:
        return
    [tune] = [one for one in held_out() if one.id == tune_of(made)]

    def moves(melody_pitches: list[int]) -> list[int]:
        return [b - a for a, b in pairwise(melody_pitches)]

    whole = moves([pitch.midi for pitch in tune.melody.pitches])
    part = moves([pitch.midi for pitch in made.item.melody.pitches])
    runs = [whole[i : i + len(part)] for i in range(len(whole) - len(part) + 1)]
    assert part in runs


def test_controls_are_the_same_again_and_no_tune_comes_twice() -> None:
    """A seed decides a control; tunes that were taken are left out."""
    cell = Cell(3, "violin")
    taken: set[str] = set()
    found: list[Made] = []
    for seed in range(6):
        made = control(cell, seed, taken)
        assert made is not None and made == control(cell, seed, taken)
        taken.add(tune_of(made))
        found.append(made)

    assert len(taken) == len({made.item.id for made in found}) == 6


def test_level_eight_has_controls_for_half_of_its_pieces() -> None:
    """Hardly a dozen of the tunes are so hard in any key; half of six seeds find one."""
    taken: set[str] = set()
    for seed in range(8000, 8006):
        if made := control(Cell(8, "violin"), seed, taken):
            assert faults(made.item) == []
            assert abs(made.item.level_measured - 8) <= 0.5
            taken.add(tune_of(made))
    assert len(taken) >= 3


def test_what_is_passed_over_breaks_a_rule_wherever_it_lies() -> None:
    """An excerpt that is left out before it lies on the instrument is one that the whole
    check refuses in every key of the level; nothing that may be shown is lost."""
    standard = Standard.of(rubric(), 4, instrument("violin"))
    metre = TimeSignature.parse("6/8")
    shapes = [shape for n in range(0, 700, 9) for shape in shapes_of(n, metre, 8)]
    left_out = [shape for shape in shapes if not keeps_rules(shape, standard)]

    assert 10 < len(left_out) < len(shapes)
    for shape in left_out:
        for key in standard.keys:
            if key.mode == shape.melody.key.mode:
                placed = shape.melody.transposed(to_tonic(shape.melody.key, key))
                assert checked(line_of(placed), standard)


def to_tonic(one: Key, other: Key) -> Interval:
    return Pitch(one.step, one.alter, 4).interval_to(Pitch(other.step, other.alter, 4))


def test_controls_have_rests_as_often_as_is_dealt() -> None:
    """At level 5, where some tunes rest, three controls in ten have one, of sixty from 9 to
    27; so few or so many come 1 time in 100 by chance."""
    found = [control(Cell(5, "trumpet"), seed) for seed in range(60)]
    rested = [made for made in found if made and has_rest(made.item.melody)]
    assert 9 <= len(rested) <= 27


def test_the_length_of_a_cell_is_kept() -> None:
    """Eight bars are eight bars at level 5, which has twelve as well."""
    made = control(Cell(5, "violin", 8), seed=1)

    assert made is not None and made.item.melody.full_measures == 8


# ------------------------------------------------------------------ the baseline


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (1, "violin"),
        (2, "cello"),
        (3, "flute"),
        (4, "trumpet"),
        (5, "clarinet"),
        (6, "piano"),
        (7, "violin"),
        (8, "clarinet"),
    ],
)
def test_the_baseline_breaks_no_rule(number: int, name: str, baseline: Baseline) -> None:
    """The floor is not made of faults: all hard rules hold."""
    for item in make(Cell(number, name).request(number), baseline):
        assert faults(item) == []
        assert item.model_name == "baseline"


def test_the_baseline_has_learnt_nothing(runtime: Runtime, baseline: Baseline) -> None:
    """No weights, no n-grams; its digest is that of its law and not the model's."""
    assert baseline.model.weights == {}
    assert baseline.model.surrogate is None
    assert baseline.model.digest != runtime.model.digest
    assert baseline.model.copies is not None


def test_the_baseline_goes_mostly_by_step(baseline: Baseline) -> None:
    """Seconds are its commonest moves, and no leap is wider than the level's octave."""
    [item] = make(Cell(5, "violin").request(3), baseline)
    places = [pitch.staff_position for pitch in item.melody.pitches]
    sizes = [abs(b - a) for a, b in pairwise(places)]

    assert sizes.count(1) == max(sizes.count(n) for n in set(sizes))
    assert max(sizes) <= 7


# ------------------------------------------------------------------ anchors


@pytest.mark.parametrize(("wrong", "number"), [(WRONGS[0], 2), (WRONGS[1], 5)])
def test_an_anchor_of_another_level_is_three_levels_away(
    wrong: object, number: int, runtime: Runtime
) -> None:
    """It is shown as one level and measured as another, and a careful rater says so."""
    made = anchor(Cell(number, "violin"), wrong, 3, lambda r: make(r, runtime)[0])  # type: ignore[arg-type]

    assert made is not None
    away = made.item.level_measured - made.level
    low, high = made.expected["level"]
    assert abs(away) >= 2
    assert low <= 4 + round(away) <= high
    assert made.item.level_asked == made.level == number
    assert made.item.melody.full_measures in level(number).measures


@pytest.mark.parametrize(
    "name", ["violin", "clarinet", "flute", "trumpet", "cello", "piano"]
)
def test_an_anchor_out_of_idiom_leaps_from_note_to_note(
    name: str, runtime: Runtime
) -> None:
    """It lies within the instrument's range, in leaps that nobody at the level has met."""
    player, cell = instrument(name), Cell(3, name)
    found = [
        anchor(cell, WRONGS[2], seed, lambda r: make(r, runtime)[0]) for seed in range(4)
    ]
    some = [made for made in found if made]

    assert some
    for made in some:
        midi = [pitch.midi for pitch in made.item.melody.pitches]
        assert player.ranges[-1][0].midi <= min(midi)
        assert max(midi) <= player.ranges[-1][1].midi
        wide = [abs(b - a) >= 8 for a, b in pairwise(midi)]
        assert sum(wide) > len(wide) / 2
        assert faults(made.item) != []
        assert made.expected == {"idiom": (1, 3)}


def test_an_anchor_is_told_with_what_its_own_notes_show(runtime: Runtime) -> None:
    """Leaps of an octave leave few thirds: the share of a focus is measured anew."""
    cell = Cell(3, "violin", focus=("thirds",))
    made = anchor(cell, WRONGS[2], 1, lambda r: make(r, runtime)[0])

    assert made is not None
    shown = share(focus("thirds"), made.item.melody, "violin")
    assert made.item.descriptors["focus thirds"] == round(shown, 4)
    before = share(focus("thirds"), make(made.request, runtime)[0].melody, "violin")
    assert shown < before


def test_of_an_anchor_out_of_idiom_nothing_is_told_of_notes_that_are_gone(
    runtime: Runtime,
) -> None:
    """No model spent a bit on notes an octave off."""
    made = anchor(Cell(3, "violin"), WRONGS[2], 1, lambda r: make(r, runtime)[0])

    assert made is not None
    item = made.item
    assert (item.bits_per_note, item.mass_removed, item.sampling) == (0, 0, None)
    assert make(made.request, runtime)[0].bits_per_note > 0


def test_no_anchor_is_of_a_level_that_there_is_not(runtime: Runtime) -> None:
    """Nothing is three levels harder than level 6, nothing three easier than level 3."""
    cell = Cell(6, "violin"), Cell(3, "violin")
    assert anchor(cell[0], WRONGS[0], 1, lambda r: make(r, runtime)[0]) is None
    assert anchor(cell[1], WRONGS[1], 1, lambda r: make(r, runtime)[0]) is None


@pytest.mark.parametrize("wrong", WRONGS, ids=lambda wrong: wrong.name)
@pytest.mark.parametrize("number", [2, 4, 5])
def test_an_anchor_is_in_a_metre_of_the_level_that_it_is_shown_as(
    wrong: Wrong, number: int, runtime: Runtime
) -> None:
    """No 5/4 above "level 2": only who looks at the notes finds what is wrong."""
    for seed in range(4):
        made = anchor(Cell(number, "violin"), wrong, seed, lambda r: make(r, runtime)[0])
        if made is None:
            continue
        metre = made.item.melody.time_signature
        assert str(metre) in METRES
        assert metre in level(number).metres


# ------------------------------------------------------------------ all of them


@pytest.fixture(scope="module")
def many(runtime: Runtime) -> list[Made]:
    """Forty pieces of a model, forty of people, forty of bare rules, of one kind."""
    third = 1 / 3
    design = usual(
        cells=(Cell(5, "violin"),),
        raters=24,
        items=120,
        controls=third,
        baseline=third,
        anchors=0,
        training=0,
    )
    return stimuli_of(design, {"gru": runtime})[0]


def told_apart(many: list[Made], other: str, what: Callable[[Melody], object]) -> float:
    """How often labels dealt by chance tell an origin from the model by this as well as
    true ones do (chi-squared of the counts)."""
    many = [made for made in many if made.origin in ("model", other)]
    values = [what(made.item.melody) for made in many]
    is_other = np.array([made.origin == other for made in many])
    kinds = np.array([sorted(map(str, set(values))).index(str(one)) for one in values])

    def distance(labels: np.ndarray) -> float:
        own = np.bincount(kinds[labels], minlength=kinds.max() + 1)
        whole = np.bincount(kinds)
        return float((((own - whole * labels.mean()) ** 2) / whole).sum())

    rng, seen = np.random.default_rng(1), distance(is_other)
    dealt = [distance(rng.permutation(is_other)) for _ in range(2000)]
    return float(np.mean(np.array(dealt) >= seen - 1e-9))


def ends_on_its_longest(melody: Melody) -> bool:
    *_, last = events = list(melody.events())
    return last.duration == max(event.duration for event in events)


def is_tied(melody: Melody) -> bool:
    written = [note for measure in melody.measures for note in measure.notes]
    return any(isinstance(note, Note) and note.tied for note in written)


@pytest.mark.parametrize("other", ["human", "baseline"])
@pytest.mark.parametrize(
    "what",
    [
        lambda melody: melody.time_signature,
        lambda melody: melody.key.mode,
        lambda melody: melody.full_measures,
        lambda melody: melody.pickup > 0,
        has_rest,
        is_tied,
        ends_on_its_longest,
    ],
    ids=["metre", "mode", "bars", "upbeat", "a rest", "a tie", "longest last"],
)
def test_no_look_tells_who_wrote_it(
    many: list[Made], other: Origin, what: Callable[[Melody], object]
) -> None:
    """Forty pieces of people and forty of bare rules have the same metres, modes, lengths
    and upbeats as forty of the model, as many with a rest and with a tie, and as many that
    end on their longest note; each test fails 1 time in 100 though nothing tells them
    apart."""
    assert [made.origin for made in many].count(other) == 40
    assert len(many) == 120
    assert told_apart(many, other, what) > 0.01


def test_a_design_gets_what_it_asks_for(pieces: Pieces) -> None:
    """As many of each origin as planned, the anchors, and the pieces for training."""
    rated, anchors, training = pieces
    counts = [made.origin for made in rated]

    assert (counts.count("model"), counts.count("human"), counts.count("baseline")) == (
        5,
        3,
        2,
    )
    assert [made.origin for made in anchors] == ["anchor"] * 3
    assert len(training) == 2
    every = [*rated, *anchors, *training]
    assert len({made.item.id for made in every}) == len(every)
    assert len({made.item.seed for made in every}) == len(every)


def test_the_same_design_gets_the_same_pieces(pieces: Pieces, runtime: Runtime) -> None:
    """A session can be made again from its design, note for note and in order."""
    assert stimuli_of(usual(), {"gru": runtime}) == pieces


def test_pieces_of_all_origins_have_one_form(pieces: Pieces) -> None:
    """Ids of one length, tempo and signs by the level, a metre that tunes have: nothing
    formal tells who wrote it."""
    rated, anchors, _ = pieces
    for made in (*rated, *anchors):
        item = made.item
        assert len(item.id) == 16 and set(item.id) <= set("0123456789abcdef")
        assert len(item.model_digest) == 64
        assert item.index == 0 and item.level_asked == made.level
        assert str(item.melody.time_signature) in METRES
        assert item.tempo.word and item.markings.marks
        assert item.melody.full_measures in level(made.level).measures
    names = {made.origin: set(made.item.descriptors) for made in rated}
    assert names["human"] == names["model"] == names["baseline"]


def test_what_raters_could_see_names_no_source(pieces: Pieces) -> None:
    """Title and place of a tune stand in its record only, not in the item."""
    for made in pieces[0]:
        if made.origin == "human":
            text = repr([getattr(made.item, field.name) for field in fields(Item)])
            assert tune_of(made) not in text
            assert (
                "abc" not in musicxml(made.item, instrument(made.item.instrument)).decode()
            )


def test_a_level_without_tunes_leaves_its_controls_to_another(
    monkeypatch: pytest.MonkeyPatch, runtime: Runtime
) -> None:
    """Where no tune fills a kind, another kind has the control; where none does, one line
    says how many were found."""

    def only_level_two(cell: Cell, seed: int, taken: set[str], _: None) -> Made | None:
        return control(cell, seed, taken) if cell.level == 2 else None

    monkeypatch.setattr(stimuli_module, "control", only_level_two)
    rated, _, _ = stimuli_of(usual(anchors=0), {"gru": runtime})
    assert {made.level for made in rated if made.origin == "human"} == {2}

    monkeypatch.setattr(stimuli_module, "control", lambda *_: None)
    with pytest.raises(UnsatisfiableRequest, match="only 0 were found"):
        stimuli_of(usual(anchors=0), {"gru": runtime})


def test_wrong_designs_are_refused_in_a_line(runtime: Runtime) -> None:
    """A model that is not there, a level that is none, a drum without pitches."""
    with pytest.raises(InvalidValue, match="gru"):
        stimuli_of(usual(), {"other": runtime})
    with pytest.raises(InvalidValue, match="level"):
        Cell(9, "violin")
    with pytest.raises(InvalidValue, match="line of pitches"):
        Cell(2, "snare drum")


def test_the_list_is_small_and_has_no_notes() -> None:
    """The list names places of tunes; no music is shipped."""
    text = (Path(held_out_module.__file__).parent / "held_out.toml").read_text("utf-8")

    assert len(text) < 40_000
    assert "|" not in text and "K:" not in text
    assert text.count('    "') == len(held_out())
