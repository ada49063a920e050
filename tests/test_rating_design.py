"""A study before it is made: who is asked what, in which order, and how precise it will be.

The checks here count by themselves: they share nothing with what deals the trials.
"""

import json
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import count, pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from etudes.errors import InvalidValue
from etudes.rating.session import Rater, Stimulus, Trial
from etudes.rating.study.dealing import Pieces, dealt
from etudes.rating.study.design import Design
from etudes.rating.study.made import Cell
from etudes.rating.study.order import GAP, rows_for, williams, with_repeats
from etudes.rating.study.plan import planned
from etudes.rating.study.spread import spread

VIOLIN, CLARINET = Cell(3, "violin"), Cell(2, "clarinet")
BOTH = (VIOLIN, CLARINET)


def pieces_of(design: Design) -> Pieces:
    """Pieces with readable ids, as many as the design asks for."""
    numbers = count()

    def piece(system: str, cell: Cell) -> Stimulus:
        id_ = f"{system}-{next(numbers)}"
        return Stimulus(
            id_, "", cell.level, cell.instrument, "model", system, "", {}, "", ""
        )

    rated = [piece(*kind) for kind, n in design.quotas.items() for _ in range(n)]
    anchors = [piece("anchor", design.cells[0]) for _ in range(design.anchors)]
    training = [piece("training", design.cells[0]) for _ in range(design.needed)]
    return Pieces(tuple(rated), tuple(anchors), tuple(training))


def trials_of(design: Design) -> tuple[Pieces, dict[str, list[Trial]]]:
    pieces, numbers = pieces_of(design), count()
    raters = [Rater(f"r{n}", "", n) for n in range(1, design.raters + 1)]
    found: dict[str, list[Trial]] = defaultdict(list)
    for trial in dealt(design, pieces, raters, lambda: f"t{next(numbers)}"):
        found[trial.rater].append(trial)
    return pieces, found


def singles(trials: list[Trial]) -> list[Trial]:
    return [t for t in trials if t.phase == "main" and t.right is None]


def pairs(trials: list[Trial]) -> list[Trial]:
    return [t for t in trials if t.phase == "main" and t.right is not None]


# Williams designs


