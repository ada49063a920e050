"""A whole session by keyboard alone in a real terminal (tmux), stopped and gone on with."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rating_sessions import answer_to, toy_session

from etudes.rating.session import Answer, Trial
from etudes.rating.taking import progress, ratings_by
from etudes.store import Store

TMUX = shutil.which("tmux")

pytestmark = [
    pytest.mark.tmux,
    pytest.mark.skipif(TMUX is None, reason="tmux is not installed"),
]

ANN = "toy-r1"
PATIENCE = 60.0
"""Seconds to wait for what must come; a test fails only when it does not come at all."""
PROMPT = re.compile(
    r"(1 to 7|l, r or e|Enter keeps it|Enter ends|Which|For how|At which)[^\n]*[:?] $"
)
KEPT = re.compile(r"^Kept: ", re.MULTILINE)


class Terminal:
    """A tmux window that runs one program, and a log of all that it wrote."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.runs = folder, 0
        self.log, self.pid = folder / "log-0", 0

    def tmux(self, *words: str) -> str:
        assert TMUX is not None
        socket = str(self.folder / "tmux")
        command = [TMUX, "-S", socket, "-f", os.devnull, *words]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def start(self, *words: str) -> None:
        """Run `etudes` in a window of its own, and begin a new log."""
        self.runs += 1
        self.log, pid = self.folder / f"log-{self.runs}", self.folder / f"pid-{self.runs}"
        self.log.touch()
        program = shlex.join([sys.executable, "-m", "etudes", *words])
        own = shlex.quote(f"echo $$ > {pid.name}; exec {program}")  # $$ is the program's id
        script = (
            f"trap : INT; stty -a > before; read -r go; sh -c {own}; echo $? > code; "
            "stty -a > after; echo OVER; read -r end"
        )
        shell = (
            f"cd {shlex.quote(str(self.folder))} && "
            f"env -u DISPLAY -u WAYLAND_DISPLAY sh -c {shlex.quote(script)}"
        )
        size = ("-x", "100", "-y", "50")
        self.tmux("new-session", "-d", "-s", f"run{self.runs}", *size, shell)
        pipe = f"cat >> {shlex.quote(str(self.log))}"
        self.tmux("pipe-pane", "-t", f"run{self.runs}", pipe)
        self.press("Enter")
        wait_until(lambda: pid.exists() and pid.read_text().strip(), self)
        self.pid = int(pid.read_text())

    def press(self, *keys: str) -> None:
        self.tmux("send-keys", "-t", f"run{self.runs}", *keys)

    @property
    def text(self) -> str:
        """All that the program wrote, without colours."""
        plain = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", self.log.read_text("utf-8", "replace"))
        return plain.replace("\r", "")

    def at_prompt(self, after: int = 0) -> str:
        """Wait for a prompt that came after so many characters, and return the text."""
        wait_until(lambda: len(self.text) > after and PROMPT.search(self.text), self)
        return self.text

    def is_over(self) -> bool:
        return "OVER\n" in self.text


def wait_until(condition: Callable[[], object], terminal: Terminal) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"waited in vain; it says: {terminal.text[-800:]}"
        time.sleep(0.01)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    made = Terminal(tmp_path)
    yield made
    subprocess.run([str(TMUX), "-S", str(tmp_path / "tmux"), "kill-server"], check=False)


def answered(number: int, trial: Trial) -> Answer:
    return answer_to(trial, number, comment=f"No {number}" if number % 9 == 4 else "")


def press_answer(terminal: Terminal, answer: Answer) -> None:
    """Press the keys of an answer, each when it is asked for, Enter at the end."""
    keys = [str(value) for value in answer.values.values()]
    keys += [answer.choice[0]] if answer.choice else []
    if answer.comment:
        at = len(terminal.at_prompt())
        terminal.press("c")
        wait_until(lambda: terminal.text.endswith("Comment: "), terminal)
        terminal.press("-l", answer.comment)
        terminal.press("Enter")
        terminal.at_prompt(at + len("c\nComment: "))
    for key in [*keys, "Enter"]:
        at = len(terminal.at_prompt())
        terminal.press(key)
        wait_until(lambda at=at: len(terminal.text) > at + 2, terminal)


