"""How instruments are played: facts that every player of them knows."""

from collections.abc import Callable
from itertools import pairwise, product

import pytest
from conftest import melody
from hypothesis import given
from hypothesis import strategies as st

from etudes.errors import InvalidValue
from etudes.item.make import make
from etudes.item.request import Request
from etudes.tables import Instrument, instruments, levels
from etudes.technique import (
    Demand,
    Stop,
    Technique,
    breath_of,
    is_lip_slur,
    technique_of,
)
from etudes.technique.brass import Brass
from etudes.technique.fingerboard import Hand
from etudes.technique.registers import Registers
from etudes.technique.table import _techniques
from etudes.theory import Interval, Key, Pitch


def pitches(names: str) -> list[Pitch]:
    return [Pitch.parse(name) for name in names.split()]


def played(instrument: str) -> Technique:
    technique = technique_of(instrument)
    assert technique is not None
    return technique


FINGERINGS = {
    "violin, D major scale in first position": (
        "violin",
        "D4 E4 F#4 G4 A4 B4 C#5 D5",
        "0 1 2 3 0 1 2 3",
    ),
    "violin, G major over two octaves": (
        "violin",
        "G3 A3 B3 C4 D4 E4 F#4 G4 A4 B4 C5 D5 E5 F#5 G5 A5 B5",
        "0 1 2 3 0 1 2 3 0 1 2 3 0 1 2 3 4",
    ),
    "violin, B flat major puts the first finger back on B flat, E flat and F": (
        "violin",
        "Bb3 C4 D4 Eb4 F4 G4 A4 Bb4 C5 D5 Eb5",
        "2 3 0 1 2 3 0 1 2 3 4",
    ),
    "violin, G sharp is a third finger and A flat a fourth": (
        "violin",
        "G#4 A4 Ab4",
        "3 0 4",
    ),
    "violin, the fourth finger saves skipping a string": ("violin", "B3 A4 B3", "2 4 2"),
    "viola, C major on the two low strings": (
        "viola",
        "C3 D3 E3 F3 G3 A3 B3 C4",
        "0 1 2 3 0 1 2 3",
    ),
    "cello, D major on the two high strings": (
        "cello",
        "D3 E3 F#3 G3 A3 B3 C#4 D4",
        "0 1 3 4 0 1 3 4",
    ),
    "cello, C major over two octaves takes 1 and 2 for naturals": (
        "cello",
        "C2 D2 E2 F2 G2 A2 B2 C3 D3 E3 F3 G3 A3 B3 C4",
        "0 1 3 4 0 1 3 4 0 1 2 4 0 1 2",
    ),
    "cello, E flat on the D string reaches back with the first finger": (
        "cello",
        "D3 Eb3 F3",
        "0 1 2",
    ),
    "double bass, G major with one, two and four": (
        "double-bass",
        "G2 A2 B2 C3 D3 E3 F#3 G3",
        "2 0 1 2 0 1 4 0",
    ),
    "guitar, C major in open position": (
        "guitar",
        "C3 D3 E3 F3 G3 A3 B3 C4 D4 E4 F4 G4",
        "3 0 2 3 0 2 0 1 3 0 1 3",
    ),
    "guitar, the lowest string": ("guitar", "E2 F2 G2 A2", "0 1 3 0"),
    "bass guitar, F major": ("bass-guitar", "F2 G2 A2 Bb2 C3 D3 E3 F3", "1 3 0 1 3 0 2 3"),
    "ukulele, C major": ("ukulele", "C4 D4 E4 F4 G4 A4 B4 C5", "0 2 0 1 3 0 2 3"),
    "mandolin, as a violin": ("mandolin", "G3 A3 B3 C4 D4", "0 1 2 3 0"),
    "trumpet, the chromatic scale from C": (
        "trumpet",
        "C4 C#4 D4 Eb4 E4 F4 F#4 G4 G#4 A4 Bb4 B4 C5",
        "0 1-2-3 1-3 2-3 1-2 1 2 0 2-3 1-2 1 2 0",
    ),
    "trumpet, up to G above the staff": (
        "trumpet",
        "C5 C#5 D5 Eb5 E5 F5 F#5 G5",
        "0 1-2 1 2 0 1 2 0",
    ),
    "trumpet, the lowest note takes all valves": ("trumpet", "G3 F#3", "1-3 1-2-3"),
    "horn in F, C major": ("horn", "C4 D4 E4 F4 G4 A4 B4 C5", "0 1 0 1 0 1-2 2 0"),
    "horn, the low G is open": ("horn", "C4 B3 A3 G3", "0 2 1-2 0"),
    "euphonium in the bass clef": ("euphonium", "Bb2 C3 D3 Eb3 F3 G3", "0 1-3 1-2 1 0 1-2"),
    "tuba, B flat major": ("tuba", "Bb1 C2 D2 Eb2 F2", "0 1-3 1-2 1 0"),
    "trombone, B flat to E by semitones is every position": (
        "trombone",
        "Bb2 A2 Ab2 G2 Gb2 F2 E2",
        "1 2 3 4 5 6 7",
    ),
    "trombone, B flat major": (
        "trombone",
        "Bb2 C3 D3 Eb3 F3 G3 A3 Bb3",
        "1 6 4 3 1 4 2 1",
    ),
    "trombone, D above the staff is in first": ("trombone", "Bb3 C4 D4", "1 3 1"),
    "trombone in the treble clef reads as a trumpet": (
        "trombone-treble",
        "C4 D4 E4 F4 G4",
        "1 6 4 3 1",
    ),
    "bass trombone, low C is far out on the trigger": ("bass-trombone", "C2", "T6"),
}


