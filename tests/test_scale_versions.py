"""A learnt scale is a value with a digest: kept, named by a request, gone back from."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from judged import judgements, pieces
from rating_sessions import toy_session

from etudes import Request, make
from etudes.cli import run
from etudes.difficulty import Scale, describe, grade, level_of, scale
from etudes.difficulty.scale_json import scale_from_json, scale_to_json
from etudes.digest import short_digest
from etudes.errors import DamagedData, EtudesError, InvalidValue
from etudes.item.codec import request_from_json, request_to_json
from etudes.rating.learning.calibration import fit
from etudes.store import Store
from etudes.store.learnt import adopt, all_learnt, save_and_adopt, save_learnt
from etudes.store.learnt import adopted as adopted_in
from etudes.tables import instrument

MAKE = ["make", "--level", "3", "--instrument", "violin", "--seed", "7", "--count", "2"]
XML = ["--format", "musicxml"]
_THEN = "2026-01-01T00:00:00+00:00"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, with a store that is not there yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ETUDES_DB", str(tmp_path / "etudes.db"))
    return tmp_path


def harder(name: str = "harder") -> Scale:
    """Return a scale by which the same music is about a level harder."""
    levels = {
        table: tuple(s * 0.75 for s in sums) for table, sums in scale().levels.items()
    }
    return replace(scale(), levels=levels, name=name)


def from_ratings() -> Scale:
    """Return a scale learnt from a few answers, with its evidence."""
    rng = np.random.default_rng(1)
    shown = pieces(40, rng)
    levels = [level_of(one, harder()) for _, one in shown]
    said = judgements(shown, levels, rng, raters=8, trials=30)
    return fit(list(said), scale(), rng).scale


def adopted(folder: Path, one: Scale) -> str:
    """Put a scale to use in the store and return its digest."""
    with Store.open(folder / "etudes.db") as store:
        return save_and_adopt(store, "scale", scale_to_json(one))


@pytest.mark.parametrize("one", [scale(), harder(), from_ratings()], ids=lambda s: s.name)
def test_a_scale_comes_back_from_json_as_it_was(one: Scale) -> None:
    """With the digest that the store gives the same text."""
    text = scale_to_json(one)

    assert scale_from_json(text) == one
    assert scale_from_json(text).digest == one.digest == short_digest(text)


def test_another_weight_or_sum_is_another_digest() -> None:
    """Even the last digit tells."""
    first, *rest = scale().features
    heavier = replace(scale(), features=(replace(first, weight=first.weight + 1e-9), *rest))

    assert len({scale().digest, harder().digest, heavier.digest}) == 3


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        '{"form": 99}',
        scale_to_json(scale()).replace('"weight":0.15', '"weight":-1'),
        scale_to_json(scale()).replace('"weight":0.15', '"weight":NaN'),
        scale_to_json(scale()).replace('"name":"ambitus"', '"name":"charm"'),
        scale_to_json(scale()).replace("[0.3,0.7,", "[0.7,0.3,"),
        scale_to_json(scale()).replace('"drums"', '"pots"'),
        scale_to_json(scale())[:-20],
    ],
)
def test_what_is_no_scale_is_refused_with_a_cure(text: str) -> None:
    """One line that says how to go on."""
    with pytest.raises(DamagedData, match="etudes calibrate --back"):
        scale_from_json(text)


def test_a_level_is_of_the_scale_that_measures_it() -> None:
    """By a scale with lower sums the same line is harder, and its reasons weigh more."""
    line = make(Request(3, "violin", seed=7, count=1))[0].melody
    plain, learnt = grade(line), grade(line, scale=harder())

    assert learnt.level > plain.level + 0.4
    assert learnt.level == level_of(describe(line), harder())
    assert sum(r.levels for r in learnt.reasons) != sum(r.levels for r in plain.reasons)


def test_a_request_names_its_scale_and_one_without_stays_as_it_was() -> None:
    """What is not asked for leaves no trace in the JSON, so that no older id changes."""
    plain = Request(2, "violin", 7)
    named = replace(plain, scale=harder().digest, preference="3f2a")

    assert request_to_json(plain) == '{"instrument":"violin","level":2,"seed":7}'
    assert request_from_json(request_to_json(named)) == named


def test_music_is_made_to_the_level_of_the_scale_that_is_named() -> None:
    """Easier music by the shipped scale, for by the learnt one it is as hard as asked."""
    learnt = harder()
    plain = make(Request(4, "flute", seed=7, count=4))
    other = make(Request(4, "flute", seed=7, count=4, scale=learnt.digest), scale=learnt)

    def shipped_level(items) -> float:  # type: ignore[no-untyped-def]
        flute = instrument("flute")
        return sum(
            level_of(describe(i.melody, flute, i.tempo.crotchets_per_minute)) for i in items
        )

    assert shipped_level(other) < shipped_level(plain) - 1
    assert all(abs(item.level_measured - 4) <= 0.6 for item in other)
    assert {item.id for item in other}.isdisjoint(item.id for item in plain)


def test_another_scale_than_the_one_named_is_refused() -> None:
    """Neither a request that names one without it, nor one of its own accord."""
    asked = Request(2, "violin", 7, count=1)

    with pytest.raises(InvalidValue, match="scale of difficulty"):
        make(replace(asked, scale=harder().digest))
    with pytest.raises(InvalidValue, match="scale of difficulty"):
        make(asked, scale=harder())


def test_the_shipped_scale_handed_over_changes_nothing() -> None:
    """The same notes and ids as with none."""
    asked = Request(2, "violin", 7, count=2)

    assert make(asked, scale=scale()) == make(asked)


def made(capsys: pytest.CaptureFixture[str], *more: str) -> list[dict[str, object]]:
    capsys.readouterr()
    assert run([*MAKE, *XML, "--force", "--json", *more]) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


def test_make_uses_what_its_store_has_adopted_and_goes_back(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a learnt scale, and after going back, ids are those of the shipped one."""
    before = made(capsys)
    adopted(folder, harder())
    during = made(capsys)
    assert run(["make", "--again", str(during[0]["code"]), *XML, "-o", "again"]) == 0
    with Store.open(folder / "etudes.db") as store:
        adopt(store, "scale", None)
    after = made(capsys)
    assert run(["make", "--again", str(during[0]["id"]), *XML, "-o", "later"]) == 0

    ids = [[item["id"] for item in items] for items in (before, during, after)]
    assert ids[0] == ids[2] != ids[1]
    first, *rest = (sorted((folder / name).iterdir()) for name in ("again", "later"))
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in rest[0]]


