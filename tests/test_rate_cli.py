"""A rater takes part at the terminal: what is asked, kept and told, key by key."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hostile import HOSTILE
from rating_sessions import MODEL_DIGEST, MODEL_NAME, TUNE, answer_to, toy_session

from etudes.audio import Sound
from etudes.cli import run
from etudes.cli.rate import INTERRUPTED, rate
from etudes.cli.viewer import view
from etudes.errors import DamagedData, MissingTool, OutputError, SessionClosed, UnknownName
from etudes.rating.ledger import set_open
from etudes.rating.people import rater_by_id
from etudes.rating.scales import rating_scales
from etudes.rating.session import LONGEST_COMMENT, Rating, Session
from etudes.rating.taking import progress, ratings_by, submit
from etudes.store import Store

ANN = "toy-r1"
FACTS = ("violin", "12", "1-4")
SCALES = tuple(rating_scales())


class Rater:
    """Presses keys and types lines one after the other, and sees what is said; a function
    among them is something that happens meanwhile; then the terminal closes."""

    is_person = True

    def __init__(
        self, *keys: str | Callable[[], None], end: type[BaseException] = EOFError
    ):
        self.keys: Iterator[str | Callable[[], None]] = iter(keys)
        self.end = end
        self.seen: list[str] = []
        self.asked: list[str] = []
        self.at_each: Callable[[], None] = lambda: None

    def key(self, prompt: str) -> str:
        self.at_each()
        self.asked.append(prompt)
        self.seen.append(prompt)
        for key in self.keys:
            if isinstance(key, str):
                return key
            key()
        raise self.end

    def line(self, prompt: str) -> str:
        return self.key(prompt)

    def say(self, line: str) -> None:
        self.seen.append(line)

    @property
    def text(self) -> str:
        return "\n".join(self.seen)


class Loudspeaker:
    """Remembers what it played."""

    def __init__(self, stopped: int = 0) -> None:
        self.heard: list[Sound] = []
        self.stopped = stopped

    def __call__(self, sound: Sound) -> None:
        self.heard.append(sound)
        if len(self.heard) <= self.stopped:
            raise KeyboardInterrupt


def nothing_plays(_: Sound) -> None:
    raise MissingTool("no sound can be played here")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with a session of three trials: practice, one piece, two pieces."""
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        toy_session(store, singles=1, pairs=1)
    return path


def rates(rater: Rater, path: Path, **fields: Any) -> int:
    asked: dict[str, Any] = {"play": Loudspeaker(), "view": lambda _: True} | fields
    return rate("toy", "R1", database=path, keys=rater, say=rater.say, **asked)


def kept(path: Path, rater: str = ANN) -> list[Rating]:
    with Store.open(path) as store:
        return ratings_by(store, rater)


def session_of(path: Path) -> Session:
    from etudes.rating.ledger import session_of

    with Store.open(path) as store:
        return session_of(store, "toy")


def test_a_whole_session(path: Path) -> None:
    """Practice, one piece, two pieces: five numbers or a letter, then Enter; thanks."""
    rater = Rater(*FACTS, *"12345", "", *"76543", "", "r", "", "")

    assert rates(rater, path) == 0
    assert [one.answer.values for one in kept(path)] == [
        dict(zip(SCALES, (1, 2, 3, 4, 5), strict=True)),
        dict(zip(SCALES, (7, 6, 5, 4, 3), strict=True)),
        {},
    ]
    assert [one.answer.choice for one in kept(path)] == [None, None, "right"]
    assert {one.way for one in kept(path)} == {"terminal"}
    for line in ("Practice 1 of 1", "Trial 1 of 2", "Trial 2 of 2", "Kept: Trial 2 of 2."):
        assert line in rater.seen
    assert "This is practice and does not count." in rater.seen
    assert rater.seen[-2] == "3 of 3 are answered, and all of them are kept."
    assert "Thank you" in rater.seen[-1]


def test_what_is_asked_names_both_ends(path: Path) -> None:
    """Of each scale, and the middle where there is one: in the line below the question."""
    rater = Rater(*FACTS, *"12345")
    rates(rater, path)

    for scale in rating_scales().values():
        line = rater.seen[rater.seen.index(scale.ask) + 1]
        assert all(word in line for word in (scale.low, scale.middle, scale.high))


