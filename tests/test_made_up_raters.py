"""Raters made up: they differ as a plan assumes, say so everywhere, and teach nothing."""

import csv
import io
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from judged import judgements, pieces
from rating_sessions import answer_to, toy_session

from etudes.cli import run
from etudes.cli.made_up import told_made_up
from etudes.cli.session_try import made_up_raters
from etudes.cli.taking_up import NOT_ADOPTED
from etudes.difficulty import level_of, scale
from etudes.errors import InvalidValue
from etudes.item.portrait import portrait
from etudes.paths import database_path
from etudes.rating.components import COMPONENTS, Component, Components, components
from etudes.rating.record import record_of
from etudes.rating.scales import rating_scales
from etudes.rating.session import Answer, Session, Way
from etudes.rating.simulated import (
    Given,
    SimulatedRater,
    answers,
    assumed_rater,
    assumed_truth,
    take_part,
    truth,
)
from etudes.rating.taking import rating_of, submit
from etudes.store import Store
from etudes.store.learnt import adopted

WORTH = {"gru-toy": 4.3, "human": 4.8, "baseline": 3.0}
PLEASES = ("sense", "idiom", "use")
SAID = "made up by the program"

Printed = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, with a store that is not there yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ETUDES_DB", str(tmp_path / "etudes.db"))
    return tmp_path


@pytest.fixture
def large(tmp_path: Path) -> Session:
    """Twenty raters of 36 pieces each, twelve of them twice."""
    with Store.open(tmp_path / "large.db") as store:
        return toy_session(store, raters=20, singles=36, pairs=0, repeats=12, stimuli=48)


def study(session: Session, seed: int) -> Iterator[Given]:
    """What raters made up answer, as `etudes session try` has them answer."""
    rng = np.random.default_rng(seed)
    raters = made_up_raters(session, rng)
    return answers(session, raters, assumed_truth(session, WORTH, rng), rng)


def listeners(session: Session, given: Iterator[Given]) -> list[Given]:
    """The answers of those who listen to the end, to what is no anchor."""
    anchors = {one.id for one in session.stimuli if one.expected}
    return [one for one in given if one.answer.is_heard and one.trial.left not in anchors]


def all_answered(store: Store, session: Session, way: Way) -> None:
    for number, trial in enumerate(session.trials):
        answer = answer_to(trial, number)
        submit(store, trial.rater, trial.id, answer, f"sent-{number:06}", way)


def test_asked_twice_raters_made_up_agree_with_themselves_as_the_plan_assumes(
    large: Session,
) -> None:
    """By .80, less what whole points take away: .79 over many studies, and of the mean of
    eight studies the standard error is .013. So it lies outside .74 to .84 by chance in
    one of 10,000 runs of other seeds."""
    found = []
    for seed in range(8):
        given = listeners(large, study(large, seed))
        by_trial = {one.trial.id: one.answer.values for one in given}
        twice = [
            (by_trial[one.trial.repeats], one.answer.values)
            for one in given
            if one.trial.repeats
        ]
        assert len(twice) > 150
        found += [
            np.corrcoef([[one[name], again[name]] for one, again in twice], rowvar=False)[
                0, 1
            ]
            for name in PLEASES
        ]
    assert 1 - components().shares["inconstancy"] == pytest.approx(0.8)
    assert 0.74 < np.mean(found) < 0.84


