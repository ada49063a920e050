"""Answers of raters: each kept once and for good, whatever is sent and however often."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hostile import HOSTILE
from hypothesis import given, settings
from hypothesis import strategies as st
from rating_sessions import NOON, answer_to, toy_session

from etudes.errors import DamagedData, EtudesError, InvalidValue, SessionClosed, UnknownName
from etudes.rating.ledger import set_open
from etudes.rating.record import record_of
from etudes.rating.session import LONGEST_COMMENT, Answer, Session, Trial
from etudes.rating.taking import (
    next_trial,
    progress,
    rating_of,
    ratings_by,
    submit,
    trial_of,
)
from etudes.store import Store

ANN, BEN = "toy-r1", "toy-r2"
FIVE = dict.fromkeys(("sense", "level", "idiom", "notation", "use"), 5)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "s.db", timeout=0.05) as opened:
        yield opened


@pytest.fixture
def session(store: Store) -> Session:
    return toy_session(store)


@pytest.fixture
def trial(session: Session) -> Trial:
    """The first trial of the first rater: one piece."""
    return session.trials_of(ANN)[0]


def dump(store: Store) -> list[str]:
    return list(store.connection.iterdump())


def test_trials_come_in_order_and_each_is_answered_once(
    store: Store, session: Session
) -> None:
    """From the first to the last; then nothing is left."""
    for number, trial in enumerate(session.trials_of(ANN)):
        assert next_trial(store, ANN) == trial
        assert progress(store, ANN).answered == number
        submit(store, ANN, trial.id, answer_to(trial), f"answer-{number}", "terminal")

    assert next_trial(store, ANN) is None and progress(store, ANN).is_done
    assert not progress(store, BEN).answered


def test_an_answer_is_read_back_as_it_was_given(
    store: Store, session: Session, trial: Trial
) -> None:
    """Values, comment, seconds, playings, whether all was heard, how and when."""
    given = Answer(FIVE, comment="Schön, aber …", seconds=41.5, plays=2, is_heard=True)

    receipt = submit(store, ANN, trial.id, given, "answer-1", "page", rated_at=NOON)

    rating = rating_of(store, trial.id)
    assert rating is not None
    assert (rating.id, rating.answer, rating.way) == (receipt.rating, given, "page")
    assert (rating.rated_at, rating.form, rating.supersedes) == (NOON, "1", None)


def test_an_answer_sent_twice_is_kept_once(store: Store, trial: Trial) -> None:
    """However long it took; the sender is told that it was there."""
    first = submit(store, ANN, trial.id, answer_to(trial, 1), "answer-1", "page")
    before = dump(store)

    later = replace(answer_to(trial, 1), seconds=90.0, plays=3)
    again = submit(store, ANN, trial.id, later, "answer-1", "page")

    assert (first.was_there, again.was_there) == (False, True)
    assert first.rating == again.rating
    assert dump(store) == before


@pytest.mark.parametrize("number", [0, 3])
def test_another_answer_under_the_same_submit_id_is_not_said_to_be_kept(
    store: Store, session: Session, number: int
) -> None:
    """A form that a browser kept, changed and sent again: other values, another choice or
    another comment."""
    trial = next(one for one in session.trials_of(ANN) if one.is_pair == bool(number))
    submit(store, ANN, trial.id, answer_to(trial, 1), "answer-1", "page")
    before = dump(store)

    for other in (answer_to(trial, 2), answer_to(trial, 1, "On second thoughts")):
        with pytest.raises(InvalidValue, match="answered in the meantime"):
            submit(store, ANN, trial.id, other, "answer-1", "page")

    assert dump(store) == before


def test_a_correction_supersedes_and_all_stay(store: Store, trial: Trial) -> None:
    """The last one counts, the first still stands there, and the trial is answered once."""
    seen = None
    for number in range(4):
        one = answer_to(trial, number)
        seen = submit(
            store, ANN, trial.id, one, f"answer-{number}", "terminal", supersedes=seen
        ).rating

    counts = rating_of(store, trial.id)
    assert counts is not None and counts.answer == answer_to(trial, 3)
    assert [one.answer for one in ratings_by(store, ANN)] == [
        answer_to(trial, number) for number in range(4)
    ]
    assert progress(store, ANN).answered == 1
    [judgement] = record_of(store, "toy").training
    assert judgement.rating == counts and judgement.corrections == 3


@pytest.mark.parametrize("supersedes", [None, 0, 1, 7, 2**70, -1])
def test_who_has_not_seen_the_last_answer_does_not_replace_it(
    store: Store, trial: Trial, supersedes: int | None
) -> None:
    """Two windows of one rater: the later one is told, and nothing is lost."""
    first = submit(store, ANN, trial.id, answer_to(trial), "answer-1", "page").rating
    submit(store, ANN, trial.id, answer_to(trial, 1), "answer-2", "page", supersedes=first)
    before = dump(store)

    with pytest.raises(InvalidValue, match="answered in the meantime"):
        submit(
            store,
            ANN,
            trial.id,
            answer_to(trial, 2),
            "answer-3",
            "terminal",
            supersedes=supersedes,
        )

    assert dump(store) == before


def test_nothing_supersedes_what_is_not_there(store: Store, trial: Trial) -> None:
    """A first answer supersedes none."""
    with pytest.raises(InvalidValue):
        submit(store, ANN, trial.id, answer_to(trial), "answer-1", "page", supersedes=1)

    assert ratings_by(store, ANN) == []


def test_another_raters_trial_is_refused_as_if_there_were_none(
    store: Store, session: Session
) -> None:
    """The words do not tell whether it exists."""
    theirs = session.trials_of(BEN)[0].id
    said = []
    for id_ in (theirs, "0123456789abcdef", "", "'; DROP TABLE ratings; --"):
        with pytest.raises(UnknownName) as error:
            submit(store, ANN, id_, Answer(FIVE), "answer-1", "page")
        said.append(str(error.value))
        with pytest.raises(UnknownName):
            trial_of(store, ANN, id_)

    assert len(set(said)) == 1
    assert ratings_by(store, BEN) == []


def test_a_submit_id_stands_for_one_trial(store: Store, session: Session) -> None:
    """Another trial of the same rater, or of another one, cannot take it."""
    first, second = session.trials_of(ANN)[:2]
    submit(store, ANN, first.id, answer_to(first), "answer-1", "page")
    theirs = session.trials_of(BEN)[0]

    for rater, trial in ((ANN, second), (BEN, theirs)):
        with pytest.raises(InvalidValue, match="submit id of its own"):
            submit(store, rater, trial.id, answer_to(trial), "answer-1", "page")


@pytest.mark.parametrize(
    "text", ["", "short", "a" * 65, "a b c d e f", "../../etc/passwd", "é" * 8, "\0" * 8]
)
def test_a_submit_id_is_plain(store: Store, trial: Trial, text: str) -> None:
    """Letters, digits, '-' and '_', 8 to 64 of them."""
    with pytest.raises(InvalidValue, match="submit id"):
        submit(store, ANN, trial.id, answer_to(trial), text, "page")


def test_a_closed_session_takes_nothing_and_loses_nothing(
    store: Store, session: Session, trial: Trial
) -> None:
    """What was sent before stays; sent again it is acknowledged; opened, it goes on."""
    first = submit(store, ANN, trial.id, answer_to(trial), "answer-1", "page")
    second = session.trials_of(ANN)[1]
    set_open(store, "toy", "closed")

    with pytest.raises(SessionClosed, match="what was sent before is kept"):
        submit(store, ANN, second.id, answer_to(second), "answer-2", "page")
    again = submit(store, ANN, trial.id, answer_to(trial), "answer-1", "page")
    assert again.was_there and again.rating == first.rating

    set_open(store, "toy", "opened")
    submit(store, ANN, second.id, answer_to(second), "answer-2", "page")
    assert progress(store, ANN).answered == 2


def test_what_was_not_asked_is_no_answer(store: Store, session: Session) -> None:
    """A choice for one piece, values for two."""
    single = next(one for one in session.trials_of(ANN) if not one.is_pair)
    pair = next(one for one in session.trials_of(ANN) if one.is_pair)

    for trial, answer in ((single, Answer(choice="left")), (pair, Answer(FIVE))):
        with pytest.raises(InvalidValue, match="answer what the trial asks"):
            submit(store, ANN, trial.id, answer, "answer-1", "page")


@pytest.mark.parametrize(
    "fields",
    [
        {"values": FIVE | {"sense": 0}},
        {"values": FIVE | {"sense": 8}},
        {"values": FIVE | {"sense": 4.0}},
        {"values": FIVE | {"sense": True}},
        {"values": FIVE | {"sense": "4"}},
        {"values": FIVE | {"sense": None}},
        {"values": FIVE | {"sense": 2**70}},
        {"values": FIVE | {"beauty": 4}},
        {"values": {"sense": 4}},
        {"values": {}},
        {"values": FIVE, "choice": "left"},
        {"choice": "both"},
        {"choice": ""},
        {"values": FIVE, "comment": "a" * (LONGEST_COMMENT + 1)},
        {"values": FIVE, "comment": "\ud800"},
        {"values": FIVE, "seconds": -1.0},
        {"values": FIVE, "seconds": float("nan")},
        {"values": FIVE, "seconds": float("inf")},
        {"values": FIVE, "plays": -1},
        {"values": FIVE, "plays": 2**70},
        {"values": FIVE, "plays": 1.5},
    ],
)
def test_an_answer_is_valid_at_birth(fields: dict[str, Any]) -> None:
    """Out of range, of another kind, too long, no time: refused in one line."""
    with pytest.raises(InvalidValue) as error:
        Answer(**fields)

    assert "\n" not in str(error.value) and len(str(error.value)) < 300


@pytest.mark.parametrize("values", [{"sense": 9}, {"sense": 3.5}, {"sense": "x"}])
def test_the_tables_refuse_it_too(
    store: Store, trial: Trial, values: dict[str, Any]
) -> None:
    """Whatever program writes into them; then nothing of it is kept."""
    answer = Answer(FIVE)
    object.__setattr__(answer, "values", FIVE | values)

    with pytest.raises(InvalidValue):
        submit(store, ANN, trial.id, answer, "answer-1", "page")

    assert progress(store, ANN).answered == 0
    assert not store.connection.in_transaction


def test_hostile_comments_are_kept_word_for_word(
    store: Store, session: Session, trial: Trial
) -> None:
    """As they were typed; what no file can hold is refused."""
    seen, kept = None, []
    for number, text in enumerate(HOSTILE):
        try:
            one = Answer(FIVE, comment=text)
        except InvalidValue:
            is_text = not any("\ud800" <= c <= "\udfff" for c in text)
            assert len(text) > LONGEST_COMMENT or not is_text
            continue
        seen = submit(
            store, ANN, trial.id, one, f"answer-{number}", "page", supersedes=seen
        ).rating
        kept.append(text)

    assert [one.answer.comment for one in ratings_by(store, ANN)] == kept
    assert len(kept) > 200 and store.verify() == []


def test_a_clock_that_jumps_changes_no_order(store: Store, session: Session) -> None:
    """An hour back, a year ahead: the order is that of keeping, and the times are kept as
    the clock said them."""
    trials, jumps = session.trials_of(ANN)[:3], (0, -3600, 31_536_000)
    seen = None
    for number, (trial, jump) in enumerate(zip(trials, jumps, strict=True)):
        time = NOON + timedelta(seconds=jump)
        seen = submit(
            store,
            ANN,
            trial.id,
            answer_to(trial),
            f"answer-{number}",
            "page",
            rated_at=time,
        )
    first = rating_of(store, trials[0].id)
    assert first is not None
    submit(
        store,
        ANN,
        trials[0].id,
        answer_to(trials[0], 3),
        "answer-9",
        "page",
        supersedes=first.id,
        rated_at=NOON - timedelta(days=400),
    )

    by = ratings_by(store, ANN)
    assert [one.trial for one in by] == [*(t.id for t in trials), trials[0].id]
    assert [one.id for one in by] == sorted(one.id for one in by)
    assert [(one.rated_at - NOON).total_seconds() for one in by[:3]] == [*jumps]
    counts = rating_of(store, trials[0].id)
    assert counts is not None and counts.answer == answer_to(trials[0], 3)
    assert seen is not None


@pytest.mark.parametrize(
    ("pragma", "back", "message"),
    [
        ("query_only = ON", "query_only = OFF", "cannot be written; allow writing"),
        ("max_page_count = 1", "max_page_count = 1000000", "has no room left on its disk"),
    ],
)
def test_what_cannot_be_written_is_said_and_can_be_sent_again(
    store: Store, session: Session, pragma: str, back: str, message: str
) -> None:
    """A read-only database, a full disk: one line, all or nothing; then the same answer
    goes in with the same submit id."""
    trials = session.trials_of(ANN)
    _fill_a_page(store)
    store.connection.execute(f"PRAGMA {pragma}")
    before = dump(store)

    refused = None
    for number, trial in enumerate(trials):
        try:
            one = replace(answer_to(trial), comment="x" * LONGEST_COMMENT)
            submit(store, ANN, trial.id, one, f"answer-{number}", "page")
        except DamagedData as error:
            assert message in str(error)
            refused = refused or trial
    assert refused is not None and next_trial(store, ANN) == refused
    kept = progress(store, ANN).answered
    assert kept or dump(store) == before

    store.connection.execute(f"PRAGMA {back}")
    for number, trial in enumerate(trials):
        one = replace(answer_to(trial), comment="x" * LONGEST_COMMENT)
        submit(store, ANN, trial.id, one, f"answer-{number}", "page")
    assert progress(store, ANN).is_done and store.verify() == []
    assert len(ratings_by(store, ANN)) == len(trials)


def _fill_a_page(store: Store) -> None:
    """Nothing is free that a few more rows could go into."""
    store.connection.execute("VACUUM")


def test_a_locked_database_is_said(store: Store, trial: Trial) -> None:
    """After the wait, one line; then it goes."""
    with Store.open(store.path) as other:
        other.connection.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DamagedData, match="locked by another program"):
            submit(store, ANN, trial.id, answer_to(trial), "answer-1", "page")
        other.connection.execute("ROLLBACK")

    submit(store, ANN, trial.id, answer_to(trial), "answer-1", "page")
    assert progress(store, ANN).answered == 1


def test_many_at_once(store: Store, session: Session) -> None:
    """Eight windows send every answer of a rater, each with ids of its own: of each trial
    one is kept, and the other seven are told."""
    trials = session.trials_of(ANN)

    def send(window: int) -> int:
        kept = 0
        with Store.open(store.path, timeout=30) as own:
            for trial in trials:
                id_ = f"{window}-{trial.id}"
                try:
                    submit(own, ANN, trial.id, answer_to(trial, window), id_, "page")
                    kept += 1
                except InvalidValue as error:
                    assert "answered in the meantime" in str(error)
        return kept

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(send, range(8))) == len(trials)

    assert len(ratings_by(store, ANN)) == len(trials)
    assert store.verify() == []


@pytest.mark.parametrize(
    ("table", "column"), [("ratings", "id"), ("rating_values", "value")]
)
def test_no_answer_is_changed_or_deleted(
    store: Store, trial: Trial, table: str, column: str
) -> None:
    """By whatever program, not even by way of REPLACE."""
    submit(store, ANN, trial.id, answer_to(trial), "answer-1", "page")
    statements = (
        f"UPDATE {table} SET {column} = {column}",  # noqa: S608
        f"DELETE FROM {table}",  # noqa: S608
        f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",  # noqa: S608
    )
    before = dump(store)

    for statement in statements:
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            store.connection.execute(statement)

    assert dump(store) == before


Event = tuple[str, int, int, int]
"""What happens, which trial, which answer, which submit id."""

EVENTS = st.lists(
    st.tuples(
        st.sampled_from(("send", "send", "send", "correct", "stale", "close", "open")),
        st.integers(0, 3),
        st.integers(0, 6),
        st.integers(0, 9),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(EVENTS)
def test_a_ledger_on_paper_says_the_same(events: list[Event]) -> None:
    """Whatever is sent in whatever order: what counts, what was superseded and what was
    refused is what a list on paper gives."""
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "s.db") as store:
        store.connection.execute("PRAGMA synchronous = OFF")
        session = toy_session(store, raters=1, singles=2, pairs=1)
        trials = session.trials_of(ANN)
        paper: list[tuple[int, Answer, str]] = []  # trial, answer, submit id: as kept
        is_open = True
        for kind, place, number, name in events:
            if kind in ("close", "open"):
                is_open = kind == "open"
                set_open(store, "toy", "opened" if is_open else "closed")
                continue
            trial, id_ = trials[place], f"answer-{name}"
            answer = answer_to(trial, number)
            own = [at for at, (of, *_) in enumerate(paper, 1) if of == place]
            told = own[-1] if own and kind == "correct" else None
            told = own[0] if own and kind == "stale" else told
            there = {name: (of, said) for of, said, name in paper}
            is_new = id_ not in there
            is_again = there.get(id_) == (place, answer)
            fits = is_open and told == (own[-1] if own else None)
            try:
                receipt = submit(store, ANN, trial.id, answer, id_, "page", supersedes=told)
                assert receipt.was_there == (not is_new)
                assert is_again if not is_new else fits
                if is_new:
                    paper.append((place, answer, id_))
            except EtudesError:
                assert not fits if is_new else not is_again

        by = ratings_by(store, ANN)
        assert [(one.trial, one.answer, one.submit_id) for one in by] == [
            (trials[place].id, answer, id_) for place, answer, id_ in paper
        ]
        latest = {place: answer for place, answer, _ in paper}
        for place, trial in enumerate(trials):
            counts = rating_of(store, trial.id)
            assert (counts.answer if counts else None) == latest.get(place)
        assert progress(store, ANN).answered == len(latest)
        left = [trial for place, trial in enumerate(trials) if place not in latest]
        assert next_trial(store, ANN) == (left[0] if left else None)
        assert store.verify() == []
