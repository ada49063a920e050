"""Dictation answers marked by hand, each with the reason a teacher would give.

Tunes are ABC, in 4/4, C major and crotchets where nothing else is said. The numbers were
worked out on paper from the rule that docs/marking.md states: how many segments are right
in pitch and rhythm, in pitch alone, in rhythm alone; the points; and the mark, which is the
points rounded as the examination rounds them.
"""

from dataclasses import dataclass
from fractions import Fraction

THREE_QUARTERS = Fraction(3, 4)


@dataclass(frozen=True)
class Tune:
    """ABC with the fields that stand before it; the possible segments of it."""

    abc: str
    segments: int
    metre: str = "4/4"
    key: str = "C"
    unit: str = "1/4"


@dataclass(frozen=True)
class Case:
    """An answer to a tune, and its mark; `metre` and `key` where the answer has others."""

    name: str
    tune: Tune
    answer: str
    right: int
    pitch: int
    rhythm: int
    points: Fraction | int
    reason: str
    mark: int | None = None  # where it is not the points themselves
    metre: str = ""
    key: str = ""
    scheme: str = "AP"


# Positions below are crotchets from the first downbeat, 0 to 15 (quavers in 6/8 and 5/8).
STEPS = Tune("CDEF|G2EC|DEFD|E2C2|", 8)
LEAPS = Tune("CEGE|c2GE|GECE|G2C2|", 8)
DOTTED = Tune("C>DE2|F>ED2|G>FEF|D2C2|", 8)
WALTZ = Tune("GAB|c2A|BAF|G3|", 4, "3/4", "G")
JIG = Tune("F2GA2B|c3A3|BAGA2F|G3F3|", 8, "6/8", "F", "1/8")
MARCH = Tune("GA|BG|A/B/A|G2|", 7, "2/4", "G")
FIVE = Tune("CDEFG|A3G2|FEDEF|E3C2|", 8, "5/8", "C", "1/8")
UPBEAT = Tune("G|cdec|d2Bd|c3|", 6)
MINOR = Tune("DEFA|G>FE2|FED^C|E2D2|", 8, key="Dm")
LONG_START = Tune("C2EG|A2GE|FEDE|D2C2|", 7)
CLARINET = Tune("DFAF|d2AF|AFDF|A2D2|", 8, key="D")
TAPPED = Tune("B2BB|B>BB2|BBB2|B4|", 8)
TAPPED_FAULTS = "c2cc|ccc2|ccc2|c4|"

