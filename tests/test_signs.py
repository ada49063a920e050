"""What each sign is in each format, and which signs cannot stand where they are put."""

from collections.abc import Iterator
from fractions import Fraction

import pytest
from conftest import melody
from lxml import etree
from signs import item_of

from etudes.errors import InvalidValue
from etudes.markings import Mark, Markings, Span
from etudes.melody import Melody
from etudes.tables import instrument
from etudes.theory import Key, Pitch, TimeSignature
from etudes.writing.abc import abc
from etudes.writing.lilypond import melody_source
from etudes.writing.musicxml import musicxml

TWO = Melody.from_events(
    Key.parse("C"),
    TimeSignature(2, 4),
    [(Pitch.parse("A4"), Fraction(1, 4)), (Pitch.parse("B4"), Fraction(1, 4))],
)
"""A crotchet A and a crotchet B, for the violin."""

WRITTEN = (
    # the sign, and the two notes with it in LilyPond, ABC and MusicXML
    (Mark(0, "dynamic", "ppp"), r"a'4\ppp b'4", "!ppp!A2 B2", "<ppp />"),
    (Mark(0, "dynamic", "mf"), r"a'4\mf b'4", "!mf!A2 B2", "<mf />"),
    (Mark(0, "dynamic", "fp"), r"a'4\fp b'4", '"_fp"A2 B2', "<fp />"),
    (Mark(1, "dynamic", "sfz"), r"a'4 b'4\sfz", "A2 !sfz!B2", "<sfz />"),
    (Mark(0, "articulation", "staccato"), "a'4-. b'4", ".A2 B2", "<staccato />"),
    (Mark(0, "articulation", "tenuto"), "a'4-- b'4", "!tenuto!A2 B2", "<tenuto />"),
    (Mark(0, "articulation", "accent"), "a'4-> b'4", "!accent!A2 B2", "<accent />"),
    (
        Mark(0, "articulation", "marcato"),
        "a'4-^ b'4",
        "!marcato!A2 B2",
        "<strong-accent />",
    ),
    (Mark(0, "bow", "down"), r"a'4\downbow b'4", "!downbow!A2 B2", "<down-bow />"),
    (Mark(0, "bow", "up"), r"a'4\upbow b'4", "!upbow!A2 B2", "<up-bow />"),
    (Mark(1, "fermata"), r"a'4 b'4\fermata", "A2 !fermata!B2", "<fermata />"),
    (Mark(0, "breath"), r"a'4 \breathe b'4", "!breath!A2 B2", "<breath-mark />"),
    (Mark(0, "reminder"), "a'!4 b'4", "=A2 B2", "<accidental>natural</accidental>"),
    (Mark(0, "finger", "2"), "a'4^2 b'4", "!2!A2 B2", "<fingering>2</fingering>"),
    (
        Mark(0, "finger", "x"),
        r"""a'4^\markup \teeny "x" b'4""",
        '"^x"A2 B2',
        "<fingering>x</fingering>",
    ),
    (
        Mark(0, "string", "II"),
        r"""a'4^\markup \small "II" b'4""",
        '"^II"A2 B2',
        "<string>2</string>",
    ),
    (Mark(0, "string", "2"), r"a'4^\2 b'4", '"^2"A2 B2', "<string>2</string>"),
    (
        Mark(0, "string", "sul G"),
        r"""a'4^\markup \small "sul G" b'4""",
        '"^sul G"A2 B2',
        "<words>sul G</words>",
    ),
    (
        Mark(0, "position", "3rd pos."),
        r"""a'4^\markup \small "3rd pos." b'4""",
        '"^3rd pos."A2 B2',
        "<words>3rd pos.</words>",
    ),
    (
        Mark(0, "word", "dolce"),
        r"""a'4-\markup \italic "dolce" b'4""",
        '"_dolce"A2 B2',
        "<words>dolce</words>",
    ),
    (
        Mark(0, "word", "pizz."),
        r"""a'4^\markup \italic "pizz." b'4""",
        '"^pizz."A2 B2',
        "<words>pizz.</words>",
    ),
    (Span(0, 1, "slur"), "a'4( b'4)", "(A2 B2)", "<slur start /> <slur stop />"),
    (Span(0, 1, "phrase"), "a'4 b'4", "A2 B2", ""),
    (
        Span(0, 1, "crescendo"),
        r"a'4\< b'4\!",
        "!crescendo(!A2 !crescendo)!B2",
        "<wedge crescendo /> <wedge stop />",
    ),
    (
        Span(0, 0, "diminuendo"),
        r"\after 1*3/16 \! a'4\> b'4",
        "!diminuendo(!!diminuendo)!A2 B2",
        "<wedge diminuendo /> <wedge stop />",
    ),
    (
        Span(0, 1, "octave up"),
        r"\ottava #1 a'4 b'4 \ottava #0",
        "A2 B2",
        "<octave-shift down /> <octave-shift stop />",
    ),
    (
        Span(0, 0, "octave down"),
        r"\ottava #-1 a'4 \ottava #0 b'4",
        "A2 B2",
        "<octave-shift up /> <octave-shift stop />",
    ),
)


