"""A listening test small enough to be marked by hand."""

from dataclasses import replace
from fractions import Fraction

from conftest import melody

from etudes.item.item import Tempo
from etudes.listening import Option, Passage, Place, Question, Quiz, kind
from etudes.listening.question import Answer
from etudes.melody import Melody

TUNE = melody(
    "4/4 C4:1/4 D4:1/4 E4:1/4 F4:1/4 | G4:1/4 F4:1/4 E4:1/4 D4:1/4 | "
    "E4:1/4 F4:1/4 G4:1/4 E4:1/4 | D4:1/4 D4:1/4 C4:1/2 |"
)
TUNE_IN_ABC = "C D E F|G F E D|E F G E|D D C2|]"
THIRDS = ("minor third", "major third", "perfect fifth")


def question(
    name: str,
    answer: Answer,
    texts: tuple[str, ...] = (),
    printed: Melody | None = None,
    number: int = 0,
    **changes: object,
) -> Question:
    """A question of a kind for the violin at level 2."""
    passage = Passage((TUNE,), Tempo(Fraction(1, 4), 80, ""), "violin")
    made = Question(
        id=f"{name}-{number}",
        kind=name,
        level=2,
        instrument="violin",
        seed=1,
        index=number,
        asks=kind(name).asks,
        heard=(passage,),
        answer=answer,
        options=tuple(Option(text=text) for text in texts),
        printed=printed,
        model_digest="d" * 16,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


INTERVAL = question("interval", 1, THIRDS)
ERRORS = question("find-error", (Place(2, "pitch"), Place(3, "rhythm")), printed=TUNE)
DICTATION = question("dictation", TUNE)
RHYTHM = question("rhythm", TUNE)
ECHO = question("playback", TUNE)
CADENCE = question("cadence", 0, ("perfect (V–I)", "imperfect (ends on V)"))
PAIRS = tuple(
    question("same-different", n % 2, ("the same", "different"), number=n) for n in range(8)
)

A = Quiz("aaaaaa", "Ears", (INTERVAL, ERRORS, DICTATION), "A")
B = Quiz("bbbbbb", "Ears", (ERRORS, INTERVAL, DICTATION), "B")
"""The same questions in another order."""
EVERY = Quiz("cccccc", "All", (INTERVAL, ERRORS, DICTATION, RHYTHM, ECHO, CADENCE, *PAIRS))