CASES = (
    Case("perfect", STEPS, STEPS.abc, 8, 8, 8, 9, "Eight half bars, and the extra point."),
    Case(
        "a step too low",
        STEPS,
        "CDEF|G2EC|DEED|E2C2|",
        7,
        7,
        8,
        8,
        "One wrong note costs its half bar and nothing else.",
    ),
    Case(
        "last note wrong",
        STEPS,
        "CDEF|G2EC|DEFD|E2D2|",
        7,
        7,
        8,
        8,
        "The last half bar is lost; seven are right, and one point extra.",
    ),
    Case(
        "given note wrong",
        STEPS,
        "DDEF|G2EC|DEFD|E2C2|",
        7,
        7,
        8,
        8,
        "The first note was printed and still counts in its half bar, which is lost.",
    ),
    Case(
        "every pitch wrong",
        STEPS,
        "AAAA|A2AA|AAAA|A2A2|",
        0,
        0,
        8,
        2,
        "No half bar is right, but all the rhythm is: 8 quarter points.",
    ),
    Case(
        "even for dotted",
        DOTTED,
        "CDE2|FED2|GFEF|D2C2|",
        5,
        8,
        5,
        6,
        "Three dotted figures are evened out: three half bars; five are right, one extra.",
    ),
    Case(
        "dotted for even",
        STEPS,
        "C>DE>F|G2EC|DEFD|E2C2|",
        6,
        8,
        6,
        7,
        "Both halves of bar 1 have a wrong rhythm; the other six are right.",
    ),
    Case(
        "a pitch here, a rhythm there",
        STEPS,
        "CDEG|G2EC|DEFD|E3C|",
        5,
        7,
        6,
        6,
        "Bar 1 loses a half to its pitch, bar 4 both to their rhythm.",
    ),
    Case(
        "a crotchet late, cut off at the end",
        STEPS,
        "zCDE|FG2E|CDEF|DE2C|",
        7,
        8,
        7,
        8,
        "Segments may be shifted: only the last note, which is cut short, is lost.",
    ),
    Case(
        "a crotchet late throughout",
        STEPS,
        "zCDE|FG2E|CDEF|DE2C-|Cz3|",
        8,
        8,
        8,
        8,
        "All is right but the barlines: no extra point.",
    ),
    Case(
        "bar 2 left out",
        STEPS,
        "CDEF|DEFD|E2C2|",
        6,
        6,
        6,
        7,
        "Bars 3 and 4 come a bar early and are credited; two half bars are missing.",
    ),
    Case(
        "bar 2 left out, the stricter rule",
        STEPS,
        "CDEF|DEFD|E2C2|",
        2,
        6,
        5,
        3,
        "From 2022 on a segment may be shifted by one half bar: only bar 1 is right, 2 + 1;"
        " pitch alone gives as much, 6 halves. In rhythm bar 1, four crotchets of the next "
        "one and a minim are near enough.",
        scheme="AP_2022",
    ),
    Case(
        "bar 2 left blank",
        STEPS,
        "CDEF|z4|DEFD|E2C2|",
        6,
        6,
        6,
        7,
        "Two half bars are missing, the rest stands where it should.",
    ),
    Case(
        "a note added within a long one",
        STEPS,
        "CDEF|GFEC|DEFD|E2C2|",
        7,
        8,
        7,
        8,
        "The minim became two crotchets: its half bar is lost; all its pitches are there.",
    ),
    Case(
        "goes on after the end",
        STEPS,
        "CDEF|G2EC|DEFD|E2C2|C4|",
        7,
        8,
        7,
        8,
        "No credit for the last minim if notes follow; the C at the very end is the right "
        "pitch.",
    ),
    Case("nothing written", STEPS, "", 0, 0, 0, 0, "An empty page has no points."),
    Case(
        "only the given note",
        STEPS,
        "Cz3|z4|z4|z4|",
        0,
        0,
        0,
        0,
        "The printed note is worth nothing by itself.",
    ),
    Case(
        "an octave too high",
        STEPS,
        "cdef|g2ec|defd|e2c2|",
        0,
        0,
        8,
        2,
        "The first note was given, so the octave counts: the rhythm alone is credited.",
    ),
    Case(
        "an octave too high, accepted",
        STEPS,
        "cdef|g2ec|defd|e2c2|",
        8,
        8,
        8,
        9,
        "The teacher accepts any octave.",
        scheme="any_octave",
    ),
    Case(
        "tied crotchets for a minim",
        STEPS,
        "CDEF|G-GEC|DEFD|E2C2|",
        8,
        8,
        8,
        9,
        "It sounds the same, so it is right.",
    ),
    Case(
        "the tie forgotten",
        STEPS,
        "CDEF|GGEC|DEFD|E2C2|",
        7,
        8,
        7,
        8,
        "Two crotchets sound for one minim: the half bar is lost.",
    ),
    Case(
        "a rest for the dot",
        DOTTED,
        "Cz/D/E2|F>ED2|G>FEF|D2C2|",
        7,
        8,
        7,
        8,
        "The first note ends too early; the half bar is lost.",
    ),
    Case(
        "a rest for the dot, accepted",
        DOTTED,
        "Cz/D/E2|F>ED2|G>FEF|D2C2|",
        8,
        8,
        8,
        9,
        "The teacher counts where notes begin, not where they end.",
        scheme="any_ends",
    ),
    Case(
        "waltz, perfect",
        WALTZ,
        WALTZ.abc,
        4,
        4,
        4,
        5,
        "A bar of 3/4 has no half: four bars, and the extra point.",
    ),
    Case(
        "waltz, one pitch",
        WALTZ,
        "GAB|c2B|BAF|G3|",
        3,
        3,
        4,
        4,
        "One wrong note costs its bar.",
    ),
    Case(
        "waltz, key signature forgotten",
        WALTZ,
        "GAB|c2A|BAF|G3|",
        3,
        3,
        4,
        4,
        "F for F sharp stands once: one bar is lost.",
        key="C",
    ),
    Case(
        "waltz, sharps before the notes instead of in the signature",
        WALTZ,
        "GAB|c2A|BA^F|G3|",
        4,
        4,
        4,
        5,
        "The notes are the right ones, however they get their sharp.",
        key="C",
    ),
    Case(
        "2/4 written for 4/4",
        STEPS,
        "CD|EF|G2|EC|DE|FD|E2|C2|",
        8,
        8,
        8,
        8,
        "Every segment is right, but the bars are not: no extra point.",
        metre="2/4",
    ),
    Case(
        "crotchet and quaver the wrong way round in 6/8",
        JIG,
        "FG2A2B|c3A3|BAGA2F|G3F3|",
        7,
        8,
        7,
        8,
        "The first half of bar 1 is lost.",
    ),
    Case(
        "3/4 written for 6/8",
        JIG,
        JIG.abc,
        8,
        8,
        8,
        8,
        "The notes are right; three crotchet beats to the bar are not: no extra point.",
        metre="3/4",
    ),
    Case(
        "two quavers written as a crotchet in 2/4",
        MARCH,
        "GA|BG|AA|G2|",
        6,
        6,
        6,
        7,
        "Half a bar is a crotchet. The first one is the given note and not counted, one of "
        "the other seven is wrong.",
    ),
    Case(
        "5/8, one pitch",
        FIVE,
        "CDEFA|A3G2|FEDEF|E3C2|",
        7,
        7,
        8,
        8,
        "The bar has a part of three quavers and one of two; one of eight parts is wrong.",
    ),
    Case(
        "5/8, a bar as 2+3 for 3+2",
        FIVE,
        "CDEFG|A2G3|FEDEF|E3C2|",
        6,
        8,
        7,
        7,
        "Both parts of bar 2 are wrong. In rhythm alone a dotted crotchet follows the five "
        "quavers still, so one more part is there.",
    ),
    Case(
        "upbeat left out",
        UPBEAT,
        "cdec|d2Bd|c3z|",
        5,
        5,
        5,
        6,
        "Eleven of twelve beats are right, which make five half bars.",
    ),
    Case(
        "upbeat written as a full bar",
        UPBEAT,
        "z3G|cdec|d2Bd|c3z|",
        6,
        6,
        6,
        7,
        "Rests before the upbeat change nothing that sounds.",
    ),
    Case(
        "leading note not raised",
        MINOR,
        "DEFA|G>FE2|FEDC|E2D2|",
        7,
        7,
        8,
        8,
        "C for C sharp costs its half bar.",
    ),
    Case(
        "D flat for C sharp",
        MINOR,
        "DEFA|G>FE2|FED_D|E2D2|",
        7,
        7,
        8,
        8,
        "No enharmonic equivalents: the spelling is wrong.",
    ),
    Case(
        "D flat for C sharp, accepted",
        MINOR,
        "DEFA|G>FE2|FED_D|E2D2|",
        8,
        8,
        8,
        9,
        "The teacher accepts what sounds the same.",
        scheme="any_spelling",
    ),
    Case(
        "a tone too high throughout",
        LEAPS,
        "D^FA^F|d2A^F|A^FD^F|A2D2|",
        0,
        0,
        8,
        2,
        "No pitch is right; all the rhythm is: 8 quarter points.",
    ),
    Case(
        "a third too low, as in another clef",
        STEPS,
        "A,B,CD|E2CA,|B,CDB,|C2A,2|",
        2,
        2,
        8,
        3,
        "C D happens to stand twice where it may be, shifted: 2 + 1, more than the rhythm.",
    ),
    Case(
        "concert pitch for the clarinet",
        CLARINET,
        "CEGE|c2GE|GECE|G2C2|",
        0,
        0,
        8,
        2,
        "Written pitch was asked for; the mark counts the rhythm and the remark says why.",
        key="C",
    ),
    Case(
        "two notes changed about",
        STEPS,
        "CDFE|G2EC|DEFD|E2C2|",
        7,
        7,
        8,
        8,
        "Both wrong notes stand in one half bar.",
    ),
    Case(
        "a segment from beat 2",
        STEPS,
        "DDEG|G2EC|DEFD|E2C2|",
        7,
        7,
        8,
        8,
        "Beats 1 and 4 of bar 1 are wrong; beats 2 and 3 together make a segment.",
    ),
    Case(
        "wrong in bars 1 and 3",
        STEPS,
        "CEEF|G2EC|EEFD|E2C2|",
        6,
        6,
        8,
        7,
        "Two wrong notes in two half bars.",
    ),
    Case(
        "all the pitches, no rhythm",
        DOTTED,
        "CDEF|EDGF|EFDC|",
        1,
        8,
        1,
        4,
        "Only E F in bar 3 is right in both: 2 points; by pitch alone it is 8 halves.",
    ),
    Case(
        "a point and a half",
        DOTTED,
        "C/D/E/F/E/z3/|z4|z4|z4|",
        0,
        3,
        0,
        Fraction(3, 2),
        "Five pitches make three half bars; a point and a half is rounded up.",
        mark=2,
    ),
    Case(
        "three quarters of a point",
        STEPS,
        "AAAA|A2z2|z4|z4|",
        0,
        0,
        3,
        THREE_QUARTERS,
        "The rhythm of three half bars; three quarters are rounded to 1.",
        mark=1,
    ),
    Case(
        "five beats in a bar",
        STEPS,
        "CDEF|G2ECC|DEFD|E2C2|",
        8,
        8,
        8,
        8,
        "All is there, with a note too many and a bar too long: no extra point.",
    ),
    Case(
        "a given minim",
        LONG_START,
        "C2DG|A2GE|FEDE|D2C2|",
        6,
        6,
        7,
        7,
        "The first half bar is the given note and not counted; one of seven is wrong.",
    ),
    Case(
        "a bar late, the last one missing",
        STEPS,
        "CDEF|CDEF|G2EC|DEFD|",
        6,
        6,
        6,
        7,
        "Three bars are there, two of them a bar late.",
    ),
    Case(
        "half of it",
        STEPS,
        "CDEF|G2EC|",
        4,
        5,
        4,
        5,
        "Two bars of four: four half bars and the extra point. In pitch alone the E C that "
        "they end with may also stand for the last two minims, one half bar more.",
    ),
    Case(
        "rhythm tapped",
        TAPPED,
        TAPPED_FAULTS,
        7,
        0,
        7,
        8,
        "Pitch is not asked for; the dotted figure is wrong.",
        scheme="RHYTHM",
    ),
)
