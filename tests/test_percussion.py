"""Rhythms on one line, and drums that are tuned."""

from fractions import Fraction
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from conftest import melody

from etudes.checking import Standard, check
from etudes.constraints.percussion import OneLine, TunedTo, tuning
from etudes.constraints.rules import rules_of
from etudes.errors import UnsatisfiableRequest
from etudes.item.item import Item, Tempo
from etudes.item.make import load_runtime, make
from etudes.item.plan import plan
from etudes.item.request import Request
from etudes.melody import Melody
from etudes.reading.musicxml import read_musicxml
from etudes.sampling.faults import too_even
from etudes.tables import instrument, rubric
from etudes.theory import Interval, Key, Pitch
from etudes.writing.abc import abc
from etudes.writing.lilypond import melody_source
from etudes.writing.midi import midi
from etudes.writing.musicxml import musicxml

SNARE = instrument("snare-drum")
BEATEN = melody("4/4 B4:1/4 B4:1/8 B4:1/8 B4:1/2 | B4:1/4 -:1/4 B4:1/2")
E2, D2, F3, G2 = (Pitch.parse(name) for name in ("E2", "D2", "F3", "G2"))


def item_of(line: Melody) -> Item:
    tempo = Tempo(Fraction(1, 4), 72, "Steadily")
    return Item(
        "a1b2", 0, 17, "snare-drum", line, tempo, 1, 1.0, {}, "folk", "d0", 2.5, 0.1
    )


# Tuning


@pytest.mark.parametrize(
    ("key", "count", "low", "high", "drums"),
    [
        ("D", 2, "G2", "D3", "A2 D3"),  # the usual first pair
        ("C", 2, "G2", "D3", "G2 C3"),
        ("F", 2, "F2", "F3", "F2 C3"),
        ("Bb", 3, "F2", "G3", "F2 Bb2 Eb3"),
        ("G", 4, "D2", "A3", "D2 G2 A2 C3"),
        ("Am", 2, "F2", "F3", "A2 E3"),
    ],
)
def test_drums_are_tuned_to_the_key(
    key: str, count: int, low: str, high: str, drums: str
) -> None:
    """Tonic and dominant, then the subdominant, then the second degree."""
    tuned = tuning(Key.parse(key), count, (Pitch.parse(low), Pitch.parse(high)))

    assert " ".join(map(str, tuned)) == drums


def test_a_key_without_a_drum_for_its_tonic() -> None:
    """No drum from D2 to F2 gives A."""
    with pytest.raises(UnsatisfiableRequest, match="tuned to degree 1 of A major"):
        tuning(Key.parse("A"), 2, (D2, Pitch.parse("F2")))


def test_only_tuned_drums_sound() -> None:
    """A B♭ where the drums are F and C is a fault, and where it stands is said."""
    rule = TunedTo((Pitch.parse("F2"), Pitch.parse("C3")))
    line = melody("2/4 F2:1/4 C3:1/4 | Bb2:1/4 F2:1/4", "F major")

    assert [(event and event.onset, said) for event, said in rule.faults(line)] == [
        (Fraction(1, 2), "no drum is tuned to Bb2")
    ]


@pytest.mark.parametrize("level", range(1, 9))
def test_timpani_have_the_drums_of_their_level(level: int) -> None:
    """Two up to level 4, three at 5 and 6, four above; their leaps are free."""
    exercise, _ = plan(Request(level, "timpani", 3), 0)

    assert len(exercise.drums) == (2, 2, 2, 2, 3, 3, 4, 4)[level - 1]
    assert "LargestLeap" not in [type(rule).__name__ for rule in rules_of(exercise)]


# One line


def test_a_note_off_the_line_is_a_fault() -> None:
    """Whatever its rhythm."""
    line = melody("2/4 B4:1/4 C5:1/4")

    assert [said for _, said in OneLine().faults(line)] == [
        "the note does not stand on the middle line"
    ]


def test_a_rhythm_is_a_melody_without_its_tune() -> None:
    """Pitches go; lengths, rests and ties stay."""
    tune = melody("3/4 D5:1/4 | F#5:1/2 E5:1/4 | D5:3/4 | D5:1/4 -:1/4", "D major")
    rhythm = tune.on_one_line(Pitch.parse("B4"))

    assert {str(pitch) for pitch in rhythm.pitches} == {"B4"}
    assert [(e.onset, e.duration, e.pitch is None) for e in rhythm.events()] == [
        (e.onset, e.duration, e.pitch is None) for e in tune.events()
    ]


