"""The table of instruments says what a teacher would say; names are forgiven."""

import json
import re
import unicodedata
from dataclasses import replace
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etudes.engraving import lilypond_command
from etudes.errors import InvalidValue, UnknownName
from etudes.item.make import load_runtime, make
from etudes.item.request import Request
from etudes.tables import Instrument, instrument, instruments, levels, rubric
from etudes.tables.instruments import FAMILIES
from etudes.theory import Key, Pitch

# From published tables of amateur and professional ranges, in sounding MIDI numbers:
# clef, semitones and staff steps from written to sounding pitch, General MIDI program
# counted from 0, the amateur's lowest and highest note, the professional's.
FACTS: dict[str, tuple[str, int, int, int, tuple[int, int], tuple[int, int]]] = {
    "violin": ("treble", 0, 0, 40, (55, 88), (55, 103)),
    "viola": ("alto", 0, 0, 41, (48, 79), (48, 93)),
    "cello": ("bass", 0, 0, 42, (36, 67), (36, 90)),
    "double-bass": ("bass", -12, -7, 43, (28, 62), (24, 67)),
    "guitar": ("treble_8", 0, 0, 24, (40, 83), (40, 83)),
    "bass-guitar": ("bass", -12, -7, 34, (28, 65), (28, 67)),
    "ukulele": ("treble", 0, 0, 24, (60, 81), (60, 81)),
    "mandolin": ("treble", 0, 0, 25, (55, 85), (55, 100)),
    "harp": ("treble", 0, 0, 46, (23, 104), (23, 104)),
    "piano": ("treble", 0, 0, 0, (21, 108), (21, 108)),
    "accordion": ("treble", 0, 0, 21, (36, 93), (28, 97)),
    "piccolo": ("treble", 12, 7, 72, (74, 105), (74, 108)),
    "flute": ("treble", 0, 0, 73, (60, 93), (59, 98)),
    "alto-flute": ("treble", -5, -3, 73, (55, 88), (55, 91)),
    "oboe": ("treble", 0, 0, 68, (58, 87), (58, 96)),
    "cor-anglais": ("treble", -7, -4, 69, (52, 81), (52, 83)),
    "clarinet": ("treble", -2, -1, 71, (50, 89), (50, 94)),
    "e-flat-clarinet": ("treble", 3, 2, 71, (55, 94), (55, 99)),
    "a-clarinet": ("treble", -3, -2, 71, (49, 88), (49, 93)),
    "bass-clarinet": ("treble", -14, -8, 71, (37, 75), (34, 82)),
    "bassoon": ("bass", 0, 0, 70, (34, 69), (34, 76)),
    "contrabassoon": ("bass", -12, -7, 70, (22, 57), (22, 60)),
    "soprano-saxophone": ("treble", -2, -1, 64, (56, 87), (56, 91)),
    "alto-saxophone": ("treble", -9, -5, 65, (49, 80), (49, 92)),
    "tenor-saxophone": ("treble", -14, -8, 66, (44, 75), (44, 87)),
    "baritone-saxophone": ("treble", -21, -12, 67, (36, 68), (36, 80)),
    "descant-recorder": ("treble^8", 0, 0, 74, (72, 93), (72, 103)),
    "treble-recorder": ("treble", 0, 0, 74, (65, 88), (64, 96)),
    "tenor-recorder": ("treble", 0, 0, 74, (60, 81), (60, 91)),
    "bass-recorder": ("bass^8", 0, 0, 74, (53, 74), (53, 77)),
    "trumpet": ("treble", -2, -1, 56, (52, 80), (52, 85)),
    "c-trumpet": ("treble", 0, 0, 56, (54, 82), (54, 85)),
    "cornet": ("treble", -2, -1, 56, (52, 79), (52, 82)),
    "flugelhorn": ("treble", -2, -1, 56, (52, 79), (52, 82)),
    "horn": ("treble", -7, -4, 60, (41, 69), (31, 77)),
    "tenor-horn": ("treble", -9, -5, 60, (45, 72), (45, 75)),
    "trombone": ("bass", 0, 0, 57, (40, 70), (40, 74)),
    "trombone-treble": ("treble", -14, -8, 57, (40, 71), (36, 74)),
    "bass-trombone": ("bass", 0, 0, 57, (32, 65), (21, 77)),
    "euphonium": ("bass", 0, 0, 58, (40, 70), (40, 74)),
    "euphonium-treble": ("treble", -14, -8, 58, (40, 70), (40, 74)),
    "baritone-horn-treble": ("treble", -14, -8, 60, (40, 67), (40, 70)),
    "tuba": ("bass", 0, 0, 58, (28, 58), (22, 72)),
    "soprano": ("treble", 0, 0, 52, (60, 79), (60, 84)),
    "mezzo-soprano": ("treble", 0, 0, 52, (57, 77), (57, 81)),
    "alto": ("treble", 0, 0, 52, (55, 74), (52, 77)),
    "tenor": ("treble_8", 0, 0, 52, (48, 69), (48, 72)),
    "baritone": ("bass", 0, 0, 52, (43, 64), (41, 65)),
    "bass": ("bass", 0, 0, 52, (41, 60), (38, 62)),
    "xylophone": ("treble", 12, 7, 13, (65, 96), (60, 108)),
    "glockenspiel": ("treble", 24, 14, 9, (79, 108), (76, 108)),
    "marimba": ("treble", 0, 0, 12, (45, 96), (36, 96)),
    "vibraphone": ("treble", 0, 0, 11, (53, 89), (48, 96)),
    "timpani": ("bass", 0, 0, 47, (38, 60), (36, 62)),
    "tin-whistle": ("treble^8", 0, 0, 78, (74, 98), (74, 104)),
    "irish-flute": ("treble", 0, 0, 73, (62, 86), (62, 98)),
    "traverso": ("treble", 0, 0, 73, (62, 88), (62, 93)),
    "bass-flute": ("treble", -12, -7, 73, (48, 77), (48, 81)),
    "sopranino-recorder": ("treble^8", 0, 0, 74, (77, 100), (77, 103)),
    "great-bass-recorder": ("bass^8", 0, 0, 74, (48, 69), (48, 72)),
    "oboe-damore": ("treble", -3, -2, 68, (56, 84), (56, 87)),
    "c-clarinet": ("treble", 0, 0, 71, (52, 89), (52, 94)),
    "basset-horn": ("treble", -7, -4, 71, (41, 84), (41, 86)),
    "alto-clarinet": ("treble", -9, -5, 71, (43, 80), (43, 84)),
    "contra-alto-clarinet": ("treble", -21, -12, 71, (30, 70), (30, 75)),
    "contrabass-clarinet": ("treble", -26, -15, 71, (25, 65), (22, 70)),
    "bass-clarinet-bass": ("bass", -2, -1, 71, (37, 75), (34, 82)),
    "sopranino-saxophone": ("treble", 3, 2, 64, (61, 87), (61, 90)),
    "soprano-cornet": ("treble", 3, 2, 56, (57, 84), (57, 87)),
    "d-trumpet": ("treble", 2, 1, 56, (56, 83), (56, 86)),
    "e-flat-trumpet": ("treble", 3, 2, 56, (57, 84), (57, 87)),
    "piccolo-trumpet": ("treble", 10, 6, 56, (59, 86), (59, 89)),
    "mellophone": ("treble", -7, -4, 60, (47, 74), (47, 77)),
    "alto-trombone": ("alto", 0, 0, 57, (45, 74), (45, 77)),
    "baritone-horn": ("bass", 0, 0, 60, (40, 67), (40, 70)),
    "e-flat-tuba": ("bass", 0, 0, 58, (26, 64), (24, 72)),
    "e-flat-tuba-treble": ("treble", -21, -12, 58, (26, 64), (24, 72)),
    "b-flat-tuba-treble": ("treble", -26, -15, 58, (28, 58), (22, 72)),
    "sousaphone": ("bass", 0, 0, 58, (28, 58), (22, 72)),
    "steel-string-guitar": ("treble_8", 0, 0, 25, (40, 83), (40, 84)),
    "electric-guitar": ("treble_8", 0, 0, 27, (40, 86), (40, 88)),
    "five-string-bass": ("bass", -12, -7, 33, (23, 65), (23, 67)),
    "banjo": ("treble_8", 0, 0, 105, (48, 87), (48, 87)),
    "low-g-ukulele": ("treble", 0, 0, 24, (55, 81), (55, 81)),
    "baritone-ukulele": ("treble_8", 0, 0, 24, (50, 76), (50, 76)),
    "treble-viol": ("treble", 0, 0, 40, (50, 86), (50, 91)),
    "bass-viol": ("bass", 0, 0, 42, (33, 74), (33, 79)),
    "erhu": ("treble", 0, 0, 110, (62, 93), (62, 105)),
    "harpsichord": ("treble", 0, 0, 6, (29, 89), (29, 89)),
    "celesta": ("treble", 12, 7, 8, (48, 113), (48, 113)),
    "harmonium": ("treble", 0, 0, 20, (29, 89), (29, 89)),
    "melodica": ("treble", 0, 0, 22, (53, 84), (53, 84)),
    "harmonica": ("treble", 0, 0, 22, (60, 98), (60, 98)),
    "concertina": ("treble", 0, 0, 21, (36, 93), (36, 93)),
    "tubular-bells": ("treble", 0, 0, 14, (60, 79), (53, 79)),
    "handbells": ("treble", 12, 7, 112, (36, 97), (36, 97)),
    "steel-drums": ("treble", 0, 0, 114, (36, 88), (36, 88)),
    "treble-voice": ("treble", 0, 0, 52, (60, 81), (60, 84)),
    "countertenor": ("treble", 0, 0, 52, (55, 76), (55, 79)),
}
RHYTHMS = {"snare-drum": 48, "rhythm": 48, "drum-kit": 0}
"""Instruments without pitch, with their drum kit."""
NO_PUBLISHED_RANGE = {"organ"}