def test_pieces_severity_and_the_rest_have_the_shares_of_the_plan(large: Session) -> None:
    """By the mean squares of a table of all raters and pieces, over a hundred studies.

    Whole points add 1/12 to the rest, and the ends of the scale take 4 to 5 % from all.
    The standard errors are 3 % of pieces, 5 % of severity and 1 % of the rest, so that one
    of them lies beyond these bounds by chance in one of 10,000 runs of other seeds."""
    careful = {one.id: one for one in large.raters[:12]}
    own, severe, rest = [], [], []
    for seed in range(100):
        rng = np.random.default_rng(seed)
        raters = {id_: assumed_rater(rng) for id_ in careful}
        known = assumed_truth(large, {}, rng)
        table = table_of(large, answers(large, raters, known, rng))
        r, p = table.shape
        within = table - table.mean(0) - table.mean(1)[:, None] + table.mean()
        error = (within**2).sum() / ((r - 1) * (p - 1))
        own.append(table.mean(0).var(ddof=1) - error / r)
        severe.append(table.mean(1).var(ddof=1) - error / p)
        rest.append(error)
    points = components().points
    assert np.mean(own) == pytest.approx(points("pieces") ** 2, rel=0.2)
    assert np.mean(severe) == pytest.approx(points("severity") ** 2, rel=0.25)
    alone = points("taste") ** 2 + points("inconstancy") ** 2 + 1 / 12
    assert np.mean(rest) == pytest.approx(alone, rel=0.1)


def table_of(session: Session, given: Iterator[Given]) -> np.ndarray:
    """First values of "use", raters by the pieces that all of them rated."""
    said: dict[str, dict[str, int]] = {}
    for one in listeners(session, given):
        said.setdefault(one.trial.rater, {}).setdefault(
            one.trial.left, one.answer.values["use"]
        )
    common = sorted(set.intersection(*(set(row) for row in said.values())))
    assert len(common) > 15
    return np.array([[row[id_] for id_ in common] for row in said.values()], dtype=float)


def test_a_taste_is_one_raters_own_and_stays(large: Session) -> None:
    """Without noise a piece is rated alike twice; two raters of one severity differ."""
    rng = np.random.default_rng(1)
    two = {one.id: SimulatedRater(noise=0.0, taste=1.0) for one in large.raters[:2]}
    given = list(answers(large, two, truth(large, WORTH, rng), rng))
    by_trial = {one.trial.id: one.answer for one in given}
    repeated = [one for one in given if one.trial.repeats]
    assert len(repeated) == 24
    assert all(one.answer.values == by_trial[one.trial.repeats].values for one in repeated)  # type: ignore[index]
    first, second = (
        {o.trial.left: o.answer.values["use"] for o in given if o.trial.rater == id_}
        for id_ in two
    )
    common = first.keys() & second.keys()
    assert any(first[id_] != second[id_] for id_ in common)


def test_an_anchor_is_to_everybody_what_it_is(large: Session) -> None:
    rng = np.random.default_rng(1)
    all_of_them = {one.id: SimulatedRater(noise=0.0, taste=2.0) for one in large.raters}
    anchors = {one.id: one.expected for one in large.stimuli if one.expected}
    shown = 0
    for one in answers(large, all_of_them, truth(large, WORTH, rng), rng):
        for name, (low, high) in anchors.get(one.trial.left, {}).items():
            shown += 1
            assert low <= one.answer.values[name] <= high
    assert shown > 20


def test_one_of_six_or_more_does_not_listen_to_the_end(large: Session) -> None:
    found = made_up_raters(large, np.random.default_rng(1))
    assert [one.habit for one in found.values()].count("hasty") == 1
    assert len({one.severity for one in found.values()}) == len(large.raters)


def shares(**changed: float) -> dict[Component, float]:
    return {**components().shares, **changed}  # type: ignore[misc, typeddict-item]


@pytest.mark.parametrize(
    ("spread", "of"),
    [
        (0.0, shares()),
        (float("nan"), shares()),
        (1.4, shares(taste=0.4)),
        (1.4, shares(taste=-0.1, pieces=0.75)),
        (1.4, shares(luck=0.0)),
        (1.4, {}),
    ],
)
def test_shares_of_a_variance_make_a_whole(
    spread: float, of: Mapping[Component, float]
) -> None:
    with pytest.raises(InvalidValue, match="that make 1"):
        Components(spread, of)