@pytest.mark.parametrize(
    ("instrument", "line", "fingers"), FINGERINGS.values(), ids=FINGERINGS
)
def test_the_easiest_fingering_is_the_one_in_the_books(
    instrument: str, line: str, fingers: str
) -> None:
    """As at a beginner's level, in first position and with plain valves."""
    found = played(instrument).fingering(pitches(line), level=4)

    assert [way and way.text for way in found] == fingers.split()


def test_a_second_finger_lies_high_or_low() -> None:
    """F natural on the D string is a low second finger, F sharp a high one."""
    low, high = played("violin").fingering(pitches("F4 F#4"))

    assert (low, high) == (
        Stop(Pitch.parse("F4"), 3, 2, "first position", 2, "low"),
        Stop(Pitch.parse("F#4"), 3, 2, "first position", 2, "plain"),
    )


def test_higher_notes_of_the_violin_are_played_in_higher_positions() -> None:
    """D above the first position is a fourth finger in third position."""
    (found,) = played("violin").fingering(pitches("D6"))

    assert (found.finger, found.position) == (4, "third position")


def test_a_note_that_no_string_reaches_has_no_fingering() -> None:
    """F below the violin's G, between notes that are there."""
    low, none, back = played("violin").fingering(pitches("G3 F3 G3"))

    assert (low.text, none, back.text) == ("0", None, "0")


def test_one_note_is_missing_on_a_bass_trombone() -> None:
    """Low B natural is longer than the slide with one trigger."""
    assert played("bass-trombone").ways(Pitch.parse("B1")) == ()


ASKED = {
    "from the D string to the A string": ("violin", "G4 B4", "a string crossing"),
    "from the G string to the A string": ("violin", "B3 B4", "a skipped string"),
    "up to C on the E string": ("violin", "C6", "an extension"),
    "D on the E string": ("violin", "D6", "third position"),
    "F then F sharp with one finger": ("violin", "F4 F#4", "a finger both high and low"),
    "F sharp on the low string of a cello": ("cello", "F#2", "an extension"),
    "from B flat to B over the break": ("clarinet", "Bb4 B4", "the break by step"),
    "from A down over the break by a leap": ("clarinet", "D5 A4", "the break by leap"),
    "enharmonic C flat lies above the break": ("clarinet", "Bb4 Cb5", "the break by step"),
    "an open G on the clarinet": ("clarinet", "G4", "a throat note"),
    "from C sharp to D on the saxophone": (
        "alto-saxophone",
        "C#5 D5",
        "the octave break by step",
    ),
    "low B on the saxophone": ("tenor-saxophone", "B3", "a table key"),
    "high E flat on the saxophone": ("alto-saxophone", "Eb6", "a palm key"),
    "from C to D on the flute": ("flute", "C5 D5", "the second register by step"),
    "low C on the flute": ("flute", "C4", "a foot key"),
    "from C to D flat on the oboe": ("oboe", "C5 Db5", "the half hole by step"),
    "from F to G on the bassoon": ("bassoon", "F3 G3", "the half hole by step"),
    "B flat on the descant recorder": ("descant-recorder", "Bb5", "a forked note"),
    "high E on the descant recorder": (
        "descant-recorder",
        "D6 E6",
        "the pinched thumb by step",
    ),
    "E flat on the treble recorder": ("treble-recorder", "Eb5", "a forked note"),
    "C to G open on the trumpet": ("trumpet", "C4 G4", "a lip slur"),
    "C to A on the trumpet": ("trumpet", "C4 A4", "a leap over a slot"),
    "a sixth on the horn": ("horn", "C4 A4", "a leap beyond a fifth"),
    "B flat to C on the trombone": (
        "trombone",
        "Bb2 C3",
        "first to sixth or seventh position",
    ),
    "E flat above the staff for a soprano": ("soprano", "Eb5", "the passaggio"),
    "D for a tenor": ("tenor", "D4", "the passaggio"),
    "the other drum": ("timpani", "D3 A2", "a change of drum"),
}


