"""What is played when, as the table of a teacher's key."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from etudes.listening import Cue, Quiz, cues_of
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


def moments_of(quiz: Quiz, language: Language) -> tuple[tuple[Moment, ...], ...]:
    """Return the rows for each question, the time running on through the whole recording.

    A pause and what has no words of its own belong to the row before.
    """
    begins, found = 0.0, []
    for cues in cues_of(quiz):
        found.append(tuple(_moments(cues, begins, language)))
        begins += sum(cue.seconds for cue in cues)
    return tuple(found)


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
