"""`etudes rate`: a rater takes part in a session at the terminal, by keyboard alone."""

import time
import uuid
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from etudes.audio import Sound
from etudes.audio import play as play_sound
from etudes.cli.keyboard import Keyboard, keyboard
from etudes.cli.rate_asking import OTHER_KEYS, Asking, Back, Stop
from etudes.cli.rate_media import Media, label, shown_as
from etudes.cli.viewer import view as view_file
from etudes.errors import DamagedData, InvalidValue, SessionClosed
from etudes.paths import database_path
from etudes.rating.facts import FACTS, facts_of
from etudes.rating.ledger import is_open, session_of
from etudes.rating.people import rater_of, tell_facts
from etudes.rating.session import Answer, Rater, Rating, Session, Trial
from etudes.rating.taking import (
    is_alike,
    next_trial,
    progress,
    rating_of,
    submit,
    trials,
)
from etudes.store import Store

INTERRUPTED = 130
"""The exit code after Ctrl-C."""


def rate(
    session: str,
    rater: str,
    *,
    database: Path | None = None,
    silent: Path | None = None,
    printed: Path | None = None,
    keys: Keyboard | None = None,
    say: Callable[[str], None] | None = None,
    play: Callable[[Sound], None] = play_sound,
    view: Callable[[Path], bool] = view_file,
    clock: Callable[[], float] = time.monotonic,
) -> int:
    """Show one trial after the other and keep each answer; return the exit code.

    Parameters
    ----------
    session : its code.
    rater : a whole pseudonym or a number: "R3", "3".
    database : the store; None is the user's.
    silent : a folder for sounds as files; None plays them where that is possible.
    printed : a folder for one page of all scores; None opens each in a window where that
        is possible.
    keys : the keyboard; None is what the program reads from.
    clock : seconds, steadily.

    Raises
    ------
    UnknownName
        If there is no such session or rater.
    SessionClosed
        If the session takes no more ratings.
    DamagedData, OutputError
        If the store or a file cannot be written; what was kept stays.
    """
    say = say or _printer()
    with ExitStack() as stack:
        store = stack.enter_context(Store.open(database or database_path()))
        found = session_of(store, session)
        who = rater_of(store, found.code, rater)
        if not is_open(store, found.code):
            raise SessionClosed(
                f"session {found.code} is closed and takes no more ratings; what was "
                "sent before is kept; ask whoever invited you to open it again"
            )
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="etudes-")))
        media = Media(
            store,
            found,
            trials(store, who.id),
            folder,
            silent=silent,
            printed=printed,
            play=play,
            view=view,
            say=say,
        )
        keys = keys or stack.enter_context(keyboard())
        return _Dialogue(store, found, who, media, keys, say, clock).run()


