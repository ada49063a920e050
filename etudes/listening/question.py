"""One question of a listening test: what is heard, what is printed, what is right."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from etudes.errors import InvalidValue
from etudes.listening.passage import Passage
from etudes.melody import Melody

LETTERS = "ABCDEFGHIJKLMNOP"
"""What options are called."""

WHATS = ("pitch", "rhythm")
"""What can differ between a printed copy and what is played."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where the playing differs from the printed copy: the measure, counted from 1 (an
    upbeat is 0), and in what."""

    measure: int
    what: str

    def __post_init__(self) -> None:
        if self.measure < 0 or self.what not in WHATS:
            raise InvalidValue(
                f"a measure from 0 and pitch or rhythm were expected, not {self.measure} "
                f"and '{self.what}'"
            )

    def __str__(self) -> str:
        return f"{self.measure} {self.what}"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose from: words, music, or a shape.

    Attributes
    ----------
    text : the words, in English; a message of the catalogues.
    passage : a stave to read, or music to hear, as the kind says.
    shape : heights of notes in order, from 0, to be drawn as a line.
    family : in what a wrong option differs, such as "rhythm kept"; "" of the right one.
    """

    text: str = ""
    passage: Passage | None = None
    shape: tuple[int, ...] = ()
    family: str = ""

    def __post_init__(self) -> None:
        if sum(map(bool, (self.text, self.passage, self.shape))) != 1:
            raise InvalidValue("an option is words, a passage or a shape, and one of them")


Answer = int | tuple[Place, ...] | Melody
"""The number of the right option from 0, the places that differ, or the music itself."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, valid at birth: the answer is among its options, or there are none.

    Attributes
    ----------
    id : the same for the same request, kind, seed, index and model.
    kind : its name in `kinds.toml`.
    instrument : whose written pitches the melodies have, and what plays them.
    heard : what one playing consists of, in order, with the kind's gap in between.
    printed : what lies before the student besides the options; None where nothing does.
    asks : the question in words, in English; a message of the catalogues.
    features : figures of what makes it hard, such as its number of notes.
    model_digest : of the model that proposed the notes.

    Raises
    ------
    InvalidValue
        If nothing is heard, the answer is none of the options, or two options are alike.
    """

    id: str
    kind: str
    level: int
    instrument: str
    seed: int
    index: int
    asks: str
    heard: tuple[Passage, ...]
    answer: Answer
    options: tuple[Option, ...] = ()
    printed: Melody | None = None
    features: Mapping[str, float] = field(default_factory=dict)
    model_digest: str = ""

    def __post_init__(self) -> None:
        if not self.heard:
            raise InvalidValue(f"question {self.id}: something is heard, not nothing")
        if isinstance(self.answer, int) != bool(self.options):
            raise InvalidValue(
                f"question {self.id}: a number answers options, and nothing else does"
            )
        if isinstance(self.answer, int) and not 0 <= self.answer < len(self.options):
            raise InvalidValue(
                f"question {self.id}: one of {len(self.options)} options is right, not "
                f"number {self.answer}"
            )
        if len(set(map(_likeness, self.options))) < len(self.options):
            raise InvalidValue(f"question {self.id}: two options are alike")

    @property
    def guessing(self) -> float:
        """The chance of a right answer without having listened."""
        return 1 / len(self.options) if self.options else 0.0

    @property
    def right(self) -> Option | None:
        """The right option, None where there are none."""
        return self.options[self.answer] if isinstance(self.answer, int) else None


def _likeness(option: Option) -> object:
    """What two options must not share: words, a shape, or sound and spelling."""
    if option.passage:
        return tuple(tuple(voice.events()) for voice in option.passage.voices)
    return option.text or option.shape