def rate_until(terminal: Terminal, trials: tuple[Trial, ...], start: int, end: int) -> None:
    """Answer the trials from one place to another, each acknowledged before the next."""
    before = len(KEPT.findall(terminal.text))
    for number in range(start, end):
        press_answer(terminal, answered(number, trials[number]))
        count = before + number - start + 1
        wait_until(lambda count=count: len(KEPT.findall(terminal.text)) == count, terminal)


def test_forty_trials_stopped_and_killed(tmp_path: Path, terminal: Terminal) -> None:
    """By keyboard alone: q after 13, SIGKILL within the 28th, and to the end; then 40
    ratings are there, each once and as it was pressed."""
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        session = toy_session(store, singles=28, pairs=10, training=2)
    trials = session.trials_of(ANN)
    assert len(trials) == 40
    command = ("rate", "-s", "toy", "-r", "R1", "--db", str(path), "--silent", "sounds")

    terminal.start(*command)
    for fact in ("violin", "12", ""):
        at = len(terminal.at_prompt())
        terminal.press("-l", f"{fact} ")
        terminal.press("Enter")
        wait_until(lambda at=at: len(terminal.text) > at + 1, terminal)
    rate_until(terminal, trials, 0, 13)
    terminal.at_prompt()
    terminal.press("q")
    wait_until(terminal.is_over, terminal)
    assert "13 of 40 are answered, and all of them are kept." in terminal.text
    assert (tmp_path / "code").read_text() == "0\n"
    assert (tmp_path / "before").read_text() == (tmp_path / "after").read_text()

    terminal.start(*command)
    terminal.at_prompt()
    assert "13 of 40 are answered; it goes on from there." in terminal.text
    rate_until(terminal, trials, 13, 27)
    terminal.at_prompt()
    terminal.press("3" if not trials[27].is_pair else "l")
    os.kill(terminal.pid, signal.SIGKILL)
    wait_until(terminal.is_over, terminal)

    terminal.start(*command)
    terminal.at_prompt()
    assert "27 of 40 are answered; it goes on from there." in terminal.text
    rate_until(terminal, trials, 27, 40)
    wait_until(lambda: "All are answered." in terminal.text, terminal)
    terminal.press("Enter")
    wait_until(terminal.is_over, terminal)
    assert "Thank you" in terminal.text

    with Store.open(path) as store:
        by = ratings_by(store, ANN)
        assert progress(store, ANN).is_done and store.verify() == []
    assert [one.trial for one in by] == [trial.id for trial in trials]
    for number, (one, trial) in enumerate(zip(by, trials, strict=True)):
        expected = answered(number, trial)
        given = one.answer
        assert (given.values, given.choice, given.comment) == (
            expected.values,
            expected.choice,
            expected.comment,
        )
        assert given.seconds is not None and one.supersedes is None


def test_arrows_and_ctrl_c(tmp_path: Path, terminal: Terminal) -> None:
    """An arrow, a function key, Alt with a letter, ü: none is an answer, and what is
    pressed after it is. Ctrl-C ends politely and leaves the terminal as it was."""
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        toy_session(store)
    terminal.start("rate", "-s", "toy", "-r", "R1", "--db", str(path), "--silent", "sounds")
    for _ in range(3):
        at = len(terminal.at_prompt())
        terminal.press("Enter")
        wait_until(lambda at=at: len(terminal.text) > at + 1, terminal)
    terminal.at_prompt()

    terminal.press("Up", "F5", "M-c", "ü", "7", "6", "5")
    wait_until(lambda: "Is the notation clear?" in terminal.text, terminal)
    assert terminal.text.count("was expected") == 4
    assert "Comment" not in terminal.text

    terminal.at_prompt()
    terminal.press("C-c")
    wait_until(terminal.is_over, terminal)
    assert "Interrupted." in terminal.text
    assert (tmp_path / "code").read_text() == "130\n"
    assert (tmp_path / "before").read_text() == (tmp_path / "after").read_text()
