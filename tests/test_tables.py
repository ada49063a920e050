"""The tables say what a teacher would say of levels and instruments."""

import json
import subprocess
import sys
import tomllib
import unicodedata
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import etudes.tables
from etudes.errors import DamagedData, InvalidValue, UnknownName
from etudes.tables import Instrument, Level, instrument, instruments, level, levels
from etudes.tables.data import read_table, reading
from etudes.theory import Key, Pitch, TimeSignature

# Semitones and staff steps from written to sounding pitch; the lowest and highest
# sounding MIDI number of a good amateur; the highest of a professional.
FACTS = {
    "violin": (0, 0, 55, 88, 103),
    "viola": (0, 0, 48, 79, 93),
    "cello": (0, 0, 36, 67, 90),
    "double-bass": (-12, -7, 28, 62, 67),
    "flute": (0, 0, 60, 93, 98),
    "piccolo": (12, 7, 74, 105, 108),
    "oboe": (0, 0, 58, 87, 96),
    "clarinet": (-2, -1, 50, 89, 94),
    "bass-clarinet": (-14, -8, 37, 75, 82),
    "bassoon": (0, 0, 34, 69, 76),
    "soprano-saxophone": (-2, -1, 56, 87, 91),
    "alto-saxophone": (-9, -5, 49, 80, 92),
    "tenor-saxophone": (-14, -8, 44, 75, 87),
    "baritone-saxophone": (-21, -12, 36, 68, 80),
    "descant-recorder": (0, 0, 72, 93, 103),
    "treble-recorder": (0, 0, 65, 88, 96),
    "tenor-recorder": (0, 0, 60, 81, 91),
    "trumpet": (-2, -1, 52, 80, 85),
    "cornet": (-2, -1, 52, 79, 82),
    "flugelhorn": (-2, -1, 52, 79, 82),
    "horn": (-7, -4, 41, 69, 77),
    "tenor-horn": (-9, -5, 45, 72, 75),
    "trombone": (0, 0, 40, 70, 74),
    "euphonium": (0, 0, 40, 70, 74),
    "euphonium-treble": (-14, -8, 40, 70, 74),
    "tuba": (0, 0, 28, 58, 72),
    "soprano": (0, 0, 60, 79, 84),
    "mezzo-soprano": (0, 0, 57, 77, 81),
    "alto": (0, 0, 55, 74, 77),
    "tenor": (0, 0, 48, 69, 72),
    "baritone": (0, 0, 43, 64, 65),
    "bass": (0, 0, 41, 60, 62),
    "guitar": (0, 0, 40, 83, 83),
    "ukulele": (0, 0, 60, 81, 81),
    "mandolin": (0, 0, 55, 85, 100),
    "xylophone": (12, 7, 65, 96, 108),
    "marimba": (0, 0, 45, 96, 96),
}

every_level = pytest.mark.parametrize(
    "lesson", levels(), ids=lambda lesson: str(lesson.number)
)
every_instrument = pytest.mark.parametrize("player", instruments(), ids=lambda i: i.name)


def sounding(player: Instrument, number: int) -> tuple[int, int]:
    low, high = player.ranges[number - 1]
    return (
        low.midi + player.transposition.semitones,
        high.midi + player.transposition.semitones,
    )


# Levels


def test_levels_are_numbered() -> None:
    """There are eight levels, and each is found by its number."""
    assert [level(number) for number in range(1, 9)] == list(levels())


@pytest.mark.parametrize("number", [0, 9, -1])
def test_no_ninth_level(number: int) -> None:
    """A number outside 1 to 8 is no level."""
    with pytest.raises(InvalidValue, match=f"1 to 8 was expected, not {number}"):
        level(number)


