"""A session's ratings for other programs: everything that was said, and nobody's name."""

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from rating_sessions import answer_to, toy_session

from etudes.errors import UnknownName
from etudes.rating.export import (
    Exported,
    columns_of,
    csv_bytes,
    gathered,
    parquet_bytes,
    ratings_table,
)
from etudes.rating.export_database import database_bytes
from etudes.rating.people import forget_names, invite, name_rater, tell_facts
from etudes.rating.scales import rating_scales
from etudes.rating.taking import next_trial, rating_of, submit
from etudes.store import Store

ANN, BOB = "toy-r1", "toy-r2"
NAME, GONE, COMMENT, FACT = "Annabel Lee", "Robert Roe", "says Carol Coe", "Dunmow School"
FORMULA = '=HYPERLINK("http://example.org")'


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two raters with names, links and facts; five answers, one of them corrected."""
    with Store.open(tmp_path / "s.db") as store:
        toy_session(store, repeats=1)
        for rater, name in ((ANN, NAME), (BOB, GONE)):
            name_rater(store, rater, name)
            invite(store, rater)
        tell_facts(store, ANN, {"instrument": FACT, "years": "12"})
        forget_names(store, [BOB])
        for rater, count in ((ANN, 3), (BOB, 2)):
            for number in range(count):
                trial = next_trial(store, rater)
                assert trial
                answer = answer_to(trial, number, COMMENT if number else FORMULA)
                submit(store, rater, trial.id, answer, f"{rater}-{number:04}", "page")
        last = next_answered(store, BOB)
        rating = rating_of(store, last)
        assert rating
        trial = next(t for t in toy_trials(store) if t.id == last)
        submit(
            store,
            BOB,
            last,
            answer_to(trial, 5),
            "correction",
            "terminal",
            supersedes=rating.id,
        )
        yield store


def toy_trials(store: Store) -> list:  # type: ignore[type-arg]
    from etudes.rating.ledger import session_of

    return list(session_of(store, "toy").trials)


def next_answered(store: Store, rater: str) -> str:
    """The last trial that a rater answered."""
    own = [t for t in toy_trials(store) if t.rater == rater and rating_of(store, t.id)]
    return str(own[-1].id)


def read_csv(exported: Exported) -> list[dict[str, str]]:
    content = csv_bytes(ratings_table(exported), columns_of(exported))
    return list(csv.DictReader(io.StringIO(content.decode())))


def copy_of(content: bytes) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(content)
    connection.row_factory = sqlite3.Row
    return connection


def test_a_row_tells_who_said_what_of_which_piece(store: Store) -> None:
    """Compared with the tables of the store itself, read by SQL."""
    rows = read_csv(gathered(store, "toy"))
    kept = store.connection.execute("SELECT * FROM ratings ORDER BY id").fetchall()
    assert [int(row["rating"]) for row in rows] == [one["id"] for one in kept]
    assert len(rows) == 6
    values = {
        (one["rating_id"], one["scale"]): one["value"]
        for one in store.connection.execute("SELECT * FROM rating_values")
    }
    for row, one in zip(rows, kept, strict=True):
        assert row["trial"] == one["trial_id"]
        assert row["choice"] == (one["choice"] or "")
        for scale in rating_scales():
            said = values.get((one["id"], scale), "")
            assert row[scale] == str(said)
        where = "SELECT * FROM stimuli WHERE id = ?"
        shown = store.connection.execute(where, (row["left"],)).fetchone()
        assert row["shown_level"] == str(shown["level"])
        assert (row["left_origin"], row["left_system"]) == (
            shown["origin"],
            shown["system"],
        )


def test_what_was_corrected_or_for_training_does_not_count(store: Store) -> None:
    rows = read_csv(gathered(store, "toy"))
    training = {row["rating"] for row in rows if row["phase"] == "training"}
    corrected = {row["supersedes"] for row in rows if row["supersedes"]}
    assert len(training) == 2
    assert len(corrected) == 1
    assert {row["rating"] for row in rows if row["counts"] == "0"} == training | corrected


def test_of_a_pair_both_scores_and_sounds_are_named(tmp_path: Path) -> None:
    """Their SHA-256 as they were shown; a single trial has none to the right."""
    with Store.open(tmp_path / "s.db") as store:
        session = toy_session(store, training=0)
        for number, trial in enumerate(t for t in session.trials if t.rater == ANN):
            submit(
                store, ANN, trial.id, answer_to(trial, number), f"one-{number:04}", "page"
            )
        shown = {one.id: one for one in session.stimuli}
        rows = read_csv(gathered(store, "toy"))
    assert any(row["right"] for row in rows)
    for row in rows:
        for side in ("left", "right"):
            one = shown.get(row[side])
            assert row[f"{side}_score_sha256"] == (one.score_sha256 if one else "")
            assert row[f"{side}_sound_sha256"] == (one.sound_sha256 if one else "")


def test_views_say_which_pieces_are_anchors(tmp_path: Path) -> None:
    """Told by the view, as by the tables of what was shown."""
    with Store.open(tmp_path / "s.db") as store:
        session = toy_session(store, training=0)
        for number, trial in enumerate(t for t in session.trials if t.rater == ANN):
            submit(
                store, ANN, trial.id, answer_to(trial, number), f"one-{number:04}", "page"
            )
        with closing(copy_of(database_bytes(gathered(store, "toy")))) as copy:
            rows = copy.execute(
                "SELECT DISTINCT stimulus, anchor FROM judgements"
            ).fetchall()
    anchors = {one.id for one in session.stimuli if one.origin == "anchor"}
    assert rows
    assert all(row["anchor"] == (row["stimulus"] in anchors) for row in rows)


def test_no_cell_of_a_table_is_a_formula(store: Store) -> None:
    rows = read_csv(gathered(store, "toy", with_comments=True))
    assert any("HYPERLINK" in row["comment"] for row in rows)
    assert not any(
        cell.startswith(("=", "+", "-", "@")) for r in rows for cell in r.values()
    )


def test_parquet_holds_the_same_table(store: Store) -> None:
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    exported = gathered(store, "toy", with_comments=True)
    rows, columns = ratings_table(exported), columns_of(exported)
    read = pq.read_table(io.BytesIO(parquet_bytes(rows, columns))).to_pylist()
    assert read == [{name: row[name] for name in columns} for row in rows]
    assert len(set(columns)) == len(columns)


def test_the_database_is_sound_and_opens_with_all_its_rows(store: Store) -> None:
    """Foreign keys hold; views give what counts."""
    with closing(copy_of(database_bytes(gathered(store, "toy")))) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert copy.execute("PRAGMA foreign_key_check").fetchall() == []
        assert copy.execute("PRAGMA freelist_count").fetchone()[0] == 0
        for table in ("stimuli", "trials", "ratings", "rating_values", "items"):
            query = f"SELECT count(*) FROM {table}"  # noqa: S608 - own names
            there = copy.execute(query).fetchone()[0]
            assert there == store.connection.execute(query).fetchone()[0]
        singles = copy.execute("SELECT DISTINCT rating FROM judgements").fetchall()
        choices = copy.execute("SELECT rating FROM choices").fetchall()
        counted = copy.execute("SELECT id FROM ratings WHERE counts").fetchall()
        assert len(singles) + len(choices) == len(counted) == 3
        for view in ("judgements", "choices"):
            columns = {row[1] for row in copy.execute(f"PRAGMA table_info({view})")}
            assert {"repeats", "anchor"} <= columns


@pytest.mark.parametrize("form", ["csv", "parquet", "db"])
def test_names_links_comments_and_facts_stay_at_home(store: Store, form: str) -> None:
    """Every byte of what is written is searched, free pages too."""
    exported = gathered(store, "toy")
    rows, columns = ratings_table(exported), columns_of(exported)
    content = {
        "csv": lambda: csv_bytes(rows, columns),
        "parquet": lambda: parquet_bytes(rows, columns),
        "db": lambda: database_bytes(exported),
    }[form]()
    secrets = [
        row[0] for row in store.connection.execute("SELECT token_sha256 FROM invitations")
    ]
    for word in (NAME, GONE, COMMENT, "HYPERLINK", FACT, *secrets, str(store.path)):
        assert word.encode() not in content
    if form == "db":
        with closing(copy_of(content)) as copy:
            tables = {row[0] for row in copy.execute("SELECT name FROM sqlite_master")}
        assert not {"rater_names", "invitations", "rater_facts"} & tables


@pytest.mark.parametrize("form", ["csv", "db"])
def test_comments_and_facts_are_written_where_they_are_asked_for(
    store: Store, form: str
) -> None:
    exported = gathered(store, "toy", with_comments=True, with_facts=True)
    if form == "csv":
        content = csv_bytes(ratings_table(exported), columns_of(exported))
    else:
        content = database_bytes(exported)
    assert COMMENT.encode() in content
    assert FACT.encode() in content
    assert NAME.encode() not in content


def test_facts_are_columns_of_their_own(store: Store) -> None:
    rows = read_csv(gathered(store, "toy", with_facts=True))
    assert {row["rater_years"] for row in rows if row["rater"] == ANN} == {"12"}
    assert {row["rater_years"] for row in rows if row["rater"] == BOB} == {""}


def test_a_session_without_a_rating_is_a_table_without_rows(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.db") as store:
        toy_session(store)
        exported = gathered(store, "toy")
        assert read_csv(exported) == []
        assert parquet_bytes([], columns_of(exported)).startswith(b"PAR1")
        with closing(copy_of(database_bytes(exported))) as copy:
            design = copy.execute("SELECT design FROM sessions").fetchone()[0]
        assert json.loads(design) == {"toy": True}


def test_an_unknown_session_is_named(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.db") as store, pytest.raises(UnknownName, match="nope"):
        gathered(store, "nope")
