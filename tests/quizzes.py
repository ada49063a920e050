"""Listening tests written by hand, and the golden files that hold their pages.

    uv run python tests/quizzes.py        # writes tests/golden/quizzes/*.ly anew

Look at the pages before you commit them.
"""

from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from sheets import melody_of

from etudes.item.item import Tempo
from etudes.listening import Option, Passage, Place, Question, Quiz, kind
from etudes.melody import Melody
from etudes.sheet import Layout
from etudes.tables import instrument
from etudes.theory import Interval
from etudes.writing.quiz import quiz_source
from etudes.writing.quiz_key import key_source

GOLDEN = Path(__file__).parent / "golden" / "quizzes"
TEMPO = Tempo(Fraction(1, 4), 60, "")

TUNES = {
    "plain": ("G major", "4/4", "G4:1/4 A4 B4 C5 | D5:1/2 B4 | A4:1/4 B4 A4 F#4 | G4:1"),
    "other": ("G major", "4/4", "G4:1/4 A4 B4 C5 | D5:1/2 C5 | A4:1/4 B4 A4 F#4 | G4:1"),
    "rhythm": (
        "G major",
        "4/4",
        "G4:1/4 A4 B4 C5 | D5:1/4 B4:1/2 D5:1/4 | A4:1/4 B4 A4 F#4 | G4:1",
    ),
    "upbeat": (
        "D minor",
        "3/4",
        "A4:1/4 | D5:1/2 C#5:1/4 | D5:1/4 A4 F4 | G4:1/2 E4:1/4 | D4:1/2",
    ),
    "busy": (
        "Eb major",
        "4/4",
        "G4:1/16 Ab4 Bb4 C5 Bb4:1/4 Eb5:1/2 | D5:1/8 C5 Bb4 Ab4 G4:1/2 | "
        "F4:1/8 G4 Ab4 F4 G4:1/4 Eb4 | F4:1/2 Bb4 | G4:1/16 Ab4 Bb4 C5 Bb4:1/4 Eb5:1/2 | "
        "D5:1/8 C5 Bb4 Ab4 G4:1/2 | F4:1/8 G4 Ab4 F4 G4:1/4 D4 | Eb4:1",
    ),
    "half": ("G major", "4/4", "G4:1/4 A4 B4 C5 | D5:1/2 B4"),
    "close": ("G major", "4/4", "A4:1/4 B4 A4 F#4 | G4:1"),
    "open": ("G major", "4/4", "A4:1/4 B4 A4 F#4 | A4:1"),
    "single": ("G major", "2/4", "B4:1/2"),
}


def tune(name: str, player: str = "flute") -> Melody:
    """The tune, two octaves lower for players of the bass clef."""
    melody = melody_of(*TUNES[name])
    if instrument(player).clef == "bass":
        octave = Interval.parse("P-8")
        return melody.transposed(octave).transposed(octave)
    return melody


def heard(*names: str, player: str = "flute") -> tuple[Passage, ...]:
    """Passages one after the other."""
    return tuple(Passage((tune(name, player),), TEMPO, player) for name in names)


def chords() -> Passage:
    """Four voices, V to I."""
    lines = ("F#4:1/2 G4", "D4:1/2 D4", "A3:1/2 B3", "D3:1/2 G2")
    voices = tuple(melody_of("G major", "4/4", line) for line in lines)
    return Passage(voices, TEMPO)


def words(*texts: str) -> tuple[Option, ...]:
    """Options in words."""
    return tuple(Option(text=text) for text in texts)


