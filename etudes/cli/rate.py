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
from etudes.cli.rate_asking import KEYS, Asking, Back, Stop
from etudes.cli.rate_media import Media, label, shown_as
from etudes.cli.rate_screen import Heading, Kept, printer
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
from etudes.words import msgid

INTERRUPTED = 130
"""The exit code after Ctrl-C."""

_OF_ONE = msgid("For {instrument}, Level {level}.")
_KEPT, _CORRECTED = msgid("Kept: {trial}."), msgid("Kept: {trial}, corrected.")
_OF_A_PAIR = msgid("Two pieces for {instrument}, Level {level}.")


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
    say = say or printer()
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
        self.language, self.text = session.language, session.language.text
        self.left: dict[str, Asking] = {}
        """What was entered at trials that the rater has gone back from, by their ids."""

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
            self.say(self.text("Interrupted."))
            code = INTERRUPTED
        finally:
            with suppress(DamagedData):
                self._tell()
        return code

    def _greet(self) -> None:
        here = progress(self.store, self.rater.id)
        code, number = self.session.code, self.rater.number
        self.say(Heading("".join(filter(str.isprintable, self.session.title))))
        self.say(self.text("Session {code}, rater R{number}.", code=code, number=number))
        if here.is_done:
            return
        if here.answered:
            self.say(
                self.text(
                    "{answered} of {total} are answered; it goes on from there.",
                    answered=here.answered,
                    total=here.total,
                )
            )
        else:
            self.say(
                self.language.plural(
                    "{count} trial; the answer is kept at once.",
                    "{count} trials, one after the other; each answer is kept at once.",
                    here.total,
                )
            )
            self.say(
                self.text(
                    "Stop whenever you like (q); the same command goes on from there."
                )
            )
            self.say(self.language.word(KEYS))
        self.media.print_scores()
        if not here.answered and not self.rater.facts:
            self._ask_for_facts()

    def _ask_for_facts(self) -> None:
        self.say("")
        self.say(
            self.text("First about you, without your name; Enter alone skips a question.")
        )
        asked = {one.name: self.language.word(one.ask) for one in FACTS}
        told = facts_of({name: self.keys.line(f"{ask} ") for name, ask in asked.items()})
        if told:
            tell_facts(self.store, self.rater.id, told)

    def _next(self) -> Trial | None:
        """Return the next trial; after the last one the rater may go back to it."""
        trial = next_trial(self.store, self.rater.id)
        if trial or not self.trials:
            return trial
        self.say("")
        key = self.keys.key(
            self.text("All are answered. Enter ends, b goes back to the last one: ")
        )
        return self.trials[-1] if key == "b" else None

    def _take(self, trial: Trial) -> Trial | None:
        """Ask one trial and keep the answer; return the one that the rater goes back to."""
        earlier = rating_of(self.store, trial.id)
        begun = self.clock()
        self._introduce(trial, earlier)
        asking = self.left.pop(trial.id, None) or Asking(
            trial,
            self.keys,
            self.say,
            self.language,
            lambda: self.media.sound(trial),
            earlier.answer if earlier else None,
        )
        if not earlier:
            asking.play()
        try:
            answer = asking.answer(lambda: self.clock() - begun)
        except Back:
            self.left[trial.id] = asking
            return self._before(trial)
        if earlier and is_alike(answer, earlier.answer):
            self.say(self.text("It stays as it was."))
        else:
            self._keep(trial, answer, earlier)
        return None

    def _introduce(self, trial: Trial, earlier: Rating | None) -> None:
        self.say("")
        self.say(Heading(self._label(trial)))
        if trial.phase == "training":
            self.say(self.text("This is practice and does not count."))
        if earlier:
            self.say(self.text("You have answered this; what you enter now replaces it."))
        words = _OF_A_PAIR if trial.is_pair else _OF_ONE
        self.say(shown_as(self.session.stimulus(trial.left), words, self.language))
        self.media.show(trial)

    def _before(self, trial: Trial) -> Trial:
        at = self.trials.index(trial)
        if not at:
            self.say(self.text("This is the first one; there is nothing before it."))
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
            except InvalidValue as error:
                self.say(self._refusal(error))
                return
            except (DamagedData, SessionClosed) as error:
                self._wait(error)
        words = _CORRECTED if earlier else _KEPT
        self.say(Kept(self.text(words, trial=self._label(trial))))

    def _refusal(self, error: InvalidValue) -> str:
        """Return in words why an answer is refused for good."""
        if error.__cause__:  # the store's own words are for whoever made the session
            return self.text("Not kept: the store refuses it.")
        return self.text(
            "Not kept: this trial has been answered in the meantime; that answer is kept; "
            "look at it again before you correct it."
        )

    def _label(self, trial: Trial) -> str:
        return label(trial, self.trials, self.language).text

    def _wait(self, error: DamagedData | SessionClosed) -> None:
        if not self.keys.is_person:  # the lines that follow answer other questions
            raise error
        self.say(
            self.text(
                "Not kept yet: the session is closed; ask whoever invited you to open it "
                "again."
            )
            if isinstance(error, SessionClosed)
            else self.text("Not kept yet: the store cannot be written.")
        )
        try:
            key = self.keys.key(self.text("Enter tries again, q gives this answer up: "))
        except EOFError:
            raise error from None
        if key == "q":
            raise error

    def _tell(self) -> None:
        """Say how far the rater has come."""
        here = progress(self.store, self.rater.id)
        self.say(
            self.text(
                "{answered} of {total} are answered, and all of them are kept.",
                answered=here.answered,
                total=here.total,
            )
            if here.answered
            else self.text("Nothing is answered yet.")
        )
        self.say(
            self.text("That was all. Thank you for your time and care!")
            if here.is_done
            else self.text("The same command goes on from there.")
        )
