"""Items written as LilyPond, MusicXML, MIDI and ABC say what the melody says."""

from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etudes.errors import InvalidValue
from etudes.item.item import Item, Tempo
from etudes.markings import Mark, Markings
from etudes.melody import Measure, Melody, Note
from etudes.tables.instruments import Instrument
from etudes.theory import Interval, Key, Pitch, TimeSignature
from etudes.writing.abc import abc
from etudes.writing.accidentals import accidentals
from etudes.writing.beams import beam_groups, tuplet_groups
from etudes.writing.lilypond import melody_source
from etudes.writing.midi import midi
from etudes.writing.musicxml import musicxml
from etudes.writing.sheet import sheet_source
from etudes.writing.systems import systems
from etudes.writing.text import LyStr, environment, ly_string

GOLDEN = Path(__file__).parent / "golden"


def made_instrument(
    name: str, label: str, clef: str, transposition: Interval, program: int
) -> Instrument:
    compass = (Pitch.parse("C2"), Pitch.parse("C7"))
    return Instrument(
        name=name,
        label=label,
        family="strings",
        clef=clef,
        transposition=transposition,
        midi_program=program,
        ranges=(compass,) * 8,
        comfortable=compass,
    )


VIOLIN = made_instrument("violin", "Violin", "treble", Interval(0, 0), 40)
CLARINET = made_instrument("clarinet", "B♭ clarinet", "treble", Interval(-1, -2), 71)
CELLO = made_instrument("cello", "Cello", "bass", Interval(0, 0), 42)
TENOR_SAX = made_instrument("tenor-sax", "Tenor sax", "treble", Interval(-8, -14), 66)
GUITAR = made_instrument("guitar", "Guitar", "treble_8", Interval(0, 0), 24)
INSTRUMENTS = (VIOLIN, CLARINET, CELLO, TENOR_SAX, GUITAR)


def melody(key: str, metre: str, notes: str, pickup: str = "0") -> Melody:
    """Read "A4:1/4 r:1/8" into measures."""
    events = []
    for word in notes.split():
        name, length = word.split(":")
        events.append((None if name == "r" else Pitch.parse(name), Fraction(length)))
    return Melody.from_events(
        Key.parse(key), TimeSignature.parse(metre), events, Fraction(pickup)
    )


WALTZ = melody(
    "D",
    "3/4",
    "A4:1/4 D5:1/2 F#5:1/4 E5:1/8 D5:1/8 C#5:1/8 B4:1/8 A4:1/4 "
    "G#4:1/4 G4:1/4 B4:1/4 D5:1/2",
    "1/4",
)
JIG = melody(
    "G",
    "6/8",
    "D4:1/8 G4:1/8 A4:1/8 B4:3/16 A4:1/16 G4:1/8 A4:1/4 D5:1/8 B4:1/4 r:1/8 G4:3/4",
)
LINE = melody(
    "Bb",
    "4/4",
    "Bb2:1/12 C3:1/12 D3:1/12 Eb3:1/6 F3:1/12 G3:1/8 F#3:1/8 F#3:1/4 "
    "F#3:1/4 F3:1/4 A2:1/12 C3:1/12 Eb3:1/12 D3:1/4 r:1 E3:1/4 Eb3:1/4 Bb2:1/4 r:1/4",
)


def item_of(
    tune: Melody, instrument: Instrument, level: int = 3, word: str = "Andante"
) -> Item:
    beat = tune.time_signature.beat
    return Item(
        "a1b2",
        0,
        17,
        instrument.name,
        tune,
        Tempo(beat, 72, word),
        level,
        float(level),
        {},
        "folk",
        "d0",
        2.5,
        0.1,
    )


def tied_line() -> Melody:
    """A bar of crotchets and triplets, with F♯ tied over the barline and then F♮."""
    return melody(
        "Bb",
        "4/4",
        "Bb2:1/12 C3:1/12 D3:1/12 Eb3:1/6 F3:1/12 G3:1/4 F#3:1/2 F3:1/4 A2:1/12 "
        "C3:1/12 Eb3:1/12 D3:1/4 Bb2:1",
    )


