"""Four raters send forms to `etudes serve`, which is killed meanwhile (`rating_kills`)."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import numpy as np

from benchmarks.rating_paper import Figures, Paper, Said, said_of
from etudes.rating.people import invite
from etudes.rating.session import Answer, Trial
from etudes.store import Store

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))
from rating_sessions import answer_to, toy_session

AT_ONCE = 4

_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
_OVERVIEW = re.compile(r"(http://127\.0\.0\.1:\d+)/overview/open/")
_SENT_TOO_FAST, _SEE_OTHER = 429, 303


@dataclass(frozen=True)
class Sent:
    """A form that is on its way."""

    trial: str
    form: dict[str, str]
    said: Said


@dataclass
class Visitor:
    """One rater with his link, the trials that he knows, and a form whose fate he does not
    know."""

    token: str
    trials: dict[str, Trial]
    rng: np.random.Generator
    waiting: Sent | None = None
    last: str | None = None
    is_done: bool = False


@dataclass
class Round:
    """What all visitors of one run of the server share."""

    url: str
    paper: Paper
    news: threading.Condition = field(default_factory=threading.Condition)
    acknowledged: int = 0
    refused: list[str] = field(default_factory=list)

    def visit(self, visitor: Visitor) -> None:
        """Answer page after page until the server is gone or nothing is left."""
        try:
            with httpx.Client(base_url=self.url, timeout=30) as client:
                client.get(f"/join/{visitor.token}")
                while not visitor.is_done:
                    self._go_on(client, visitor)
        except httpx.TransportError:
            return

    def _go_on(self, client: httpx.Client, visitor: Visitor) -> None:
        if visitor.waiting is None:
            page = self._page(client, visitor)
            if page is None:
                visitor.is_done = True
                return
            visitor.waiting = self._filled_in(visitor, *page)
        sent = visitor.waiting
        with self.news:
            self.paper.sent.setdefault(sent.trial, []).append(sent.said)
        answer = client.post(f"/trial/{sent.trial}", data=sent.form)
        if answer.status_code == _SENT_TOO_FAST:
            time.sleep(0.3)
            return
        if answer.status_code != _SEE_OTHER:
            self.refused.append(f"{answer.status_code}: {answer.text}")
            visitor.is_done = True
            return
        visitor.waiting, visitor.last = None, sent.trial
        with self.news:
            self.paper.acknowledge(sent.trial, sent.said)
            self.acknowledged += 1
            self.news.notify()

    def _page(self, client: httpx.Client, visitor: Visitor) -> tuple[str, str] | None:
        """Return a trial and its page: the next one; at times the last, to correct it."""
        if visitor.last and visitor.rng.random() < 0.2:
            return visitor.last, client.get(f"/trial/{visitor.last}").text
        answer = client.get("/next", follow_redirects=True)
        kind, _, trial = answer.url.path.strip("/").partition("/")
        return (trial, answer.text) if kind == "trial" else None

    def _filled_in(self, visitor: Visitor, trial: str, page: str) -> Sent:
        answer = _answer(visitor.trials[trial], visitor.rng)
        hidden = dict(_HIDDEN.findall(page))
        form = {name: hidden[name] for name in ("token", "submit_id", "seen")}
        form |= {name: str(value) for name, value in answer.values.items()}
        form |= {"choice": answer.choice} if answer.choice else {}
        form |= {"comment": answer.comment, "heard": "1", "plays": "1", "seconds": "2.5"}
        return Sent(trial, form, said_of(answer))


def _answer(trial: Trial, rng: np.random.Generator) -> Answer:
    number = int(rng.integers(0, 21))
    comment = f"Naïve – or not? {number}" if rng.random() < 0.3 else ""
    return answer_to(trial, number, comment)


class Page:
    """Raters, four at once, take part through `etudes serve`."""

    def __init__(self, folder: Path, rng: np.random.Generator, figures: Figures) -> None:
        self.rng, self.figures = rng, figures
        self.database = folder / "ratings.db"
        self.paper = Paper(figures)
        self.visitors: list[Visitor] = []
        self.raters: list[str] = []

    def run(self, kills: int) -> None:
        while self.figures.kills < kills:
            if len(self.visitors) < AT_ONCE:
                self._new_session()
            self._torment(self.visitors[:AT_ONCE])
            with Store.open(self.database) as store:
                self.paper.compare(store, self.raters)
            self.visitors = [one for one in self.visitors if not one.is_done]

    def _new_session(self) -> None:
        code = f"toy{len(self.raters)}"
        with Store.open(self.database) as store:
            session = toy_session(store, code=code, raters=12, singles=29, pairs=10)
            for rater in session.raters:
                trials = {trial.id: trial for trial in session.trials_of(rater.id)}
                token, (rng,) = invite(store, rater.id), self.rng.spawn(1)
                self.visitors.append(Visitor(token, trials, rng))
                self.raters.append(rater.id)

    def _torment(self, visitors: list[Visitor]) -> None:
        """Serve a few raters, and kill the server meanwhile."""
        words = ["serve", "--port", "0", "--db", str(self.database)]
        with subprocess.Popen(
            [sys.executable, "-m", "etudes", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        ) as server:
            assert server.stdout is not None  # noqa: S101 - a pipe was asked for
            said = server.stdout.readline().decode()
            found = _OVERVIEW.search(said)
            if found is None:
                server.kill()
                raise AssertionError(f"the server does not start: {said}")
            round_ = Round(found[1], self.paper)
            threads = [
                threading.Thread(target=round_.visit, args=(one,)) for one in visitors
            ]
            for thread in threads:
                thread.start()
            self._wait(round_)
            server.send_signal(signal.SIGKILL)
            server.wait()
            for thread in threads:
                thread.join()
        self.figures.wrong += len(round_.refused)
        self.figures.kills += server.returncode == -signal.SIGKILL

    def _wait(self, round_: Round) -> None:
        if self.rng.random() < 0.05:  # while it starts
            time.sleep(self.rng.uniform(0, 0.5))
            return
        count = int(self.rng.integers(0, 24))
        with round_.news:
            round_.news.wait_for(lambda: round_.acknowledged >= count, timeout=30)
        time.sleep(self.rng.uniform(0, 0.04))