def test_levels_are_cumulative() -> None:
    """Whatever a level allows, the next one allows too."""
    strictness = ("none", "leading note", "minor", "by step", "free")
    offbeats = ("none", "simple", "free")
    for easier, harder in zip(levels(), levels()[1:], strict=False):
        assert set(easier.metres) <= set(harder.metres)
        assert set(easier.values) <= set(harder.values)
        assert set(easier.rests) <= set(harder.rests)
        assert easier.ties <= harder.ties
        assert easier.pickup <= harder.pickup
        assert easier.span <= harder.span
        assert easier.max_leap <= harder.max_leap
        assert max(easier.measures) <= max(harder.measures)
        assert easier.tempo[1] <= harder.tempo[1]
        assert strictness.index(easier.alterations) <= strictness.index(harder.alterations)
        assert offbeats.index(easier.syncopation) <= offbeats.index(harder.syncopation)


def test_spans_and_leaps() -> None:
    """Spans grow from a fifth to three octaves, leaps from a third to the octave."""
    assert [lesson.span for lesson in levels()] == [7, 9, 12, 14, 16, 19, 24, 36]
    assert [lesson.max_leap for lesson in levels()] == [4, 5, 7, 9, 12, 12, 12, 12]


def test_no_tritone_or_seventh_up_to_level_five() -> None:
    """Up to level 5 a tritone (6) or a seventh (10, 11) is out of reach or forbidden."""
    for lesson in levels()[:5]:
        reachable = set(range(lesson.max_leap + 1)) - set(lesson.forbidden_leaps)

        assert reachable.isdisjoint({6, 10, 11})


@pytest.mark.parametrize(
    ("metre", "number"),
    [("2/4", 1), ("4/4", 1), ("3/8", 3), ("6/8", 4), ("9/8", 6), ("7/8", 7), ("12/8", 8)],
)
def test_first_level_of_a_metre(metre: str, number: int) -> None:
    """Simple metres come first, 6/8 at level 4, odd metres at 6 and 7, 12/8 last."""
    having = [lesson.number for lesson in levels() if metre in map(str, lesson.metres)]

    assert having[0] == number


@pytest.mark.parametrize(
    ("value", "number"),
    [("1/8", 1), ("3/4", 1), ("1", 2), ("3/8", 2), ("1/16", 3), ("3/16", 4), ("1/12", 6)],
)
def test_first_level_of_a_value(value: str, number: int) -> None:
    """Quavers stand at 1, dotted crotchets at 2, semiquavers at 3, triplets at 6."""
    having = [lesson.number for lesson in levels() if Fraction(value) in lesson.values]

    assert having[0] == number


@pytest.mark.parametrize("lesson", levels()[1:], ids=lambda lesson: str(lesson.number))
def test_one_note_can_fill_a_bar(lesson: Level) -> None:
    """From level 2 on every metre has a note, tied if need be, as long as its bar."""
    bars = {metre.measure_duration for metre in lesson.metres}

    assert bars <= set(lesson.values)


@every_level
def test_exercises_fill_one_page(lesson: Level) -> None:
    """A page of about twelve systems holds 32 to 50 bars."""
    assert 32 <= lesson.count * max(lesson.measures) <= 50


@every_level
def test_tempo_words_differ(lesson: Level) -> None:
    """No level says the same word for two tempi."""
    assert len(set(lesson.tempo_words)) == len(lesson.tempo_words)


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("number", 9, "'number' is expected to be 1 to 8, not 9"),
        ("metres", (), r"time signatures, at level 1 one or more, not \[\]"),
        ("values", (Fraction(0),), "'values' is expected to be lengths from 1/32 to 2"),
        ("syncopation", "some", 'one of none, simple, free, not "some"'),
        ("alterations", "all", 'one of none, leading note, .*, not "all"'),
        ("max_leap", 40, "1 to 7 semitones, the span, not 40; write a number"),
        ("forbidden_leaps", (6,), r"under the largest leap, 4, not \[6\]"),
        ("tempo", (90, 60), r"slowest and the fastest .* 20 to 300, not \[90, 60\]"),
    ],
)
def test_a_level_is_valid_at_birth(field: str, value: object, expected: str) -> None:
    """A level that cannot be is refused, and the message names the field."""
    with pytest.raises(InvalidValue, match=expected):
        replace(level(1), **{field: value})


# Instruments


def test_every_instrument_has_its_facts() -> None:
    """The table holds exactly the instruments whose facts stand above."""
    assert {player.name for player in instruments()} == set(FACTS)