def test_a_code_whose_scale_is_not_there_is_refused_in_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On another computer the learnt scale is missing: it is said which."""
    digest = adopted(folder, harder())
    code = str(made(capsys)[0]["code"])

    assert run(["make", "--again", code, *XML, "--db", "other.db", "-o", "x"]) == 2
    error = capsys.readouterr().err
    assert digest[:8] in error and "--db" in error and len(error.splitlines()) == 1


def test_a_damaged_scale_costs_a_line_and_not_the_page(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Music is made with the shipped scale, and it is said."""
    before = made(capsys)
    with Store.open(folder / "etudes.db") as store:
        adopt(store, "scale", save_learnt(store, "scale", "{}"))
    assert run([*MAKE, *XML, "--force", "--json"]) == 0

    out, error = capsys.readouterr()
    assert [one["id"] for one in json.loads(out)] == [one["id"] for one in before]
    assert "program's own scale" in error


def test_what_cannot_be_put_to_use_is_not_kept_either(folder: Path) -> None:
    """Both or neither: a version that nobody adopted would only puzzle."""
    with Store.open(folder / "etudes.db") as store:
        store.connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON adoptions "
            "BEGIN SELECT RAISE(ABORT, 'no more'); END"
        )
        with pytest.raises(EtudesError, match="no more"):
            save_and_adopt(store, "scale", scale_to_json(harder()))
        assert all_learnt(store, "scale") == []
        store.connection.execute("DROP TRIGGER full")
        digest = save_and_adopt(store, "scale", scale_to_json(harder()))
        found = adopted_in(store, "scale")
    assert found is not None
    assert found.digest == digest == harder().digest


