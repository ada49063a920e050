"""The kinds of rule that can be asked for, as data: what each means, and one of it."""

from dataclasses import dataclass
from difflib import get_close_matches

from etudes.errors import InvalidValue


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of rule: `means` in a line, and an `example` of what follows its colon."""

    name: str
    means: str
    example: str

    def as_data(self) -> dict[str, str]:
        """Return it as JSON knows it."""
        return {"name": self.name, "means": self.means, "example": self.example}


KINDS = (
    Kind(
        "form",
        "as many equal parts as letters: a comes back as it was, a' in its rhythm alone, "
        "a+1 a step of the scale higher; the last measure is free, for it closes",
        "a a' b a",
    ),
    Kind("only", "no other pitches than these", "G4 A4 B4 C5 D5"),
    Kind("notes", "exactly these pitches in this order, in any rhythm", "C4 E4 D4 G4 C4"),
    Kind(
        "rhythm",
        "the rhythm of the whole piece, r before a rest; barlines may stand in it",
        "1/4 1/4 1/2 | 1/4 r1/4 1/2",
    ),
    Kind(
        "opening",
        "the piece begins like this, its upbeat included: pitch (or r) and length",
        "C4 1/4 D4 1/4 E4 1/2",
    ),
    Kind("begin", "the first note is one of these degrees of the scale", "1 5"),
    Kind("count", "from so many to so many notes, tied ones being one", "4-6"),
    Kind(
        "given",
        "these notes stand: onset from the start of the piece, pitch (or r) and length; "
        "'upbeat 1/4' may come first",
        "0 C4 1/4 1/4 D4 1/8",
    ),
    Kind(
        "unlike",
        "not all of these notes as they are; written as in given",
        "1 E4 1/4 5/4 D4 1/4",
    ),
    Kind("never", "nowhere these intervals in a row, in semitones", "+4 +4"),
    Kind("never-rhythm", "nowhere notes of these lengths in a row", "1/8 1/8 1/8 1/8"),
    Kind(
        "half-close",
        "at the end of this measure, or in the middle, a note of the dominant chord of a "
        "beat or more",
        "middle",
    ),
    Kind("close", "the last move is one of these, in degrees of the scale", "2-1 7-1"),
    Kind("peak", "the highest note sounds once", "once"),
    Kind("at-most", "no more than so many of a focus ('etudes focus')", "2 thirds"),
    Kind("at-least", "no fewer than so many of a focus", "3 ties"),
)
"""In the order in which they are listed; `etudes.item.rule_readers` reads each."""

NAMES = ", ".join(kind.name for kind in KINDS)


def kind(name: str) -> Kind:
    """Return the kind of this name.

    Raises
    ------
    InvalidValue
        If there is none; the message offers the nearest.

    Examples
    --------
    >>> kind("Half close").name
    'half-close'
    """
    by_name = {row.name: row for row in KINDS}
    folded = "-".join(name.casefold().replace("_", " ").replace("-", " ").split())
    if folded not in by_name:
        [nearest] = get_close_matches(folded, by_name, n=1, cutoff=0)
        raise InvalidValue(
            f"no kind of rule is called '{name.strip()}'; the nearest is {nearest}, as in "
            f"'{nearest}: {by_name[nearest].example}' ('etudes rules' lists them all)"
        )
    return by_name[folded]