def test_components_add_up_to_the_spread() -> None:
    total = sum(components().points(name) ** 2 for name in COMPONENTS)
    assert total == pytest.approx(components().spread ** 2)


def test_taste_is_no_less_than_nothing() -> None:
    with pytest.raises(InvalidValue, match="taste"):
        SimulatedRater(taste=-0.1)


def test_a_record_knows_whether_its_raters_were_made_up(tmp_path: Path) -> None:
    """One rating is enough; one that was superseded is not."""
    with Store.open(tmp_path / "s.db") as store:
        session = toy_session(store, training=1)
        trials = session.trials_of("toy-r1")
        for n, trial in enumerate(trials[:3]):
            submit(store, "toy-r1", trial.id, answer_to(trial, n), f"own-{n:05}", "page")
        assert not record_of(store, "toy").is_made_up
        last = trials[3]
        submit(store, "toy-r1", last.id, answer_to(last), "nobody-00", "made up")
        assert record_of(store, "toy").is_made_up
        before = rating_of(store, last.id)
        assert before is not None and before.way == "made up"
        submit(
            store,
            "toy-r1",
            last.id,
            answer_to(last, 1),
            "somebody-1",
            "terminal",
            supersedes=before.id,
        )
        assert not record_of(store, "toy").is_made_up