@every_instrument
def test_transposition(player: Instrument) -> None:
    """Each instrument sounds as far from the page as its name says."""
    semitones, steps, *_ = FACTS[player.name]

    assert (player.transposition.semitones, player.transposition.steps) == (
        semitones,
        steps,
    )


@every_instrument
def test_ranges_stay_inside_an_amateurs(player: Instrument) -> None:
    """What sounds at level 8 a good amateur plays, and a lower level has no more."""
    *_, lowest, highest, _ = FACTS[player.name]
    heard = [sounding(player, number) for number in range(1, 9)]

    assert all(lowest <= low and high <= highest for low, high in heard)
    assert heard == sorted(heard, key=lambda r: (-r[0], r[1]))


@every_instrument
def test_no_professional_top_notes(player: Instrument) -> None:
    """The top note of a professional stands in no étude."""
    assert sounding(player, 8)[1] < FACTS[player.name][4]


@every_instrument
def test_every_key_fits_its_level(player: Instrument) -> None:
    """In each key a line can be built on the tonic inside the level's span and range.

    It takes the tonic with the third above it, and the fifth above or fourth below.
    """
    for lesson, keys in zip(levels(), player.keys, strict=True):
        low, high = (pitch.midi for pitch in player.ranges[lesson.number - 1])
        for key in keys:
            third = 3 if key.mode == "minor" else 4
            frames = [(0, 7), (-5, third)]

            assert any(
                top - bottom <= lesson.span
                for tonic in range(low, high + 1)
                if tonic % 12 == key.tonic_semitones % 12
                for bottom, top in frames
                if low <= tonic + bottom and tonic + top <= high
            ), f"{key} does not fit {player.name} at level {lesson.number}"


@every_instrument
def test_keys_have_few_accidentals(player: Instrument) -> None:
    """Level 1 has at most three sharps or flats in its keys, level 8 at most five."""
    most = [max(abs(key.fifths) for key in keys) for keys in player.keys]

    assert most[0] <= 3
    assert most[7] <= 5


@every_instrument
def test_levels_bring_new_keys_once(player: Instrument) -> None:
    """No key is added twice."""
    assert len(set(player.keys[7])) == len(player.keys[7])


@pytest.mark.parametrize(
    ("name", "strings"),
    [
        ("violin", "G3 D4 A4 E5"),
        ("viola", "C3 G3 D4 A4"),
        ("cello", "C2 G2 D3 A3"),
        ("double-bass", "E2 A2 D3 G3"),
        ("mandolin", "G3 D4 A4 E5"),
    ],
)
def test_open_strings_by_level_two(name: str, strings: str) -> None:
    """At level 2 a player uses every open string (written pitch)."""
    low, high = instrument(name).ranges[1]

    assert all(low.midi <= Pitch.parse(s).midi <= high.midi for s in strings.split())


@pytest.mark.parametrize(
    ("name", "number", "lowest", "highest"),
    [
        ("violin", 1, "D4", "E5"),  # D and A strings
        ("violin", 3, "G3", "B5"),  # first position
        ("cello", 3, "C2", "D4"),  # first position
        ("guitar", 3, "E2", "G4"),  # open position
        ("clarinet", 1, "E3", "Bb4"),  # never across the break
        ("clarinet", 2, "E3", "Bb4"),
        ("bass-clarinet", 1, "E3", "Bb4"),
        ("trumpet", 1, "C4", "C5"),
        ("cornet", 1, "C4", "C5"),
        ("alto-saxophone", 1, "E4", "A5"),
        ("flute", 1, "F4", "C6"),
        ("trombone", 1, "Bb2", "Bb3"),
        ("tuba", 1, "Bb1", "C3"),
        ("descant-recorder", 1, "G5", "D6"),
        ("soprano", 1, "D4", "D5"),
        ("bass", 1, "A2", "A3"),
    ],
)
def test_first_notes(name: str, number: int, lowest: str, highest: str) -> None:
    """A young player meets no note outside the first ones a teacher gives."""
    low, high = instrument(name).ranges[number - 1]

    assert Pitch.parse(lowest).midi <= low.midi
    assert high.midi <= Pitch.parse(highest).midi


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("violin", "D A"),
        ("viola", "G D"),
        ("cello", "D G"),
        ("flute", "G F"),
        ("clarinet", "F G"),
        ("alto-saxophone", "G F"),
        ("trumpet", "C"),
        ("horn", "C F"),
        ("trombone", "Bb"),
        ("guitar", "C G"),
    ],
)
def test_first_keys(name: str, keys: str) -> None:
    """Each instrument begins in the keys of its first scales."""
    assert instrument(name).keys[0] == tuple(map(Key.parse, keys.split()))


