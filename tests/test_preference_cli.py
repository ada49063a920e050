"""`etudes prefer`, and `make` that chooses by what was adopted."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from rating_sessions import MODEL_DIGEST, answer_to, toy_session
from test_preference import preference

from etudes.cli import run
from etudes.cli.prefer import in_words
from etudes.item.portrait import portrait
from etudes.item.preference import (
    Preference,
    Weighed,
    preference_from_json,
    preference_to_json,
)
from etudes.rating.learning.judged_levels import judged_levels
from etudes.rating.learning.left_aside import left_aside
from etudes.rating.learning.preferred import preferred
from etudes.rating.scales import rating_scales
from etudes.rating.session import Answer
from etudes.rating.taking import submit
from etudes.store import Store
from etudes.store.learnt import adopt, adopted, save_learnt

MAKE = ["make", "--level", "2", "--instrument", "violin", "--seed", "7", "--count", "4"]
XML = ["--format", "musicxml"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, with a store that is not there yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ETUDES_DB", str(tmp_path / "etudes.db"))
    return tmp_path


def put_to_use(folder: Path, liked: Preference) -> str:
    with Store.open(folder / "etudes.db") as store:
        digest = save_learnt(store, "preference", preference_to_json(liked))
        adopt(store, "preference", digest)
    return digest


def made(capsys: pytest.CaptureFixture[str], *more: str) -> list[dict[str, object]]:
    """Return what `make` tells of its items."""
    assert run([*MAKE, *XML, "--force", "--json", *more]) == 0
    rows: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return rows


def scores(rows: list[dict[str, object]]) -> list[bytes]:
    return [Path(str(row["files"][0])).read_bytes() for row in rows]  # type: ignore[index]


def test_make_chooses_by_the_adopted_preference_and_goes_back(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without one, with one, with one switched off, again by code, and after going back."""
    before = made(capsys)
    notes = scores(before)
    put_to_use(folder, preference(steps=1.5, bits=0.5))
    during = made(capsys)
    liked = scores(during)
    assert liked != notes
    assert [row["id"] for row in made(capsys, "--no-preference")] == [
        row["id"] for row in before
    ]
    assert run(["prefer", "--back"]) == 0
    assert [row["id"] for row in made(capsys)] == [row["id"] for row in before]
    capsys.readouterr()
    assert run(["make", "--again", str(during[0]["code"]), *XML, "-o", "x", "--json"]) == 0
    assert scores(json.loads(capsys.readouterr().out)) == liked
    assert run(["explain", str(during[0]["id"])]) == 0
    assert "preference" in capsys.readouterr().out


