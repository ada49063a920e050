"""Sessions in the store: kept whole, never changed; secrets only as hashes; names apart."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rating_sessions import NOON, answer_to, toy_session

from etudes.errors import EtudesError, InvalidValue, UnknownName
from etudes.rating.ledger import (
    is_open,
    listed_sessions,
    medium,
    save_session,
    session_of,
    set_open,
)
from etudes.rating.people import (
    forget_names,
    invite,
    invited,
    name_rater,
    names,
    rater_by_id,
    rater_of,
    tell_facts,
)
from etudes.rating.session import Session, Shown, Trial
from etudes.rating.taking import submit
from etudes.store import Store

ANN, BEN = "toy-r1", "toy-r2"
NAME = "Zwentibold Przybyszewski"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "s.db", timeout=0.05) as opened:
        yield opened


@pytest.fixture
def session(store: Store) -> Session:
    return toy_session(store)


def dump(store: Store) -> list[str]:
    return list(store.connection.iterdump())


def test_a_session_is_read_back_as_it_was(store: Store, session: Session) -> None:
    """By its code, in whatever case; pieces, raters and trials in their order."""
    assert session_of(store, " TOY ") == session
    assert store.verify() == []


def test_media_are_kept_once(store: Store) -> None:
    """Two sessions of the same pieces share them."""
    one = toy_session(store, code="one")
    count = "SELECT count(*) FROM media"
    before = store.connection.execute(count).fetchone()[0]

    toy_session(store, code="two")

    assert store.connection.execute(count).fetchone()[0] == before
    score = medium(store, one.stimuli[0].score_sha256)
    assert score.media_type == "image/svg+xml" and score.content.startswith(b"<svg")


def test_a_code_is_taken_once(store: Store, session: Session) -> None:
    """A second session of the code is refused, and nothing of it is kept."""
    before = dump(store)

    with pytest.raises(InvalidValue):
        toy_session(store, raters=5, singles=12)

    assert dump(store) == before


@pytest.mark.parametrize(
    "changes",
    [
        {"left": "nothing-like-it"},
        {"rater": "nobody"},
        {"position": -1},
        {"phase": "later"},
        {"repeats": "nothing-like-it"},
    ],
)
def test_what_does_not_fit_together_is_refused_whole(
    store: Store, changes: dict[str, Any]
) -> None:
    """A trial of a piece that is not there, of nobody, before the first; pieces whose
    items or media are not there. Nothing of the session is kept."""
    with Store.open(Path(":memory:")) as other:
        whole = toy_session(other)
        requests = [other.item(one.item).request for one in whole.stimuli]
        shown = [
            Shown(
                other.item(one.item).item,
                one,
                medium(other, one.score_sha256),
                medium(other, one.sound_sha256),
            )
            for one in whole.stimuli
        ]
    odd = replace(whole.trials[-1], **({"id": "x", "position": 99} | changes))
    for session, pieces in (
        (replace(whole, trials=(*whole.trials, odd)), shown),
        (whole, shown[1:]),
    ):
        with pytest.raises(InvalidValue):
            save_session(store, session, pieces, requests[-len(pieces) :])

    assert listed_sessions(store) == [] and store.items() == []
    save_session(store, whole, shown, requests)
    assert session_of(store, "toy") == whole


def test_a_trial_shows_pieces_of_its_own_session_only(
    store: Store, session: Session
) -> None:
    """And two different ones."""
    other = toy_session(store, code="other", cells=(("flute", 4),))
    insert = "INSERT INTO trials VALUES ('x', ?, 99, 'main', ?, ?, NULL)"
    one, two = session.stimuli[0].id, other.stimuli[0].id

    for row in ((ANN, one, two), (ANN, two, None), (ANN, one, one)):
        with pytest.raises(sqlite3.IntegrityError):
            store.connection.execute(insert, row)


def test_sessions_are_listed_with_how_far_they_are(store: Store, session: Session) -> None:
    """A correction counts no second time."""
    trial = session.trials_of(ANN)[0]
    first = submit(store, ANN, trial.id, answer_to(trial), "answer-1", "page").rating
    submit(store, ANN, trial.id, answer_to(trial, 2), "answer-2", "page", supersedes=first)

    [listed] = listed_sessions(store)

    assert (listed.code, listed.is_open, listed.made_at) == ("toy", True, NOON)
    assert (listed.raters, listed.trials, listed.answered) == (2, 22, 1)


def test_a_session_is_closed_and_opened(store: Store, session: Session) -> None:
    """The last word counts, and each is kept."""
    for event in ("closed", "closed", "opened", "closed"):
        set_open(store, "TOY", event)  # type: ignore[arg-type]
        assert is_open(store, "toy") == (event == "opened")
        assert session_of(store, "toy").is_open == (event == "opened")

    count = "SELECT count(*) FROM session_events"
    assert store.connection.execute(count).fetchone()[0] == 4


@pytest.mark.parametrize("code", ["tou", "", "x" * 10_000, "toy'; --", "\ud800", "\0"])
def test_an_unknown_session_offers_the_nearest(
    store: Store, session: Session, code: str
) -> None:
    """In one line of bearable length."""
    with pytest.raises(EtudesError, match=r"toy|no such value") as error:
        session_of(store, code)

    assert len(str(error.value)) < 400


@pytest.mark.parametrize("text", ["R2", "r2", " 2 ", "toy-r2", "TOY-R2", "r02"])
def test_a_rater_has_a_number(store: Store, session: Session, text: str) -> None:
    """Or is called by the whole pseudonym."""
    assert rater_of(store, "toy", text) == session.raters[1]


@pytest.mark.parametrize("text", ["", "R0", "R3", "R", "Ann", "toy-r", "²", "\ud800"])
def test_an_unknown_rater_is_told_who_there_is(
    store: Store, session: Session, text: str
) -> None:
    """By numbers, never by names."""
    name_rater(store, ANN, NAME)

    with pytest.raises(UnknownName, match=r"R1, R2") as error:
        rater_of(store, "toy", text)

    assert NAME not in str(error.value)


def test_only_hashes_of_secrets_are_kept(store: Store, session: Session) -> None:
    """256 bits each; what stands in the file opens nothing."""
    token = invite(store, ANN)

    assert len(token) >= 43
    assert token.encode() not in store.path.read_bytes()
    assert invited(store, token) == session.raters[0]
    kept = store.connection.execute("SELECT token_sha256 FROM invitations").fetchone()[0]
    assert invited(store, kept) is None


def test_a_new_secret_ends_the_old_one(store: Store, session: Session) -> None:
    """Of the same rater; another's stays."""
    old, other = invite(store, ANN), invite(store, BEN)
    new = invite(store, ANN)

    assert invited(store, old) is None
    assert invited(store, new) == session.raters[0]
    assert invited(store, other) == session.raters[1]