def test_another_way_is_not_kept(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.db") as store:
        session = toy_session(store)
        trial = session.trials_of("toy-r1")[0]
        with pytest.raises(InvalidValue):
            submit(store, "toy-r1", trial.id, answer_to(trial), "sent-0001", "dream")  # type: ignore[arg-type]


def test_the_session_that_was_tried_out_says_so(folder: Path, capsys: Printed) -> None:
    """In words and as data; the session itself, which nobody answered, does not."""
    with Store.open(database_path()) as store:
        toy_session(store, raters=3)
    assert run(["session", "try", "toy"]) == 0
    told = " ".join(capsys.readouterr().err.split())
    assert f"3 raters {SAID} answered" in told
    assert "They were made to find, on average" in told
    for words, is_made_up in (([], False), (["--db", "try-toy.db"], True)):
        assert run(["session", "show", "toy", *words]) == 0
        assert (SAID in " ".join(capsys.readouterr().out.split())) is is_made_up
        assert run(["session", "show", "toy", "--json", *words]) == 0
        assert json.loads(capsys.readouterr().out)["made_up"] is is_made_up


def test_an_export_says_of_every_rating_that_it_was_made_up(
    folder: Path, capsys: Printed
) -> None:
    """In the table, in both views of the database, and to whoever exports."""
    with Store.open(database_path()) as store:
        session = toy_session(store, raters=3)
    assert run(["session", "try", "toy"]) == 0
    words = ["session", "export", "toy", "--format", "csv,db", "--db", "try-toy.db"]
    capsys.readouterr()
    assert run([*words, "--output", "out"]) == 0
    assert told_made_up(["toy"]) in " ".join(capsys.readouterr().err.split())
    text = (folder / "out" / "toy-ratings.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == len(session.trials)
    assert {row["way"] for row in rows} == {"made up"}
    with closing(sqlite3.connect(folder / "out" / "toy.db")) as copy:
        for view in ("judgements", "choices"):
            query = f"SELECT DISTINCT way FROM {view}"  # noqa: S608 - own names
            assert copy.execute(query).fetchall() == [("made up",)]


def test_an_export_of_what_people_said_says_nothing_of_it(
    folder: Path, capsys: Printed
) -> None:
    with Store.open(database_path()) as store:
        all_answered(store, toy_session(store), "page")
    assert run(["session", "export", "toy", "--format", "csv", "--output", "out"]) == 0
    assert capsys.readouterr().err == ""
    text = (folder / "out" / "toy-ratings.csv").read_text("utf-8")
    assert {row["way"] for row in csv.DictReader(io.StringIO(text))} == {"page"}


def test_no_scale_is_adopted_from_raters_made_up(
    folder: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Evidence that would do is told, and goes no further."""
    from etudes.cli import calibrate as room

    rng = np.random.default_rng(1)
    shown = pieces(80, rng)
    levels = [min(level_of(one, scale()) * 1.3, 8.9) for _, one in shown]
    said = list(judgements(shown, levels, rng, raters=30, trials=40))
    monkeypatch.setattr(room, "judged_levels", lambda *_: said)
    monkeypatch.setattr(room, "left_aside", lambda *_: frozenset())
    with Store.open(database_path()) as store:
        all_answered(store, toy_session(store, code="real"), "page")
        tried = toy_session(store, code="tried")
        rng = np.random.default_rng(1)
        raters = made_up_raters(tried, rng)
        take_part(store, tried, raters, assumed_truth(tried, WORTH, rng), rng)

    assert room.calibrate([], None) == 0
    out, error = capsys.readouterr()
    assert "30 raters" in out
    assert told_made_up(["tried"]) in " ".join(out.split())
    assert "nothing was changed, nor may be yet" in error
    assert room.calibrate([], None, is_to_adopt=True) == NOT_ADOPTED
    error = " ".join(capsys.readouterr().err.split())
    assert f"not adopted: raters of tried were {SAID}" in error
    assert room.calibrate(["tried"], None, is_to_adopt=True, as_json=True) == NOT_ADOPTED
    told = json.loads(capsys.readouterr().out)
    assert (told["adopted"], told["may_be_adopted"]) == (False, False)
    assert told["made_up"] == ["tried"]
    with Store.open(database_path()) as store:
        assert adopted(store, "scale") is None

    assert room.calibrate(["real"], None, is_to_adopt=True) == 0, "it was enough"
    assert SAID not in capsys.readouterr().out


def test_no_preference_is_adopted_from_raters_made_up(
    folder: Path, capsys: Printed
) -> None:
    """Six who like a wide range would do, were they somebody (`test_preference_cli.py`)."""
    with Store.open(database_path()) as store:
        likers_of_a_wide_range(store, "made up")
    assert run(["prefer"]) == 0
    told = capsys.readouterr()
    assert told_made_up(["toy"]) in " ".join(told.out.split())
    assert "of 7 points [" in told.out, "what was found is told"
    assert "nothing was changed" in told.err
    assert "--adopt" not in told.err
    assert run(["prefer", "--adopt"]) == NOT_ADOPTED
    error = " ".join(capsys.readouterr().err.split())
    assert f"not adopted: raters of toy were {SAID}" in error
    assert run(["prefer", "--adopt", "--json"]) == NOT_ADOPTED
    data = json.loads(capsys.readouterr().out)
    assert (data["adopted"], data["made_up"]) == (False, ["toy"])
    assert SAID in data["refusal"]
    with Store.open(database_path()) as store:
        assert adopted(store, "preference") is None


def likers_of_a_wide_range(store: Store, way: Way) -> None:
    session = toy_session(store, raters=6, singles=64, pairs=8, stimuli=120)
    items = {one.item: store.item(one.item).item.melody for one in session.stimuli}
    width = {
        one.id: portrait(items[one.item], 0.0, 0.0)["ambitus"] for one in session.stimuli
    }
    broken = {one.id for one in session.stimuli if one.origin == "anchor"}
    middle = sorted(width.values())[len(width) // 2]
    for number, trial in enumerate(session.trials):
        value = 5 if width[trial.left] > middle else 3
        value = 2 if trial.left in broken else value - number % 2
        given = dict.fromkeys(rating_scales(), value) | {"notation": 6 - number % 3}
        answer = Answer(given, is_heard=True)
        if trial.right is not None:
            more = width[trial.left] > width[trial.right]
            answer = Answer(choice="left" if more else "right", is_heard=True)
        submit(store, trial.rater, trial.id, answer, f"sent-{number:06}", way)
