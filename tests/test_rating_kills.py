"""Killed at random moments (SIGKILL) while ratings are being sent: none is lost, none is
there twice, and the store is whole.

`benchmarks/rating_kills.py` does it 500 times each way.
"""

import sys
from pathlib import Path

import pytest
from rating_sessions import answer_to, toy_session

from benchmarks.rating_kills import tormented
from benchmarks.rating_paper import Figures, Paper, said_of
from etudes.rating.taking import submit
from etudes.store import Store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL on Windows")

ANN = "toy-r1"


@pytest.mark.parametrize(("way", "kills"), [("terminal", 10), ("page", 5)])
def test_nothing_that_was_acknowledged_is_lost(way: str, kills: int) -> None:
    """What the rater was told to be kept is there once, as it was sent, in order."""
    figures = tormented(way, kills, seed=11)

    assert figures.kills == kills and figures.acknowledged
    assert (figures.lost, figures.doubled, figures.wrong, figures.damaged) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("all is well", (0, 0, 0)),
        ("under way", (0, 0, 0)),
        ("never kept", (1, 0, 0)),
        ("kept otherwise", (0, 0, 1)),
        ("kept twice", (0, 1, 0)),
        ("never sent", (0, 0, 1)),
    ],
)
def test_the_one_who_counts_would_notice(
    tmp_path: Path, what: str, expected: tuple[int, int, int]
) -> None:
    """An answer that is lost, other than it was, or there again."""
    figures = Figures()
    paper = Paper(figures)
    with Store.open(tmp_path / "s.db") as store:
        trial = toy_session(store).trials_of(ANN)[0]
        answers = [answer_to(trial, number) for number in range(3)]
        said = [said_of(answer) for answer in answers]
        seen = None

        def keep(number: int) -> None:
            nonlocal seen
            id_ = f"answer-{number}-{seen}"
            seen = submit(
                store, ANN, trial.id, answers[number], id_, "terminal", supersedes=seen
            ).rating

        paper.sent[trial.id] = [said[0]] if what != "never sent" else [said[1]]
        if what not in ("under way", "never sent"):
            paper.acknowledge(trial.id, said[0])
        if what == "kept otherwise":
            keep(1)
        elif what != "never kept":
            keep(0)
        if what == "kept twice":
            keep(0)
            keep(0)
        paper.compare(store, [ANN])

    assert (figures.lost, figures.doubled, figures.wrong) == expected
    assert figures.under_way == (what in ("under way", "never sent", "kept twice"))