@pytest.mark.parametrize(("instrument", "line", "demand"), ASKED.values(), ids=ASKED)
def test_a_line_asks_what_a_player_feels(instrument: str, line: str, demand: str) -> None:
    """The last note asks this, and it costs something."""
    technique = played(instrument)
    asked = technique.asked(pitches(line), level=4)[-1]

    assert demand in {each.name for each in asked}
    assert technique.cost(pitches(line)) > 0


EASIER = {
    "violin, staying on a string against crossing": ("violin", "D4 E4", "G4 B4"),
    "violin, crossing a string against skipping one": ("violin", "G4 B4", "B3 B4"),
    "violin, first position against third": ("violin", "A5 B5", "B5 D6"),
    "cello, D major against E flat": ("cello", "D3 E3 F#3", "Eb3 F3 Ab3"),
    "clarinet, below the break against across it": ("clarinet", "F4 G4", "A4 B4"),
    "clarinet, across the break by step against by leap": ("clarinet", "A4 B4", "F4 B4"),
    "trumpet, the next slot against the one after": ("trumpet", "C4 G4", "C4 C5"),
    "horn, low against the crowded top": ("horn", "C4 D4", "C5 E5"),
    "trombone, near positions against far ones": ("trombone", "Bb2 A2", "Bb2 C3"),
    "guitar, open position against the seventh": ("guitar", "C4 D4", "B4 C5"),
    "timpani, one drum against two": ("timpani", "A2 A2", "A2 D3"),
}


@pytest.mark.parametrize(("instrument", "easier", "harder"), EASIER.values(), ids=EASIER)
def test_what_is_harder_to_play_costs_more(
    instrument: str, easier: str, harder: str
) -> None:
    """Every player would agree."""
    technique = played(instrument)

    assert technique.cost(pitches(easier)) < technique.cost(pitches(harder))


FIRST_LEVEL = {
    "no skipped string below level 4": ("violin", "B3 B4", 4),
    "two strings next to each other from the start": ("violin", "E4 B4", 1),
    "no extension on the violin below level 4": ("violin", "B5 C6", 4),
    "no shift on the violin below level 5": ("violin", "B5 D6", 5),
    "no shift on the viola below level 5": ("viola", "E5 G5", 5),
    "no extension on the cello below level 3": ("cello", "F2 F#2", 3),
    "shifts on the cello from level 4": ("cello", "D4 E4", 4),
    "half position on the double bass from the start": ("double-bass", "G#2 A2", 1),
    "a fifth on the double bass by a shift, not over a string": ("double-bass", "G2 D3", 3),
    "the fifth fret of the guitar's first string from level 4": ("guitar", "G4 A4", 4),
    "no break at level 1": ("clarinet", "Bb4 B4", 2),
    "the break by leap from level 3": ("clarinet", "G4 C5", 3),
    "the break in both directions": ("bass-clarinet", "C5 G4", 3),
    "above the break nothing waits": ("clarinet", "C5 E5", 1),
    "no forked note on a recorder at level 1": ("descant-recorder", "A5 Bb5", 2),
    "no leap over a slot on the trumpet below level 3": ("trumpet", "C4 A4", 3),
    "no leap over two slots on the trumpet below level 5": ("trumpet", "C4 E5", 5),
    "a sixth on the horn a level after the rubric": ("horn", "C4 A4", 5),
    "an octave on the horn a level after the rubric": ("horn", "C4 C5", 6),
    "a whole tone on the trombone, however far": ("trombone", "Bb2 C3", 1),
    "an octave on the saxophone": ("alto-saxophone", "D4 D5", 1),
    "any two drums": ("timpani", "F2 F3", 1),
}