TUNES = {
    "waltz": (WALTZ, VIOLIN),
    "jig": (JIG, CLARINET),
    "line": (tied_line(), CELLO),
    "rests": (LINE, TENOR_SAX),
    "voice": (JIG, GUITAR),
}


# Beams, tuplets, accidentals, systems


@pytest.mark.parametrize(
    ("metre", "values", "groups"),
    [
        ("4/4", [8] * 8, ((0, 1, 2, 3), (4, 5, 6, 7))),
        ("2/4", [8] * 4, ((0, 1, 2, 3),)),
        ("3/4", [8] * 6, ((0, 1), (2, 3), (4, 5))),
        ("6/8", [8] * 6, ((0, 1, 2), (3, 4, 5))),
        ("9/8", [8] * 9, ((0, 1, 2), (3, 4, 5), (6, 7, 8))),
        ("5/8", [8] * 5, ((0, 1, 2), (3, 4))),
        ("7/8", [8] * 7, ((0, 1), (2, 3), (4, 5, 6))),
        ("4/4", [16, 16, 16, 16, 8, 8, 2], ((0, 1, 2, 3), (4, 5))),
        ("4/4", [4, 8, 8, 8, 8, 4], ((1, 2), (3, 4))),
        ("4/4", [8, 4, 8, 2], ()),
        ("2/2", [8] * 8, ((0, 1, 2, 3), (4, 5, 6, 7))),
        ("3/8", [8] * 3, ((0, 1, 2),)),
    ],
)
def test_beams(metre: str, values: list[int], groups: tuple[tuple[int, ...], ...]) -> None:
    """Quavers join by the half bar in two and four, by the beat in all other metres."""
    notes = tuple(Note(Pitch.parse("A4"), Fraction(1, value)) for value in values)

    assert beam_groups(Measure(TimeSignature.parse(metre), notes)) == groups


def test_a_beam_stops_at_a_rest() -> None:
    """In 6/8 a quaver, a quaver rest and a quaver keep their flags."""
    tune = melody("C", "6/8", "C4:1/8 r:1/8 D4:1/8 E4:1/8 F4:1/8 G4:1/8")

    assert beam_groups(tune.measures[0]) == ((3, 4, 5),)


def test_a_triplet_fills_its_beat() -> None:
    """Three quavers, or a crotchet and a quaver, make one triplet each."""
    assert tuplet_groups(tied_line().measures[0]) == ((0, 1, 2), (3, 4))


def test_accidentals_hold_for_the_bar_and_not_beyond() -> None:
    """A sharp is printed once, not after a tie, and its cancelling is printed."""
    tune = melody("C", "4/4", "F#4:1/4 F#4:1/4 F#5:1/4 F#4:1/2 F#4:1/4 F4:1/4 G4:1/4 F4:1")

    assert list(accidentals(tune)) == [
        (True, False, True, False),
        (False, True, True, False),
        (False,),
    ]


@pytest.mark.parametrize(
    ("bars", "value", "expected"),
    [
        (4, 4, (4,)),
        (5, 4, (3, 2)),
        (6, 4, (3, 3)),
        (9, 4, (3, 3, 3)),
        (16, 8, (4, 4, 4, 4)),
        (4, 16, (2, 2)),
        (1, 16, (1,)),
    ],
)
def test_systems(bars: int, value: int, expected: tuple[int, ...]) -> None:
    """About four bars a line, two when full of semiquavers, never one alone."""
    notes = [(Pitch.parse("A4"), Fraction(1, value))] * (bars * value)

    assert (
        systems(Melody.from_events(Key.parse("C"), TimeSignature(4, 4), notes)) == expected
    )


def test_a_pickup_stands_on_the_first_line() -> None:
    """A waltz of four bars and an upbeat is one line of five barlines."""
    assert systems(WALTZ) == (5,)


# LilyPond