def test_every_answer_is_kept_before_the_next_trial_is_shown(path: Path) -> None:
    """A terminal that dies loses nothing that was acknowledged."""
    rater = Rater(*FACTS, *"12345", "", *"76543", "", "r", "", "")
    said: list[tuple[int, int]] = []
    rater.at_each = lambda: said.append(
        (sum(line.startswith("Kept: ") for line in rater.seen), len(kept(path)))
    )

    rates(rater, path)

    assert all(told == there for told, there in said) and said[-1] == (3, 3)


@pytest.mark.parametrize(
    ("keys", "end", "code"),
    [("12345", EOFError, 0), ("12345q", EOFError, 0), ("12345", KeyboardInterrupt, 130)],
)
def test_whoever_stops_goes_on_later(
    path: Path, keys: str, end: type[BaseException], code: int
) -> None:
    """By q, by a terminal that closes, by Ctrl-C: what was kept stays, what was begun is
    asked again, and neither facts nor practice are."""
    first = Rater(*FACTS, *"12345", "", *keys[:3], *keys[5:], end=end)

    assert rates(first, path) == code
    assert INTERRUPTED == 130
    assert first.seen[-2:] == [
        "1 of 3 are answered, and all of them are kept.",
        "The same command goes on from there.",
    ]
    second = Rater(*"76543", "", "e", "", "")
    assert rates(second, path) == 0
    assert "1 of 3 are answered; it goes on from there." in second.seen
    assert [tuple(one.answer.values.values()) != () for one in kept(path)] == [1, 1, 0]
    assert len(kept(path)) == 3


def test_who_is_done_is_thanked(path: Path) -> None:
    """And may correct the last one."""
    rates(Rater(*FACTS, *"12345", "", *"76543", "", "r", "", ""), path)

    again = Rater("b", "l", "", "")
    assert rates(again, path) == 0
    assert "Thank you" in again.seen[-1]
    assert [one.answer.choice for one in kept(path)][2:] == ["right", "left"]


def test_facts_are_told_once_and_may_be_skipped(path: Path) -> None:
    """Each of them."""
    rates(Rater("  viola\tda  gamba ", "", "x" * 300), path)
    with Store.open(path) as store:
        assert rater_by_id(store, ANN).facts == {
            "instrument": "viola da gamba",
            "levels": "x" * 40,
        }
    again = Rater("q")
    rates(again, path)
    assert not any("you teach" in line for line in again.asked)

    with Store.open(path) as store:
        assert rater_by_id(store, "toy-r2").facts == {}


def test_back_within_a_trial_and_before_it(path: Path) -> None:
    """Within: the number before is asked again. At the first one: the trial before, whose
    answer is superseded; Enter leaves what stood there."""
    rater = Rater(
        *FACTS,
        *("1", "2", "b", "6", "3", "4", "b", "b", "7", "", "5", "b", "2", ""),
        *("b", "3", "", "", "", "", ""),
        "q",
    )

    rates(rater, path)

    first, second = kept(path)
    assert tuple(first.answer.values[name] for name in SCALES) == (1, 6, 7, 4, 2)
    assert tuple(second.answer.values[name] for name in SCALES) == (3, 6, 7, 4, 2)
    assert second.supersedes == first.id
    assert "Kept: Practice 1 of 1, corrected." in rater.seen


def test_going_back_and_changing_nothing_keeps_nothing_more(path: Path) -> None:
    """Nor does going back from the very first trial."""
    rater = Rater(*FACTS, "b", *"12345", "", "b", *[""] * 6, "q")

    rates(rater, path)

    assert len(kept(path)) == 1
    assert "It stays as it was." in rater.seen
    assert any("nothing before it" in line for line in rater.seen)


def test_a_comment_stays_when_numbers_are_corrected(path: Path) -> None:
    """And another takes its place."""
    rater = Rater(
        *(*FACTS, "1", "c", "Nice, but short.", "2", "3", "4", "5", ""),
        *("b", "7", "", "", "", "", ""),
        *("b", "c", "", "", "", "", "", "", "c", "Too short.", ""),
        "q",
    )

    rates(rater, path)

    assert [one.answer.comment for one in kept(path)] == [
        *("Nice, but short.", "Nice, but short.", "Too short.")
    ]


