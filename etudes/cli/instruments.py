"""`etudes instruments`: the table of instruments, or one of them in full."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from etudes.cli.console import print_json, print_line, print_table
from etudes.tables import Instrument, instrument, instruments, rubric
from etudes.tables.instruments import Range
from etudes.theory import Interval, Key


def show_instruments(name: str | None, as_json: bool) -> None:
    """Print every instrument, or the one of this name in full."""
    if name is None and as_json:
        print_json([player.as_data() for player in instruments()])
    elif name is None:
        columns = ["name", "clef", "sounds", "level 1", "level 4", "level 8", "first keys"]
        print_table("Instruments (written ranges, sound in semitones)", columns, _rows())
    elif as_json:
        print_json(instrument(name).as_data())
    else:
        _show(instrument(name))


def _rows() -> list[list[str]]:
    """Return the table, each family under its name."""
    rows = []
    for family, players in groupby(instruments(), key=lambda player: player.family):
        rows.append([family.upper(), *[""] * 6])
        rows.extend(_row(player) for player in players)
    return rows


def _row(player: Instrument) -> list[str]:
    semitones = player.transposition.semitones
    if player.unpitched:
        return [player.name, player.clef, "rhythm", *[""] * 4]
    ranges = (player.ranges[number - 1] for number in (1, 4, 8))
    first, *_ = rubric().keys_for(player)
    sounds = f"{semitones:+d}" if semitones else "as written"
    return [player.name, player.clef, sounds, *map(_range, ranges), _keys(first)]


def _show(player: Instrument) -> None:
    for line in _lines(player):
        print_line(line)
    if player.unpitched:
        return
    rows, before = [], 0
    for number, keys in enumerate(rubric().keys_for(player), start=1):
        drums = [str(player.drums[number - 1])] if player.drums else []
        span = _range(player.ranges[number - 1])
        rows.append([str(number), span, *drums, _keys(keys[before:])])
        before = len(keys)
    columns = ["level", "range", *(["drums"] if player.drums else []), "adds keys"]
    print_table("Written ranges and keys", columns, rows)


def _lines(player: Instrument) -> Iterator[str]:
    yield f"{player.label} ({player.name}): {player.family}"
    if player.aliases:
        yield f"also: {', '.join(player.aliases)}"
    clefs = " or ".join((player.clef, *dict(player.other_clefs)))
    yield f"clef: {clefs}; {_sound(player.transposition)}"
    yield f"MIDI program {player.midi_program}, counted from 0: {player.midi_instrument}"
    for name in ("beginner", "intermediate", "advanced", "comfortable"):
        if (usual := getattr(player, name)) and not player.unpitched:
            yield f"{name}: {_range(usual)}"
    if player.breathes:
        yield "breathes"


def _sound(transposition: Interval) -> str:
    if transposition.semitones == 0:
        return "sounds as written"
    side = "higher" if transposition.semitones > 0 else "lower"
    return f"sounds a {transposition.name} {side} than written"


def _keys(keys: Sequence[Key]) -> str:
    return " ".join(f"{key.tonic_name}{'m' * (key.mode == 'minor')}" for key in keys)


def _range(pair: Range) -> str:
    return f"{pair[0]}–{pair[1]}"