PITCHED = [player for player in instruments() if not player.unpitched]
every_instrument = pytest.mark.parametrize("player", PITCHED, ids=lambda i: i.name)


def sounding(player: Instrument, number: int) -> tuple[int, int]:
    low, high = player.ranges[number - 1]
    return (
        low.midi + player.transposition.semitones,
        high.midi + player.transposition.semitones,
    )


# Instruments


def test_every_instrument_has_its_facts() -> None:
    """The table holds exactly the instruments whose facts stand above."""
    assert {player.name for player in instruments()} == {
        *FACTS,
        *RHYTHMS,
        *NO_PUBLISHED_RANGE,
    }


@pytest.mark.parametrize("name", FACTS)
def test_an_instrument_is_written_and_sounds_as_published(name: str) -> None:
    """Clef, transposition, General MIDI program (from 0) and both published ranges."""
    player = instrument(name)
    away = player.transposition

    assert (
        player.clef,
        away.semitones,
        away.steps,
        player.midi_program,
        *(
            tuple(pitch.midi + away.semitones for pitch in usual or ())
            for usual in (player.intermediate, player.advanced)
        ),
    ) == FACTS[name]


@pytest.mark.parametrize(("name", "kit"), RHYTHMS.items())
def test_rhythms_have_a_kit_and_one_line(name: str, kit: int) -> None:
    """An instrument without pitch has its General MIDI kit and stands on B4."""
    player = instrument(name)

    assert (player.unpitched, player.clef, player.midi_program) == (True, "percussion", kit)
    assert {str(pitch) for pair in player.ranges for pitch in pair} == {"B4"}