class _Dialogue:
    """The session as it goes on between the program and the rater."""

    def __init__(
        self,
        store: Store,
        session: Session,
        rater: Rater,
        media: Media,
        keys: Keyboard,
        say: Callable[[str], None],
        clock: Callable[[], float],
    ) -> None:
        self.store, self.session, self.rater = store, session, rater
        self.media, self.keys, self.say, self.clock = media, keys, say, clock
        self.trials = trials(store, rater.id)

    def run(self) -> int:
        """Ask until nothing is left, and tell what is kept whatever ends it."""
        code = 0
        try:
            self._greet()
            trial = self._next()
            while trial:
                trial = self._take(trial) or self._next()
            return 0
        except (Stop, EOFError):
            self.say("")
        except KeyboardInterrupt:
            self.say("")
            self.say("Interrupted.")
            code = INTERRUPTED
        finally:
            with suppress(DamagedData):
                self._tell()
        return code

    def _greet(self) -> None:
        here = progress(self.store, self.rater.id)
        self.say(f"Session {self.session.code}, rater R{self.rater.number}.")
        if here.is_done:
            return
        if here.answered:
            self.say(
                f"{here.answered} of {here.total} are answered; it goes on from there."
            )
        else:
            self.say(
                f"{here.total} trials, one after the other; each answer is kept at once."
            )
            self.say("Stop whenever you like (q); the same command goes on from there.")
            self.say(f"Keys: 1 to 7, or l, r, e; {OTHER_KEYS}.")
        self.media.print_scores()
        if not here.answered and not self.rater.facts:
            self._ask_for_facts()

    def _ask_for_facts(self) -> None:
        self.say("")
        self.say("First about you, without your name; Enter alone skips a question.")
        told = facts_of({one.name: self.keys.line(f"{one.ask} ") for one in FACTS})
        if told:
            tell_facts(self.store, self.rater.id, told)

    def _next(self) -> Trial | None:
        """Return the next trial; after the last one the rater may go back to it."""
        trial = next_trial(self.store, self.rater.id)
        if trial or not self.trials:
            return trial
        self.say("")
        key = self.keys.key("All are answered. Enter ends, b goes back to the last one: ")
        return self.trials[-1] if key == "b" else None

    def _take(self, trial: Trial) -> Trial | None:
        """Ask one trial and keep the answer; return the one that the rater goes back to."""
        earlier = rating_of(self.store, trial.id)
        begun = self.clock()
        self._introduce(trial, earlier)
        asking = Asking(
            trial,
            self.keys,
            self.say,
            lambda: self.media.sound(trial),
            earlier.answer if earlier else None,
        )
        if not earlier:
            asking.play()
        try:
            answer = asking.answer(lambda: self.clock() - begun)
        except Back:
            return self._before(trial)
        if earlier and is_alike(answer, earlier.answer):
            self.say("It stays as it was.")
        else:
            self._keep(trial, answer, earlier)
        return None

    def _introduce(self, trial: Trial, earlier: Rating | None) -> None:
        self.say("")
        self.say(label(trial, self.trials).text)
        if trial.phase == "training":
            self.say("This is practice and does not count.")
        if earlier:
            self.say("You have answered this; what you enter now replaces it.")
        shown = [shown_as(self.session.stimulus(one)) for one in trial.stimuli]
        self.say(f"Two pieces for {shown[0]}." if trial.is_pair else f"For {shown[0]}.")
        self.media.show(trial)

    def _before(self, trial: Trial) -> Trial:
        at = self.trials.index(trial)
        if not at:
            self.say("This is the first one; there is nothing before it.")
        return self.trials[max(at - 1, 0)]

    def _keep(self, trial: Trial, answer: Answer, earlier: Rating | None) -> None:
        """Keep an answer, and ask to try again as long as the store cannot be written or
        the session is closed."""
        sent = uuid.uuid4().hex
        while True:
            try:
                submit(
                    self.store,
                    self.rater.id,
                    trial.id,
                    answer,
                    sent,
                    "terminal",
                    supersedes=earlier.id if earlier else None,
                )
                break
            except InvalidValue as error:  # answered elsewhere in the meantime
                self.say(f"Not kept: {error}.")
                return
            except (DamagedData, SessionClosed) as error:
                self._wait(error)
        self.say(f"Kept: {label(trial, self.trials).text}{', corrected' * bool(earlier)}.")

    def _wait(self, error: DamagedData | SessionClosed) -> None:
        if not self.keys.is_person:  # the lines that follow answer other questions
            raise error
        self.say(f"Not kept yet: {error}.")
        try:
            key = self.keys.key("Enter tries again, q gives this answer up: ")
        except EOFError:
            raise error from None
        if key == "q":
            raise error

    def _tell(self) -> None:
        """Say how far the rater has come."""
        here = progress(self.store, self.rater.id)
        told = f"{here.answered} of {here.total} are answered, and all of them are kept."
        self.say(told if here.answered else "Nothing is answered yet.")
        if here.is_done:
            self.say("That was all. Thank you for your time and care!")
        else:
            self.say("The same command goes on from there.")


def _printer() -> Callable[[str], None]:
    """Return what prints a line at once, headings in bold on a terminal."""
    from rich.console import Console

    console = Console(markup=False, emoji=False, highlight=False)

    def say(line: str) -> None:
        is_heading = line.startswith(("Trial ", "Practice "))
        style = "bold" if is_heading else "green" if line.startswith("Kept: ") else None
        console.print(line, style=style, soft_wrap=not console.is_terminal)

    return say
