"""The techniques, read from `techniques.toml`."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from etudes.errors import DamagedData
from etudes.tables import Instrument
from etudes.tables.data import read_table, reading
from etudes.technique.brass import Brass
from etudes.technique.breath import Breath
from etudes.technique.fingerboard import Fingerboard, Hand
from etudes.technique.registers import Drums, Registers
from etudes.technique.technique import Demand, Technique
from etudes.theory import Pitch

_FILE = "techniques.toml"

Row = Mapping[str, Any]
Demands = Mapping[str, Demand]


def technique_of(instrument: str) -> Technique[Any] | None:
    """Return how an instrument of the table is played; None where nothing is special.

    Examples
    --------
    >>> violin = technique_of("violin")
    >>> scale = [Pitch.parse(name) for name in ("D4", "E4", "F#4", "G4", "A4")]
    >>> [stop.text for stop in violin.fingering(scale)]
    ['0', '1', '2', '3', '0']

    Raises
    ------
    DamagedData
        If `techniques.toml` is not what it should be.
    """
    return _techniques().get(instrument)


def breath_of(player: Instrument) -> Breath | None:
    """Return how long a player may go on without breathing; None for who need not.

    Raises
    ------
    DamagedData
        If `techniques.toml` is not what it should be.
    """
    return _breaths().get(player.name) or _breaths().get(player.family)


def players_of(heading: str) -> tuple[str, ...]:
    """Return the instruments of a heading: "brass" for all its rows, "brass.horn" for one.

    Raises
    ------
    KeyError
        If there is no such heading.
    """
    kind, _, name = heading.partition(".")
    rows = read_table(_FILE)[kind]
    headed = [rows[name]] if name else rows.values()
    return tuple(player for row in headed for player in row.get("instruments", ()))


@cache
def _techniques() -> Mapping[str, Technique[Any]]:
    table = read_table(_FILE)
    hands = dict(_rows(table["hand"], lambda row, demands: (_hand(row), demands)))

    def fingerboard(row: Row, _: Demands) -> Fingerboard:
        hand, demands = hands[row["hand"]]
        return Fingerboard(demands, tuple(map(Pitch.parse, row["strings"].split())), hand)

    kinds: Mapping[str, Callable[[Row, Demands], Technique[Any]]] = {
        "fingerboard": fingerboard,
        "brass": _brass,
        "registers": _registers,
        "drums": lambda row, demands: Drums(demands),
    }
    return _by_instrument(table, kinds)


@cache
def _breaths() -> Mapping[str, Breath]:
    rows = read_table(_FILE)["breath"]
    found = {}
    for name, row in rows.items():
        with reading(_FILE, name):
            breath = Breath(row["bars"], row.get("needs_rests", False))
            found.update(dict.fromkeys(row.get("instruments", [name]), breath))
    return found


def _by_instrument(
    table: Row, kinds: Mapping[str, Callable[[Row, Demands], Any]]
) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for kind, build in kinds.items():
        for name, made in _rows(table[kind], build):
            for instrument in table[kind][name]["instruments"]:
                if instrument in found:
                    raise DamagedData(
                        f"{_FILE}: '{instrument}' is expected in one row, not in "
                        f"{name} too; take it from one"
                    )
                found[instrument] = made
    return found


def _rows(kind: Row, build: Callable[[Row, Demands], Any]) -> Iterator[tuple[str, Any]]:
    """Yield each row's name and what it makes; the kind's own demands go to every row."""
    shared = kind.get("demands", {})
    for name, row in kind.items():
        if name == "demands":
            continue
        with reading(_FILE, name):
            listed = {**shared, **row.get("demands", {})}
            demands = {what: Demand(what, **terms) for what, terms in listed.items()}
            yield name, build(row, demands)


def _hand(row: Row) -> Hand:
    fingers = {int(finger): stretches for finger, stretches in row["fingers"].items()}
    return Hand(fingers, row["positions"], row.get("follows_letters", False))


def _brass(row: Row, demands: Demands) -> Brass:
    return Brass(
        demands,
        Pitch.parse(row["fundamental"]),
        tuple(row["partials"]),
        row.get("valves", 3),
        row.get("slide", False),
        row.get("trigger", False),
    )


def _registers(row: Row, demands: Demands) -> Registers:
    return Registers(
        demands,
        {name: Pitch.parse(first) for name, first in row.get("borders", {}).items()},
        {kind: frozenset(_midi(notes)) for kind, notes in row["notes"].items()},
    )


def _midi(notes: str) -> Iterator[int]:
    """Yield the MIDI numbers of 'F4 F5 D6:F#6'."""
    for part in notes.split():
        low, _, high = part.partition(":")
        yield from range(Pitch.parse(low).midi, Pitch.parse(high or low).midi + 1)