def test_the_title_comes_first_and_moves_no_cursor(tmp_path: Path) -> None:
    """It says what the session is about, and is text, whatever was typed."""
    with Store.open(tmp_path / "t.db") as store:
        toy_session(store, title="Thirds\x1b[2J and jigs")
    rater = Rater("q")

    rates(rater, tmp_path / "t.db")

    assert rater.seen[0] == "Thirds[2J and jigs"


def test_what_was_entered_is_there_again_after_a_look_back(path: Path) -> None:
    """A comment and numbers, though the trial was left before it was answered."""
    rater = Rater(
        *(*FACTS, *"12345", ""),
        *("c", "Sings well.", "7", "6", "b", "b", "b", *[""] * 6),  # back, and on again
        *("", "", "5", "4", "3", ""),
        "q",
    )

    rates(rater, path)

    last = kept(path)[-1].answer
    assert last.comment == "Sings well."
    assert [last.values[name] for name in SCALES] == [7, 6, 5, 4, 3]


def test_what_is_no_answer_is_asked_again(path: Path) -> None:
    """Nothing, 0, 8, a word, an arrow, a long line: one clear line each; ? tells
    the keys."""
    odd = ("", "0", "8", "l", "good", "?key", "5 5", "é" * 5000, "1" * 400)
    rater = Rater(*FACTS, *odd, "?", *"12345", "l", "", "q")

    rates(rater, path)

    complaints = [line for line in rater.seen if "was expected" in line]
    assert len(complaints) == len(odd) + 1
    assert "p plays again, c comments, b goes back, q stops" in rater.text
    assert [tuple(one.answer.values[n] for n in SCALES) for one in kept(path)] == [
        (1, 2, 3, 4, 5)
    ]


def test_comments_are_taken_as_they_are(path: Path) -> None:
    """Hostile ones too; the screen never shows them again; one too long is refused."""
    for text in HOSTILE[::7]:
        rater = Rater("", "", "", *"1234", "c", text, "5", "", "b", "q")
        rates(rater, path)
        with Store.open(path) as store:
            [*_, last] = ratings_by(store, ANN)
            assert store.verify() == []
        is_kept = text.strip() and len(text) <= LONGEST_COMMENT
        assert last.answer.comment == (
            text.encode("utf-8", "replace").decode() if is_kept else ""
        )
        assert not text.strip() or text not in rater.text or len(text.strip()) < 9
        path.unlink()
        with Store.open(path) as store:
            toy_session(store, singles=1, pairs=1)


def test_sounds_are_played_and_counted(path: Path) -> None:
    """Once by themselves, again with p; a pair is heard from left to right."""
    speaker = Loudspeaker()
    rater = Rater(*FACTS, "p", *"1234", "p", "5", "", *"12345", "", "p", "l", "", "")

    rates(rater, path, play=speaker)

    assert len(speaker.heard) == 3 + 1 + 4
    assert [one.answer.plays for one in kept(path)] == [3, 1, 2]
    assert all(one.answer.is_heard for one in kept(path))
    assert all(0.3 < sound.duration < 0.6 for sound in speaker.heard)
    sides = [line.split()[1] for line in rater.seen if "one's sound plays" in line]
    assert sides == ["left", "right"] * 2


def test_ctrl_c_stops_a_sound_and_nothing_else(path: Path) -> None:
    """That it was not heard to its end is kept with the answer."""
    rater = Rater(*FACTS, *"12345", "", *"12345", "", "q")

    rates(rater, path, play=Loudspeaker(stopped=1))

    assert [one.answer.is_heard for one in kept(path)] == [False, True]
    assert "The sound was stopped; p plays it again." in rater.seen


@pytest.mark.parametrize("is_asked", [True, False])
def test_where_nothing_plays_sounds_are_files(
    path: Path, tmp_path: Path, is_asked: bool
) -> None:
    """With --silent in its folder; else beside the scores; whether they were heard is not
    known."""
    fields: dict[str, Any] = {"silent": tmp_path / "sounds"} if is_asked else {}
    rater = Rater(*FACTS, *"12345", "", *"12345", "", "l", "", "")

    rates(rater, path, play=nothing_plays, **fields)

    assert len(kept(path)) == 3
    assert {(one.answer.is_heard, one.answer.plays) for one in kept(path)} == {(None, 0)}
    names = re.findall(r"sound is in \S*?([^/\s]+\.mp3)", rater.text)
    assert names == [
        "practice-1.mp3",
        "trial-1.mp3",
        "trial-2-left.mp3",
        "trial-2-right.mp3",
    ]
    if is_asked:
        assert sorted(file.name for file in (tmp_path / "sounds").iterdir()) == names
        assert "No sound can be played here" not in rater.text