def test_versions_are_listed_and_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Which there are, which one is in use, and what it changed with its intervals."""
    digest = adopted(folder, from_ratings())

    assert run(["levels", "--version", "--json"]) == 0
    shipped, learnt = json.loads(capsys.readouterr().out)
    assert (shipped["version"], shipped["in_use"]) == (0, False)
    assert (learnt["version"], learnt["in_use"], learnt["digest"]) == (1, True, digest)
    assert (learnt["raters"], learnt["ratings"], learnt["sessions"]) == (8, 240, ["s"])

    assert run(["levels", "--version", "1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in told["levels"]] == [str(n) for n in range(1, 9)]
    assert all(row["low"] < row["learnt"] < row["high"] for row in told["levels"])
    assert all(row["low"] < row["learnt"] < row["high"] for row in told["weights"])

    assert run(["levels", "--version", "1"]) == 0
    assert "8 raters" in capsys.readouterr().out
    assert run(["levels", "--version"]) == 0
    assert digest[:8] in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [["--version", "2"], ["2"], ["--version", "--toml"], ["--version", "0"], ["--db", "x"]],
)
def test_a_version_that_is_not_there_is_refused(words: list[str]) -> None:
    """In one line."""
    assert run(["levels", *words]) == 2


def test_going_back_is_one_command(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says what is kept; a second time it says that nothing is to do."""
    from etudes.cli.calibrate import calibrate

    digest = adopted(folder, harder())

    assert calibrate([], None, is_back=True) == 0
    assert digest[:8] in capsys.readouterr().err
    assert calibrate([], None, is_back=True) == 0
    assert "already" in capsys.readouterr().err
    with pytest.raises(InvalidValue, match="alone"):
        calibrate(["s"], None, is_back=True)
    with pytest.raises(InvalidValue, match="alone"):
        calibrate([], None, is_back=True, taken_up="1")