def test_lilypond_calls_each_sound_so() -> None:
    """Each instrument's sound has in LilyPond the name that the table gives."""
    share = lilypond_command().resolve().parents[1] / "share" / "lilypond"
    text = next(share.glob("*/scm/**/midi.scm")).read_text("utf-8")
    sounds = re.findall(r'\("([^"]+)"\s+\.\s+,\(([-+]) (\d+) \d+\)\)', text)
    numbers = {name: int(n) - 1 for name, sign, n in sounds if sign == "-"}
    kits = dict(re.findall(r'\("([^"]+)"\s+\.\s+,\(\+ 32768 (\d+)\)\)', text))

    for player in instruments():
        known = kits if player.unpitched else numbers
        assert int(known[player.midi_instrument]) == player.midi_program


@every_instrument
def test_ranges_never_shrink(player: Instrument) -> None:
    """A lower level never has a note that a higher one has not."""
    heard = [sounding(player, number) for number in range(1, 9)]

    assert heard == sorted(heard, key=lambda r: (-r[0], r[1]))


@pytest.mark.parametrize("name", FACTS)
def test_ranges_stay_inside_an_amateurs(name: str) -> None:
    """What sounds at level 8 a good amateur plays, below a professional's top note."""
    *_, (lowest, highest), (_, top) = FACTS[name]
    low, high = sounding(instrument(name), 8)

    assert lowest <= low and high <= highest and high < top