@pytest.mark.parametrize(
    ("instrument", "move", "first"), FIRST_LEVEL.values(), ids=FIRST_LEVEL
)
def test_a_move_comes_with_its_level(instrument: str, move: str, first: int) -> None:
    """Forbidden below, allowed from there on."""
    a, b = pitches(move)
    allowed = [played(instrument).may_follow(a, b, level) for level in range(1, 9)]

    assert allowed == [level >= first for level in range(1, 9)]


def test_same_valves_and_another_partial_are_a_lip_slur() -> None:
    """C and G on an open trumpet; not C and D."""
    c, d, g = played("trumpet").fingering(pitches("C4 D4 G4"))

    assert (is_lip_slur(c, g), is_lip_slur(c, d), is_lip_slur(c, c)) == (True, False, False)


def test_faults_name_the_note_and_the_demand() -> None:
    """A leap over the break at level 2, and a line that stays below it."""
    wrong = melody("4/4 G4:1/2 C5:1/4 B4:1/4 | A4:1/2 B4:1/2")
    right = melody("4/4 G4:1/2 E4:1/4 G4:1/4 | A4:1/2 G4:1/2")
    clarinet = played("clarinet")

    found = [(str(event.pitch), text) for event, text in clarinet.faults(wrong, 2)]

    assert found == [("C5", "the break by leap from G4: not before level 3")]
    assert list(clarinet.faults(right, 2)) == []


def test_a_note_out_of_reach_is_a_fault_of_its_own() -> None:
    """The note is named once, not again with its neighbours."""
    low = melody("4/4 G3:1/4 F3:1/4 G3:1/4 C6:1/4")
    found = [(str(e.pitch), text) for e, text in played("violin").faults(low, 1)]

    assert found == [
        ("F3", "a note out of reach"),
        ("C6", "an extension: not before level 4"),
    ]


BREATHLESS = "4/4 " + " | ".join(["C4:1/4 D4:1/4 E4:1/4 F4:1/4"] * 5)


@pytest.mark.parametrize(
    ("name", "line", "count"),
    [
        ("soprano", BREATHLESS, 1),
        ("soprano", BREATHLESS.replace("E4:1/4 F4:1/4", "E4:1/2"), 0),
        ("soprano", BREATHLESS.replace("F4:1/4", "-:1/4"), 0),
        ("flute", BREATHLESS, 0),
        ("violin", BREATHLESS, 0),
        ("oboe", f"{BREATHLESS} | {BREATHLESS[4:]}", 1),
        ("oboe", f"{BREATHLESS} | {BREATHLESS[4:]}".replace("E4:1/4 F4:1/4", "E4:1/2"), 1),
        ("flute", f"{BREATHLESS} | {BREATHLESS[4:]}".replace("E4:1/4 F4:1/4", "E4:1/2"), 0),
    ],
)
def test_a_line_leaves_room_to_breathe(name: str, line: str, count: int) -> None:
    """A voice after four bars, a wind after eight; a double reed needs a rest."""
    (player,) = (each for each in instruments() if each.name == name)
    breath = breath_of(player)

    assert len(list(breath.faults(melody(line)) if breath else ())) == count


SOME = ("violin", "cello", "double-bass", "guitar", "trumpet", "trombone", "clarinet")


@given(st.sampled_from(SOME), st.lists(st.integers(40, 84), min_size=1, max_size=12))
def test_the_easiest_fingering_is_no_dearer_than_any_other(
    name: str, notes: list[int]
) -> None:
    """Held against every choice of ways for the first three notes."""
    technique = played(name)
    line = [p for p in map(natural_or_sharp, notes) if technique.ways(p)][:3]
    best = technique.cost(line) * len(line)

    others = []
    for ways in product(*map(technique.ways, line)):
        names = [name for way in ways for name in technique.of_note(way)]
        names += [name for pair in pairwise(ways) for name in technique.of_move(*pair)]
        listed = [technique.demands[name] for name in names if name in technique.demands]
        others.append(sum(demand.cost for demand in listed))

    assert best == pytest.approx(min(others))


