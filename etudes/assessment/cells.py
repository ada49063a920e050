"""What an adaptive test can ask at a keyboard: kinds of questions, each at eight levels.

Left out are kinds whose answer is written or performed, and those that lay staves, a copy
or drawn lines before the student (which-score, find-error, contour): a terminal shows
words only.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from etudes.assessment.adaptive import BankItem
from etudes.assessment.parameters import ItemParameters
from etudes.assessment.prior import prior_parameters
from etudes.errors import InvalidValue
from etudes.listening import Kind, kind, kinds
from etudes.tables import Instrument

_SPOKEN = ("words", "heard")
_LISTED = {
    "interval": "intervals",
    "degree": "degrees",
    "metre": "metres",
    "cadence": "cadences",
    "change": "changes",
}
"""The rung of a kind's ladder that lists its options."""


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """A kind at a level: questions that are believed to be alike until they are made."""

    kind: str
    level: int

    @property
    def name(self) -> str:
        """As an item of a bank is called."""
        return f"{self.kind} {self.level}"

    @property
    def parameters(self) -> ItemParameters:
        """What is believed of any question of the cell.

        Examples
        --------
        >>> Cell("interval", 3).parameters.guessing
        0.25
        """
        return prior_parameters(
            self.kind, self.level, alternatives(kind(self.kind), self.level)
        )

    @property
    def item(self) -> BankItem:
        """The cell as one item of a bank."""
        return BankItem(self.name, self.kind, self.level, self.parameters)


def cells(names: Iterable[str]) -> tuple[Cell, ...]:
    """Return the cells of these kinds, levels 1 to 8."""
    return tuple(Cell(name, level) for name in names for level in range(1, 9))


def keyboard_kinds(player: Instrument, names: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the kinds that can be answered at a keyboard and played by an instrument.

    Parameters
    ----------
    names : the kinds to choose from; none are all of them, in the order of the table.

    Raises
    ------
    InvalidValue
        If one that was named cannot be asked so.
    UnknownName
        If a kind has no such name.

    Examples
    --------
    >>> from etudes.tables import instrument
    >>> keyboard_kinds(instrument("violin"), ["Interval", "mode"])
    ('interval', 'mode')
    """
    wanted = tuple(dict.fromkeys(kind(name).name for name in names))
    possible = [name for name, row in kinds().items() if _is_possible(row, player)]
    wrong = [name for name in wanted if name not in possible]
    if wrong:
        raise InvalidValue(
            f"kinds that can be asked in words at a keyboard for {player.label} were "
            f"expected, not {', '.join(wrong)}; there are {', '.join(possible)}"
        )
    return wanted or tuple(possible)


def alternatives(row: Kind, level: int) -> int:
    """Return how many options a question of a kind at a level is going to have.

    Examples
    --------
    >>> alternatives(kind("cadence"), 6), alternatives(kind("mode"), 6)
    (4, 2)
    """
    if row.name in _LISTED:
        return len(str(row.at(_LISTED[row.name], level)).split())
    if "options" in row.ladder:
        return int(row.at("options", level))
    if "form" in row.ladder:  # lower, the same, higher; or one of the notes
        return 3 if row.at("form", level) == "last" else 4
    return 2


def _is_possible(row: Kind, player: Instrument) -> bool:
    plays_tunes = not (player.unpitched or player.drums)
    is_spoken = row.answer == "choice" and row.options in _SPOKEN
    return is_spoken and (plays_tunes or not row.pitched)
