"""What a session is made of: kinds of piece to show, and pieces with their origin."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from etudes.encoding.vocabulary import METRES
from etudes.errors import InvalidValue, UnsatisfiableRequest
from etudes.focus import focus
from etudes.item.item import Item
from etudes.item.plan import plan
from etudes.item.request import Request
from etudes.rating.session import Origin
from etudes.tables.styles import style
from etudes.theory import Key, TimeSignature

_ATTEMPTS = 8
"""As `make` deals open choices anew where they clash."""

_READERS: Mapping[str, Callable[[Any], Any]] = {
    "key": Key.parse,
    "time_signature": TimeSignature.parse,
    "focus": tuple,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A kind of piece to show: what a teacher asks `make` for, of whoever writes it.

    Attributes
    ----------
    instrument : by its name in the table.
    measures : the length in bars; None, here and below, where level and seed decide.
    style, focus : by their names in the tables (`etudes.tables.styles`, `etudes.focus`).
    key : as written.

    Raises
    ------
    InvalidValue
        If the level is not 1 to 8, the length not 1 to 64, or the metre is one that no
        tune of people has.
    UnknownName
        If the instrument, the style or a focus is in no table.

    Examples
    --------
    >>> print(Cell(4, "violin", style="jig"))
    level 4, violin, jig
    """

    level: int
    instrument: str
    measures: int | None = None
    style: str | None = None
    focus: tuple[str, ...] | None = None
    key: Key | None = None
    time_signature: TimeSignature | None = None

    def __post_init__(self) -> None:
        for name in self.focus or ():
            focus(name)
        if self.style:
            style(self.style)
        if self.time_signature and str(self.time_signature) not in METRES:
            raise InvalidValue(
                f"a metre that tunes by people have was expected ({', '.join(METRES)}), "
                f"not {self.time_signature}"
            )
        player = self.request(0).player
        if player.unpitched or player.drums:
            raise InvalidValue(
                f"an instrument that plays a line of pitches was expected, not the "
                f"{player.label}: no human controls are known for it"
            )

    def request(self, seed: int) -> Request:
        """Return the request for one piece of this kind."""
        return Request(
            self.level,
            self.instrument,
            seed,
            count=1,
            measures=self.measures,
            key=self.key,
            time_signature=self.time_signature,
            style=self.style,
            focus=self.focus,
        )

    def at(self, level: int, measures: int) -> "Cell":
        """Return the same kind at another level and of a length."""
        return replace(self, level=level, measures=measures)

    def check_possible(self) -> None:
        """Raise if no piece of this kind can be planned.

        Raises
        ------
        UnsatisfiableRequest
            If style, focus, key or metre does not fit the level or the instrument.
        """
        clashes = []
        for attempt in range(_ATTEMPTS):
            try:
                plan(self.request(0), 0, attempt)
                return
            except UnsatisfiableRequest as error:
                clashes.append(error)
        raise UnsatisfiableRequest(f"{self}: {clashes[0]}")

    @property
    def further(self) -> tuple[str, ...]:
        """What is asked for besides level, instrument and length, in words."""
        focuses = (f"more {name}" for name in self.focus or ())
        metre = self.time_signature
        named = (self.style, self.key and str(self.key), metre and str(metre))
        return (*(word for word in named if word), *focuses)

    def __str__(self) -> str:
        return ", ".join((f"level {self.level}", self.instrument, *self.further))

    def as_json(self) -> dict[str, Any]:
        """Return the kind as plain values; what is left open is left out."""
        found = {name: value for name, value in asdict(self).items() if value is not None}
        for name in ("key", "time_signature"):
            if name in found:
                found[name] = str(getattr(self, name))
        if self.focus:
            found["focus"] = list(self.focus)
        return found

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Return the kind that `as_json` told.

        Examples
        --------
        >>> cell = Cell(3, "violin", focus=("ties",), key=Key.parse("D"))
        >>> Cell.from_json(cell.as_json()) == cell
        True
        """
        return cls(
            **{
                name: _READERS[name](value) if name in _READERS and value else value
                for name, value in values.items()
            }
        )


@dataclass(frozen=True, slots=True)
class Made:
    """A piece for a session, and what is known of its making; raters see none of that.

    Attributes
    ----------
    item : as it is printed and heard; of whatever origin, its fields have one form.
    request : that it answers; of a human tune, the frame that it was found to fill.
    level : what it is shown as.
    system : what made it, for the report.
    source : of a human tune its place, title and what was done with it; of an anchor what
        is wrong; else "".
    expected : of an anchor, by scale, the least and the most that a careful rater answers.
    """

    item: Item
    request: Request
    origin: Origin
    system: str
    level: int
    source: str = ""
    expected: Mapping[str, tuple[int, int]] = field(default_factory=dict)