def test_an_earlier_scale_is_taken_up_again(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By its number or digest; a sheet says so, and so does what explains an item."""
    first, second = adopted(folder, harder()), adopted(folder, from_ratings())
    assert run(["calibrate", "--take-up", "1"]) == 0
    assert f"scale {first} is in use" in capsys.readouterr().err
    assert run(["calibrate", "--take-up", second, "-q"]) == 0
    assert capsys.readouterr() == ("", "")
    assert run(["calibrate", "--take-up", "3"]) == 2
    assert "by number there are 2" in capsys.readouterr().err
    item = str(made(capsys)[0]["id"])
    assert run([*MAKE, *XML, "--force"]) == 0
    assert f"by scale {second}, learnt from ratings" in capsys.readouterr().err
    assert run(["explain", item]) == 0
    assert f"by the scale {second}, learnt from ratings" in capsys.readouterr().out
    assert run(["explain", item, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["scale"], told["scale_version"]) == (second, scale().version)


def named_by_digits(store: Store, count: int) -> list[str]:
    """Keep scales under digests of figures alone, as one in a few thousand begins."""
    digests = [f"{4941 + n}{'0' * 28}" for n in range(count)]
    rows = [(one, "scale", scale_to_json(harder()), _THEN) for one in digests]
    with store.transaction() as connection:
        connection.executemany("INSERT INTO learnt VALUES (?, ?, ?, ?)", rows)
    return digests


def test_figures_are_a_number_only_where_there_are_so_many(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Else the beginning of a digest; those of other scripts are neither."""
    with Store.open(folder / "etudes.db") as store:
        first, second = named_by_digits(store, 2)
    for name, digest in (("4941", first), ("2", second), ("1", first), ("4942", second)):
        assert run(["calibrate", "--take-up", name]) == 0
        assert f"scale {digest} is in use" in capsys.readouterr().err
    for name in ("٢", "²", "02", "0", "-1", "494", "9" * 5000, ""):
        assert run(["calibrate", "--take-up", name]) == 2
        err = capsys.readouterr().err
        assert "by number there are 2 " in err and len(err.splitlines()) == 1


def test_of_many_that_are_kept_a_few_are_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The latest, and how many there are besides; the list is named."""
    with Store.open(folder / "etudes.db") as store:
        digests = named_by_digits(store, 400)
    assert run(["calibrate", "--take-up", "abc"]) == 2
    err = capsys.readouterr().err

    assert "and 395 older" in err and "etudes levels --version" in err
    assert [one for one in digests if one[:8] in err] == digests[-5:]


def test_calibrating_without_evidence_tells_and_changes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A session with two raters is refused with what is missing, on paper and as JSON."""
    from etudes.cli.calibrate import calibrate
    from etudes.cli.taking_up import NOT_ADOPTED

    with pytest.raises(InvalidValue, match="store"):
        calibrate([], None)
    with Store.open(folder / "etudes.db") as store:
        session = toy_session(store, raters=2, singles=12, pairs=0)
    with pytest.raises(InvalidValue, match="toy has none; let raters answer first"):
        calibrate([], None)
    _answered(folder, session)

    assert calibrate([session.code], None, is_to_adopt=True) == NOT_ADOPTED
    out, error = capsys.readouterr()
    assert "judged" in out and "at least 4 raters" in error
    assert calibrate([], None) == 0
    assert "not adopted" not in capsys.readouterr().err
    assert calibrate([], None, quiet=True) == 0
    assert capsys.readouterr() == ("", "")
    assert calibrate([], None, as_json=True) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["adopted"], told["may_be_adopted"]) == (False, False)
    assert run(["levels", "--version", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 1


def test_what_raters_agree_on_is_adopted_and_told(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thirty raters who hear everything harder: looked at first, then in use."""
    from etudes.cli import calibrate as room

    rng = np.random.default_rng(1)
    shown = pieces(80, rng)
    levels = [level_of(one, harder()) for _, one in shown]
    said = list(judgements(shown, levels, rng, raters=30, trials=40))
    monkeypatch.setattr(room, "judged_levels", lambda *_: said)
    monkeypatch.setattr(room, "left_aside", lambda *_: frozenset())
    monkeypatch.setattr(room, "made_up_sessions", lambda *_: [])
    Store.open(folder / "etudes.db").close()

    assert room.calibrate(["s"], None) == 0
    out, error = capsys.readouterr()
    assert "30 raters" in out and "nothing was changed" in error
    assert run(["levels", "--version", "1"]) == 2

    assert room.calibrate(["s"], None, is_to_adopt=True) == 0
    with Store.open(folder / "etudes.db") as store:
        in_use = adopted_in(store, "scale")
    assert in_use is not None
    assert in_use.digest[:8] in capsys.readouterr().err
    assert room.calibrate(["s"], None) == 0
    assert f"this scale, {in_use.digest}, is in use" in capsys.readouterr().err
    assert run(["levels", "--version", "1"]) == 0
    assert "in use" in capsys.readouterr().out
    assert made(capsys)


def _answered(folder: Path, session) -> None:  # type: ignore[no-untyped-def]
    from rating_sessions import answer_to

    from etudes.rating.taking import submit, trials

    with Store.open(folder / "etudes.db") as store:
        for rater in session.raters:
            for n, trial in enumerate(trials(store, rater.id)):
                answer = replace(answer_to(trial, n), is_heard=True)
                if session.stimulus(trial.left).origin == "anchor":
                    answer = replace(answer, values=dict.fromkeys(answer.values, 2))
                submit(store, rater.id, trial.id, answer, f"{trial.id}-x", "terminal")
