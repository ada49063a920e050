"""MuseScore reads what is written as MusicXML, and writes the same music again.

MuseScore's own file is read by a small reader here that shares nothing with the program.
"""

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from shutil import which
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from signs import drawn, made

from etudes.item.item import Item
from etudes.melody import Note
from etudes.tables import instrument
from etudes.writing.musicxml import musicxml

PROGRAM = which("musescore3") or which("mscore3")
ITEMS = 110
"""How many items of any signs are converted, beside those that the program makes."""

SIGNS = {
    "staccato": "staccato",
    "tenuto": "tenuto",
    "accent": "accent",
    "strong-accent": "marcato",
    "breath-mark": "breath",
    "fermata": "fermata",
    "up-bow": "up",
    "down-bow": "down",
}
"""MusicXML's names of what stands at a note, and the program's."""

STRINGS = {"II": "2", "2": "2", "I": "1", "III": "3", "IV": "4"}
"""Strings that have a number in MusicXML; others are words."""

Sign = tuple[Fraction, str]
"""Where it stands, from the first note, and what it is."""


@dataclass
class Page:
    """What a score says, by kind; each entry begins with its onset from the first note."""

    notes: list[tuple[Fraction, str, Fraction]]
    ties: set[Fraction]
    slurs: set[tuple[Fraction, Fraction]]
    dynamics: set[Sign]
    hairpins: set[tuple[Fraction, Fraction, str]]
    octave_lines: set[tuple[Fraction, Fraction, str]]
    at_notes: set[Sign]
    fingers: set[Sign]
    strings: set[Sign]
    words: set[Sign]


def page_of(item: Item) -> Page:
    """What went in, told from the item itself."""
    places = [note for measure in item.melody.measures for note in measure.notes]
    onsets = [Fraction(0)]
    for note in places:
        onsets.append(onsets[-1] + note.duration)
    marks = [(onsets[mark.place], mark.kind, mark.text) for mark in item.markings.marks]
    stops = {onset for onset, kind, _ in marks if kind == "dynamic"}
    pins = [*item.markings.of("crescendo", "diminuendo")]
    stops |= {onsets[pin.first] for pin in pins}

    def end(first: int, last: int) -> Fraction:
        ends_before = first < last and onsets[last] in stops
        return onsets[last] if ends_before else onsets[last + 1]

    strings = [(onset, text) for onset, kind, text in marks if kind == "string"]
    sounding = [(i, note) for i, note in enumerate(places) if isinstance(note, Note)]
    return Page(
        [(onsets[i], name_of(note), note.duration) for i, note in sounding],
        {onsets[i] for i, note in sounding if note.tied},
        {(onsets[slur.first], onsets[slur.last]) for slur in item.markings.of("slur")},
        {(onset, text) for onset, kind, text in marks if kind == "dynamic"},
        {(onsets[pin.first], end(pin.first, pin.last), pin.kind) for pin in pins},
        {
            (onsets[line.first], onsets[line.last + 1], line.kind)
            for line in item.markings.of("octave up", "octave down")
        },
        {
            (onset, text or kind)
            for onset, kind, text in marks
            if kind in ("articulation", "bow", "fermata", "breath")
        },
        {(onset, text) for onset, kind, text in marks if kind == "finger"},
        {(onset, STRINGS[text]) for onset, text in strings if text in STRINGS},
        {sign for sign in strings if sign[1] not in STRINGS}
        | {(onset, text) for onset, kind, text in marks if kind in ("word", "position")},
    )


def name_of(note: Note) -> str:
    pitch = note.pitch
    return f"{pitch.letter}{pitch.alter or ''}/{pitch.octave}"


def page_in(content: bytes) -> Page:
    """What a MusicXML file says, read element by element."""
    page = Page([], set(), set(), set(), set(), set(), set(), set(), set(), set())
    root = ElementTree.fromstring(content)  # noqa: S314 - the program's own output
    open_spans: dict[str, tuple[Fraction, str]] = {}
    at, divisions = Fraction(0), 1
    for element in root.iterfind("part/measure/*"):
        divisions = int(element.findtext("divisions", str(divisions)))
        length = Fraction(element.findtext("duration", "0")) / divisions / 4
        if element.tag == "note":
            read_note(element, at, length, page, open_spans)
            at += length
        elif element.tag == "direction":
            offset = Fraction(element.findtext("offset", "0")) / divisions / 4
            read_direction(element, at + offset, page, open_spans)
        else:
            at += {"forward": length, "backup": -length}.get(element.tag, 0)
    assert not open_spans, "a span begins and does not end"
    return page


