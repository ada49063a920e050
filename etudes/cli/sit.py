"""`etudes quiz --adaptive`: one student sits a listening test at the terminal."""

import secrets
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from etudes.assessment.cells import keyboard_kinds
from etudes.assessment.class_list import tidy_name
from etudes.assessment.outcome import (
    by_kind,
    level_in_words,
    practice_command,
    weakest,
)
from etudes.assessment.response import Response
from etudes.assessment.sitting import (
    PRACTICE,
    Sitting,
    answer_of,
    make_question,
    next_cell,
)
from etudes.audio import Sound
from etudes.audio import play as play_sound
from etudes.cli.console import print_line
from etudes.cli.listen import Loudspeaker, file_name
from etudes.cli.sitting_store import keeper
from etudes.cli.typing_in import read_line
from etudes.errors import UnsatisfiableRequest
from etudes.item.make import load_runtime
from etudes.listening import LETTERS, Question, kind
from etudes.paths import database_path
from etudes.runtime import Runtime
from etudes.store import Store
from etudes.store.quizzes import retirements
from etudes.tables import instrument as instrument_named

Keep = Callable[[Question, Response], None]

INTERRUPTED = 130
"""The exit code after Ctrl-C."""

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


class _Stop(Exception):
    """The student wants no more questions."""


def sit(
    student: str,
    instrument: str,
    *,
    kinds: Sequence[str] = (),
    seed: int | None = None,
    until: float = 0.4,
    most: int = 40,
    silent: Path | None = None,
    force: bool = False,
    model: str | None = None,
    database: Path | None = None,
    read: Callable[[str], str] = read_line,
    say: Callable[[str], None] = print_line,
    play: Callable[[Sound], None] = play_sound,
    store: Keep | None = None,
    retired: Collection[str] = (),
) -> int:
    """Ask one question after the other, tell what came of it, and return the exit code.

    Parameters
    ----------
    student : a pseudonym, 1 to 80 characters.
    instrument : its name in the table.
    kinds : of questions; none are all that can be asked in words.
    seed : the same seed and answers give the same test; None draws one.
    until : the standard error, in logits, at which the test stops.
    most : how many questions count at most.
    silent : a folder for each question's sound as a file; None plays it, and where nothing
        can play writes files into the current folder.
    force : whether recordings that are there may be replaced.
    database : the store; None is the user's.
    read : asks the student for a line.
    store : keeps an answer as soon as it is given; None is the database.
    retired : ids of questions that are asked no more, besides those of the database.

    Raises
    ------
    InvalidValue, UnknownName
        If there is no such instrument or kind, or a number is out of range.
    OutputError
        If a file cannot be written, or recordings are there already.
    UnsatisfiableRequest
        If the instrument can play no question of the kinds.
    """
    player = instrument_named(instrument)
    sitting = Sitting(
        tidy_name(student),
        player.name,
        secrets.randbelow(1_000_000) if seed is None else seed,
        keyboard_kinds(player, kinds),
        until=until,
        most=most,
    )
    speaker = Loudspeaker(
        play, silent or Path(), say, is_silent=silent is not None, force=force
    )
    runtime = load_runtime(model)
    with _keeping(store, retired, sitting.seed, database) as (keep, barred):
        dialogue = _Dialogue(sitting, read, say, speaker, keep, runtime, barred)
        return dialogue.run()


@contextmanager
def _keeping(
    store: Keep | None, retired: Collection[str], seed: int, database: Path | None
) -> Iterator[tuple[Keep, frozenset[str]]]:
    """Give what keeps answers, and the ids that are asked no more."""
    if store is not None:
        yield store, frozenset(retired)
        return
    with Store.open(database or database_path()) as opened:
        yield keeper(opened, seed), frozenset(retired) | retirements(opened).keys()


