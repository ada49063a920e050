"""The signs of a melody, read from each format by programs that share no code with it."""

from dataclasses import replace
from fractions import Fraction
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import mido
import numpy as np
import pytest
from hypothesis import given, settings
from lxml import etree
from signs import item_of, items

from etudes.item.item import Item
from etudes.markings import Mark, Markings, Span, draw_markings
from etudes.melody import Measure, Melody, Note, Rest
from etudes.reading.abc import read_abc_tune
from etudes.tables import Instrument, instrument, instruments, level
from etudes.tables.instruments import MIDDLE_LINE
from etudes.theory import Key, Pitch, TimeSignature
from etudes.writing.abc import abc
from etudes.writing.midi import midi
from etudes.writing.musicxml import musicxml
from etudes.writing.mxl import mxl
from etudes.writing.performance import played

XML = "http://www.w3.org/XML/1998/namespace"
XLINK = "http://www.w3.org/1999/xlink"


class Neighbours(etree.Resolver):
    """The two small schemas that MusicXML's imports from the network."""

    def resolve(self, url: str, _: str, context: object) -> object:
        named = {
            "xml.xsd": (XML, ("lang", "space")),
            "xlink.xsd": (XLINK, ("href", "type", "role", "title", "show", "actuate")),
        }
        file = url.rsplit("/", 1)[-1]
        if file not in named:
            return None
        namespace, names = named[file]
        attributes = "".join(f'<xs:attribute name="{n}" type="xs:string"/>' for n in names)
        schema = (
            '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" '
            f'targetNamespace="{namespace}">{attributes}</xs:schema>'
        )
        return self.resolve_string(schema, context)


def schema() -> etree.XMLSchema:
    package = Path(find_spec("musicxml").origin).parent
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Neighbours())
    path = package / "generate_classes" / "musicxml_4_0.xsd"
    return etree.XMLSchema(etree.parse(str(path), parser))


SCHEMA = schema()


@settings(max_examples=100, deadline=None)
@given(items())
def test_musicxml_with_any_signs_is_valid(item: Item) -> None:
    """The MusicXML 4.0 schema finds nothing amiss."""
    root = etree.fromstring(musicxml(item, instrument(item.instrument)))

    assert SCHEMA.validate(root), SCHEMA.error_log


@pytest.mark.parametrize("number", [2, 7])
@pytest.mark.parametrize("player", instruments(), ids=lambda player: player.name)
def test_musicxml_of_every_instrument_is_valid(player: Instrument, number: int) -> None:
    """Each clef, transposition and set of signs that a level gives, in its range."""
    line = scale_of(player, number)
    signs = draw_markings(line, player, level(number), 72.0, np.random.default_rng(number))
    root = etree.fromstring(musicxml(item_of(line, signs, player.name), player))

    assert SCHEMA.validate(root), SCHEMA.error_log


