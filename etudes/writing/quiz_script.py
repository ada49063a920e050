"""What is played when, as the table of a teacher's key."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from etudes.listening import Cue, Question, Quiz, script
from etudes.words import Language
from etudes.writing.quiz_words import cue_words


@dataclass(frozen=True, slots=True)
class Moment:
    """A row of the script: when it begins in the recording and how long it lasts, both in
    seconds, and what is heard."""

    begins: float
    seconds: float
    says: str

    @property
    def clock(self) -> str:
        """The time of its beginning.

        Examples
        --------
        >>> Moment(83.6, 4.0, "clicks").clock
        '1:23'
        """
        minutes, seconds = divmod(int(self.begins), 60)
        return f"{minutes}:{seconds:02}"

    @property
    def length(self) -> str:
        """How long it lasts, in whole seconds.

        Examples
        --------
        >>> Moment(83.6, 4.0, "clicks").length
        '4 s'
        """
        return f"{round(self.seconds)} s"


def cues_of(quiz: Quiz, number: int) -> tuple[Cue, ...]:
    """Return the script of a question, counted from 1, as the recording has it."""
    question: Question = quiz.questions[number - 1]
    return script(question, quiz.plays, number if quiz.clicks else None)


def moments_of(quiz: Quiz, language: Language) -> tuple[tuple[Moment, ...], ...]:
    """Return the rows for each question, the time running on through the whole recording.

    A pause and what has no words of its own belong to the row before.
    """
    begins, found = 0.0, []
    for number in range(1, len(quiz.questions) + 1):
        cues = cues_of(quiz, number)
        found.append(tuple(_moments(cues, begins, language)))
        begins += sum(cue.seconds for cue in cues)
    return tuple(found)


def seconds_of(quiz: Quiz) -> float:
    """Return how long the whole recording lasts."""
    numbers = range(1, len(quiz.questions) + 1)
    return sum(cue.seconds for number in numbers for cue in cues_of(quiz, number))


def _moments(cues: Sequence[Cue], begins: float, language: Language) -> Iterator[Moment]:
    row: Moment | None = None
    for cue in cues:
        if cue.says or row is None:
            if row:
                yield row
            row = Moment(begins, cue.seconds, cue_words(cue, language))
        else:
            row = replace(row, seconds=row.seconds + cue.seconds)
        begins += cue.seconds
    if row:
        yield row