def question(name: str, number: int = 0, player: str = "flute", level: int = 3) -> Question:
    """A question of each kind; its number makes its id."""
    content: dict[str, Any] = {
        "dictation": {"heard": heard("plain"), "answer": tune("plain")},
        "rhythm": {"heard": heard("plain"), "answer": tune("plain")},
        "same-different": {
            "heard": heard("plain", "other"),
            "answer": 1,
            "options": words("the same", "different"),
        },
        "which-score": {
            "heard": heard("plain"),
            "answer": 2,
            "options": (
                Option(passage=heard("other")[0], family="one note, contour kept"),
                Option(passage=heard("rhythm")[0], family="the rhythm of two notes"),
                Option(passage=heard("plain")[0]),
            ),
        },
        "find-error": {
            "heard": heard("other"),
            "printed": tune("plain"),
            "answer": (Place(2, "pitch"),),
        },
        "contour": {
            "heard": heard("half"),
            "answer": 0,
            "options": (
                Option(shape=(0, 1, 2, 3, 4, 2)),
                Option(shape=(4, 3, 2, 1, 0, 2), family="upside down"),
                Option(shape=(2, 4, 3, 2, 1, 0), family="backwards"),
            ),
        },
        "completion": {
            "heard": heard("half"),
            "answer": 1,
            "options": (
                Option(passage=heard("open")[0], family="ends on degree 2"),
                Option(passage=heard("close")[0]),
            ),
        },
        "cadence": {
            "heard": (chords(),),
            "answer": 0,
            "options": words("perfect (V–I)", "imperfect (ends on V)"),
        },
        "interval": {
            "heard": heard("single"),
            "answer": 1,
            "options": words("minor third", "major third", "perfect fifth"),
        },
        "playback": {"heard": heard("half"), "answer": tune("half")},
    }[name]
    return Question(
        id=f"{number:016x}",
        kind=name,
        level=level,
        instrument=player,
        seed=1,
        index=number,
        asks=kind(name).asks,
        model_digest="d0" * 32,
        **content,
    )


def dictation(
    name: str, number: int = 0, player: str = "flute", level: int = 3
) -> Question:
    """A dictation of one of the tunes."""
    return replace(
        question("dictation", number, player, level),
        heard=heard(name, player=player),
        answer=tune(name, player),
    )


KINDS = (
    "dictation",
    "rhythm",
    "same-different",
    "which-score",
    "find-error",
    "contour",
    "completion",
    "cadence",
    "interval",
    "playback",
)
"""Those that `question` makes: each kind of answer, and of option."""


def quiz(*questions: Question, **fields: Any) -> Quiz:
    """A test of these questions."""
    return Quiz(**{"code": "k7q4ab", "title": "Autumn", "questions": questions, **fields})


@dataclass(frozen=True, slots=True)
class Paper:
    """What a golden file is made from."""

    quiz: Quiz
    layout: Layout = field(default_factory=Layout)
    is_key: bool = False

    @property
    def source(self) -> str:
        """The LilyPond file."""
        return (key_source if self.is_key else quiz_source)(self.quiz, self.layout)


def _of(*names: str, **fields: Any) -> Quiz:
    return quiz(*(question(name, n) for n, name in enumerate(names)), **fields)


PAPERS = {
    "dictations": Paper(
        quiz(
            dictation("upbeat", 1),
            dictation("busy", 2, "flute", 6),
            question("rhythm", 3),
            version="B",
        )
    ),
    "choices": Paper(_of("same-different", "which-score", "contour", "interval")),
    "places": Paper(_of("find-error", "completion", "playback"), Layout(language="de")),
    "bass-easy": Paper(
        quiz(dictation("plain", 1, "cello"), dictation("busy", 2, "cello")),
        Layout(easy=True, contrast=True, paper="letter"),
    ),
    "key-music": Paper(_of("dictation", "find-error", "cadence", clicks=True), is_key=True),
    "key-choices": Paper(
        _of("same-different", "which-score", "completion"), Layout(language="fr"), True
    ),
}
"""Six, small enough to be read."""


def main() -> None:
    """Write every golden file anew, and take away those that no paper stands for."""
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for path in GOLDEN.glob("*.ly"):
        if path.stem not in PAPERS:
            path.unlink()
    for name, paper in PAPERS.items():
        (GOLDEN / f"{name}.ly").write_text(paper.source, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
