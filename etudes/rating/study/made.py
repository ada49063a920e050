"""What a session is made of: kinds of piece to show, and pieces with their origin."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from etudes.errors import InvalidValue
from etudes.item.item import Item
from etudes.item.request import Request
from etudes.rating.session import Origin


@dataclass(frozen=True, slots=True)
class Cell:
    """A kind of piece to show: a level, an instrument by its name in the table, and a
    length in bars, None where the level decides.

    Raises
    ------
    InvalidValue
        If the level is not 1 to 8, or the length not 1 to 64.
    UnknownName
        If the instrument is in no table.
    """

    level: int
    instrument: str
    measures: int | None = None

    def __post_init__(self) -> None:
        player = self.request(0).player
        if player.unpitched or player.drums:
            raise InvalidValue(
                f"an instrument that plays a line of pitches was expected, not the "
                f"{player.label}: no human controls are known for it"
            )

    def request(self, seed: int) -> Request:
        """Return the request for one piece of this kind."""
        return Request(self.level, self.instrument, seed, count=1, measures=self.measures)

    def __str__(self) -> str:
        return f"level {self.level}, {self.instrument}"


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