class _Dialogue:
    """The test as it goes on between the program and the student."""

    def __init__(
        self,
        sitting: Sitting,
        read: Callable[[str], str],
        say: Callable[[str], None],
        speaker: Loudspeaker,
        keep: Keep,
        runtime: Runtime,
        retired: Collection[str],
    ) -> None:
        self.sitting, self.runtime, self.retired = sitting, runtime, retired
        self.read, self.say, self.speaker, self.keep = read, say, speaker, keep

    def run(self) -> int:
        """Ask until the test is over, and tell what came of it whatever ends it."""
        code, question = 0, self._next_question()
        self._greet()
        try:
            while question:
                self._ask(question)
                question = self._next_question()
        except (_Stop, EOFError):
            self.say("")
            self.say("Stopped.")
        except KeyboardInterrupt:
            self.say("")
            self.say("Interrupted.")
            code = INTERRUPTED
        finally:
            self._tell()
        return code

    def _greet(self) -> None:
        sitting = self.sitting
        self.say(
            f"A listening test for {sitting.student}: {sitting.instrument}, seed "
            f"{sitting.seed}."
        )
        self.say(
            f"{PRACTICE} questions for practice, which do not count, then at most "
            f"{sitting.most}."
        )
        self.say("Answer with a letter; r plays a question again, q stops.")
        self.say("What you have answered is kept.")

    def _next_question(self) -> Question | None:
        """Return the next question; a kind and level that none can be made of is left."""
        refused = None
        while cell := next_cell(self.sitting):
            try:
                return make_question(self.sitting, cell, self.runtime, self.retired)
            except UnsatisfiableRequest as error:
                self.sitting, refused = self.sitting.without(cell), error
        if refused and self.sitting.is_practising:
            raise refused  # not one question could be made
        return None

    def _ask(self, question: Question) -> None:
        is_practice, number = self.sitting.is_practising, self.sitting.number
        self.say("")
        self.say(
            f"Practice {number} of {PRACTICE}" if is_practice else f"Question {number}"
        )
        name = file_name(number, is_practice=is_practice)
        self.say(question.asks)  # before the music: who listens knows what for
        for line in _options(question):
            self.say(line)
        file = self._sound(question, name)
        option = self._answer(question, name, file)
        answered = answer_of(self.sitting, question, option)
        if is_practice:
            self.say(_solution(question, option))
        else:
            self.keep(question, answered.response)
        self.sitting = self.sitting.with_answer(answered)

    def _sound(self, question: Question, name: str) -> str:
        file = self.speaker.sound(question, name)
        if file:
            self.say(f"Open {file} and listen {_times(kind(question.kind).plays)}.")
        return file

    def _answer(self, question: Question, name: str, file: str) -> int:
        """Return the number of the option that the student chooses."""
        letters = LETTERS[: len(question.options)]
        allowed, played = kind(question.kind).plays, 1
        which = f"A to {letters[-1]}" if len(letters) > 2 else "A or B"
        while True:
            told = self.read(f"{which}, r or q: ").strip(" .):(\t").upper()
            if told == "Q":
                raise _Stop
            if told == "R" and file:
                self.say(f"It is in {file}; listen to it {_times(allowed)}.")
            elif told == "R" and played < allowed:
                played += 1
                file = self._sound(question, name)
            elif told == "R":
                self.say(f"This kind of question is played {_times(allowed)}.")
            elif len(told) == 1 and told in letters:
                return letters.index(told)
            else:
                self.say(f"A letter, {which}, was expected (r plays it again, q stops).")

    def _tell(self) -> None:
        """Say what the answers come to."""
        outcomes = by_kind(self.sitting)
        self.say("")
        if not outcomes:
            self.say("Nothing was answered that counts.")
            return
        width = max(len(kind(one.kind).label) for one in outcomes)
        for one in outcomes:
            label = kind(one.kind).label.ljust(width)
            self.say(f"  {label}  {one.earned} of {one.possible}")
        count = len(self.sitting.answers)
        self.say(
            f"{self.sitting.student}: {level_in_words(self.sitting.ability)}, after "
            f"{count} {_plural('question', count)}."
        )
        found = weakest(self.sitting)
        if not found:
            self.say("No kind fell behind the others.")
            return
        self.say("To practise next (a hint: one or two answers to a kind tell little):")
        for one in found:
            self.say(f"  {practice_command(self.sitting, one)}")


def _options(question: Question) -> Iterator[str]:
    """Yield a line for each option; those that are heard come in the order of letters."""
    for at, option in enumerate(question.options):
        yield f"  {LETTERS[at]}  {option.text or f'the {_ORDINALS[at]} that follows'}"


def _solution(question: Question, option: int) -> str:
    if option == question.answer:
        return "Right."
    right = LETTERS[question.answer] if isinstance(question.answer, int) else ""
    text = question.right.text if question.right else ""
    return f"It was {right}{f' ({text})' if text else ''}."


def _times(count: int) -> str:
    return {1: "once", 2: "at most twice"}.get(count, f"at most {count} times")


def _plural(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"