@pytest.mark.parametrize(
    "player", [p for p in PITCHED if not p.drums], ids=lambda i: i.name
)
def test_every_key_fits_its_level(player: Instrument) -> None:
    """In each key a line can be built on the tonic inside the level's span and range.

    It takes the tonic with the third above it, and the fifth above or fourth below.
    """
    for lesson, keys in zip(levels(), rubric().keys_for(player), strict=True):
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
    most = [max(abs(key.fifths) for key in keys) for keys in rubric().keys_for(player)]

    assert most[0] <= 3
    assert most[7] <= 5


@every_instrument
def test_levels_bring_new_keys_once(player: Instrument) -> None:
    """No key is added twice."""
    *_, keys = rubric().keys_for(player)

    assert len(set(keys)) == len(keys)


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
        ("clarinet", 2, "E3", "A5"),  # and only by step
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
        ("piano", 1, "C4", "D5"),  # five fingers on C, F or G
        ("accordion", 1, "C4", "C5"),
        ("oboe", 1, "E4", "A5"),
        ("bass-guitar", 3, "E2", "B3"),  # open to the fourth fret
        ("treble-recorder", 3, "F4", "C6"),
        ("bass-trombone", 1, "Bb1", "Bb3"),
        ("glockenspiel", 1, "C4", "D5"),
        ("timpani", 1, "F2", "F3"),  # the two middle drums
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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("euphonium", "euphonium-treble"),
        ("trombone", "trombone-treble"),
        ("baritone-horn", "baritone-horn-treble"),
        ("cornet", "flugelhorn"),
    ],
)
def test_one_instrument_in_two_clefs(one: str, other: str) -> None:
    """A brass player has the same notes whichever clef the part is in."""
    assert [sounding(instrument(one), n) for n in range(1, 9)] == [
        sounding(instrument(other), n) for n in range(1, 9)
    ]


@pytest.mark.parametrize(
    ("name", "clef", "lowest", "semitones"),
    [
        ("guitar", "treble", "E3", -12),  # E2 sounds, and the page says E3
        ("descant-recorder", "treble", "C4", 12),  # as school books print it
        ("tenor", "treble", "C4", -12),
        ("bass-recorder", "bass", "F2", 12),
        ("cello", "tenor", "C2", 0),
        ("piano", "bass", "A2", 0),  # the left hand, an octave below the right
    ],
)
def test_another_clef_of_a_players(
    name: str, clef: str, lowest: str, semitones: int
) -> None:
    """In a plain clef the page moves an octave and the sound stays; a left hand sounds
    an octave lower."""
    there = instrument(name).in_clef(clef)

    assert (there.clef, str(there.ranges[2][0]), there.transposition.semitones) == (
        clef,
        lowest,
        semitones,
    )


