"""A broken rule, with the bar, the beat and the note where it breaks."""

from dataclasses import dataclass
from fractions import Fraction

from etudes.theory import TimeSignature

_PARTS = {
    Fraction(1, 2): "½",
    Fraction(1, 3): "⅓",
    Fraction(2, 3): "⅔",
    Fraction(1, 4): "¼",
    Fraction(3, 4): "¾",
    Fraction(1, 6): "⅙",
    Fraction(5, 6): "⅚",
    Fraction(1, 8): "⅛",
    Fraction(3, 8): "⅜",
    Fraction(5, 8): "⅝",
    Fraction(7, 8): "⅞",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A broken rule.

    Attributes
    ----------
    rule : the rule's name, such as "written range".
    measure : the bar, counted from the first full one; 0 is the upbeat, None stands for
        the whole piece.
    beat : the beat of the bar, counted from 1: 5/2 lies between the second and third.
    note : the note there, such as "F#5"; "" if it is not about one.

    Examples
    --------
    >>> str(Fault("written range", 3, Fraction(5, 2), "F5", "above the range D4 to E5"))
    'bar 3, beat 2½, F5: above the range D4 to E5'
    """

    rule: str
    measure: int | None
    beat: Fraction | None
    note: str
    message: str

    @property
    def place(self) -> str:
        """Where it breaks, in words; "" for the whole piece."""
        bar = "" if self.measure is None else f"bar {self.measure}"
        parts = ("upbeat" if self.measure == 0 else bar, _beat_in_words(self.beat))
        return ", ".join(part for part in (*parts, self.note) if part)

    def as_data(self) -> dict[str, object]:
        """Return the fault as JSON knows it; a beat as a number such as 2.5."""
        return {
            "rule": self.rule,
            "measure": self.measure,
            "beat": None if self.beat is None else round(float(self.beat), 4),
            "note": self.note or None,
            "message": self.message,
        }

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


def beat_at(place: Fraction, metre: TimeSignature) -> Fraction:
    """Return the beat, counted from 1, at a place of a bar, parts of a beat included.

    Examples
    --------
    >>> beat_at(Fraction(1, 8), TimeSignature(6, 8))
    Fraction(4, 3)
    """
    number = sum(start <= place for start in metre.beats)
    within = place - metre.beats[number - 1]
    return number + within / metre.groups[number - 1]


def _beat_in_words(beat: Fraction | None) -> str:
    if beat is None:
        return ""
    whole, part = divmod(beat, 1)
    return f"beat {whole}{_PARTS.get(part, f'+{part}') if part else ''}"