def read_note(
    note: Element, at: Fraction, length: Fraction, page: Page, spans: dict
) -> None:
    pitch = note.find("pitch")
    pitch = note.find("unpitched") if pitch is None else pitch
    if pitch is not None:
        step, alter, octave = (
            next((e.text for e in pitch if e.tag.endswith(name)), "")
            for name in ("step", "alter", "octave")
        )
        page.notes.append((at, f"{step}{alter}/{octave}", length))
    if any(tie.get("type") == "start" for tie in note.iterfind("tie")):
        page.ties.add(at)
    for slur in sorted(
        note.iterfind("notations/slur"), key=lambda e: e.get("type") != "stop"
    ):
        key = f"slur {slur.get('number')}"
        if slur.get("type") == "start":
            assert key not in spans
            spans[key] = at, ""
        else:
            page.slurs.add((spans.pop(key)[0], at))
    for sign in note.iterfind("notations//"):
        if sign.tag in SIGNS:
            page.at_notes.add((at, SIGNS[sign.tag]))
        elif sign.tag == "fingering":
            page.fingers.add((at, sign.text))
        elif sign.tag == "string":
            page.strings.add((at, sign.text))


def read_direction(element: Element, at: Fraction, page: Page, spans: dict) -> None:
    for dynamic in element.iterfind("direction-type/dynamics/*"):
        page.dynamics.add((at, dynamic.tag))
    if element.find("direction-type/metronome") is None:
        words = "".join(
            word.text or "" for word in element.iterfind("direction-type/words")
        )
        page.words |= {(at, words)} if words else set()
    for tag, found in (("wedge", page.hairpins), ("octave-shift", page.octave_lines)):
        for sign in element.iterfind(f"direction-type/{tag}"):
            kind = sign.get("type")
            key = f"{tag} {sign.get('number', '1')}"
            if kind == "stop":
                begun, name = spans.pop(key)
                found.add((begun, at, name))
            else:
                assert key not in spans
                spans[key] = at, {"down": "octave up", "up": "octave down"}.get(kind, kind)


@cache
def all_items() -> tuple[Item, ...]:
    return (*drawn(ITEMS), *made())


def xml(item: Item) -> bytes:
    return musicxml(item, instrument(item.instrument))


def test_the_file_says_what_the_item_holds() -> None:
    """Notes, ties and every sign stand in the MusicXML where the item has them."""
    for item in drawn(ITEMS):
        assert page_in(xml(item)) == page_of(item)


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Sequence[bytes]:
    """Each item as MuseScore writes it, all from one run."""
    folder = tmp_path_factory.mktemp("musescore")
    jobs = list(jobs_in(folder))
    (folder / "jobs.json").write_text(json.dumps(jobs))
    ended = subprocess.run(
        [str(PROGRAM), "-j", "jobs.json"],
        cwd=folder,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(folder)},
        capture_output=True,
        timeout=300,
    )
    assert ended.returncode == 0, ended.stderr
    assert b"unmapped drum note" not in ended.stderr
    return [Path(job["out"]).read_bytes() for job in jobs]


def jobs_in(folder: Path) -> Iterator[dict[str, str]]:
    for number, item in enumerate(all_items()):
        source = folder / f"{number}.musicxml"
        source.write_bytes(xml(item))
        yield {"in": str(source), "out": str(folder / f"{number}.again.musicxml")}


@pytest.mark.musescore
@pytest.mark.skipif(PROGRAM is None, reason="MuseScore 3 is not installed")
def test_musescore_gives_back_the_same_music(converted: Sequence[bytes]) -> None:
    """Pitches, lengths, ties, slurs, dynamics, hairpins, octave lines, words and what
    stands at notes; but of a string and a finger at one note MuseScore 3 writes only the
    finger."""
    for item, content in zip(all_items(), converted, strict=True):
        written, again = page_of(item), page_in(content)
        fingered = {onset for onset, _ in written.fingers}
        written.strings = {sign for sign in written.strings if sign[0] not in fingered}

        assert again == written