@pytest.mark.parametrize("guess", ["", "a", "\0", "\ud800", "x" * 100_000, "' OR 1=1"])
def test_a_guess_opens_nothing(store: Store, session: Session, guess: str) -> None:
    """Whatever it is made of."""
    invite(store, ANN)

    assert invited(store, guess) is None


def test_facts_are_appended(store: Store, session: Session) -> None:
    """The latest count; no name is asked for."""
    tell_facts(store, ANN, {"instrument": "violin"})
    tell_facts(store, ANN, {"instrument": "viola", "years": "12"})

    assert rater_by_id(store, ANN).facts == {"instrument": "viola", "years": "12"}
    assert session_of(store, "toy").raters[0].facts == {
        "instrument": "viola",
        "years": "12",
    }
    assert rater_by_id(store, BEN).facts == {}
    count = "SELECT count(*) FROM rater_facts"
    assert store.connection.execute(count).fetchone()[0] == 2


def test_names_stand_apart(store: Store, session: Session) -> None:
    """In one table, which nothing else of a session reads."""
    name_rater(store, ANN, f"  {NAME}\n")

    assert names(store, "toy") == {ANN: NAME}
    assert NAME not in repr(session_of(store, "toy"))
    assert [line for line in dump(store) if NAME in line] == [
        f"INSERT INTO \"rater_names\" VALUES('{ANN}','{NAME}');"
    ]