def test_a_folder_of_another_session_is_left_alone(path: Path, tmp_path: Path) -> None:
    """The same sounds may be there already, as after a kill; others not."""
    folder = tmp_path / "sounds"
    rates(Rater(*FACTS, *"12345", "", "q"), path, silent=folder)
    rates(Rater("q"), path, silent=folder)
    (folder / "trial-1.mp3").write_bytes(b"mine")

    with pytest.raises(OutputError, match="files of another session"):
        rates(Rater("q"), path, silent=folder)
    assert (folder / "trial-1.mp3").read_bytes() == b"mine"


def test_the_score_is_opened_or_its_place_is_told(path: Path) -> None:
    """A page with a picture that runs nothing; the folder goes away at the end."""
    pages: list[tuple[Path, str]] = []

    def view(page: Path) -> bool:
        pages.append((page, page.read_text("utf-8")))
        return len(pages) == 1

    rater = Rater(*FACTS, *"12345", "", *"12345", "", "l", "", "")
    rates(rater, path, view=view)

    assert [page.name for page, _ in pages] == [
        *("practice-1.html", "trial-1.html", "trial-2.html")
    ]
    assert "The score opens in a window" in rater.text
    assert f"The score is in {pages[1][0]}" in rater.text
    assert rater.text.count("--print FOLDER") == 1
    counts = [text.count('src="data:image/svg+xml;base64,') for _, text in pages]
    assert counts == [1, 1, 2]
    assert "<title>Trial 2 of 2</title>" in pages[2][1]
    assert (
        "Left: clarinet, Level 3" in pages[2][1] or "Left: violin, Level 2" in pages[2][1]
    )
    assert not pages[0][0].parent.exists()


def test_all_scores_on_one_page_for_printing(path: Path, tmp_path: Path) -> None:
    """Nothing is opened then."""
    opened: list[Path] = []
    rater = Rater(*FACTS, *"12345", "", "q")

    rates(rater, path, printed=tmp_path / "paper", view=opened.append)

    [page] = (tmp_path / "paper").iterdir()
    text = page.read_text("utf-8")
    assert (page.name, opened) == ("scores.html", [])
    assert text.count("<img") == 4 and "<audio" not in text
    assert re.findall("<h1>(.*?)</h1>", text) == [
        *("Practice 1 of 1", "Trial 1 of 2", "Trial 2 of 2")
    ]


def test_seconds_are_those_of_the_steady_clock(path: Path) -> None:
    """From the moment a trial is shown to the Enter that keeps it."""
    times = iter((100.0, 141.5, 200.0, 199.0))  # a broken clock takes nothing away
    rates(
        Rater(*FACTS, *"12345", "", *"12345", "", end=KeyboardInterrupt),
        path,
        clock=lambda: next(times, 300.0),
    )

    assert [one.answer.seconds for one in kept(path)] == [41.5, 0.0]


def test_a_correction_adds_to_seconds_and_plays(path: Path) -> None:
    """It looks neither hurried nor unheard because its first half was before."""
    times = iter((100.0, 141.5, 150.0, 160.0, 163.0))
    keys = (*FACTS, *"12345", "", "b", "7", "", "", "", "", "")
    rates(Rater(*keys), path, clock=lambda: next(times, 300.0))

    first, second = (one.answer for one in kept(path))
    assert (first.seconds, first.plays, first.is_heard) == (41.5, 1, True)
    assert (second.seconds, second.plays, second.is_heard) == (44.5, 1, True)


