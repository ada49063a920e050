"""`etudes rate` is told answers through a pipe and killed meanwhile (`rating_kills`)."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np

from benchmarks.rating_paper import Figures, Paper, said_of
from etudes.rating.people import rater_by_id
from etudes.rating.session import Answer, Trial
from etudes.store import Store

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))
from rating_sessions import answer_to, toy_session

_COMMENT = "Naïve – or not?"
_ACKNOWLEDGED = re.compile(r"^Kept: (Practice|Trial) (\d+) of \d+(, corrected)?\.$")


def keys_of(answer: Answer) -> list[str]:
    """Return the lines by which `etudes rate` is told an answer."""
    comment = ["c", answer.comment] if answer.comment else []
    choices = [answer.choice[0]] if answer.choice else []
    return [*comment, *map(str, answer.values.values()), *choices, ""]


class Terminal:
    """A rater after the other takes part through `etudes rate`."""

    def __init__(self, folder: Path, rng: np.random.Generator, figures: Figures) -> None:
        self.folder, self.rng = folder, rng
        self.database = folder / "ratings.db"
        self.paper = Paper(figures)
        self.trials: dict[str, list[Trial]] = {}
        self.left: list[str] = []

    def run(self, kills: int) -> None:
        while self.paper.figures.kills < kills:
            if not self.left:
                self._new_session()
            self._torment(self.left[-1])
            self._check()

    def _new_session(self) -> None:
        code = f"toy{len(self.trials)}"
        with Store.open(self.database) as store:
            session = toy_session(store, code=code, raters=10, singles=29, pairs=10)
        for rater in session.raters:
            self.trials[rater.id] = list(session.trials_of(rater.id))
            self.left.insert(0, rater.id)

    def _torment(self, rater: str) -> None:
        """Let one rater send all that is left, and kill the program meanwhile."""
        answers = self._answers(rater)
        with Store.open(self.database) as store:
            is_new = not answers[0][2] and not rater_by_id(store, rater).facts
        is_first = not any(self.paper.acknowledged.get(t.id) for t in self.trials[rater])
        lines = ["violin", "", ""] if is_new and is_first else []
        for _, answer, is_correction in answers:
            lines += [*(["b"] * is_correction), *keys_of(answer)]
        for trial, answer, _ in answers:
            self.paper.sent.setdefault(trial.id, []).append(said_of(answer))
        told = self._run(rater, "\n".join(lines) + "\n")
        for trial, answer, is_correction in answers[: len(told)]:
            self.paper.acknowledge(trial.id, said_of(answer))
            # acknowledged in the order of sending, under the right name
            word, number, corrected = told.pop(0)
            like = [t.id for t in self.trials[rater] if t.phase == trial.phase]
            is_right = like.index(trial.id) + 1 == int(number)
            self.paper.figures.wrong += not (
                is_right
                and is_correction == bool(corrected)
                and (word == "Practice") == (trial.phase == "training")
            )

    def _answers(self, rater: str) -> list[tuple[Trial, Answer, bool]]:
        """Return what the rater sends next, perhaps first a correction of the last one."""
        trials, known = self.trials[rater], self.paper.acknowledged
        at = sum(bool(known.get(trial.id)) for trial in trials)
        found = [(trial, self._answer(trial), False) for trial in trials[at:]]
        if at and self.rng.random() < 0.3:
            last = known[trials[at - 1].id][-1]
            other = self._answer(trials[at - 1])
            while said_of(other) == last or (last[2] and not other.comment):
                other = self._answer(trials[at - 1])
            found.insert(0, (trials[at - 1], other, True))
        return found

    def _answer(self, trial: Trial) -> Answer:
        number = int(self.rng.integers(0, 21))
        comment = f"{_COMMENT} {number}" if self.rng.random() < 0.3 else ""
        return answer_to(trial, number, comment)

    def _run(self, rater: str, lines: str) -> list[tuple[str, str, str]]:
        """Run the program until it is killed, and return what it acknowledged."""
        code, _, number = rater.rpartition("-")
        words = ["rate", "-s", code, "-r", number, "--db", str(self.database)]
        with subprocess.Popen(
            [sys.executable, "-m", "etudes", *words, "--silent", str(self.folder / rater)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=os.environ | {"DISPLAY": "", "TMPDIR": str(self.folder)},
        ) as program:
            listener = _Listener(program)
            assert program.stdin is not None  # noqa: S101 - a pipe was asked for
            program.stdin.write(lines.encode())
            program.stdin.close()
            self._wait(listener)
            is_over = program.poll() is not None
            program.send_signal(signal.SIGKILL)
            program.wait()
            listener.thread.join()
        if is_over or program.returncode != -signal.SIGKILL:
            self.paper.figures.finished += 1
        else:
            self.paper.figures.kills += 1
        return listener.acknowledged

    def _wait(self, listener: "_Listener") -> None:
        if self.rng.random() < 0.15:  # while it starts
            time.sleep(self.rng.uniform(0, 0.3))
            return
        listener.wait_for(int(self.rng.integers(0, 10)))
        time.sleep(self.rng.uniform(0, 0.04))

    def _check(self) -> None:
        with Store.open(self.database) as store:
            self.paper.compare(store, list(self.trials))
        self.left = [
            rater
            for rater in self.left
            if any(not self.paper.acknowledged.get(t.id) for t in self.trials[rater])
        ]


class _Listener:
    """Reads what the program says, as it says it."""

    def __init__(self, program: "subprocess.Popen[bytes]") -> None:
        self.acknowledged: list[tuple[str, str, str]] = []
        self._program = program
        self._news = threading.Condition()
        self._is_over = False
        self.thread = threading.Thread(target=self._listen)
        self.thread.start()

    def _listen(self) -> None:
        assert self._program.stdout is not None  # noqa: S101 - a pipe was asked for
        for line in self._program.stdout:
            found = _ACKNOWLEDGED.match(line.decode().strip())
            if found and line.endswith(b"\n"):
                with self._news:
                    self.acknowledged.append((found[1], found[2], found[3] or ""))
                    self._news.notify()
        with self._news:
            self._is_over = True
            self._news.notify()

    def wait_for(self, count: int) -> None:
        with self._news:
            self._news.wait_for(
                lambda: self._is_over or len(self.acknowledged) >= count, timeout=60
            )