@pytest.mark.parametrize("name", ["waltz", "jig", "line"])
def test_lilypond_golden(name: str) -> None:
    """Pickup, 6/8, triplets, ties and bass clef are written as an editor would."""
    golden = (GOLDEN / f"{name}.ly").read_text(encoding="utf-8")

    assert melody_source(*TUNES[name]) + "\n" == golden


def test_a_bar_of_rest_is_a_measure_rest() -> None:
    """A silent bar is R, an octave clef is quoted."""
    tune = melody("C", "3/4", "C4:3/4 r:3/4 C4:3/4")

    assert melody_source(tune, GUITAR) == (
        '\\autoBeamOff \\autoBreaksOff\n\\clef "treble_8"\n\\key c \\major\n\\time 3/4\n'
        "c'2. |\nR2. |\nc'2. \\bar \"|.\""
    )


def test_a_length_without_a_value_is_refused() -> None:
    """Five quavers in one note need a tie."""
    note = Note(Pitch.parse("A4"), Fraction(5, 8))
    tune = Melody(Key.parse("C"), (Measure(TimeSignature(5, 8), (note,)),))

    with pytest.raises(InvalidValue, match="5/8 of a whole note"):
        melody_source(tune, VIOLIN)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        (
            'x" subtitle = #(system "ls") y = "',
            '"x\\" subtitle = #(system \\"ls\\") y = \\""',
        ),
        ("trailing \\", '"trailing \\\\"'),
        ("a\u2028b\u2029c\0d\ne", '"a b cd e"'),
        ("\u202eright to left\u200d\ufeff", '"right to left"'),
        ("Cafe\u0301 in B♭", '"Café in B♭"'),
    ],
)
def test_ly_string(text: str, quoted: str) -> None:
    """Text becomes one string that cannot be left."""
    assert ly_string(text) == quoted


@given(st.text())
def test_a_ly_string_ends_where_it_should(text: str) -> None:
    """Only the last character is a quotation mark without a backslash before it."""
    inside = ly_string(text)[1:-1].replace("\\\\", "").replace('\\"', "")

    assert '"' not in inside
    assert "\\" not in inside
    assert inside.isprintable()


def test_a_template_refuses_raw_text() -> None:
    """What has not gone through the filter never reaches LilyPond."""
    template = environment().from_string("[[ title ]]")

    with pytest.raises(InvalidValue, match="not str"):
        template.render(title='"harmless"')
    with pytest.raises(InvalidValue, match="not str"):
        template.render(title=LyStr("a") + "b")


def test_a_sheet_names_title_level_and_origin() -> None:
    """The page carries the title, instrument and level, tempo and footer, all quoted."""
    source = sheet_source([item_of(JIG, CLARINET)], CLARINET, title='My "first" page')

    assert '  title = "My \\"first\\" page"\n  subtitle = "B♭ clarinet · Level 3"' in source
    assert '"Seed 17 · folk · Free to copy"' in source
    assert '\\tempo "Andante" 4. = 72' in source


def test_an_unknown_paper_is_refused() -> None:
    """Paper is a4 or letter."""
    with pytest.raises(InvalidValue, match="a4 or letter"):
        sheet_source([item_of(JIG, CLARINET)], CLARINET, title="", paper="a3")


def test_a_tied_note_has_its_finger_once() -> None:
    """Over its first part."""
    tune = melody("D", "2/4", "D4:3/4 E4:1/4")
    fingered = Markings((Mark(0, "finger", "0"),))

    assert "d'2~^0 |\nd'4 e'4" in melody_source(tune, VIOLIN, fingered)


# MusicXML, read back by music21


@pytest.mark.parametrize("name", TUNES)
def test_musicxml_read_back(name: str) -> None:
    """music21 finds the same written notes, lengths, key, metre and pickup."""
    from music21 import converter, stream

    tune, instrument = TUNES[name]
    part = converter.parseData(
        musicxml(item_of(tune, instrument), instrument), format="musicxml"
    ).parts[0]
    flat = part.stripTies().flatten()
    read = [
        (
            Fraction(note.offset).limit_denominator(96) - 4 * tune.pickup,
            note.quarterLength,
            note.pitch.nameWithOctave,
        )
        for note in flat.getElementsByClass("Note")
    ]
    bars = part.getElementsByClass(stream.Measure)

    assert read == [
        (4 * e.onset, 4 * e.duration, str(e.pitch).replace("b", "-"))
        for e in tune.events()
        if e.pitch
    ]
    assert flat.keySignature.sharps == tune.key.fifths
    assert flat.timeSignature.ratioString == str(tune.time_signature)
    assert bars[0].number == (0 if tune.pickup else 1)
    assert bars[-1].rightBarline.type == "final"


