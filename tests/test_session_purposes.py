"""What a session is for: a report, what teachers prefer, or how hard pieces are.

Who rates what is counted here from the trials; nothing is asked of what deals them.
"""

import json
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import count
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etudes.cli import run
from etudes.cli.prefer import told
from etudes.errors import InvalidValue, UnknownName
from etudes.item.portrait import traits
from etudes.item.preference import Evidence
from etudes.rating.learning.advice import advised
from etudes.rating.learning.expected import Amount, chance, error_left
from etudes.rating.learning.preference import Finding, Judged, evidence_of
from etudes.rating.session import Rater, Stimulus, Trial
from etudes.rating.study.dealing import Pieces, dealt
from etudes.rating.study.design import Design
from etudes.rating.study.made import Cell
from etudes.rating.study.purposes import purposes

CELLS = (Cell(2, "violin"), Cell(3, "violin"), Cell(4, "clarinet"))
NEW = ["session", "new", "--level", "2-4", "--instrument", "violin", "--plan"]
LEARNING = ("preference", "levels")


def trials_of(design: Design) -> tuple[Trial, ...]:
    """Return the trials of pieces that have names alone."""
    numbers = count()

    def pieces(system: str, level: int, wanted: int) -> tuple[Stimulus, ...]:
        return tuple(
            Stimulus(
                *(f"{system} {next(numbers)}", "", level, "violin", "model", system, ""),
                *({}, "", ""),
            )
            for _ in range(wanted)
        )

    rated = [
        one
        for (system, cell), wanted in design.quotas.items()
        for one in pieces(system, cell.level, wanted)
    ]
    shown = Pieces(
        tuple(rated),
        pieces("anchor", 3, design.anchors),
        pieces("training", 3, design.needed),
    )
    raters = [Rater(f"r{n}", "", n) for n in range(1, design.raters + 1)]
    return dealt(design, shown, raters, lambda: str(next(numbers)))


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(LEARNING), st.integers(2, 12), st.integers(12, 60))
def test_who_teaches_hears_pieces_of_a_model_that_few_others_hear(
    purpose: str, raters: int, per_rater: int
) -> None:
    """One piece in each trial, of a model but for the anchors; no piece is left unheard,
    and where raters are few none is heard by more than two."""
    design = Design.usual(
        CELLS, ("gru",), raters=raters, per_rater=per_rater, purpose=purpose
    )
    judges = defaultdict(set)
    for trial in trials_of(design):
        assert not trial.is_pair
        if trial.phase == "main":
            judges[trial.left].add(trial.rater)
    of_model = {name: who for name, who in judges.items() if name.startswith("gru")}
    others = Counter(name.split()[0] for name in judges if name not in of_model)

    assert set(others) == {"anchor"}
    assert len(of_model) == design.items
    if raters * design.singles <= 300:
        assert all(len(who) <= 2 for who in of_model.values())


def test_each_rater_shares_pieces_with_another_one() -> None:
    """So that severity is told from pieces that are worse."""
    design = Design.usual(CELLS, ("gru",), raters=5, purpose="preference")
    heard = defaultdict(set)
    for trial in trials_of(design):
        if trial.phase == "main" and trial.left.startswith("gru"):
            heard[trial.rater].add(trial.left)

    for rater, own in heard.items():
        assert any(own & other for name, other in heard.items() if name != rater)


def test_a_session_that_says_nothing_is_for_a_report_as_it_always_was() -> None:
    """Twelve raters, 52 pieces of three origins, a fifth of the trials pairs."""
    plain = Design.usual(CELLS, ("gru",))

    assert plain == Design.usual(CELLS, ("gru",), purpose="report")
    assert (plain.items, plain.pairs, plain.repeated, plain.anchors) == (52, 8, 4, 2)
    assert plain.systems == {"gru": 39, "human": 8, "baseline": 5}


def test_the_design_of_an_older_session_is_read_as_a_report() -> None:
    """It was made before there were purposes."""
    design = Design.usual(CELLS, ("gru",))
    older = {name: value for name, value in design.as_json().items() if name != "purpose"}

    assert Design.from_json(json.loads(json.dumps(older))) == design


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        *[("items", 70), ("pairs", 6), ("controls", 0.2), ("baseline", 0.1)],
        *[("repeats", 0.1), ("anchors", 0), ("training", 4)],
    ],
)
@pytest.mark.parametrize("purpose", list(purposes()))
def test_what_is_asked_for_counts_more_than_the_purpose(
    purpose: str, asked: str, value: float
) -> None:
    given: dict[str, Any] = {asked: value}
    design = Design.usual(CELLS, ("gru",), raters=6, purpose=purpose, **given)

    assert getattr(design, asked) == value
    assert design.purpose == purpose


