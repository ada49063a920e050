"""Raters made up: they differ as a plan assumes, say so everywhere, and teach nothing."""

import csv
import io
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from judged import judgements, pieces
from rating_sessions import answer_to, toy_session

from etudes.cli import run
from etudes.cli.session_try import made_up_raters, try_out
from etudes.cli.taking_up import NOT_ADOPTED
from etudes.difficulty import level_of, scale
from etudes.errors import InvalidValue, OutputError
from etudes.item.portrait import portrait
from etudes.paths import database_path
from etudes.rating import simulated
from etudes.rating.components import COMPONENTS, Component, Components, components
from etudes.rating.learning.made_up import made_up_sessions
from etudes.rating.ledger import listed_sessions, mark_made_up, session_of
from etudes.rating.record import record_of
from etudes.rating.scales import rating_scales
from etudes.rating.session import Answer, Session
from etudes.rating.simulated import (
    Given,
    SimulatedRater,
    answers,
    assumed_rater,
    assumed_truth,
    take_part,
    truth,
)
from etudes.rating.taking import submit
from etudes.rating.trial_run import trial_run_of
from etudes.store import Store, migrations
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


def all_answered(store: Store, session: Session) -> None:
    for number, trial in enumerate(session.trials):
        answer = answer_to(trial, number)
        submit(store, trial.rater, trial.id, answer, f"sent-{number:06}", "page")


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
    """Whatever is answered afterwards, of that session and no other."""
    with Store.open(tmp_path / "s.db") as store:
        tried = toy_session(store)
        toy_session(store, code="real")
        mark_made_up(store, "toy")
        all_answered(store, tried)
        assert record_of(store, "toy").is_made_up
        assert not record_of(store, "real").is_made_up
        said = {one.code: one.is_made_up for one in listed_sessions(store)}
        assert said == {"toy": True, "real": False}


def test_raters_who_have_answered_are_not_made_up_afterwards(tmp_path: Path) -> None:
    """And those that are stay so: by whatever program."""
    with Store.open(tmp_path / "s.db") as store:
        all_answered(store, toy_session(store))
        with pytest.raises(InvalidValue, match="before a session has ratings"):
            mark_made_up(store, "toy")
        assert not session_of(store, "toy").is_made_up
        toy_session(store, code="tried")
        mark_made_up(store, "tried")
        with pytest.raises(sqlite3.IntegrityError, match="stay so"):
            store.connection.execute("UPDATE sessions SET made_up = 0")