@pytest.mark.parametrize(("name", "shift"), [("jig", -2), ("rests", -14), ("voice", 0)])
def test_musicxml_sounds_as_the_instrument_does(name: str, shift: int) -> None:
    """A clarinet sounds a tone lower, a tenor saxophone a ninth, an octave clef as is."""
    from music21 import converter

    tune, instrument = TUNES[name]
    score = converter.parseData(
        musicxml(item_of(tune, instrument), instrument), format="musicxml"
    )
    sounding = score.toSoundingPitch().stripTies().flatten().getElementsByClass("Note")

    assert [note.pitch.midi for note in sounding] == [p.midi + shift for p in tune.pitches]


def test_the_ninth_of_the_tenor_saxophone_is_split() -> None:
    """A major ninth down is a tone and an octave."""
    root = ElementTree.fromstring(musicxml(item_of(LINE, TENOR_SAX), TENOR_SAX))  # noqa: S314

    assert [(e.tag, e.text) for e in root.find(".//transpose")] == [
        ("diatonic", "-1"),
        ("chromatic", "-2"),
        ("octave-change", "-1"),
    ]


ORDER = {
    "note": (
        "pitch rest duration tie voice type dot accidental time-modification beam notations"
    ),
    "attributes": "divisions key time clef transpose",
    "identification": "creator encoding miscellaneous",
    "measure": "attributes direction note barline",
    "score-partwise": "work identification part-list part",
    "clef": "sign line clef-octave-change",
    "score-part": "part-name score-instrument midi-instrument",
}


@pytest.mark.parametrize("name", TUNES)
def test_elements_stand_in_the_order_of_the_schema(name: str) -> None:
    """Every child comes where MusicXML 4.0 wants it."""
    root = ElementTree.fromstring(musicxml(item_of(*TUNES[name]), TUNES[name][1]))  # noqa: S314
    for tag, order in ORDER.items():
        for element in root.iter(tag):
            children = [child.tag for child in element]

            assert children == sorted(children, key=order.split().index)


def test_a_crotchet_triplet_has_a_bracket() -> None:
    """A beam shows a triplet of quavers, a bracket one of crotchets."""
    notes = [Note(Pitch.parse("A3"), Fraction(1, n)) for n in (6, 6, 6, 12, 12, 12, 4)]
    tune = Melody(Key.parse("C"), (Measure(TimeSignature(4, 4), tuple(notes)),))
    root = ElementTree.fromstring(musicxml(item_of(tune, CELLO), CELLO))  # noqa: S314

    assert [(t.get("type"), t.get("bracket")) for t in root.iter("tuplet")] == [
        ("start", "yes"),
        ("stop", None),
        ("start", "no"),
        ("stop", None),
    ]


def test_beams_of_a_dotted_pair() -> None:
    """The semiquaver of ♪. ♬ ♪ in 6/8 hangs backwards on the dotted quaver."""
    root = ElementTree.fromstring(musicxml(item_of(JIG, VIOLIN), VIOLIN))  # noqa: S314
    beams = [[b.text for b in note.iter("beam")] for note in root.iter("note")]

    assert beams[3:6] == [["begin"], ["continue", "backward hook"], ["end"]]


# MIDI, read back by music21


