"""Instruments of a teacher's own: from a file, from clef and range, in another clef."""

from itertools import pairwise
from pathlib import Path

import pytest

from etudes.errors import DamagedData, EtudesError
from etudes.item.codec import request_from_json, request_to_json
from etudes.item.make import load_runtime, make
from etudes.item.plan import fitted, plan
from etudes.item.request import Request
from etudes.tables import (
    Instrument,
    generic,
    instrument,
    instrument_from_data,
    instruments,
    read_instruments,
    rubric,
)
from etudes.tables.instruments import Range
from etudes.theory import Interval, Pitch

FILE = """version = 1

[kazoo]
label = "Kazoo"
family = "woodwind"
clef = "treble"
transposition = [-2, -1]
ranges = ["C4:G4", "C4:A4", "C4:C5", "C4:D5", "C4:E5", "C4:F5", "C4:G5", "C4:G5"]
keys = ["C", "F G", "Am", "", "", "", "", ""]

[spoons]
label = "Spoons"
family = "percussion"
clef = "percussion"
unpitched = true
"""


def written(text: str) -> Range:
    low, _, high = text.partition(":")
    return Pitch.parse(low), Pitch.parse(high)


def wrong(text: str, folder: Path) -> str:
    """Return what is said of a file of this text."""
    path = folder / "my.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DamagedData) as caught:
        read_instruments(path)
    return str(caught.value).removeprefix(f"{path}, ")


def test_a_file_gives_its_instruments(tmp_path: Path) -> None:
    """A kazoo in B♭ that is comfortable everywhere, and spoons that have no pitch."""
    path = tmp_path / "my.toml"
    path.write_text(FILE, encoding="utf-8")

    kazoo, spoons = read_instruments(path)

    assert (kazoo.transposition, str(kazoo.ranges[1][1])) == (Interval(-1, -2), "A4")
    assert kazoo.comfortable == written("C4:G5")
    assert [str(key) for key in kazoo.keys[1]] == ["C major", "F major", "G major"]
    assert (spoons.unpitched, str(spoons.ranges[7][0])) == (True, "B4")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("version = 1", "version = 7", "line 1: 'version' is expected to be 1, not 7"),
        ("[kazoo]", "[kazoo", "line 3: TOML was expected"),
        (
            'label = "Kazoo"\n',
            "",
            "line 3, kazoo: 'label' is missing; add the printed name",
        ),
        ("family", "famly", "line 5, kazoo: 'famly' is unknown here; the nearest known is"),
        ('"woodwind"', '"reeds"', "line 5: kazoo: family is one of strings, plucked"),
        ('"treble"', '"violin"', "line 6: kazoo: clef is one of treble, treble_8"),
        ("[-2, -1]", '"P5"', "line 7, kazoo: 'transposition' is expected to be semitones"),
        ('"C4:G4"', '"C4-G4"', "line 8, kazoo: 'ranges' is expected to be eight ranges"),
        ('"C4:A4"', '"D4:A4"', "line 8: kazoo: ranges is rising, never shrinking, not"),
        (', "C4:G5"]', "]", "line 8: kazoo: ranges is one for each of 8 levels, not"),
        ('"F G"', '"H"', "line 9, kazoo: 'keys' is expected to be eight lists of keys"),
        (
            '["C", ',
            '["", ',
            "line 9: kazoo: keys is none, or one list for each of 8 levels",
        ),
        ("[kazoo]", "[Kazoo]", "line 3: Kazoo: name is lower case with hyphens"),
        (
            "unpitched = true",
            "unpitched = 1",
            "line 15, spoons: 'unpitched' is expected to",
        ),
        ("unpitched = true", "", "line 11, spoons: 'ranges' is missing; add eight ranges"),
        ("[kazoo]", "", "line 4: 'label' is expected to stand in an instrument's table"),
    ],
)
def test_a_wrong_file_is_refused_with_line_and_cure(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    """The line says where, the field what, and what was expected stands beside it."""
    assert wrong(FILE.replace(old, new, 1), tmp_path).startswith(said)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    """A version alone is no instrument."""
    assert wrong("version = 1\n", tmp_path).startswith("line 1: one or more instruments")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """The message names it."""
    with pytest.raises(DamagedData, match=r"no\.toml was expected to be a TOML file"):
        read_instruments(tmp_path / "no.toml")


@pytest.mark.parametrize("player", instruments(), ids=lambda player: player.name)
def test_data_give_the_instrument_back(player: Instrument) -> None:
    """What `--json` says of an instrument is all of it."""
    assert instrument_from_data(player.as_data()) == player


def test_a_request_keeps_an_instrument_of_ones_own() -> None:
    """Its whole row goes through the store, so that a sheet can be made again."""
    own = generic("alto", written("C3:C4"), Interval.parse("M-2"))
    request = Request(2, "generic", 1, own_instrument=own)

    assert request_from_json(request_to_json(request)) == request


def test_a_request_names_the_instrument_that_it_brings() -> None:
    """A kazoo's row under a violin's name would print one and play the other."""
    with pytest.raises(EtudesError, match="expected to be 'generic', the own one"):
        Request(1, "violin", 1, own_instrument=generic("alto", written("C3:C4")))


@pytest.mark.parametrize("text", ["C4:G4", "C3:C4", "E4:D5", "Bb1:F3", "C3:C6"])
def test_keys_of_an_instrument_of_ones_own_fit_on_it(text: str) -> None:
    """Each level's keys hold the tonic chord within its range and span, and none leaves."""
    keys = fitted(generic("treble", written(text)), rubric()).keys

    assert keys[0]
    assert all(set(fewer) <= set(more) for fewer, more in pairwise(keys))


@pytest.mark.parametrize("level", range(1, 9))
def test_a_generic_instrument_stays_in_its_range(level: int) -> None:
    """Whatever the level's span, no exercise leaves C3 to C4."""
    own = fitted(generic("bass", written("C3:C4")), rubric())
    request = Request(level, "generic", 4, own_instrument=own)

    frames = [plan(request, index)[0] for index in range(4)]

    assert all(f.low.midi >= 48 and f.high.midi <= 60 for f in frames)


def test_a_guitar_in_a_plain_clef_sounds_the_same() -> None:
    """The same étude, an octave higher on the page."""
    plain = instrument("guitar").in_clef("treble")
    marked, moved = (
        plan(Request(3, "guitar", 2, own_instrument=own), 0)[0] for own in (None, plain)
    )

    assert moved.low == marked.low.transposed(Interval.parse("P8"))
    assert moved.key == marked.key


@pytest.mark.slow
def test_an_own_instrument_is_played() -> None:
    """A page for a fifth in the alto clef keeps to it."""
    own = fitted(generic("alto", written("C4:G4")), rubric())
    request = Request(1, "generic", 1, count=4, own_instrument=own)

    items = make(request, load_runtime())

    assert {60, 67} >= {
        bound.midi
        for item in items
        for bound in item.melody.ambitus or ()
        if not 60 < bound.midi < 67
    }
