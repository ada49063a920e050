"""One level of a rubric."""

from dataclasses import dataclass, fields
from fractions import Fraction

from etudes.errors import InvalidValue
from etudes.tables.data import plain_row
from etudes.tables.fields import FIELDS
from etudes.tables.figures import Figure, unlisted_figure, written
from etudes.theory import TimeSignature


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a rubric (`levels.toml`), cumulative over the levels below it.

    Attributes
    ----------
    count : how many exercises fill a page.
    measures : the lengths, in measures, that exercises have.
    metres : allowed time signatures.
    values : allowed note lengths, as fractions of a whole note, longest first (a tied
        note counts with its whole length).
    rests : allowed rest lengths, longest first; empty for none.
    figures : how a beat may be divided; complete (see `unlisted_figure`).
    syncopation : "none" (no note sounds through a stronger place in the bar than its
        onset), "simple" (quaver-crotchet-quaver, crotchet-minim-crotchet) or "free".
    ties : whether a note may sound across a barline.
    span : largest distance between lowest and highest note, in semitones.
    max_leap : largest leap in semitones.
    forbidden_leaps : sizes in semitones that are not allowed although smaller.
    chord_leaps : leaps of so many semitones and more stay inside the chords I, IV and
        V7; 0 where no leap must.
    alterations : notes outside the key signature: "none", "leading note" (the raised
        seventh of minor, left by step to the tonic), "minor" (raised sixth and seventh),
        "by step" (any, approached and left by step) or "free".
    articulations, dynamics : marks that may be printed.
    pickup : whether exercises may begin with an upbeat.
    tempo : lowest and highest beats a minute.
    tempo_words : words printed before the metronome mark, slow to fast.

    Raises
    ------
    InvalidValue
        If a field is empty, out of bounds or says what no level can say.
    """

    number: int
    count: int
    measures: tuple[int, ...]
    metres: tuple[TimeSignature, ...]
    values: tuple[Fraction, ...]
    rests: tuple[Fraction, ...]
    figures: tuple[Figure, ...]
    syncopation: str
    ties: bool
    span: int
    max_leap: int
    forbidden_leaps: tuple[int, ...]
    chord_leaps: int
    alterations: str
    articulations: tuple[str, ...]
    dynamics: tuple[str, ...]
    pickup: bool
    tempo: tuple[int, int]
    tempo_words: tuple[str, ...]

    def __post_init__(self) -> None:
        row = {field.name: getattr(self, field.name) for field in fields(self)}
        for name, field in FIELDS.items():
            if not field.holds(row):
                message = field.message(name, plain_row(self)[name], row)
                raise InvalidValue(f"level {self.number}: {message}")
        if missing := unlisted_figure(self.figures):
            raise InvalidValue(
                f"'figures' is expected to list \"{written(missing)}\" too, which notes of "
                "the listed figures make together; add it or take one of them out"
            )

    def as_data(self) -> dict[str, object]:
        """Return the level as JSON knows it; metres and lengths are text such as '3/8'."""
        return plain_row(self)