@pytest.mark.parametrize("conditions", range(2, 31))
def test_each_condition_stands_everywhere_and_follows_each_other_equally_often(
    conditions: int,
) -> None:
    """Williams 1949: n rows for an even number, 2n for an odd one."""
    rows = williams(conditions)
    assert len(rows) == conditions * (1 if conditions % 2 == 0 else 2)
    assert all(sorted(row) == list(range(conditions)) for row in rows)
    at = Counter((one, place) for row in rows for place, one in enumerate(row))
    after = Counter(two for row in rows for two in pairwise(row))
    assert set(at.values()) == {len(rows) // conditions}
    assert set(after.values()) == {len(rows) // conditions}
    assert len(at) == conditions**2
    assert len(after) == conditions * (conditions - 1)


@given(conditions=st.integers(2, 30), raters=st.integers(1, 40))
def test_fewer_raters_than_rows_never_repeat_a_place_more_than_the_whole_does(
    conditions: int, raters: int
) -> None:
    """Where there are too few raters for a whole design, its parts are even."""
    whole = len(williams(conditions))
    most = -(-raters // whole) * whole // conditions
    rows = rows_for(conditions, raters)
    assert len(rows) == raters
    at = Counter((one, place) for row in rows for place, one in enumerate(row))
    after = Counter(two for row in rows for two in pairwise(row))
    assert max(at.values()) <= most
    assert max(after.values()) <= most


@given(conditions=st.integers(2, 30), half=st.integers(1, 20))
def test_an_even_number_of_raters_meets_every_condition_at_the_same_mean_place(
    conditions: int, half: int
) -> None:
    """Rows come with their reversals, so early and late places cancel out."""
    rows = rows_for(conditions, 2 * half)
    for one in range(conditions):
        mean = sum(row.index(one) for row in rows) / len(rows)
        assert mean == pytest.approx((conditions - 1) / 2)


@given(length=st.integers(2, 40), share=st.floats(0, 0.3), seed=st.integers(0, 2**32 - 1))
def test_repeats_stand_apart_from_what_they_repeat(
    length: int, share: float, seed: int
) -> None:
    """At least five other trials lie between, where there is room."""
    wanted = int(share * length)
    asked = with_repeats(range(length), range(length), wanted, np.random.default_rng(seed))
    assert [one for one, again in asked if not again] == list(range(length))
    places = {one: place for place, (one, again) in enumerate(asked) if not again}
    again = {one: place for place, (one, again) in enumerate(asked) if again}
    assert len(again) == wanted == sum(again for _, again in asked)
    for one, place in again.items():
        room = length - 1 - one - (wanted - 1)
        assert place - places[one] - 1 >= min(GAP, room)


# What raters are asked


DESIGNS = [
    Design.usual((VIOLIN,), ("gru",), raters=5),
    Design.usual(BOTH, ("gru",), raters=12),
    Design.usual(BOTH, ("old", "new"), raters=12, seed=3),
    Design.usual(BOTH, ("gru",), raters=7, per_rater=25, pairs=0, anchors=0, training=0),
    Design.usual((VIOLIN,), ("gru",), raters=2, per_rater=10, anchors=1),
    Design.usual(BOTH, ("a", "b", "c"), raters=30, per_rater=60, items=90),
]


@pytest.mark.parametrize("design", DESIGNS)
def test_every_rater_has_the_trials_that_the_plan_names(design: Design) -> None:
    """Training first, then single pieces with repeats and anchors, then pairs."""
    pieces, found = trials_of(design)
    assert len(found) == design.raters
    systems = {one.id: one.system for one in pieces.all}
    for trials in found.values():
        assert [t.position for t in trials] == list(range(design.trials))
        phases = [t.phase for t in trials]
        assert phases == ["training"] * design.training + ["main"] * (
            design.trials - design.training
        )
        kinds = [t.is_pair for t in trials if t.phase == "main"]
        assert kinds == sorted(kinds)
        rated = [t.left for t in singles(trials)]
        assert len(rated) == design.singles + design.anchors + design.repeated
        assert len(pairs(trials)) == design.pairs
        assert sum(systems[one] == "anchor" for one in rated) == design.anchors
        assert sum(t.repeats is not None for t in trials) == design.repeated
        assert "training" not in {systems[one] for one in rated}


@pytest.mark.parametrize("design", DESIGNS)
def test_a_repeat_asks_what_an_earlier_trial_of_the_same_rater_asked(
    design: Design,
) -> None:
    _, found = trials_of(design)
    for trials in found.values():
        by_id = {t.id: t for t in trials}
        again = [t for t in singles(trials) if t.repeats]
        for trial in again:
            earlier = by_id[str(trial.repeats)]
            assert earlier.left == trial.left
            assert trial.position - earlier.position > 1
            assert earlier.repeats is None
        once = [t.left for t in singles(trials) if not t.repeats]
        assert len(set(once)) == len(once)


@pytest.mark.parametrize("design", DESIGNS)
def test_every_piece_is_judged_by_as_many_raters_but_one_and_all_hangs_together(
    design: Design,
) -> None:
    pieces, found = trials_of(design)
    judged = Counter(
        piece for trials in found.values() for piece in {t.left for t in singles(trials)}
    )
    counts = [judged[one.id] for one in pieces.rated]
    assert min(counts) == design.judges
    assert max(counts) <= min(counts) + 1
    # from the first rater all pieces and raters are reached over pieces in common
    sets = [{t.left for t in singles(trials)} for trials in found.values()]
    reached = sets.pop(0)
    while near := [one for one in sets if one & reached]:
        reached = reached.union(*near)
        sets = [one for one in sets if one not in near]
    assert not sets


@pytest.mark.parametrize("design", DESIGNS)
def test_each_rater_meets_the_same_mixture_of_systems(design: Design) -> None:
    """A stretch of the circle holds a system's share of its pieces, to within the share of
    each of its kinds."""
    pieces, found = trials_of(design)
    systems = {one.id: one.system for one in pieces.rated}
    for trials in found.values():
        rated = [systems[t.left] for t in singles(trials) if t.left in systems]
        met = Counter(rated)
        for system, total in design.systems.items():
            share = total * design.singles / design.items
            assert abs(met[system] - share) <= len(design.cells) + design.repeated


@pytest.mark.parametrize("design", [one for one in DESIGNS if one.pairs])
def test_pairs_are_of_one_kind_in_both_orders_and_of_the_pairings_wanted(
    design: Design,
) -> None:
    pieces, found = trials_of(design)
    by_id = {one.id: one for one in pieces.rated}
    shown: dict[frozenset[str], Counter[str]] = defaultdict(Counter)
    met: Counter[frozenset[str]] = Counter()
    for trials in found.values():
        own = [frozenset((t.left, str(t.right))) for t in pairs(trials)]
        assert len(set(own)) == len(own), "no rater sees a pair twice"
        for trial in pairs(trials):
            left, right = by_id[trial.left], by_id[str(trial.right)]
            assert (left.level, left.instrument) == (right.level, right.instrument)
            shown[frozenset((left.id, right.id))][left.id] += 1
            met[frozenset((left.system, right.system))] += 1
    for two, lefts in shown.items():
        first, second = sorted(two)
        assert abs(lefts[first] - lefts[second]) <= 1
    wanted = Counter(frozenset(two) for two in design.pairings)
    assert set(met) <= set(wanted)
    if len(design.models) == 2:
        between = met[frozenset(design.models)] / sum(met.values())
        assert 0.4 <= between <= 0.6, "every second pair is one model against the other"


def test_training_ends_with_a_pair_of_one_kind_where_pairs_come() -> None:
    _, found = trials_of(Design.usual(BOTH, ("gru",), training=2))
    training = [t for t in found["r1"] if t.phase == "training"]
    assert [t.is_pair for t in training] == [False, True]


def test_the_seed_decides_all_orders_and_another_seed_others() -> None:
    def orders(seed: int) -> list[list[str]]:
        _, found = trials_of(Design.usual(BOTH, ("gru",), seed=seed))
        return [[t.left for t in trials] for trials in found.values()]

    assert orders(1) == orders(1)
    assert orders(1) != orders(2)


def test_over_a_whole_williams_design_each_piece_stands_at_each_place_equally_often() -> (
    None
):
    """As many raters as pieces, all of whom rate all: places are balanced exactly."""
    design = Design((VIOLIN,), ("gru",), 10, 10, 10, 0.15, 0.1, 0, anchors=0, training=0)
    _, found = trials_of(design)
    at = Counter((t.left, t.position) for trials in found.values() for t in trials)
    after = Counter(
        (one.left, two.left) for trials in found.values() for one, two in pairwise(trials)
    )
    assert set(at.values()) == {1}
    assert set(after.values()) == {1}
    assert len(at) == 100
    assert len(after) == 90


@settings(deadline=None, max_examples=60)
@given(
    raters=st.integers(2, 30),
    per_rater=st.integers(6, 60),
    items=st.one_of(st.none(), st.integers(2, 80)),
    models=st.sampled_from([("gru",), ("old", "new")]),
    cells=st.sampled_from([(VIOLIN,), BOTH, (*BOTH, Cell(5, "flute"))]),
    controls=st.floats(0, 0.5),
    seed=st.integers(0, 1000),
)
def test_what_is_a_design_can_be_dealt_or_is_refused_in_one_line(
    raters: int,
    per_rater: int,
    items: int | None,
    models: tuple[str, ...],
    cells: tuple[Cell, ...],
    controls: float,
    seed: int,
) -> None:
    try:
        design = Design.usual(
            cells,
            models,
            raters=raters,
            per_rater=per_rater,
            items=items,
            controls=controls,
            seed=seed,
        )
        _, found = trials_of(design)
    except InvalidValue as error:
        assert "\n" not in str(error)
        assume(False)
    assert Design.from_json(json.loads(json.dumps(design.as_json()))) == design
    assert {len(trials) for trials in found.values()} <= {design.trials} or design.pairs


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("design", [one for one in DESIGNS if one.pairs])
def test_each_rater_has_each_system_left_as_often_as_right(
    design: Design, seed: int
) -> None:
    """Of one rater's pairs of two systems the first stands left in half or one more, and so
    it is over all pairs: who always takes the left one is for neither."""
    pieces, found = trials_of(replace(design, seed=seed))
    system = {one.id: one.system for one in pieces.rated}
    first = {two: two[0] for two in design.pairings if two[0] != two[1]}
    for trials in found.values():
        lead: Counter[tuple[str, str]] = Counter()
        for trial in pairs(trials):
            left, right = system[trial.left], system[str(trial.right)]
            for two in first:
                if (left, right) == two:
                    lead[two] += 1
                elif (right, left) == two:
                    lead[two] -= 1
        assert all(abs(surplus) <= 1 for surplus in lead.values())
        assert abs(lead.total()) <= 1


# Designs


GRID = tuple(
    Cell(level, name)
    for level in (2, 3, 4)
    for name in ("violin", "flute", "cello", "trumpet")
)


@pytest.mark.parametrize(
    ("cells", "models"),
    [
        (GRID, ("gru",)),
        (GRID, ("old", "new")),
        (tuple(Cell(n, name) for n in range(1, 7) for name in ("violin", "flute")), ("a",)),
        (tuple(Cell(n, "violin") for n in (2, 3, 4, 5)), ("gru",)),
    ],
)
def test_no_system_has_the_easier_kinds(
    cells: tuple[Cell, ...], models: tuple[str, ...]
) -> None:
    """The mean level asked is the same for models, people and rules, to within 0.3, and no
    system has one instrument much more often than another."""
    design = Design.usual(cells, models, raters=12)
    mean, players = {}, defaultdict[str, Counter[str]](Counter)
    for system, total in design.systems.items():
        own = {cell: n for (name, cell), n in design.quotas.items() if name == system}
        mean[system] = sum(cell.level * n for cell, n in own.items()) / total
        for cell, n in own.items():
            players[system][cell.instrument] += n
    assert max(mean.values()) - min(mean.values()) <= 0.3
    names = {cell.instrument for cell in cells}
    for counts in players.values():
        met = [counts[name] for name in names]
        assert max(met) - min(met) <= 1


@given(
    levels=st.sets(st.integers(1, 8), min_size=1),
    names=st.sets(st.sampled_from(["violin", "flute", "cello"]), min_size=1),
    wanted=st.integers(0, 60),
)
def test_the_pieces_of_a_system_lie_evenly_about_the_middle_level(
    levels: set[int], names: set[str], wanted: int
) -> None:
    """All are dealt, no kind has more than one above another, and of evenly spaced levels
    as many lie above the middle as below, or one."""
    cells = [Cell(level, name) for level in sorted(levels) for name in sorted(names)]
    found = spread(cells, wanted, {})
    assert found.total() == wanted
    assert max(found[cell] for cell in cells) - min(found[cell] for cell in cells) <= 1
    by_level = Counter[int]()
    for cell, n in found.items():
        by_level[cell.level] += n
    ranks = sorted(levels)
    surplus = sum(
        n * (2 * ranks.index(level) - len(ranks) + 1) for level, n in by_level.items()
    )
    assert abs(surplus) <= 1 or len(cells) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"raters": 1},
        {"raters": 501},
        {"per_rater": 3},
        {"items": 1},
        {"items": 390},
        {"controls": 0.6},
        {"controls": -0.1},
        {"controls": float("nan")},
        {"baseline": 0.7},
        {"repeats": 0.5},
        {"pairs": 39},
        {"pairs": -1},
        {"anchors": 11},
        {"training": 11},
        {"seed": -1},
        {"anchors": 10, "per_rater": 12},
        {"controls": 0.5, "baseline": 0.5},
    ],
)
def test_a_design_outside_its_bounds_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InvalidValue, match=r"expected|ask for|more"):
        Design.usual((VIOLIN,), ("gru",), **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("models", [(), ("a", "a"), ("human",), ("baseline",)])
def test_models_have_names_of_their_own(models: tuple[str, ...]) -> None:
    with pytest.raises(InvalidValue):
        Design.usual((VIOLIN,), models)


@pytest.mark.parametrize("design", DESIGNS)
def test_the_parts_of_a_design_add_up(design: Design) -> None:
    assert design.systems.total() == design.quotas.total() == design.items
    by_cell = Counter[Cell]()
    for (_, cell), n in design.quotas.items():
        by_cell[cell] += n
    assert max(by_cell.values()) - min(by_cell.values()) <= 1
    assert abs(design.systems["human"] - design.controls * design.items) <= 0.5


def test_values_that_are_no_design_are_refused() -> None:
    values = DESIGNS[0].as_json()
    wrongs: list[dict[str, object]] = [{**values, "more": 1}, {"cells": []}, {}]
    for wrong in wrongs:
        with pytest.raises(InvalidValue, match="design"):
            Design.from_json(wrong)


# Plans


def test_a_plan_promises_more_where_more_is_asked() -> None:
    """More raters and pieces make every interval narrower."""
    few, many = (
        planned(
            Design.usual(BOTH, ("old", "new"), raters=raters),
            np.random.default_rng(1),
            studies=100,
        )
        for raters in (4, 40)
    )
    for system in few.means:
        assert many.means[system] < few.means[system]
    assert all(many.differences[two] < few.differences[two] for two in few.differences)
    assert many.alpha and few.alpha
    assert many.alpha[1] - many.alpha[0] < few.alpha[1] - few.alpha[0]
    assert all(many.found[two] < few.found[two] for two in few.found)
    assert ("new", "old") in few.differences
    assert ("old", "new") not in few.differences


def test_the_mean_of_many_pieces_and_raters_is_as_precise_as_arithmetic_says() -> None:
    """Crossed raters and pieces: the variance of a mean is the pieces' over n, the raters'
    over r, and the rest over n r (here of a standard deviation of 1.4)."""
    design = Design((VIOLIN,), ("gru",), 20, 30, 30, 0, 0, 0, anchors=0, training=0)
    plan = planned(design, np.random.default_rng(2), studies=1500)
    variance = 1.4**2 * (0.35 / 30 + 0.15 / 20 + 0.5 / 600)
    assert plan.means["gru"] == pytest.approx(1.96 * variance**0.5, rel=0.1)


def test_minutes_count_every_trial() -> None:
    """50 s for a piece and 60 s for a pair: 2 + 28 + 4 singles but one, and 9 pairs."""
    plan = planned(DESIGNS[0], np.random.default_rng(1), studies=20)
    assert plan.minutes == pytest.approx((33 * 50 + 9 * 60) / 60)