def test_a_clef_that_is_not_read() -> None:
    """A violinist reads no bass clef, and the message says what she reads."""
    with pytest.raises(UnknownName, match="Violin is read in the clef treble, not 'bass'"):
        instrument("violin").in_clef("bass")


@pytest.mark.parametrize(
    "name",
    [
        "soprano",
        "mezzo-soprano",
        "alto",
        "tenor",
        "baritone",
        "bass",
        "treble-voice",
        "countertenor",
    ],
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
    """Players with wind in their sound need rests; strings, keys and drums do not."""
    breathless = {player.family for player in instruments() if not player.breathes}

    assert breathless == {"strings", "plucked", "keyboard", "percussion"}


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("name", "Vio lin", "name is lower case with hyphens"),
        ("clef", "violin", "clef is one of .*, not violin"),
        ("family", "bowed", "family is one of .*, not bowed"),
        ("midi_program", 128, "midi_program is 0 to 127, not 128"),
        ("ranges", (), "ranges is one for each of 8 levels"),
        ("keys", ((),) * 8, "keys is none, or one list for each of 8 levels"),
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

    with pytest.raises(InvalidValue, match="never shrinking"):
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
        ("clarinet", "clarinet"),
        ("alto-sax", "alto-saxophone"),
        ("sax", "alto-saxophone"),
        ("Trompete", "trumpet"),
        ("Klavier", "piano"),
        ("HARPE", "harp"),
        ("acordeon", "accordion"),
        ("E flat clarinet", "e-flat-clarinet"),
        ("Es-Klarinette", "e-flat-clarinet"),
        ("Englischhorn", "cor-anglais"),
        ("Pauken", "timpani"),
        ("caisse claire", "snare-drum"),
        ("Schlagzeug", "drum-kit"),
        ("ritmo", "rhythm"),
        ("viola da gamba", "bass-viol"),
        ("E♭ bass", "e-flat-tuba"),
        ("Kontrafagott", "contrabassoon"),
        ("electric bass", "bass-guitar"),
        ("voix", "mezzo-soprano"),
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
    owners: dict[str, set[str]] = {}
    for player in instruments():
        for text in (player.name, player.label, *player.aliases):
            letters = unicodedata.normalize("NFKD", text.casefold().replace("♭", "b"))
            owners.setdefault("".join(filter(str.isalpha, letters)), set()).add(player.name)

    assert {text: names for text, names in owners.items() if len(names) > 1} == {}


def test_families_stand_together() -> None:
    """Each family's instruments follow one another, in the order of the families."""
    assert [family for family, _ in groupby(p.family for p in instruments())] == [*FAMILIES]


@pytest.mark.parametrize(
    ("text", "nearest"),
    [("vilin", "violin, bass-viol, viola"), ("trompet", "trumpet"), ("bass drum", "bass")],
)
def test_unknown_names_offer_the_nearest(text: str, nearest: str) -> None:
    """An unknown name is answered with three that come near."""
    with pytest.raises(
        UnknownName, match=f"'{text}'; the nearest are .*{nearest}"
    ) as caught:
        instrument(text)

    assert str(caught.value).split(" are ")[1].split(" (")[0].count(",") == 2


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


# Études


@pytest.mark.slow
@pytest.mark.parametrize("number", range(1, 9))
def test_every_instrument_makes_every_level(number: int) -> None:
    """For a quarter of the instruments, another at each level, an exercise keeps all rules;
    `benchmarks/rules.py --each 1` asks it of all."""
    runtime = load_runtime()
    request = Request(number, "", 1, count=1)

    for player in instruments()[number % 4 :: 4]:
        items = make(replace(request, instrument=player.name), runtime)
        assert [item.instrument for item in items] == [player.name]