@pytest.mark.parametrize("name", ["trumpet", "trombone", "euphonium", "tuba", "horn"])
def test_a_beginners_brass_band_plays_together_in_b_flat(name: str) -> None:
    """Level-1 brass can all play in concert B♭ (the horn reads F)."""
    player = instrument(name)
    concert = {
        (key.tonic_semitones + player.transposition.semitones) % 12
        for key in player.keys[0]
    }

    assert Key.parse("Bb").tonic_semitones in concert


def test_euphonium_in_both_clefs() -> None:
    """A euphonium sounds the same whichever clef its player reads."""
    bass, treble = instrument("euphonium"), instrument("euphonium-treble")

    assert [sounding(bass, n) for n in range(1, 9)] == [
        sounding(treble, n) for n in range(1, 9)
    ]


@pytest.mark.parametrize(
    "name", ["soprano", "mezzo-soprano", "alto", "tenor", "baritone", "bass"]
)
def test_a_voice_is_comfortable_within_a_tenth(name: str) -> None:
    """A singer's tessitura spans a major tenth at most."""
    low, high = instrument(name).comfortable

    assert high.midi - low.midi <= 16


@every_instrument
def test_tessitura_is_met_at_every_level(player: Instrument) -> None:
    """At each level at least a fifth of the range lies in the tessitura."""
    low, high = (pitch.midi for pitch in player.comfortable)

    for bottom, top in player.ranges:
        assert min(high, top.midi) - max(low, bottom.midi) >= 7


def test_who_breathes() -> None:
    """Players with wind in their sound need rests; strings and drums do not."""
    breathless = {player.family for player in instruments() if not player.breathes}

    assert breathless == {"strings", "plucked", "percussion"}


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("name", "Vio lin", "name is lower case with hyphens"),
        ("clef", "violin", "clef is one of .*, not violin"),
        ("family", "bowed", "family is one of .*, not bowed"),
        ("midi_program", 128, "midi_program is 0 to 127, not 128"),
        ("ranges", (), "ranges is one for each of 8 levels"),
        ("keys", ((),) * 8, "keys is one list for each of 8 levels"),
        ("comfortable", (Pitch(0, 0, 1), Pitch(0, 0, 5)), "inside the range of level 8"),
    ],
)
def test_an_instrument_is_valid_at_birth(field: str, value: object, expected: str) -> None:
    """An instrument that cannot be is refused, and the message names the field."""
    with pytest.raises(InvalidValue, match=expected):
        replace(instrument("violin"), **{field: value})


def test_a_range_never_shrinks() -> None:
    """A range that loses a note at a higher level is refused."""
    violin = instrument("violin")

    with pytest.raises(InvalidValue, match="never shrinks"):
        replace(violin, ranges=violin.ranges[::-1])


# Names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("VIOLIN", "violin"),
        ("Geige", "violin"),
        ("violín", "violin"),
        ("Bratsche", "viola"),
        ("Kontrabass", "double-bass"),
        ("double_bass", "double-bass"),
        ("doublebass", "double-bass"),
        ("Querfloete", "flute"),
        ("hautbois", "oboe"),
        ("oboe", "oboe"),
        ("Fagott", "bassoon"),
        ("B flat clarinet", "clarinet"),
        ("Bb clarinet", "clarinet"),
        ("clarinet in B♭", "clarinet"),
        ("alto sax", "alto-saxophone"),
        ("Alt-Saxophon", "alto-saxophone"),
        ("saxofón tenor", "tenor-saxophone"),
        ("soprano recorder", "descant-recorder"),
        ("Altblockflöte", "treble-recorder"),
        ("flûte à bec", "descant-recorder"),
        ("tromba", "trumpet"),
        ("French Horn", "horn"),
        ("cor d’harmonie", "horn"),
        ("Posaune", "trombone"),
        ("bombardino", "euphonium"),
        ("Alto", "alto"),
        ("contralto", "alto"),
        ("Mezzo Soprano", "mezzo-soprano"),
        ("guitarra", "guitar"),
        ("Xylophon", "xylophone"),
    ],
)
def test_forgiving_names(text: str, name: str) -> None:
    """A name is understood in any spelling and in a teacher's own language."""
    assert instrument(text).name == name