@pytest.mark.parametrize(("sign", "lilypond", "in_abc", "xml"), WRITTEN)
def test_each_sign_in_each_format(
    sign: Mark | Span, lilypond: str, in_abc: str, xml: str
) -> None:
    """Each kind of mark and span has its own words; ABC has no octave lines, and nobody
    prints phrases."""
    signs, violin = markings_of(sign), instrument("violin")
    item = item_of(TWO, signs, "violin")
    plain = item_of(TWO, Markings(), "violin")

    assert melody_source(TWO, violin, signs).endswith(f'\n{lilypond} \\bar "|."')
    assert abc(item, violin, 1).endswith(f"\n{in_abc} |]\n")
    assert " ".join(signs_in(musicxml(item, violin))) == xml
    assert not [*signs_in(musicxml(plain, violin))]


def signs_in(score: bytes) -> Iterator[str]:
    """What stands beside the notes, an element each, with its type or its text."""
    for element in etree.fromstring(score).iterfind("part/measure//"):
        parent = element.getparent().tag
        is_sign = parent in ("dynamics", "articulations", "technical")
        if element.tag in ("wedge", "octave-shift", "slur"):
            yield f"<{element.tag} {element.get('type')} />"
        elif is_sign or element.tag in ("fermata", "accidental", "words"):
            text = (element.text or "").strip()
            if text != "Andante":  # the tempo's
                tag = element.tag
                yield f"<{tag}>{text}</{tag}>" if text else f"<{tag} />"


TIED = melody("4/4 A4:1/4 B4:3/4 | B4:1/4 -:1/4 C5:3/4")
"""Crotchet A, dotted minim B; crotchet B, crotchet rest, C over the barline."""


@pytest.mark.parametrize(
    ("signs", "reason"),
    [
        ((Span(2, 2, "crescendo"), Span(2, 4, "diminuendo")), "overlap"),
        ((Span(0, 2, "crescendo"), Span(2, 2, "diminuendo")), "overlap"),
        ((Span(2, 2, "crescendo"), Span(2, 2, "diminuendo")), "overlap"),
        ((Span(0, 4, "octave up"),), "inside a tie"),
        ((Span(5, 5, "octave down"),), "inside a tie"),
        ((Mark(3, "breath"),), "is a rest"),
        ((Mark(4, "breath"),), "is a tie"),
    ],
)
def test_signs_that_cannot_stand(signs: tuple[Mark | Span, ...], reason: str) -> None:
    """A hairpin of one note has it alone, octave lines hold whole notes, and a breath
    follows one."""
    with pytest.raises(InvalidValue, match=reason):
        markings_of(*signs).fits(TIED)


def test_signs_that_meet() -> None:
    """A hairpin may begin where another ends; an octave line may hold a tie whole."""
    markings_of(Span(0, 2, "crescendo"), Span(2, 3, "diminuendo")).fits(TIED)
    markings_of(Span(3, 5, "octave up"), Mark(5, "breath")).fits(TIED)


def markings_of(*signs: Mark | Span) -> Markings:
    marks = tuple(sign for sign in signs if isinstance(sign, Mark))
    return Markings(marks, tuple(sign for sign in signs if isinstance(sign, Span)))
