"""`etudes session` as whoever runs a study types it; what is typed wrong is told."""

import csv
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hostile import HOSTILE
from rating_sessions import answer_to, toy_session

from etudes.cli import run
from etudes.cli.session_new import new
from etudes.errors import InvalidValue
from etudes.paths import database_path
from etudes.rating.ledger import session_of
from etudes.rating.people import invited, names
from etudes.rating.taking import next_trial, submit
from etudes.store import Store

NEW = ["session", "new", "--level", "2", "--instrument", "violin"]
SMALL = [
    *(*NEW, "--raters", "2", "--per-rater", "8", "--pairs", "2", "--items", "4"),
    *("--controls", "0.25", "--baseline", "0.25", "--anchors", "1", "--training", "1"),
    *("--repeats", "0.1", "--seed", "5"),
]
Printed = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, with an empty store beside it."""
    place = tmp_path / "study"
    place.mkdir()
    monkeypatch.chdir(place)
    monkeypatch.setenv("ETUDES_DB", str(tmp_path / "store.db"))
    return place


@pytest.fixture
def toy() -> str:
    """A session with one answer, in the store."""
    with Store.open(database_path()) as store:
        toy_session(store, raters=3)
        trial = next_trial(store, "toy-r1")
        assert trial
        answer = answer_to(trial, comment="Tell Carol")
        submit(store, "toy-r1", trial.id, answer, "abcdefgh", "page")
    return "toy"


def line_of(printed: Printed) -> str:
    """The one line of an error."""
    told = printed.readouterr()
    assert told.out == ""
    [line] = told.err.splitlines()
    return line


# Planning and making


def test_a_plan_is_printed_and_nothing_is_made(capsys: Printed) -> None:
    """What raters are asked, which pieces, how precise, and under what assumptions."""
    assert run([*NEW, "--raters", "5", "--plan", "--seed", "1"]) == 0
    told = capsys.readouterr().out
    assert "5 raters, 42 trials each" in told
    assert "26 pieces to rate, each by 5 raters" in told
    for word in ("human", "baseline", "gru-256", "alpha", "assumed", "Stefanic"):
        assert word in told
    assert not database_path().exists()


def test_shares_may_be_typed_as_percentages(capsys: Printed) -> None:
    """15% is 0.15."""
    found = []
    for words in (["--controls", "0.25"], ["--controls", "25%"], ["--controls", "25 %"]):
        assert run([*NEW, *words, "--plan", "--json", "--seed", "1"]) == 0
        found.append(json.loads(capsys.readouterr().out)["design"]["controls"])
    assert found == [0.25] * 3


@pytest.mark.parametrize(
    "title", ["Anchorage spring", "Baselines? Humanities", "Congruent"]
)
def test_a_title_may_hold_words_that_only_begin_like_an_origin(
    title: str, capsys: Printed
) -> None:
    assert run([*NEW, "--title", title, "--plan", "--json"]) == 0
    assert capsys.readouterr().err == ""


def test_the_plan_and_the_page_of_a_rater_tell_the_same_minutes(capsys: Printed) -> None:
    """Both reckon by the trials; the plan tells all pieces that will be made."""
    assert run([*NEW, "--raters", "5", "--plan", "--seed", "1"]) == 0
    told = capsys.readouterr().out
    assert "29-51 minutes each" in told
    assert "In all 31 are made: 26 pieces to rate" in told
    assert "2 anchors and 3 for practice" in told


def test_where_nobody_can_agree_nothing_is_made(capsys: Printed) -> None:
    assert run([*NEW, "--raters", "5"]) == 0
    assert "add --yes" in capsys.readouterr().err
    assert not database_path().exists()


def test_a_plan_as_json_has_its_numbers(capsys: Printed) -> None:
    assert run([*SMALL, "--plan", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["design"]["items"] == 4
    assert sum(row["count"] for row in told["pieces"]) == 4
    assert told["trials"] == 1 + 8
    assert set(told["half_width"]) == {"gru-256", "human", "baseline"}
    assert told["assumed"]["standard deviation"] == 1.4


def test_a_session_is_made_kept_and_its_code_printed(capsys: Printed) -> None:
    assert run([*SMALL, "--yes", "--title", "Spring study"]) == 0
    told = capsys.readouterr()
    code = told.out.splitlines()[-1]
    assert re.fullmatch(r"[2-9a-z]{6}", code)
    assert f"etudes session invite {code}" in told.err
    with Store.open(database_path()) as store:
        session = session_of(store, code)
        assert store.verify() == []
    assert session.title == "Spring study"
    assert sorted(one.origin for one in session.stimuli) == [
        *("anchor", "baseline", "human", "model", "model", "model", "model")
    ]
    assert {len(session.trials_of(one.id)) for one in session.raters} == {9}
    assert "making 7 pieces: 4 to rate, 1 anchors, 2 for practice" in told.err
    assert "played 7 of 7" in told.err
    assert run([*SMALL, "--yes", "--quiet"]) == 0
    quiet = capsys.readouterr()
    assert re.fullmatch(r"[2-9a-z]{6}\n", quiet.out)
    assert quiet.err == ""
    assert run(["session", "show", code]) == 0
    assert "Spring study" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["session", "new"], "a level and an instrument"),
        (["session", "new", "--level", "3"], "a level and an instrument"),
        ([*NEW[:3], "9", *NEW[4:]], "levels from 1 to 8"),
        ([*NEW[:3], "4-2", *NEW[4:]], "levels from 1 to 8"),
        ([*NEW[:3], "x", *NEW[4:]], "levels such as"),
        ([*NEW[:3], "²", *NEW[4:]], "levels such as"),
        ([*NEW[:5], "kazoo"], "kazoo"),
        ([*NEW[:5], "snare-drum"], "pitches"),
        ([*NEW, "--raters", "1"], "raters"),
        ([*NEW, "--controls", "0.9"], "controls"),
        ([*NEW, "--controls", "many"], "--controls: a share such as 0.15 or 15%"),
        ([*NEW, "--items", "390"], "too few for 390 pieces"),
        ([*NEW, "--items", "5"], "--repeats: of 5 pieces and 2 anchors"),
        ([*NEW, "--pairs", "40"], "--pairs: from 0 to 20"),
        ([*NEW, "--pairs", "39"], "pairs"),
        ([*NEW, "--model", "nothing"], "nothing"),
        ([*NEW, "--model", "gru-256,gru-256"], "different models"),
        ([*NEW, "--title", "gru-256 or not"], "tells raters nothing"),
        ([*NEW, "--title", "Human or machine?"], "tells raters nothing"),
        ([*NEW, "--title", "x" * 121], "a title of at most"),
        ([*NEW, "--measures", "0"], "measures"),
    ],
)
def test_a_study_that_cannot_be_is_refused_in_one_line(
    words: list[str], expected: str, capsys: Printed
) -> None:
    assert run(words) != 0
    assert expected in line_of(capsys)
    assert not database_path().exists()


def test_too_few_pieces_for_so_many_pairs_are_told_before_anything_is_made(
    capsys: Printed,
) -> None:
    words = [*NEW[:3], "1-6", *NEW[4:], "--raters", "6", "--items", "12", "--pairs", "20"]
    assert run([*words, "--yes"]) != 0
    assert "fewer pairs" in line_of(capsys)


def test_nothing_is_kept_where_making_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    """LilyPond is missing: the store has no session, item or picture."""
    from etudes.errors import MissingTool
    from etudes.rating.study import making

    def fails(*_: object) -> list[object]:
        raise MissingTool("LilyPond was expected")

    monkeypatch.setattr(making, "scores", fails)
    assert run([*SMALL, "--yes", "--quiet", "--json"]) != 0
    assert "LilyPond" in capsys.readouterr().err
    with Store.open(database_path()) as store:
        for table in ("sessions", "items", "media", "stimuli"):
            query = f"SELECT count(*) FROM {table}"  # noqa: S608 - own names
            assert store.connection.execute(query).fetchone()[0] == 0


# Looking, inviting, closing


def test_sessions_are_listed_and_shown(toy: str, capsys: Printed) -> None:
    assert run(["session", "list"]) == 0
    assert "1 of 33" in capsys.readouterr().out
    assert run(["session", "list", "--json"]) == 0
    [row] = json.loads(capsys.readouterr().out)
    assert (row["session"], row["answered"], row["open"]) == (toy, 1, True)
    assert run(["session", "show", toy, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["raters"] == {"R1": [1, 11], "R2": [0, 11], "R3": [0, 11]}
    assert told["comparisons"] == []


def test_each_rater_gets_a_link_that_is_only_his(toy: str, capsys: Printed) -> None:
    address = "https://ratings.example.org"
    assert run(["session", "invite", toy, "--url", f"{address}/"]) == 0
    first = capsys.readouterr().out.splitlines()
    links = dict(row.split() for row in first)
    assert list(links) == ["R1", "R2", "R3"]
    with Store.open(database_path()) as store:
        for number, link in enumerate(links.values(), start=1):
            assert link.startswith(f"{address}/join/")
            rater = invited(store, link.rpartition("/")[2])
            assert rater
            assert rater.number == number
    assert run(["session", "invite", toy, "-r", "2"]) == 0
    [again] = capsys.readouterr().out.splitlines()
    with Store.open(database_path()) as store:
        assert invited(store, links["R2"].rpartition("/")[2]) is None, "the old one is dead"
        assert invited(store, again.rpartition("/")[2])
        assert invited(store, links["R1"].rpartition("/")[2])


def test_links_that_were_given_out_stay_alive_when_others_are_invited(
    toy: str, capsys: Printed
) -> None:
    """Without a rater only those who have no link get one; `--all` ends the old ones."""
    assert run(["session", "invite", toy, "-r", "2"]) == 0
    old = capsys.readouterr().out.split()[1]
    assert run(["session", "invite", toy]) == 0
    assert [row.split()[0] for row in capsys.readouterr().out.splitlines()] == ["R1", "R3"]
    assert run(["session", "invite", toy]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "--all" in told.err
    with Store.open(database_path()) as store:
        assert invited(store, old.rpartition("/")[2])
    assert run(["session", "close", toy]) == 0
    capsys.readouterr()
    assert run(["session", "invite", toy, "--all"]) == 0
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 3
    assert f"closed and takes no ratings until 'etudes session open {toy}'" in told.err
    with Store.open(database_path()) as store:
        assert invited(store, old.rpartition("/")[2]) is None


def test_a_session_is_tried_out_in_a_copy_and_never_in_the_store(
    folder: Path, capsys: Printed
) -> None:
    """Raters made up answer every trial of the copy; the store has not one rating."""
    with Store.open(database_path()) as store:
        toy_session(store, raters=3)
    before = database_path().read_bytes()
    assert run(["session", "try", "toy", "--seed", "2"]) == 0
    told = capsys.readouterr()
    assert told.out.strip() == "try-toy.db"
    assert "etudes report toy --db try-toy.db" in told.err
    assert database_path().read_bytes() == before
    for words, answered in (([], "0 of 33"), (["--db", "try-toy.db"], "33 of 33")):
        assert run(["session", "list", *words]) == 0
        assert answered in capsys.readouterr().out
    assert run(["session", "try", "toy"]) != 0
    assert "a new file was expected" in line_of(capsys)
    assert run(["session", "try", "toy", "-o", str(database_path())]) != 0
    assert database_path().read_bytes() == before
    assert (folder / "try-toy.db").is_file()


def test_made_up_answers_are_not_mixed_with_real_ones(toy: str, capsys: Printed) -> None:
    assert run(["session", "try", toy]) != 0
    assert "a session without ratings" in line_of(capsys)


def test_what_only_a_session_shows_is_no_item_of_the_user(capsys: Printed) -> None:
    """Tunes by people, bare rules and anchors are not listed beside what was made."""
    with Store.open(database_path()) as store:
        session = toy_session(store, raters=2)
        other = {one.item for one in session.stimuli if one.origin != "model"}
        listed = {stored.item.id for stored in store.items()}
    assert other
    assert not listed & other
    assert listed == {one.item for one in session.stimuli if one.origin == "model"}


def test_names_are_kept_apart_and_forgotten_for_good(toy: str, capsys: Printed) -> None:
    words = ["session", "invite", toy, "--rater", "R3", "--name", "Annabel Lee"]
    assert run(words) == 0
    capsys.readouterr()
    assert run(["session", "names", toy, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"R3": "Annabel Lee"}
    assert run(["session", "forget", toy]) == 0
    assert "1 name is forgotten" in capsys.readouterr().err
    with Store.open(database_path()) as store:
        assert names(store, toy) == {}
    assert b"Annabel" not in database_path().read_bytes()


def test_a_closed_session_takes_nothing_until_it_is_opened(
    toy: str, capsys: Printed
) -> None:
    for word, is_open in (("close", False), ("close", False), ("open", True)):
        assert run(["session", word, toy]) == 0
        assert "ratings" in capsys.readouterr().err
        with Store.open(database_path()) as store:
            assert session_of(store, toy).is_open is is_open


@pytest.mark.parametrize(
    "words",
    [
        ["show", "nope"],
        ["invite", "nope"],
        ["close", "nope"],
        ["open", "nope"],
        ["names", "nope"],
        ["forget", "nope"],
        ["export", "nope"],
        ["invite", "toy", "--rater", "R9"],
        ["forget", "toy", "--rater", "R9"],
        ["invite", "toy", "--name", "Ann"],
        ["invite", "toy", "--rater", "R1", "--name", " "],
        ["invite", "toy", "--rater", "R1", "--name", "x" * 201],
        ["invite", "toy", "--url", "javascript:alert(1)"],
        ["invite", "toy", "--url", "http://a b"],
        ["export", "toy", "--format", "xlsx"],
        ["export", "toy", "--format", ""],
    ],
)
def test_what_is_typed_wrong_is_told_in_one_line(
    toy: str, words: list[str], capsys: Printed
) -> None:
    assert run(["session", *words]) != 0
    assert "expected" in line_of(capsys) or "nope" in " ".join(words)


def test_a_name_that_is_refused_leaves_old_links_alive(toy: str, capsys: Printed) -> None:
    assert run(["session", "invite", toy, "-r", "1"]) == 0
    link = capsys.readouterr().out.split()[1]
    assert run(["session", "invite", toy, "-r", "1", "--name", "x" * 201]) != 0
    with Store.open(database_path()) as store:
        assert invited(store, link.rpartition("/")[2])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_told_or_kept_and_break_nothing(
    toy: str, text: str, capsys: Printed
) -> None:
    for words in (["show", text], ["invite", toy, "-r", "1", "--name", text]):
        run(["session", *words])
        told = capsys.readouterr()
        assert "Traceback" not in told.out + told.err
    with pytest.raises(InvalidValue):
        new(
            {"level": text, "instrument": "violin", "measures": None, "seed": 1},
            title=None,
            model=None,
            only_plan=True,
            yes=False,
            database=None,
            as_json=True,
            quiet=True,
        )


# Export


def test_ratings_are_written_in_every_format(
    toy: str, folder: Path, capsys: Printed
) -> None:
    assert run(["session", "export", toy, "--format", "csv,parquet,db"]) == 0
    files = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert sorted(file.name for file in files) == [
        *("toy-ratings.csv", "toy-ratings.parquet", "toy.db")
    ]
    with (folder / "toy-ratings.csv").open(newline="", encoding="utf-8") as file:
        [row] = csv.DictReader(file)
    assert row["rater"] == "toy-r1"
    assert "comment" not in row
    with closing(sqlite3.connect(folder / "toy.db")) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT count(*) FROM ratings").fetchone() == (1,)
    for path in files:
        assert b"Tell Carol" not in path.read_bytes()
    assert run(["session", "export", toy, "--comments", "-o", "all.csv"]) == 0
    assert b"Tell Carol" in (folder / "all.csv").read_bytes()


def test_what_is_there_is_not_replaced_unless_that_is_said(
    toy: str, capsys: Printed
) -> None:
    assert run(["session", "export", toy]) == 0
    assert run(["session", "export", toy]) != 0
    assert "--force" in capsys.readouterr().err
    assert run(["session", "export", toy, "--force"]) == 0


def test_the_store_itself_is_never_written_over(toy: str, capsys: Printed) -> None:
    path = str(database_path())
    for words in (["--output", path], ["--format", "db", "--output", path]):
        assert run(["session", "export", toy, *words, "--force"]) != 0
        assert "the store itself" in capsys.readouterr().err
    with Store.open(database_path()) as store:
        assert store.verify() == []


def test_help_is_there_for_every_part(capsys: Printed) -> None:
    for word in (
        "new",
        "list",
        "show",
        "try",
        "invite",
        "close",
        "open",
        "names",
        "export",
    ):
        assert run(["session", word, "--help"]) == 0
        assert "For example: etudes session" in capsys.readouterr().out