def test_pieces_for_one_rater_each_are_for_learning_alone() -> None:
    """A report compares judgements of one piece."""
    assert Design.usual(CELLS, ("gru",), raters=5, items=180, purpose="preference")
    with pytest.raises(InvalidValue, match="2 raters or more of each piece"):
        Design.usual(CELLS, ("gru",), raters=5, items=100)
    with pytest.raises(InvalidValue, match="at most 180 items"):
        Design.usual(CELLS, ("gru",), raters=5, items=181, purpose="preference")


def test_an_unknown_purpose_is_refused_in_a_line_with_those_there_are() -> None:
    with pytest.raises(UnknownName, match="report, preference, levels") as refused:
        Design.usual(CELLS, ("gru",), purpose="fun")

    assert "\n" not in str(refused.value)


# What to expect


@given(
    st.sampled_from(LEARNING), st.integers(4, 20), st.integers(40, 90), st.integers(1, 9)
)
def test_more_raters_or_more_pieces_never_teach_less(
    taught: str, raters: int, each: int, judges: int
) -> None:
    """As many ratings of more pieces, or more ratings of as many."""
    ratings = raters * each
    said = Amount(raters, ratings, 0, max(ratings // judges, 30))
    more = Amount(raters + 1, ratings + each, 0, said.pieces + each // judges)

    assert 0 <= chance(taught, said) <= chance(taught, more) <= 1  # type: ignore[arg-type]
    assert chance(taught, said) <= chance(taught, replace(said, pieces=ratings))  # type: ignore[arg-type]
    assert error_left(more) <= error_left(said) <= 1


@pytest.mark.parametrize(
    ("taught", "too_few"),
    [
        *[("preference", Amount(2, 200, 0, 100)), ("preference", Amount(5, 200, 0, 14))],
        *[("preference", Amount(5, 70, 19, 60)), ("levels", Amount(3, 200, 0, 100))],
        *[("levels", Amount(5, 149, 50, 100)), ("levels", Amount(5, 200, 0, 29))],
    ],
)
def test_what_would_be_refused_in_any_case_is_never_expected_to_teach(
    taught: str, too_few: Amount
) -> None:
    assert chance(taught, too_few) == 0  # type: ignore[arg-type]


def simulated(design: Design, seed: int) -> bool:
    """Return whether ratings of a model's pieces teach a taste that is there."""
    rng = np.random.default_rng(seed)
    systems = {name: rng.normal(size=len(traits())) for name in _pieces(design)}
    taste = rng.normal(size=len(traits())) * (rng.random(len(traits())) < 1 / 3)
    taste *= 0.6 / np.sqrt(taste @ taste)
    untold = {name: rng.normal(0, 0.5) for name in systems}
    severity = {f"r{n}": rng.normal(0, 0.6) for n in range(1, design.raters + 1)}
    judged = [
        Judged(
            *("s", trial.rater, trial.left, tuple(map(float, systems[trial.left]))),
            *(3, "violin"),
            float(np.clip(4.2 + liked + rng.normal(0, 0.75), 1, 7)),
        )
        for trial in trials_of(design)
        if trial.left in systems and trial.phase == "main" and not trial.is_pair
        for liked in [
            severity[trial.rater] + float(systems[trial.left] @ taste) + untold[trial.left]
        ]
    ]
    return not evidence_of(judged, (), rng, shuffles=99)[1]


def _pieces(design: Design) -> list[str]:
    """Return the names of a model's pieces, in the same order each time."""
    return sorted({one.left for one in trials_of(design) if one.left.startswith("gru")})


def test_of_as_many_trials_those_for_a_preference_teach_one() -> None:
    """Five raters of forty trials, and a taste that is there; a usual session hardly
    ever tells it."""
    usual, made_for_it = (
        Design.usual(CELLS, ("gru",), raters=5, purpose=purpose)
        for purpose in ("report", "preference")
    )

    assert usual.per_rater == made_for_it.per_rater
    taught = [sum(simulated(one, n) for n in range(4)) for one in (usual, made_for_it)]
    assert taught[0] <= 1 < 3 <= taught[1]


# On the terminal


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """Work with a store that is not there yet."""
    monkeypatch.setenv("ETUDES_DB", str(tmp_path / "etudes.db"))


@pytest.mark.parametrize("purpose", LEARNING)
def test_the_plan_says_how_likely_it_is_to_teach(
    purpose: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """And gives no advice that is for reports; of levels, how little three of eight are."""
    assert run([*NEW, "--raters", "5", "--for", purpose]) == 0
    out = " ".join(capsys.readouterr().out.split())

    assert "120 pieces to rate, each by 1-2 raters" in out
    assert "of 10 sessions, by simulation of a " in out
    assert ("a taste that all share, of 0.6 of 7 points" in out) == (
        purpose == "preference"
    )
    assert "levels are then off" not in out
    assert "human controls are usually" not in out
    assert ("Note: of few levels" in out) == (purpose == "levels")


@pytest.mark.parametrize(
    ("purpose", "least"),
    [
        ("preference", "3 raters, 15 pieces and 90 ratings"),
        ("levels", "4 raters, 30 pieces and 150 ratings"),
    ],
)
def test_the_plan_of_too_small_a_session_says_what_the_least_is(
    purpose: str, least: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Three raters of thirty trials say too little, whatever they say."""
    assert run([*NEW, "--raters", "3", "--per-rater", "30", "--for", purpose]) == 0
    out = " ".join(capsys.readouterr().out.split())

    assert f"So little teaches nothing: {least} in all are the least" in out


def test_the_plan_as_json_has_the_chance_of_what_it_is_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = []
    for more in (["--for", "preference"], ["--for", "levels"], []):
        assert run([*NEW, "--raters", "5", "--json", *more]) == 0
        found.append(json.loads(capsys.readouterr().out)["taught"])

    assert 0.8 < found[0]["chance"] < 1
    assert set(found[1]) == {"chance", "least", "error_left"}
    assert found[2] is None


def test_how_far_levels_are_off_is_told_of_no_more_than_was_simulated(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Of all levels, and of 1,200 ratings; three levels alone were not simulated so."""
    told = []
    for levels, raters in (("1-8", "5"), ("1-8", "60"), ("2-4", "5")):
        asked = ["--level", levels, "--instrument", "violin", "--raters", raters]
        assert run(["session", "new", "--plan", "--for", "levels", *asked]) == 0
        told.append(" ".join(capsys.readouterr().out.split()))

    assert "levels are then off by about 41% of what they were." in told[0]
    assert "of what they were or less." in told[1]
    assert "levels are then off" not in told[2]
    most = Amount(60, 10_000, 0, 240)
    assert error_left(most) == error_left(replace(most, ratings=1200))


def test_where_no_two_judge_a_piece_the_plan_promises_no_agreement(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Five raters of 36 pieces of their own."""
    own = ["--raters", "5", "--for", "preference", "--items", "180"]
    assert run([*NEW, *own]) == 0
    assert "unknown: no piece is judged by two" in capsys.readouterr().out
    assert run([*NEW, *own, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["alpha"] is None


def test_an_unknown_purpose_is_told_on_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run([*NEW, "--for", "fun"]) == 2
    assert "report, preference, levels" in capsys.readouterr().err


def test_what_is_refused_says_what_session_to_ask_for() -> None:
    """Of a usual session how rarely it teaches, and a command that does."""
    usual = Evidence(("k7mq3",), 5, 19, 95, 13, 0.04, 0.1, 0.3)
    *_, advice = told(Finding((), usual, "as well by 30% of shuffled pieces"))

    assert advice == advised(usual)
    assert "in about 1 of 10 sessions" in advice
    assert "share a taste as strong as was simulated (0.6 of 7 points)" in advice
    assert "learn from the new one alone" in advice
    assert "etudes session new --for preference --raters " in advice
    assert "\n" not in advice


def test_where_much_was_said_no_more_is_asked_for() -> None:
    """There may be nothing to find."""
    much = Evidence(("k7mq3",), 12, 200, 432, 0, 0.04, 0.1, 0.3)

    assert "here may be none, or a weaker one" in advised(much)
    assert "session new" not in advised(much)


@given(st.integers(0, 40), st.integers(0, 60), st.integers(0, 600), st.integers(0, 60))
def test_advice_is_one_line_that_promises_nothing_without_a_taste(
    raters: int, items: int, ratings: int, pairs: int
) -> None:
    advice = advised(Evidence((), raters, items, ratings, pairs, 0.0, 0.0, 1.0))

    assert "\n" not in advice
    assert "If teachers share a taste" in advice
    assert "nearly always" not in advice
