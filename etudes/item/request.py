"""What a teacher asks for: one value that, with a seed, determines every item."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from etudes.errors import InvalidValue
from etudes.tables import Instrument, instrument
from etudes.theory import Interval, Key, Pitch, TimeSignature

_MOST_RULES = 12


@dataclass(frozen=True, slots=True)
class Request:
    """A request for `count` études; None leaves a choice to the level and the seed.

    `instrument` is the name in the table, or that of `own_instrument`, one that is in no
    table. Pitches are written pitches. `focus` names what there should be more of
    (`etudes.focus`). `rules` are texts such as "form: a a' b a", further rules that every
    item keeps (`etudes.item.kinds`), in one way of writing. `contour` is a shape of the
    line (`etudes.sampling.wish.CONTOURS`), `tessitura` where the line should mostly lie,
    though notes outside stay possible. `temperature` and `top_p` change the model's law
    (`etudes.sampling.law`). `rubric`, `scale` and `preference` are digests: of a teacher's
    own rubric, of a scale of difficulty and of a preference learnt from ratings; None
    stands for what the program brings.
    """

    level: int
    instrument: str
    seed: int
    count: int | None = None
    measures: int | None = None
    key: Key | None = None
    time_signature: TimeSignature | None = None
    tempo: int | None = None
    range: tuple[Pitch, Pitch] | None = None
    values: tuple[Fraction, ...] | None = None
    max_leap: Interval | None = None
    style: str | None = None
    pickup: bool | None = None
    focus: tuple[str, ...] | None = None
    rubric: str | None = None
    own_instrument: Instrument | None = None
    rules: tuple[str, ...] | None = None
    contour: str | None = None
    temperature: float | None = None
    top_p: float | None = None
    tessitura: tuple[Pitch, Pitch] | None = None
    scale: str | None = None
    preference: str | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.level <= 8:
            raise InvalidValue(f"a level from 1 to 8 was expected, not {self.level}")
        if self.seed < 0:
            raise InvalidValue(f"a seed is 0 or more, not {self.seed}")
        for name, value, highest in (
            ("count", self.count, 200),
            ("number of measures", self.measures, 64),
        ):
            if value is not None and not 1 <= value <= highest:
                raise InvalidValue(
                    f"a {name} from 1 to {highest} was expected, not {value}"
                )
        if self.tempo is not None and not 20 <= self.tempo <= 300:
            raise InvalidValue(f"a tempo from 20 to 300 was expected, not {self.tempo}")
        if self.temperature is not None and not 0.1 <= self.temperature <= 10:
            raise InvalidValue(
                f"a temperature from 0.1 to 10 was expected, not {self.temperature}"
            )
        if self.top_p is not None and not 0 < self.top_p <= 1:
            raise InvalidValue(
                f"a top-p above 0, at most 1, was expected, not {self.top_p}"
            )
        for name, band in (("range", self.range), ("tessitura", self.tessitura)):
            if band and band[0].midi > band[1].midi:
                low, high = band
                raise InvalidValue(f"a {name} goes upwards; {low}:{high} does not")
        if self.rules is not None:
            object.__setattr__(self, "rules", _read(self.rules))
        if self.own_instrument and self.own_instrument.name != self.instrument:
            raise InvalidValue(
                f"the instrument was expected to be '{self.own_instrument.name}', the own "
                f"one, not '{self.instrument}'"
            )

    @property
    def player(self) -> Instrument:
        """The instrument: the teacher's own, or the table's.

        Raises
        ------
        UnknownName
            If the instrument is in no table.
        """
        return self.own_instrument or instrument(self.instrument)


def _read(texts: Sequence[str]) -> tuple[str, ...] | None:
    """Return the texts of rules in one way of writing; none is None."""
    from etudes.item.asked import asked  # with NumPy, which a plain request does not need

    if len(texts) > _MOST_RULES:
        raise InvalidValue(f"at most {_MOST_RULES} rules were expected, not {len(texts)}")
    return tuple(dict.fromkeys(asked(text).text for text in texts)) or None