def natural_or_sharp(midi: int) -> Pitch:
    name = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")[midi % 12]
    return Pitch.parse(f"{name}{midi // 12 - 1}")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "is_too_early"),
    [
        (
            Request(
                level=2,
                instrument="clarinet",
                seed=3,
                count=4,
                range=(Pitch.parse("E4"), Pitch.parse("G5")),
            ),
            lambda a, b: (
                (a.midi <= 70) != (b.midi <= 70) and abs(a.interval_to(b).steps) > 1
            ),
        ),
        (
            Request(
                level=2,
                instrument="cello",
                seed=3,
                count=4,
                key=Key.parse("D"),
                range=(Pitch.parse("A2"), Pitch.parse("F#3")),
            ),
            lambda a, b: 49 in (a.midi, b.midi),
        ),
        (
            Request(
                level=4,
                instrument="horn",
                seed=3,
                count=4,
                max_leap=Interval.parse("P8"),
            ),
            lambda a, b: abs(a.midi - b.midi) > 7,
        ),
    ],
    ids=["over the break by leap", "a cello's C sharp by extension", "a horn's sixth"],
)
def test_what_is_made_asks_nothing_too_early(
    asked: Request, is_too_early: Callable[[Pitch, Pitch], bool]
) -> None:
    """Told by arithmetic, though the range or the largest leap asked for allows it."""
    found = [
        (str(a), str(b))
        for item in make(asked)
        for a, b in pairwise(item.melody.pitches)
        if is_too_early(a, b)
    ]

    assert found == []


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Demand("a shift", 1.5),
        lambda: Demand("a shift", 0.5, 10),
        lambda: Hand({5: {"plain": 0}}, {"first position": 2}),
        lambda: Hand({1: {"slack": 0}}, {"first position": 2}),
        lambda: Brass({}, Pitch.parse("C3"), (2, 3), valves=5),
        lambda: Brass({}, Pitch.parse("C3"), (3, 2)),
        lambda: Registers({}, {"a": Pitch.parse("D5"), "b": Pitch.parse("C5")}, {}),
    ],
)
def test_a_technique_is_valid_from_birth(wrong: Callable[[], object]) -> None:
    """A cost over 1, a level 10, a thumb, falling partials or borders are refused."""
    with pytest.raises(InvalidValue):
        wrong()


def test_every_demand_that_the_table_lists_is_asked_by_something() -> None:
    """A misspelt demand would be free without a word."""
    compass = [natural_or_sharp(midi) for midi in range(22, 100)]
    asked: set[str] = set()
    listed: set[str] = set()
    for technique in set(_techniques().values()):
        listed |= technique.demands.keys()
        ways = [way for pitch in compass for way in technique.ways(pitch)]
        asked.update(name for way in ways for name in technique.of_note(way))
        for a, b in product(ways, ways):
            asked.update(technique.of_move(a, b))

    assert listed <= asked


def test_techniques_belong_to_instruments_of_the_table() -> None:
    """A misspelt instrument would have no technique without a word."""
    assert _techniques().keys() <= {player.name for player in instruments()}


MISSING = {("bass-trombone", "B1")}


@pytest.mark.parametrize("player", instruments(), ids=lambda player: player.name)
def test_an_instrument_reaches_every_semitone_of_its_range(player: Instrument) -> None:
    """At the highest level, so that table and technique agree."""
    technique = technique_of(player.name)
    if technique is None or not player.ranges:
        return
    low, high = player.ranges[-1]
    missing = {
        (player.name, str(pitch))
        for pitch in map(natural_or_sharp, range(low.midi, high.midi + 1))
        if not technique.may_sound(pitch, levels()[-1].number)
    }

    assert missing <= MISSING


@pytest.mark.parametrize("player", instruments(), ids=lambda player: player.name)
def test_most_notes_of_a_level_can_be_played_at_it(player: Instrument) -> None:
    """Four in five of the range's notes in the level's keys; what is missing waits."""
    technique = technique_of(player.name)
    if technique is None or not player.ranges:
        return
    for number, ((low, high), keys) in enumerate(
        zip(player.ranges, player.keys, strict=True), start=1
    ):
        notes = {
            Pitch(step, key.signature_alter(step), octave)
            for key, step, octave in product(keys, range(7), range(-1, 9))
        }
        inside = [p for p in notes if low.midi <= p.midi <= high.midi]
        playable = [p for p in inside if technique.may_sound(p, number)]

        assert len(playable) >= 0.8 * len(inside), number