@pytest.mark.parametrize("name", TUNES)
def test_midi_read_back(name: str) -> None:
    """Every event sounds once, at its place, transposed, in the melody's metre."""
    from music21 import midi as music21_midi

    tune, instrument = TUNES[name]
    file = music21_midi.MidiFile()
    file.readstr(midi(item_of(tune, instrument), instrument))
    tick, on, heard = 0, {}, []
    for event in file.tracks[0].events:
        if event.type == "DeltaTime":
            tick += event.time
        elif event.isNoteOn():
            on[event.pitch] = tick
        elif event.isNoteOff():
            heard.append((on[event.pitch], tick - on.pop(event.pitch), event.pitch))
    silence = tune.time_signature.measure_duration if tune.pickup else 0

    assert file.ticksPerQuarterNote == 480
    assert heard == [
        (
            1920 * (e.onset + silence),
            1920 * e.duration,
            e.pitch.midi + instrument.transposition.semitones,
        )
        for e in tune.events()
        if e.pitch
    ]


def test_midi_head() -> None:
    """Name, tempo in dotted crotchets, 6/8, sounding key and program, byte by byte."""
    head = (
        "4d546864 00000006 0000 0001 01e0"  # format 0, one track, 480 ticks a crotchet
        "4d54726b 00000087"
        "00 ff03 0d 42e299ad20636c6172696e6574"  # B♭ clarinet
        "00 ff51 03 087a24"  # 108 crotchets a minute
        "00 ff58 04 06 03 24 08"  # 6/8, 36 clocks a beat
        "00 ff59 02 ff 00"  # written G major sounds F major
        "00 c0 47"
    )
    written = midi(item_of(JIG, CLARINET), CLARINET)

    assert written[: len(bytes.fromhex(head))].hex() == bytes.fromhex(head).hex()


# ABC


@pytest.mark.parametrize(
    ("name", "body"),
    [
        (
            "waltz",
            "K:D clef=treble\nA2 | d4 f2 | ed cB A2 | ^G2 =G2 B2 | d4 |]\n",
        ),
        (
            "line",
            "K:Bb clef=bass\n(3B,,C,D, (3:2:2E,2 F, G,2 ^F,2- | ^F,2 =F,2 (3A,,C,E, D,2 | "
            "B,,8 |]\n",
        ),
        (
            "voice",
            "K:G clef=treble-8\ndga b3/2a/2g | a2 d' b2 z | g6 |]\n",
        ),
    ],
)
def test_abc(name: str, body: str) -> None:
    """Key and clef, lengths in quavers, triplets, signs by the bar, ties, barlines."""
    tune, instrument = TUNES[name]

    assert abc(item_of(tune, instrument), instrument, 1).split("\n", 5)[5] == body


def test_abc_head() -> None:
    """The fields come in the order of the standard, X first and K last."""
    head = abc(item_of(JIG, CLARINET), CLARINET, 2).splitlines()[:6]

    assert head == [
        "X:2",
        "T:B♭ clarinet, level 3, no. 2",
        "M:6/8",
        "L:1/8",
        'Q:"Andante" 3/8=72',
        "K:G clef=treble transpose=-2",
    ]


# All of them

LENGTHS = st.sampled_from([Fraction(n, 16) for n in (1, 2, 3, 4, 6, 8, 12)])
PITCHES = st.none() | st.builds(
    Pitch, st.integers(0, 6), st.integers(-1, 1), st.integers(3, 5)
)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["2/4", "3/4", "4/4", "6/8", "9/8", "5/8", "7/8", "2/2", "5/4"]),
    st.integers(-5, 5),
    st.lists(st.tuples(PITCHES, LENGTHS), min_size=1, max_size=30),
    st.sampled_from(INSTRUMENTS),
)
def test_whatever_is_a_melody_can_be_written(
    metre: str,
    fifths: int,
    events: list[tuple[Pitch | None, Fraction]],
    instrument: Instrument,
) -> None:
    """No writer fails on a valid melody, and each gives the same twice."""
    tune = Melody.from_events(Key.from_fifths(fifths), TimeSignature.parse(metre), events)
    item = item_of(tune, instrument)

    def written() -> tuple[object, ...]:
        return (
            melody_source(tune, instrument),
            musicxml(item, instrument),
            midi(item, instrument),
            abc(item, instrument, 1),
        )

    assert written() == written()
    assert sum(systems(tune)) == len(tune.measures)
