"""Tests, answers and retirements are appended to the store and never changed."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from marked_quizzes import DICTATION, EVERY, INTERVAL, PAIRS, A, B

from etudes.assessment.marked import Marked
from etudes.errors import InvalidValue, UnknownName
from etudes.store import Store
from etudes.store.quizzes import (
    live_questions,
    quiz_of,
    retire,
    retirements,
    save_quizzes,
    stored_questions,
    versions_of,
)
from etudes.store.responses import answers_to, append_answers, intake

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
SHA = "a" * 64
RIGHT = Marked("aaaaaa", "Ann", INTERVAL.id, "major third", Fraction(1), Fraction(1))
WRONG = replace(RIGHT, given="minor third", earned=Fraction(0))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store.open(tmp_path / "s.db")
    save_quizzes(store, [A, B], made_at=NOON)
    return store


def test_a_test_is_read_back_as_it_was(store: Store) -> None:
    """By its code, however that is spaced; with its other versions, in their order."""
    assert quiz_of(store, " AAA-aaa ") == A
    assert versions_of(store, "bbbbbb") == [A, B]


def test_saving_again_changes_nothing(store: Store) -> None:
    """Not even in another language: the paper that was printed counts."""
    before = list(store.connection.iterdump())

    save_quizzes(store, [A, replace(B, language="de")])

    assert list(store.connection.iterdump()) == before
    assert store.verify() == []


def test_questions_stand_once_in_the_store(store: Store) -> None:
    """However many tests they are in."""
    assert {one.id for one in stored_questions(store)} == {q.id for q in A.questions}


@pytest.mark.parametrize(
    "other",
    [
        replace(A, questions=(DICTATION,)),
        replace(A, code="dddddd", questions=(replace(INTERVAL, answer=0),)),
    ],
)
def test_another_test_or_question_of_the_same_name_is_refused(
    store: Store, other: object
) -> None:
    """And nothing of it is kept."""
    before = list(store.connection.iterdump())

    with pytest.raises(InvalidValue, match="holds another"):
        save_quizzes(store, [other])  # type: ignore[list-item]

    assert list(store.connection.iterdump()) == before


def test_an_unknown_code_offers_the_nearest(store: Store) -> None:
    """Read wrongly in one letter."""
    with pytest.raises(UnknownName, match="the nearest are aaaaaa"):
        quiz_of(store, "aaaaba")


def test_an_answer_is_new_then_unchanged_then_other(store: Store) -> None:
    """What stands there decides."""
    assert intake(store, [RIGHT]).new == (RIGHT,)
    append_answers(store, [RIGHT], [], SHA, marked_at=NOON)

    assert intake(store, [RIGHT]).unchanged == (RIGHT,)
    [(answer, stored)] = intake(store, [WRONG]).other
    assert (answer, stored.marked, stored.marked_at) == (WRONG, RIGHT, NOON)


def test_a_new_answer_supersedes_and_the_old_one_stays(store: Store) -> None:
    """The latest counts; both are there."""
    append_answers(store, [RIGHT], [], SHA)
    append_answers(store, [], intake(store, [WRONG]).other, "b" * 64)

    [stored] = answers_to(store, "aaaaaa")
    assert stored.marked == WRONG and stored.file_sha256 == "b" * 64
    assert store.connection.execute("SELECT count(*) FROM responses").fetchone()[0] == 2


def test_nothing_is_marked_twice(store: Store) -> None:
    """Neither a second first answer nor a second successor, and all of it or none."""
    append_answers(store, [WRONG], [], SHA)
    other = intake(store, [RIGHT]).other
    append_answers(store, [], other, SHA)
    before = list(store.connection.iterdump())

    for new, superseding in (([RIGHT], []), ([], other)):
        second = replace(RIGHT, student="Ben")
        with pytest.raises(InvalidValue):
            append_answers(store, [second, *new], superseding, SHA)

    assert list(store.connection.iterdump()) == before


def test_an_answer_supersedes_only_its_own(store: Store) -> None:
    """Not another student's."""
    append_answers(store, [RIGHT], [], SHA)
    [stored] = answers_to(store)

    with pytest.raises(InvalidValue, match="same student"):
        append_answers(store, [], [(replace(RIGHT, student="Ben"), stored)], SHA)


@pytest.mark.parametrize(
    "changes", [{"question": "other"}, {"quiz": "zzzzzz"}, {"question": PAIRS[0].id}]
)
def test_an_answer_is_to_a_question_of_its_test(
    store: Store, changes: dict[str, str]
) -> None:
    """A question of another test is refused too."""
    save_quizzes(store, [EVERY])

    with pytest.raises(InvalidValue):
        append_answers(store, [replace(RIGHT, **changes)], [], SHA)


TABLES = ("questions", "quizzes", "quiz_questions", "responses", "retirements")


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_changed_or_deleted(store: Store, table: str) -> None:
    """By whatever program."""
    append_answers(store, [RIGHT], [], SHA)
    retire(store, [(INTERVAL.id, "too easy")])
    pragma = "SELECT name FROM pragma_table_info(?) WHERE type = 'TEXT'"
    column = store.connection.execute(pragma, (table,)).fetchone()[0]

    for statement in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):  # noqa: S608
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            store.connection.execute(statement)


def test_a_retired_question_is_asked_no_more(store: Store) -> None:
    """It stays in the store, with the first reason."""
    save_quizzes(store, [EVERY])
    retire(store, [(INTERVAL.id, "too easy")])
    retire(store, [(INTERVAL.id, "again")])

    live = {one.id for one in live_questions(store)}
    assert live == {one.id for one in EVERY.questions} - {INTERVAL.id}
    assert retirements(store)[INTERVAL.id].reason == "too easy"
    assert len(stored_questions(store)) == len(EVERY.questions)


def test_questions_are_found_by_kind_level_and_instrument(store: Store) -> None:
    """As an adaptive test asks for them."""
    save_quizzes(store, [EVERY])

    assert live_questions(store, "same-different", 2, "violin") == list(PAIRS)
    assert live_questions(store, "same-different", 3) == []
    assert live_questions(store, instrument="flute") == []


def test_points_are_kept_exactly(store: Store) -> None:
    """As fractions."""
    third = replace(
        RIGHT, question=DICTATION.id, earned=Fraction(10, 3), possible=Fraction(9)
    )
    append_answers(store, [third], [], SHA)

    assert [one.marked for one in answers_to(store)] == [third]


def test_an_older_store_is_brought_up_to_date(tmp_path: Path) -> None:
    """One of before there were listening tests takes them."""
    path = tmp_path / "old.db"
    with Store.open(path) as store:
        for table in reversed(TABLES):
            store.connection.execute(f"DROP TABLE {table}")
        store.connection.execute("DELETE FROM migration_hashes WHERE name LIKE '0004%'")
        store.connection.execute("DELETE FROM _sqlite_migrations WHERE name LIKE '0004%'")

    with Store.open(path) as store:
        save_quizzes(store, [A])
        assert store.verify() == []