@pytest.mark.parametrize(
    "asked",
    [
        {"key": Key.parse("G")},
        {"range": (Pitch.parse("C4"), Pitch.parse("C5"))},
        {"max_leap": Interval.parse("P5")},
        {"focus": ("thirds",)},
    ],
    ids=["key", "range", "leap", "thirds"],
)
def test_pitch_cannot_be_asked_of_a_rhythm(asked: dict[str, object]) -> None:
    """A snare drum has neither a key nor a range nor thirds."""
    with pytest.raises(UnsatisfiableRequest, match=r"(no pitch|about pitch)"):
        plan(Request(5, "snare-drum", 1, **asked), 0)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("4/4 B4:1/4 B4:1/4 B4:1/4 B4:1/4 | B4:1/2 B4:1/2", True),
        ("4/4 B4:1/4 B4:1/8 B4:1/8 B4:1/2 | B4:1/4 -:1/4 B4:1/2", False),
        ("2/4 B4:1/4 B4:1/8 B4:1/8 | " * 4 + "B4:1/2", True),
    ],
    ids=["crotchets and minims", "three values", "one bar again and again"],
)
def test_an_even_rhythm_practises_nothing(line: str, expected: bool) -> None:
    """Two values, or the same bar over and over, are too even."""
    assert too_even(melody(line)) is expected


@pytest.mark.parametrize("name", ["snare-drum", "timpani"])
def test_check_finds_nothing_in_a_sound_line_for_drums(name: str, tmp_path: Path) -> None:
    """A rhythm has no key to be wrong, and two drums may leap and repeat."""
    line = BEATEN
    if name == "timpani":
        line = melody("4/4 D3:1/4 D3:1/8 D3:1/8 A2:1/2 | D3:1/4 -:1/4 D3:1/2", "D major")
    player = instrument(name)
    path = tmp_path / "line.musicxml"
    path.write_bytes(musicxml(item_of(line), player))
    score = read_musicxml(path, pages=True)

    faults = check(score.lines[0], Standard.of(rubric(), 1, player))

    assert {fault.rule for fault in faults} == {"length"}  # two bars, where four are asked


# On paper


def test_musicxml_of_a_rhythm() -> None:
    """Unpitched notes on B4, a percussion clef, one line, no key, MIDI's tenth channel."""
    root = fromstring(musicxml(item_of(BEATEN), SNARE))  # noqa: S314 - our own output
    shown = [
        (note.findtext("display-step"), note.findtext("display-octave"))
        for note in root.iter("unpitched")
    ]

    assert shown == [("B", "4")] * 6
    assert root.find(".//pitch") is None
    assert root.find(".//key") is None
    assert [
        root.findtext(f".//{name}")
        for name in ("clef/sign", "staff-lines", "midi-channel", "midi-unpitched")
    ] == ["percussion", "1", "10", "39"]


def test_midi_of_a_rhythm() -> None:
    """A snare drum (38) on the tenth channel, after the orchestra kit (48)."""
    content = midi(item_of(BEATEN), SNARE)

    assert content.count(bytes((0x99, 38, 80))) == 6
    assert bytes((0xC9, 48)) in content


def test_abc_of_a_rhythm() -> None:
    """A percussion clef, one line, and every note a B."""
    assert abc(item_of(BEATEN), SNARE, 1).splitlines()[-4:] == [
        "K:C clef=perc stafflines=1",
        "%%MIDI channel 10",
        "%%MIDI drummap B 38",
        "B2 BB B4 | B2 z2 B4 |]",
    ]


def test_lilypond_of_a_rhythm() -> None:
    """No key signature, one line, stems up."""
    source = melody_source(BEATEN, SNARE)

    assert "\\key" not in source
    assert "line-count = 1" in source
    assert "b'4 b'8[ b'8] b'2" in source


@pytest.mark.slow
@pytest.mark.parametrize("name", ["snare-drum", "drum-kit", "timpani"])
def test_drums_are_made_under_their_rules(name: str) -> None:
    """At the first, a middle and the last level, no rule that holds for them breaks."""
    runtime = load_runtime()

    for level in (1, 4, 8):
        request = Request(level, name, 2, count=2)
        for item in make(request, runtime):
            exercise, _ = plan(request, item.index)
            faults = [
                said for rule in rules_of(exercise) for said in rule.faults(item.melody)
            ]
            assert faults == []
