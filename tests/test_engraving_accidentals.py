"""A sharp, flat or natural that one reads on the page stands in every other format too."""

import re
import subprocess
from fractions import Fraction
from pathlib import Path
from random import Random

import numpy as np
import pytest
from lxml import etree
from signs import item_of

from etudes.engraving import lilypond_command
from etudes.item.item import Item
from etudes.markings import draw_markings
from etudes.melody import Measure, Melody, Note
from etudes.sheet import Layout
from etudes.sheet.section import Section
from etudes.tables import instrument, level
from etudes.theory import Key, Pitch, TimeSignature
from etudes.writing.abc import abc
from etudes.writing.musicxml import musicxml
from etudes.writing.sheet import sections_source

PROBE = r"""
#(define (tell-accidentals context)
  (make-engraver
    ((initialize engraver) (display "exercise\n"))
    (acknowledgers
      ((accidental-interface engraver grob source)
        (format #t "at ~a\n" (ly:moment-main (ly:context-current-moment context)))))))
\layout { \context { \Staff \consists #tell-accidentals } }
"""
"""LilyPond itself says when it sets an accidental."""

VIOLIN = instrument("violin")
MANY = 40


def tune(rng: Random) -> Melody:
    """A wild line in quavers and longer: few letters, all alterations, two octaves."""
    letters = rng.sample(range(7), 3)
    lengths = [Fraction(n, 8) for n in (1, 1, 2, 3)]
    events = []
    for _ in range(24):
        pitch = Pitch(rng.choice(letters), rng.choice((-1, 0, 0, 1)), rng.choice((4, 5)))
        events.append((pitch if rng.random() < 0.9 else None, rng.choice(lengths)))
    key = Key.from_fifths(rng.randint(-4, 4))
    return Melody.from_events(key, TimeSignature.parse(rng.choice(("3/4", "4/4"))), events)


def marked(melody: Melody, number: int) -> Item:
    """The line with the signs of a level, reminders among them."""
    rng = np.random.default_rng(number)
    return item_of(
        melody, draw_markings(melody, VIOLIN, level(number), 72.0, rng), VIOLIN.name
    )


ITEMS = [marked(tune(Random(seed)), (1, 2, 5, 8)[seed % 4]) for seed in range(MANY)]


def notes_of(item: Item) -> list[tuple[Fraction, bool]]:
    """When each note begins, and whether a tie leads to it."""
    found, onset, is_tied_to = [], Fraction(0), False
    for measure in item.melody.measures:
        for note in measure.notes:
            if isinstance(note, Note):
                found.append((onset, is_tied_to))
            is_tied_to = isinstance(note, Note) and note.tied
            onset += note.duration
    return found


def on_the_page(folder: Path, layout: Layout) -> list[set[int]]:
    """Which notes of each exercise have an accidental, as LilyPond sets it. A note that a
    tie leads to has none but at the head of a line, and is left out."""
    (folder / "probe.ly").write_text(PROBE)
    section = Section(VIOLIN, tuple(ITEMS))
    (folder / "sheet.ly").write_text(sections_source([section], layout, code="a"), "utf-8")
    options = ["-dbackend=cairo", "-dinclude-settings=probe.ly", "--loglevel=WARN"]
    command = [str(lilypond_command()), *options, "sheet.ly"]
    said = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    told = [
        set(map(Fraction, re.findall(r"at (\S+)", one)))
        for one in said.stdout.split("exercise\n")[1:]
    ]
    return [
        {i for i, (onset, tied) in enumerate(notes_of(item)) if onset in at and not tied}
        for item, at in zip(ITEMS, told, strict=True)
    ]


def in_musicxml(item: Item) -> set[int]:
    """Which notes have an accidental."""
    notes = etree.fromstring(musicxml(item, VIOLIN)).iterfind(".//note[pitch]")
    return {i for i, note in enumerate(notes) if note.find("accidental") is not None}


def in_abc(item: Item) -> set[int]:
    """Which notes have an accidental."""
    lines = abc(item, VIOLIN, 1).splitlines()
    music = " ".join(line for line in lines if not re.match(r"[A-Za-z]:|%", line))
    bare = re.sub(r'"[^"]*"|![^!]*!', "", music)
    return {i for i, sign in enumerate(re.findall(r"([_^=]*)[A-Ga-g]", bare)) if sign}


def is_doubtful(measure: Measure, letter: str, tied: bool) -> bool:
    """Whether readers of ABC disagree what a letter without a sign means in a bar: it
    stands there in two octaves, or a tie leads into the bar."""
    pitches = {n.pitch for n in measure.notes if isinstance(n, Note)}
    return tied or len({p.octave for p in pitches if p.letter == letter}) > 1


@pytest.fixture(scope="module", params=[False, True], ids=["marked", "plain"])
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    return on_the_page(tmp_path_factory.mktemp("page"), Layout(plain=request.param))


@pytest.mark.slow
def test_page_and_musicxml_show_the_same_accidentals(page: list[set[int]]) -> None:
    """Those that the bar's rule needs and the reminders, no others; a plain page too,
    for a reminder is no ornament."""
    assert sum(map(len, page)) > MANY
    for item, shown in zip(ITEMS, page, strict=True):
        assert shown == in_musicxml(item)


@pytest.mark.slow
def test_abc_has_every_accidental_of_the_page(page: list[set[int]]) -> None:
    """It has more only where programs that read it disagree without one."""
    for item, shown in zip(ITEMS, page, strict=True):
        written = in_abc(item)
        assert shown <= written
        assert written - shown <= doubtful(item)


def doubtful(item: Item) -> set[int]:
    """The notes whose letter is doubtful in their bar."""
    found: set[int] = set()
    index, is_tied_to = 0, False
    for measure in item.melody.measures:
        into_bar = is_tied_to
        for note in measure.notes:
            if isinstance(note, Note):
                if is_doubtful(measure, note.pitch.letter, into_bar):
                    found.add(index)
                index += 1
            is_tied_to = isinstance(note, Note) and note.tied
    return found


def test_every_reminder_is_among_them() -> None:
    """The lines drawn here have reminders, and each stands in MusicXML and ABC."""
    places = 0
    for item in ITEMS:
        reminded = {m.place for m in item.markings.marks if m.kind == "reminder"}
        flat = [note for measure in item.melody.measures for note in measure.notes]
        notes = [place for place, note in enumerate(flat) if isinstance(note, Note)]
        wanted = {i for i, place in enumerate(notes) if place in reminded}
        places += len(wanted)
        assert wanted <= in_musicxml(item) & in_abc(item)
    assert places > MANY // 2