def test_an_older_store_is_brought_up_to_date_and_what_was_tried_is_marked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of before anything was kept of raters made up: they sent under own names."""
    path, later = tmp_path / "old.db", tmp_path / "new.db"
    shipped = migrations.shipped_migrations()
    older = {name: sql for name, sql in shipped.items() if name < "0006"}
    assert len(older) == 5
    with Store.open(later) as store:
        for code, sender in (("tried", "simulated"), ("real", "sent")):
            session = toy_session(store, code=code)
            for n, trial in enumerate(session.trials):
                name = f"{sender}-{code}-{n:06}"
                submit(store, trial.rater, trial.id, answer_to(trial, n), name, "page")
        toy_session(store, code="new")
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "shipped_migrations", lambda: older)
        with Store.open(path) as store:
            filled_from(later, store.connection)
            table = "SELECT name FROM pragma_table_info('sessions')"
            columns = [name for (name,) in store.connection.execute(table)]
            assert columns == ["code", "title", "design", "made_at"]
    with Store.open(path) as store:
        assert store.verify() == []
        said = {one.code: one.is_made_up for one in listed_sessions(store)}
        assert said == {"tried": True, "real": False, "new": False}
        assert made_up_sessions(store, ["real", "tried"]) == ["tried"]
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            store.connection.execute("UPDATE sessions SET title = 'another'")


def filled_from(path: Path, connection: sqlite3.Connection) -> None:
    """Copy all rows of another store, by the columns that there are here."""
    connection.execute("ATTACH ? AS other", (str(path),))
    query = "SELECT name FROM main.sqlite_schema WHERE type = 'table' ORDER BY rowid"
    for (table,) in connection.execute(query).fetchall():
        if table.startswith(("sqlite_", "_sqlite_", "migration_")):
            continue
        pragma = "SELECT name FROM pragma_table_info(?, 'main')"
        names = ", ".join(name for (name,) in connection.execute(pragma, (table,)))
        connection.execute(
            f"INSERT INTO main.{table} ({names}) SELECT {names} FROM other.{table}"  # noqa: S608
        )


def test_what_stores_have_had_is_never_edited() -> None:
    """An edited migration shuts every older store: a new one changes what it made."""
    sql = migrations.shipped_migrations()["0005_rating"]
    assert sha256(sql.encode()).hexdigest().startswith("c6a1999bafbb3f5c")


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
    line = trial_run_of(["toy"])
    for words, is_made_up in (([], False), (["--db", "try-toy.db"], True)):
        for asked in (["show", "toy"], ["list"]):
            assert run(["session", *asked, *words]) == 0
            out = " ".join(capsys.readouterr().out.split())
            assert out.startswith(line) is is_made_up
            assert (SAID in out) is is_made_up
        assert run(["session", "show", "toy", "--json", *words]) == 0
        assert json.loads(capsys.readouterr().out)["made_up"] is is_made_up
        assert run(["session", "list", "--json", *words]) == 0
        (listed,) = json.loads(capsys.readouterr().out)
        assert listed["made_up"] is is_made_up


@pytest.mark.parametrize("failure", [KeyboardInterrupt, InvalidValue, OSError])
def test_a_session_is_tried_out_whole_or_not_at_all(
    folder: Path, monkeypatch: pytest.MonkeyPatch, failure: type[BaseException]
) -> None:
    """Interrupted in the middle, a copy would pass for one that half the raters came to."""
    with Store.open(database_path()) as store:
        session = toy_session(store, raters=3)
    before, sent = database_path().read_bytes(), 0

    def failing(*given: object, **named: object) -> object:
        nonlocal sent
        sent += 1
        if sent > len(session.trials) // 2:
            raise failure("in the middle")
        return submit(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(simulated, "submit", failing)
    with pytest.raises(failure):
        try_out("toy", None, 1, None)
    assert sent > 10
    assert [one.name for one in folder.iterdir()] == ["etudes.db"]
    assert database_path().read_bytes() == before

    monkeypatch.undo()
    monkeypatch.chdir(folder)
    try_out("toy", None, 1, folder / "etudes.db")
    assert {one.name for one in folder.iterdir()} == {"etudes.db", "try-toy.db"}


def test_a_file_that_has_come_meanwhile_is_not_overwritten(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(database_path()) as store:
        toy_session(store)
    target = folder / "try-toy.db"
    monkeypatch.setattr(simulated, "submit", lambda *_, **__: target.write_text("other"))
    with pytest.raises(OutputError, match="a new file was expected"):
        try_out("toy", None, 1, None)
    assert target.read_text() == "other"
    assert {one.name for one in folder.iterdir()} == {"etudes.db", "try-toy.db"}


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
    assert trial_run_of(["toy"]) in " ".join(capsys.readouterr().err.split())
    text = (folder / "out" / "toy-ratings.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == len(session.trials)
    assert {row["made_up"] for row in rows} == {"1"}
    with closing(sqlite3.connect(folder / "out" / "toy.db")) as copy:
        for view in ("judgements", "choices"):
            query = f"SELECT DISTINCT made_up FROM {view}"  # noqa: S608 - own names
            assert copy.execute(query).fetchall() == [(1,)]


def test_an_export_of_what_people_said_says_nothing_of_it(
    folder: Path, capsys: Printed
) -> None:
    with Store.open(database_path()) as store:
        all_answered(store, toy_session(store))
    assert run(["session", "export", "toy", "--format", "csv", "--output", "out"]) == 0
    assert capsys.readouterr().err == ""
    text = (folder / "out" / "toy-ratings.csv").read_text("utf-8")
    assert {row["made_up"] for row in csv.DictReader(io.StringIO(text))} == {"0"}


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
        all_answered(store, toy_session(store, code="real"))
        tried = toy_session(store, code="tried")
        mark_made_up(store, "tried")
        rng = np.random.default_rng(1)
        raters = made_up_raters(tried, rng)
        take_part(store, tried, raters, assumed_truth(tried, WORTH, rng), rng)

    assert room.calibrate([], None) == 0
    out, error = capsys.readouterr()
    assert "30 raters" in out
    assert trial_run_of(["tried"]) in " ".join(out.split())
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
        likers_of_a_wide_range(store)
    assert run(["prefer"]) == 0
    told = capsys.readouterr()
    out = " ".join(told.out.split())
    assert f"What teachers prefer is not known: raters of toy were {SAID}" in out
    assert out.count(SAID) == 1
    assert "of 7 points" not in out, "no trait is told, and nothing advised"
    assert "session new" not in out
    assert "nothing was changed" in told.err
    assert "--adopt" not in told.err
    assert run(["prefer", "--adopt"]) == NOT_ADOPTED
    error = " ".join(capsys.readouterr().err.split())
    assert f"not adopted: raters of toy were {SAID}" in error
    assert run(["prefer", "--adopt", "--json"]) == NOT_ADOPTED
    data = json.loads(capsys.readouterr().out)
    assert (data["adopted"], data["made_up"]) == (False, ["toy"])
    assert SAID in data["refusal"]
    assert (data["digest"], data["advice"]) == (None, None)
    with Store.open(database_path()) as store:
        assert adopted(store, "preference") is None


def likers_of_a_wide_range(store: Store) -> None:
    session = toy_session(store, raters=6, singles=64, pairs=8, stimuli=120)
    mark_made_up(store, "toy")
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
        submit(store, trial.rater, trial.id, answer, f"sent-{number:06}", "page")