def scale_of(player: Instrument, number: int) -> Melody:
    """Quavers up and down all notes of the range, to a minim; one line for a drum."""
    low, high = player.ranges[number - 1]
    up = [
        Pitch(place % 7, 0, place // 7)
        for place in range(low.staff_position, high.staff_position + 1)
    ]
    line = [*up[:-1], *reversed(up)]
    fill = len(line) % 8
    notes = [*((pitch, Fraction(1, 8)) for pitch in line), (None, 2 - Fraction(fill, 8))]
    melody = Melody.from_events(Key.parse("C"), TimeSignature(4, 4), notes)
    return melody.on_one_line(MIDDLE_LINE) if player.unpitched else melody


@settings(max_examples=100, deadline=None)
@given(items(("violin", "clarinet")))
def test_midi_with_any_signs_has_the_notes(item: Item) -> None:
    """mido hears every note once where it begins, and none longer than written."""
    player = instrument(item.instrument)
    time, heard, starts = 0, [], {}
    file = mido.MidiFile(file=BytesIO(midi(item, player)))
    for message in file.tracks[0]:
        time += message.time
        if message.type == "note_on":
            starts[message.note] = time
        elif message.type == "note_off":
            onset = starts.pop(message.note)
            heard.append((onset, message.note, time - onset))
    events = [event for event in item.melody.events() if event.pitch]

    assert [note[:2] for note in heard] == [
        (1920 * event.onset, event.pitch.midi + player.transposition.semitones)
        for event in events
    ]
    assert all(
        0 < note[2] <= 1920 * event.duration
        for note, event in zip(heard, events, strict=True)
    )


@settings(max_examples=100, deadline=None)
@given(items(("violin", "guitar")))
def test_abc_with_any_signs_reads_as_the_same_notes(item: Item) -> None:
    """Slurs, decorations and words leave pitches, lengths and ties as they are."""
    plain = replace(item, markings=Markings())
    player = instrument(item.instrument)
    if not any(is_full(measure) for measure in item.melody.measures):
        return  # the reader wants a bar that fills and sounds
    lines = [
        [joined(bar.notes) for bar in read_abc_tune(abc(one, player, 1)).lines[0].bars]
        for one in (item, plain)
    ]

    assert lines[0] == lines[1]


def is_full(measure: Measure) -> bool:
    sounds = any(isinstance(note, Note) for note in measure.notes)
    return sounds and not measure.is_short


def joined(notes: tuple[Note | Rest, ...]) -> list[Note | Fraction]:
    """The notes of a bar, and between them how long it is silent."""
    found: list[Note | Fraction] = []
    for note in notes:
        if isinstance(note, Note):
            found.append(note)
        elif found and isinstance(found[-1], Fraction):
            found[-1] += note.duration
        else:
            found.append(note.duration)
    return found


CROTCHETS = Melody.from_events(
    Key.parse("C"), TimeSignature(4, 4), [(Pitch.parse("A4"), Fraction(1, 4))] * 8
)


def heard(*signs: Mark | Span) -> list[mido.Message]:
    marks = tuple(sign for sign in signs if isinstance(sign, Mark))
    spans = tuple(sign for sign in signs if isinstance(sign, Span))
    item = item_of(CROTCHETS, Markings(marks, spans), "violin")
    content = midi(item, instrument("violin"))
    return list(mido.MidiFile(file=BytesIO(content)).tracks[0])


def velocities(*signs: Mark | Span) -> list[int]:
    return [message.velocity for message in heard(*signs) if message.type == "note_on"]


def test_a_crescendo_grows_evenly_to_the_dynamic_that_follows() -> None:
    """From p (49) to f (96) over four crotchets; then it stays."""
    grown = velocities(
        Mark(0, "dynamic", "p"), Mark(4, "dynamic", "f"), Span(0, 4, "crescendo")
    )

    assert grown == [49, 61, 72, 84, 96, 96, 96, 96]


def test_an_accent_is_louder_and_a_forzato_is_of_one_note() -> None:
    """The notes after them are as loud as those before."""
    assert velocities(Mark(1, "articulation", "accent"), Mark(3, "dynamic", "sfz")) == [
        80,
        92,
        80,
        112,
        80,
        80,
        80,
        80,
    ]


def test_midi_holds_notes_as_they_are_written() -> None:
    """A program that reads them finds crotchets, staccato or slurred."""
    lengths = [
        message.time
        for message in heard(Span(0, 2, "slur"), Mark(3, "articulation", "staccato"))
        if message.type == "note_off"
    ]

    assert {*lengths} == {480}


def test_slurred_notes_touch_and_others_do_not() -> None:
    """As played, the last note of a slur ends early, and a dot halves its note."""
    signs = Markings((Mark(3, "articulation", "staccato"),), (Span(0, 2, "slur"),))

    lengths = [note.duration / note.written for note in played(CROTCHETS, signs)]

    assert lengths[:5] == [1, 1, Fraction(15, 16), Fraction(1, 2), Fraction(15, 16)]


def test_a_ritardando_slows_down_until_a_tempo() -> None:
    """Note by note, and the tempo of the beginning comes back."""
    tempi = [
        round(mido.tempo2bpm(message.tempo), 1)
        for message in heard(Mark(2, "word", "rit."), Mark(6, "word", "a tempo"))
        if message.type == "set_tempo"
    ]

    assert tempi == [72, 67.5, 63, 58.5, 72]


def test_an_mxl_holds_the_score_and_says_where() -> None:
    """The container names the file that stands in the zip, the same bytes each time."""
    score = musicxml(item_of(CROTCHETS, Markings(), "violin"), instrument("violin"))
    content = mxl(score)
    with ZipFile(BytesIO(content)) as archive:
        container = etree.fromstring(archive.read("META-INF/container.xml"))
        named = container.find(".//rootfile").get("full-path")

        assert archive.read(named) == score
        assert archive.testzip() is None
    assert mxl(score) == content