@given(player=st.sampled_from(instruments()), data=st.data())
def test_case_and_gaps_do_not_matter(player: Instrument, data: st.DataObject) -> None:
    """Any case of each letter and any gap for each hyphen name the same instrument."""
    gap = data.draw(st.sampled_from(["-", " ", "_", ""]))
    letters = [data.draw(st.sampled_from([c, c.upper()])) for c in player.name]

    assert instrument("".join(letters).replace("-", gap)) is player


def test_names_are_unique() -> None:
    """No name, label or alias means two instruments."""
    table = tomllib.loads(
        (Path(etudes.tables.__file__).parent / "instruments.toml").read_text(
            encoding="utf-8"
        )
    )
    del table["version"]
    owners: dict[str, set[str]] = {}
    for name, row in table.items():
        for text in (name, row["label"], *row["aliases"]):
            letters = unicodedata.normalize("NFKD", text.casefold().replace("♭", "b"))
            owners.setdefault("".join(filter(str.isalpha, letters)), set()).add(name)

    assert {text: names for text, names in owners.items() if len(names) > 1} == {}


@pytest.mark.parametrize(
    ("text", "nearest"),
    [("vilin", "violin, viola"), ("trompet", "trumpet"), ("bass drum", "bass")],
)
def test_unknown_names_offer_the_nearest(text: str, nearest: str) -> None:
    """An unknown name is answered with three that come near."""
    with pytest.raises(
        UnknownName, match=f"'{text}'; the nearest are .*{nearest}"
    ) as caught:
        instrument(text)

    assert str(caught.value).split(" are ")[1].split(" (")[0].count(",") == 2


# Data


@every_level
def test_levels_as_data(lesson: Level) -> None:
    """A level survives JSON, and its metres and lengths read back."""
    data = json.loads(json.dumps(lesson.as_data()))

    assert tuple(map(TimeSignature.parse, data["metres"])) == lesson.metres
    assert tuple(map(Fraction, data["values"])) == lesson.values


@every_instrument
def test_instruments_as_data(player: Instrument) -> None:
    """An instrument survives JSON, and its pitches and keys read back."""
    data = json.loads(json.dumps(player.as_data()))

    assert (
        tuple((Pitch.parse(a), Pitch.parse(b)) for a, b in data["ranges"]) == player.ranges
    )
    assert tuple(tuple(map(Key.parse, keys)) for keys in data["keys"]) == player.keys
    assert data["transposition"] == {
        "semitones": player.transposition.semitones,
        "steps": player.transposition.steps,
    }


def test_a_row_says_where_it_is_wrong() -> None:
    """A wrong row names its file, itself and what is missing."""
    with (
        pytest.raises(DamagedData, match=r"levels\.toml, level 3: the field 'values' was"),
        reading("levels.toml", "level 3"),
    ):
        {}["values"]


def test_a_table_of_another_version(tmp_path: Path) -> None:
    """A table of another version is refused rather than half understood."""
    file = tmp_path / "levels.toml"
    file.write_text("version = 2\n", encoding="utf-8")

    with pytest.raises(DamagedData, match="line 1: 'version' is expected to be 1, not 2"):
        read_table(str(file))


def test_tables_load_lightly() -> None:
    """Importing the tables pulls in neither NumPy nor the search for near names."""
    code = "import sys, etudes.tables; print({'numpy', 'difflib'} & sys.modules.keys())"
    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout

    assert printed.strip() == "set()"