@pytest.mark.parametrize("name", ["", "  \n ", "x" * 201, "\ud800"])
def test_a_name_has_letters(store: Store, session: Session, name: str) -> None:
    """1 to 200."""
    with pytest.raises(InvalidValue):
        name_rater(store, ANN, name)


def test_a_forgotten_name_is_gone_from_the_file(store: Store, session: Session) -> None:
    """Its bytes too, and those of the name before it; ratings stay."""
    store.connection.execute("PRAGMA secure_delete = OFF")  # as some builds have it
    trial = session.trials_of(ANN)[0]
    submit(store, ANN, trial.id, answer_to(trial), "answer-1", "page")
    earlier = "Earlier Nameworth the Unmistakable"
    for rater, name in ((ANN, earlier), (BEN, "Ben"), (ANN, NAME)):
        name_rater(store, rater, name)

    assert forget_names(store, [ANN, "nobody"]) == 1

    store.close()
    beside = [path for path in store.path.parent.iterdir() if path != store.path]
    content = store.path.read_bytes()
    assert beside == []
    assert NAME.encode() not in content and earlier.encode() not in content
    assert b"Ben" in content
    with Store.open(store.path) as again:
        assert names(again, "toy") == {BEN: "Ben"}
        assert [one.answered for one in listed_sessions(again)] == [1]
        assert again.verify() == []


TABLES = (
    "sessions",
    "session_events",
    "media",
    "stimuli",
    "raters",
    "rater_facts",
    "invitations",
    "trials",
)


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_changed_or_deleted(store: Store, session: Session, table: str) -> None:
    """By whatever program; names alone may be."""
    set_open(store, "toy", "closed")
    tell_facts(store, ANN, {"years": "3"})
    invite(store, ANN)
    pragma = "SELECT name FROM pragma_table_info(?)"
    column = store.connection.execute(pragma, (table,)).fetchone()[0]
    before = dump(store)

    for statement in (
        f"UPDATE {table} SET {column} = {column}",  # noqa: S608
        f"DELETE FROM {table}",  # noqa: S608
        f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",  # noqa: S608
    ):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            store.connection.execute(statement)

    assert dump(store) == before


def test_an_older_store_is_brought_up_to_date(tmp_path: Path) -> None:
    """One of before there were rating sessions takes them."""
    path = tmp_path / "old.db"
    with Store.open(path) as store:
        made = [
            row[0]
            for row in store.connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN "
                "('adoptions', 'learnt', 'rating_values', 'ratings', 'trials', "
                "'invitations', 'rater_facts', 'rater_names', 'raters', 'stimuli', "
                "'media', 'session_events', 'sessions') ORDER BY rowid DESC"
            )
        ]
        store.connection.execute("PRAGMA foreign_keys = OFF")
        for table in made:
            store.connection.execute(f"DROP TABLE {table}")
        for kept in ("migration_hashes", "_sqlite_migrations"):
            store.connection.execute(f"DELETE FROM {kept} WHERE name >= '0005'")  # noqa: S608
    assert len(made) == 13

    with Store.open(path) as store:
        toy_session(store)
        assert store.verify() == []


def test_the_plan_is_that_of_the_trials(store: Store, session: Session) -> None:
    """Each rater has own trials, in own order, none twice."""
    ids: list[str] = [trial.id for trial in session.trials]
    assert len({*ids}) == len(ids)
    for rater in session.raters:
        trials: tuple[Trial, ...] = session.trials_of(rater.id)
        assert [trial.position for trial in trials] == list(range(len(trials)))