def test_a_sheet_that_is_made_again_is_made_as_it_was(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With another choice it would be another sheet."""
    first, *_ = made(capsys)
    assert run(["make", "--again", str(first["id"]), "--no-preference"]) == 2
    assert "leave out --no-preference" in capsys.readouterr().err


def test_a_preference_that_is_not_there_is_named_in_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sheet's code names it; another store does not keep it."""
    put_to_use(folder, preference(steps=1.0))
    code = str(made(capsys)[0]["code"])
    assert run(["make", "--again", code, *XML, "--db", "other.db", "-o", "x"]) == 2
    told = capsys.readouterr().err
    assert "preference" in told
    assert "--db" in told
    assert "Traceback" not in told


def test_a_damaged_preference_costs_a_line_and_not_the_page(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Music is made without it."""
    with Store.open(folder / "etudes.db") as store:
        adopt(store, "preference", save_learnt(store, "preference", '{"form":1}'))
    assert run([*MAKE, *XML]) == 0
    assert "etudes prefer --back" in capsys.readouterr().err


def test_without_evidence_nothing_is_adopted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty session says what is lacking, and the exit code tells a script."""
    with Store.open(folder / "etudes.db") as store:
        session = toy_session(store)
    assert run(["prefer"]) == 0
    out, err = capsys.readouterr()
    assert f"nobody has rated a piece that a model made in {session.code}" in out
    assert "not known: 3 raters or more are needed, and there are 0: 3 more" in out
    assert "not adopted" not in err
    assert run(["prefer", session.code, "--adopt"]) == 3
    assert "not adopted: 3 raters" in " ".join(capsys.readouterr().err.split())
    assert run(["prefer", session.code, "--adopt", "--json"]) == 3
    told = json.loads(capsys.readouterr().out)
    assert told["adopted"] is False
    assert told["weights"] == {}
    with Store.open(folder / "etudes.db") as store:
        assert adopted(store, "preference") is None


def test_what_teachers_like_is_told_and_adopted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Six of them like a wide range; `make` then chooses by that."""
    with Store.open(folder / "etudes.db") as store:
        session = toy_session(store, raters=6, singles=64, pairs=8, stimuli=120)
        items = {one.item: store.item(one.item).item.melody for one in session.stimuli}
        by_id = {one.id: items[one.item] for one in session.stimuli}

        def liked(id_: str) -> float:
            return portrait(by_id[id_], 0.0, 0.0)["ambitus"]

        broken = {one.id for one in session.stimuli if one.origin == "anchor"}
        middle = sorted(map(liked, by_id))[len(by_id) // 2]
        for number, trial in enumerate(session.trials):
            value = 5 if liked(trial.left) > middle else 3
            value = 2 if trial.left in broken else value - number % 2
            given = dict.fromkeys(rating_scales(), value) | {"notation": 6 - number % 3}
            answer = Answer(given, is_heard=True)
            if trial.right is not None:
                more = liked(trial.left) > liked(trial.right)
                answer = Answer(choice="left" if more else "right", is_heard=True)
            submit(store, trial.rater, trial.id, answer, f"sent-{number:06}", "page")
    assert run(["prefer", "--adopt"]) == 0
    told = capsys.readouterr()
    assert "of 7 points [" in told.out
    assert "traits were looked at" in told.out
    assert "make chooses by preference" in told.err
    assert run(["prefer", "--adopt", "-q"]) == 0
    assert capsys.readouterr() == ("", "")
    with Store.open(folder / "etudes.db") as store:
        kept = adopted(store, "preference")
    assert kept is not None
    assert preference_from_json(kept.content).evidence.models == (MODEL_DIGEST,)
    listed_as_in_use(capsys, kept.digest)
    made_without_it(capsys)
    weights = {
        one.trait.name: one.weight for one in preference_from_json(kept.content).weights
    }
    assert weights["ambitus"] > 0


def listed_as_in_use(capsys: pytest.CaptureFixture[str], digest: str) -> None:
    """What was adopted is the one that the list marks."""
    assert run(["prefer", "--version", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["digest"] for row in rows if row["in_use"]] == [digest]
    assert run(["prefer", "--version"]) == 0
    assert digest in capsys.readouterr().out


def made_without_it(capsys: pytest.CaptureFixture[str]) -> None:
    """The toy model's pieces teach nothing of the shipped model's, and a line says so."""
    with_it, without = made(capsys), made(capsys, "--no-preference")
    assert [row["id"] for row in with_it] == [row["id"] for row in without]
    assert run([*MAKE, *XML, "--force"]) == 0
    assert "learnt from pieces of another model" in capsys.readouterr().err


def test_raters_whom_the_report_leaves_out_teach_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One of three gives the same value for all and everything; the others do not."""
    with Store.open(folder / "etudes.db") as store:
        session = toy_session(store, raters=3, singles=24, pairs=0)
        for number, trial in enumerate(session.trials):
            answer = replace(answer_to(trial, number), is_heard=True)
            if trial.rater == session.raters[0].id:
                answer = Answer(dict.fromkeys(rating_scales(), 4), is_heard=True)
            submit(store, trial.rater, trial.id, answer, f"sent-{number:06}", "page")
        aside = left_aside(store, [session.code])
        judged, _ = preferred(store, [session.code], aside)
        levels = judged_levels(store, [session.code], aside)
    assert session.raters[0].id in aside
    assert aside.isdisjoint({one.rater for one in judged} | {one.rater for one in levels})
    assert run(["prefer", "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)["left_out"]) == aside
    assert run(["prefer"]) == 0
    assert "left out here, too" in capsys.readouterr().out


def test_an_earlier_preference_is_taken_up_again(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By its number or its digest; making says what chose, and the list what is in use."""
    first = put_to_use(folder, preference(steps=1.0))
    second = put_to_use(folder, preference(steps=2.0))
    assert run(["prefer", "--take-up", "1"]) == 0
    assert f"preference {first} is in use" in capsys.readouterr().err
    listed_as_in_use(capsys, first)
    assert run(["prefer", "--take-up", second[:6], "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"adopted": second, "before": first}
    assert run([*MAKE, *XML]) == 0
    assert f"by preference {second}, learnt from ratings" in capsys.readouterr().err
    assert run(["prefer", "--back", "-q"]) == 0
    assert capsys.readouterr().err == ""


def test_going_back_is_one_command_and_says_what_it_did(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once there is one in use, then there is none."""
    digest = put_to_use(folder, preference(steps=1.0))
    assert run(["prefer", "--back", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"adopted": None, "before": digest}
    assert run(["prefer", "--back"]) == 0
    assert "no preference is in use" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--back", "--adopt"], "--back was expected alone"),
        (["--version", "--take-up", "1"], "--take-up was expected alone"),
        (["--take-up", "1", "toy"], "--take-up was expected alone"),
        (["--take-up", "1"], "by number there are 0"),
        (["--take-up", "3f2a91c0"], "known: none"),
        (["nobody"], "nobody"),
        (["--db", "nowhere.db"], "nowhere.db"),
    ],
)
def test_what_cannot_be_learnt_from_is_refused_in_a_line(
    folder: Path, words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Contradictions, unknown sessions, a store that is not there."""
    with Store.open(folder / "etudes.db"):
        pass
    assert run(["prefer", *words]) == 2
    err = capsys.readouterr().err
    assert told in " ".join(err.split())
    assert "Traceback" not in err


def test_a_weight_is_told_in_plain_words() -> None:
    """What gains points of 7, with an interval; a minus is printed as one."""
    trait = next(one.trait for one in preference().weights if one.trait.name == "returns")

    assert (
        in_words(Weighed(trait, 0.3, (0.1, 0.5)))
        == "more of bars that return: +0.30 of 7 points [+0.10, +0.50]"
    )
    assert (
        in_words(Weighed(trait, -0.3, (-0.5, -0.1)))
        == "less of bars that return: +0.30 of 7 points [+0.10, +0.50]"
    )
    assert "[−0.10, +0.50]" in in_words(Weighed(trait, 0.3, (-0.1, 0.5)))
