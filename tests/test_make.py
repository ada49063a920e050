"""From a request to items: the same seed, the same music, varied by design."""

from fractions import Fraction
from itertools import pairwise

import pytest

from etudes import Request, make
from etudes.errors import InvalidValue, UnsatisfiableRequest
from etudes.item.make import load_runtime
from etudes.item.plan import dealt
from etudes.runtime import Runtime
from etudes.tables import instrument
from etudes.theory import Interval, Key, Pitch, TimeSignature
from etudes.writing.midi import midi
from etudes.writing.musicxml import musicxml


@pytest.fixture(scope="module")
def runtime() -> Runtime:
    return load_runtime()


def test_the_same_seed_makes_the_same_bytes(runtime: Runtime) -> None:
    """MusicXML and MIDI agree byte for byte, item by item."""
    request = Request(level=3, instrument="clarinet", seed=7)
    player = instrument("clarinet")

    once, twice = (
        [(musicxml(item, player), midi(item, player)) for item in make(request, runtime)]
        for _ in range(2)
    )

    assert once == twice


def test_another_seed_makes_other_music(runtime: Runtime) -> None:
    """Seeds 1 and 2 share no melody."""
    first, second = (
        {item.melody for item in make(Request(2, "violin", seed), runtime)}
        for seed in (1, 2)
    )

    assert not first & second


def test_a_page_does_not_repeat_itself(runtime: Runtime) -> None:
    """Eight exercises, eight melodies, in more than one key and metre."""
    items = make(Request(level=2, instrument="violin", seed=11), runtime)

    assert len({item.melody for item in items}) == len(items) == 8
    assert len({item.melody.key for item in items}) > 1
    assert len({item.melody.time_signature for item in items}) > 1


def test_what_is_asked_for_is_kept(runtime: Runtime) -> None:
    """Key, metre, length, range, values, leaps, pickup and tempo are the request's."""
    request = Request(
        level=4,
        instrument="flute",
        seed=3,
        count=3,
        measures=6,
        key=Key.parse("G"),
        time_signature=TimeSignature(3, 4),
        tempo=72,
        range=(Pitch.parse("G4"), Pitch.parse("E5")),
        values=(Fraction(3, 4), Fraction(1, 2), Fraction(1, 4)),
        max_leap=Interval.parse("M3"),
        pickup=True,
    )

    for item in make(request, runtime):
        line = item.melody
        midi_pitches = [pitch.midi for pitch in line.pitches]
        assert (str(line.key), str(line.time_signature)) == ("G major", "3/4")
        assert (line.full_measures, item.tempo.beats_per_minute) == (6, 72)
        assert line.pickup > 0
        assert (min(midi_pitches), max(midi_pitches)) >= (67, 67)
        assert max(midi_pitches) <= 76
        assert {e.duration for e in line.events() if e.pitch} <= set(request.values or ())
        assert all(abs(b - a) <= 4 for a, b in pairwise(midi_pitches))


def test_a_choice_does_not_return_before_all_have_come() -> None:
    """Dealt like cards: each round of three holds all three."""
    hand = [dealt(5, 2, index, "abc") for index in range(9)]

    assert [set(hand[i : i + 3]) for i in (0, 3, 6)] == [set("abc")] * 3


def test_an_impossible_request_is_refused_with_its_clash(runtime: Runtime) -> None:
    """Minims alone never fill 3/4 under level 1's rhythm."""
    request = Request(
        1, "violin", 1, time_signature=TimeSignature(3, 4), values=(Fraction(1, 2),)
    )

    with pytest.raises(UnsatisfiableRequest, match="note values 1/2"):
        make(request, runtime)


def test_a_range_beyond_the_instrument_is_refused(runtime: Runtime) -> None:
    """No descant recorder plays C3."""
    low = (Pitch.parse("C3"), Pitch.parse("C4"))

    with pytest.raises(UnsatisfiableRequest, match="Descant recorder"):
        make(Request(1, "descant-recorder", 1, range=low), runtime)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("level", 0),
        ("level", 9),
        ("count", 0),
        ("measures", 65),
        ("tempo", 5),
        ("seed", -1),
    ],
)
def test_a_request_out_of_bounds_is_refused_at_birth(field: str, value: int) -> None:
    """The message says what was expected."""
    with pytest.raises(InvalidValue, match=r"(expected|0 or more)"):
        Request(**{"level": 1, "instrument": "violin", "seed": 1, field: value})  # type: ignore[arg-type]
