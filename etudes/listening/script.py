"""What is played when: the script of a question, from the first click to the last silence.

The order is that of exam boards: the key (a triad or a cadence), clicks for one bar before
the first playing, the playings with time to write after each, and of a pair or of endings
each with a short silence in between.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from etudes.errors import InvalidValue
from etudes.listening.kind import Kind, kind
from etudes.listening.passage import Passage
from etudes.listening.question import LETTERS, Question
from etudes.listening.quiz import Quiz
from etudes.listening.tonality import cadence, concert_key, tonic_triad
from etudes.tables import instrument

AFTER_PRELUDE = 1.5
"""Seconds between the key and what follows."""

_STROKE = 0.35
"""Seconds between strokes that tell a number."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One thing that happens, and what the script says of it.

    Attributes
    ----------
    seconds : how long it lasts.
    says : what the teacher's script calls it, in English; a message of the catalogues.
    values : what stands for the names in braces in `says`.
    passage : the music; None of clicks and silence.
    clicks : when strokes fall, in seconds from its beginning.
    accents : the numbers of the stronger ones, from 0.

    Raises
    ------
    InvalidValue
        If it lasts no time, or is both music and clicks.
    """

    seconds: float
    says: str = ""
    values: tuple[tuple[str, str], ...] = ()
    passage: Passage | None = None
    clicks: tuple[float, ...] = ()
    accents: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not self.seconds > 0:
            raise InvalidValue(f"a cue lasts longer than 0 seconds, not {self.seconds}")
        if self.passage and self.clicks:
            raise InvalidValue("a cue is music or clicks, not both")


def cues_of(quiz: Quiz) -> Iterator[tuple[Cue, ...]]:
    """Yield the script of each question of a test, its number told if the test says so."""
    for number, question in enumerate(quiz.questions, 1):
        yield script(question, quiz.plays, number if quiz.clicks else None)


def seconds_of(quiz: Quiz) -> float:
    """Return how long a test lasts as it is played."""
    return sum(cue.seconds for cues in cues_of(quiz) for cue in cues)


def script(
    question: Question, plays: int | None = None, number: int | None = None
) -> tuple[Cue, ...]:
    """Return the cues of a question in order.

    Parameters
    ----------
    plays : how often it is played; None is as often as its kind says.
    number : strokes before everything else that tell its number; None is none.
    """
    row = kind(question.kind)
    return tuple(
        [
            *_announcement(number),
            *_prelude(question, row),
            *_playings(question, row, plays or row.plays),
        ]
    )


def _announcement(number: int | None) -> Iterator[Cue]:
    if number:
        strokes = tuple(_STROKE * stroke for stroke in range(number))
        told = (("number", str(number)),)
        yield Cue(_STROKE * number, "Question {number}", told, clicks=strokes)
        yield Cue(_STROKE * 3)


def _prelude(question: Question, row: Kind) -> Iterator[Cue]:
    if row.prelude == "none":
        return
    first = question.heard[0]
    key = concert_key(first.key, instrument(first.instrument))
    makes, says = _PRELUDES[row.prelude]
    passage = makes(key)
    yield Cue(passage.seconds, says, passage=passage)
    yield Cue(AFTER_PRELUDE)


_PRELUDES = {
    "triad": (tonic_triad, "the triad of the key"),
    "cadence": (cadence, "a cadence in the key"),
}


def _playings(question: Question, row: Kind, plays: int) -> Iterator[Cue]:
    for playing in range(1, plays + 1):
        if playing == 1 and row.count_in:
            yield count_in(question.heard[0], row.count_in)
        yield from _playing(question, row, playing, plays)
        yield Cue(row.gap_after(playing), "time to answer")


def _playing(question: Question, row: Kind, playing: int, plays: int) -> Iterator[Cue]:
    """Yield one playing: its parts, and of a choice by ear the options after them."""
    says = "playing {number} of {count}" if plays > 1 else "the playing"
    told = (("number", str(playing)), ("count", str(plays)))
    for at, passage in enumerate(question.heard):
        if at:
            yield Cue(row.between)
        yield Cue(passage.seconds, says if not at else "", told, passage=passage)
    if row.options == "heard":
        for letter, option in zip(LETTERS, question.options, strict=False):
            if option.passage:
                yield Cue(row.between)
                yield Cue(
                    option.passage.seconds,
                    "option {letter}",
                    (("letter", letter),),
                    passage=option.passage,
                )


def count_in(passage: Passage, bars: int) -> Cue:
    """Return clicks, one a beat, for so many bars; before an upbeat the last bar is as much
    shorter."""
    metre, pickup = passage.melody.time_signature, passage.melody.pickup
    bar = metre.measure_duration
    length = bars * bar + (bar - pickup if pickup else 0)
    onsets = [number * bar + beat for number in range(bars + 1) for beat in metre.beats]
    strokes = [onset for onset in onsets if onset < length]
    second = 240 / passage.tempo.crotchets_per_minute
    return Cue(
        float(length) * second,
        "clicks",
        clicks=tuple(float(onset) * second for onset in strokes),
        accents=tuple(at for at, onset in enumerate(strokes) if onset % bar == 0),
    )