@pytest.mark.skipif(sys.platform != "linux", reason="xdg-open is Linux's")
def test_a_window_opens_only_where_there_is_a_display(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not over ssh, where a browser of text would take the terminal away."""
    opener, page = tmp_path / "bin" / "xdg-open", tmp_path / "page.html"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n')
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{opener.parent}:/usr/bin:/bin")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not view(page)

    monkeypatch.setenv("DISPLAY", ":0")
    assert view(page)
    assert (tmp_path / "opened").read_text() == f"{page}\n"

    opener.write_text("#!/bin/sh\nexit 3\n")  # it finds no viewer
    assert not view(page)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not view(page)


def test_the_blind_holds(path: Path, tmp_path: Path) -> None:
    """No id, seed, model, origin or source stands on the screen, in a file or its name."""
    pages: list[str] = []

    def view(page: Path) -> bool:
        pages.extend((str(page), re.sub(r"base64,[\w+/=]+", "", page.read_text("utf-8"))))
        return True

    path.unlink()
    with Store.open(path) as store:
        session = toy_session(store, singles=12, pairs=6)
        items = [store.item(one.item) for one in session.stimuli]
    many = [key for one in session.trials_of(ANN) for key in _keys(one.is_pair)]
    rater = Rater("", "", "", "?", *many, "")
    rates(rater, path, view=view, silent=tmp_path / "a", printed=None)
    rates(Rater("", ""), path, printed=tmp_path / "b")

    told = rater.text + "\n".join(pages)
    told += " ".join(str(file) for file in tmp_path.rglob("*") if file.suffix != ".db")
    secrets = [MODEL_NAME, MODEL_DIGEST, TUNE, "human", "baseline", "anchor", "model"]
    secrets += [word for one in session.stimuli for word in (one.id, one.item)]
    secrets += [trial.id for trial in session.trials]
    secrets += [str(one.item.seed) for one in items]
    secrets += [digest for one in session.stimuli for digest in (one.score_sha256[:8],)]
    assert len(kept(path)) == 19
    assert [word for word in secrets if word.lower() in told.lower()] == []


def _keys(is_pair: bool) -> tuple[str, ...]:
    return ("l", "") if is_pair else (*"12345", "")


def test_a_store_that_cannot_be_written_for_a_while(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer waits until Enter; it is kept once, and nothing is said to be kept
    before."""
    monkeypatch.setattr(Store, "open", partial(Store.open, timeout=0.05))
    other = Store.open(path)
    lock = partial(other.connection.execute, "BEGIN IMMEDIATE")
    free = partial(other.connection.execute, "ROLLBACK")
    rater = Rater("", "", "", *"12345", lock, "", "", free, "", "q")  # type: ignore[arg-type]

    assert rates(rater, path) == 0

    other.close()
    assert len(kept(path)) == 1
    assert rater.text.count("Not kept yet: the store") == 2
    assert rater.text.index("Not kept yet") < rater.text.index("Kept: Practice")


@pytest.mark.parametrize("keys", [("q",), ()])
def test_an_answer_that_cannot_be_kept_is_given_up(
    path: Path, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    """By q, or when the terminal closes: the error ends the program, the rest is kept."""
    monkeypatch.setattr(Store, "open", partial(Store.open, timeout=0.05))
    other = Store.open(path)
    lock = partial(other.connection.execute, "BEGIN IMMEDIATE")
    rater = Rater("", "", "", *"12345", "", *"12345", lock, "", *keys)  # type: ignore[arg-type]

    with pytest.raises(DamagedData, match="locked by another program"):
        rates(rater, path)

    other.close()
    assert len(kept(path)) == 1
    assert rater.seen[-2] == "1 of 3 are answered, and all of them are kept."


def test_a_program_that_sends_keys_is_not_asked_to_wait(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its next lines would answer another question than the one that it knows of."""
    monkeypatch.setattr(Store, "open", partial(Store.open, timeout=0.05))
    other = Store.open(path)
    lock = partial(other.connection.execute, "BEGIN IMMEDIATE")
    rater = Rater("", "", "", *"12345", lock, "", *"54321", "")  # type: ignore[arg-type]
    rater.is_person = False

    with pytest.raises(DamagedData, match="locked by another program"):
        rates(rater, path)

    other.close()
    assert kept(path) == [] and rater.seen[-2] == "Nothing is answered yet."


def test_a_session_closed_meanwhile(path: Path) -> None:
    """The answer is refused in plain words, and what was kept stays."""

    def close() -> None:
        with Store.open(path) as store:
            set_open(store, "toy", "closed")

    rater = Rater(*FACTS, *"12345", "", *"12345", close, "")

    with pytest.raises(SessionClosed, match="what was sent before is kept"):
        rates(rater, path)
    assert len(kept(path)) == 1
    with pytest.raises(SessionClosed):
        rates(Rater(), path)


def test_an_answer_waits_while_the_session_is_closed(path: Path) -> None:
    """The teacher closes it in the middle of a trial and opens it again: Enter keeps the
    five values, none of them is asked twice."""

    def turn(event: str) -> None:
        with Store.open(path) as store:
            set_open(store, "toy", event)  # type: ignore[arg-type]

    close, reopen = partial(turn, "closed"), partial(turn, "opened")
    rater = Rater(*FACTS, *"54321", close, "", "", reopen, "", "q")

    assert rates(rater, path) == 0
    [one] = kept(path)
    assert [one.answer.values[name] for name in SCALES] == [5, 4, 3, 2, 1]
    assert rater.text.count("Not kept yet: the session is closed") == 2
    assert rater.text.index("Not kept yet") < rater.text.index("Kept: Practice")


def test_an_answer_to_a_closed_session_is_given_up_by_q(path: Path) -> None:
    """Then the program ends as it would have."""

    def close() -> None:
        with Store.open(path) as store:
            set_open(store, "toy", "closed")

    rater = Rater(*FACTS, *"54321", close, "", "q")

    with pytest.raises(SessionClosed):
        rates(rater, path)
    assert kept(path) == []


def test_answered_in_another_window_meanwhile(path: Path) -> None:
    """The other answer stays; this one is not said to be kept; it goes on."""

    def elsewhere() -> None:
        with Store.open(path) as store:
            trial = session_of(path).trials_of(ANN)[0]
            submit(store, ANN, trial.id, answer_to(trial), "elsewhere-1", "page")

    rater = Rater(*FACTS, *"77777", elsewhere, "", *"12345", "", "q")

    assert rates(rater, path) == 0
    assert [one.way for one in kept(path)] == ["page", "terminal"]
    assert "Not kept: this trial has been answered in the meantime" in rater.text
    assert "Kept: Practice 1 of 1." not in rater.seen


@pytest.mark.parametrize(("session", "rater"), [("tox", "R1"), ("toy", "R9"), ("", "")])
def test_unknown_names(path: Path, session: str, rater: str) -> None:
    """Refused before anything is asked; the nearest are told."""
    with pytest.raises(UnknownName, match=r"toy|R1, R2"):
        rate(session, rater, database=path, keys=Rater(), say=print)


@pytest.mark.parametrize(
    "words",
    [
        ["-s", "nothing", "-r", "R1"],
        ["-s", "toy", "-r", "R77"],
        ["-s", "\udcff\ud800", "-r", "R1"],
        ["-s", "toy", "-r", "\u202e²"],
        ["-s", "toy"],
        ["-s", "toy", "-r", "R1", "--silent", "/dev/null/x"],
        ["-s", "toy", "-r", "R1", "--print", "/dev/null/x"],
    ],
)
def test_bad_usage_is_one_line(
    path: Path,
    words: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And an exit code that says so."""
    monkeypatch.setattr("builtins.input", lambda _: "1")

    assert run(["rate", *words, "--db", str(path)]) in (2, 5)

    told = capsys.readouterr().err
    assert told.startswith("etudes: ") and told.count("\n") == 1
    assert "defect" not in told


def test_lines_through_a_pipe(path: Path) -> None:
    """Where no terminal is, a line is a key; the end of the lines ends it politely; bytes
    that are no text are no answer."""
    lines = "\n".join(("", "", "", *"12345", "", "c", "Grüße", *"123"))
    done = subprocess.run(
        [sys.executable, "-m", "etudes", "rate", "-s", "toy", "-r", "1", "--db", str(path)],
        input=lines.encode() + b"\n\xff\xfe\n",
        capture_output=True,
        check=False,
        env=os.environ | {"DISPLAY": "", "WAYLAND_DISPLAY": "", "PATH": "/nowhere"},
    )

    out = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Kept: Practice 1 of 1." in out and "1 of 3 are answered" in out
    assert len(kept(path)) == 1


def test_progress_counts_what_the_screen_says(path: Path) -> None:
    """After each trial."""
    rates(Rater(*FACTS, *"12345", "", "q"), path)
    with Store.open(path) as store:
        assert (progress(store, ANN).answered, progress(store, ANN).total) == (1, 3)
