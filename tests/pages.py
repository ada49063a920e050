"""A line of text as a page of MusicXML, right or wrong, by no writer of the program."""

from fractions import Fraction

CLEF = "<sign>G</sign><line>2</line>"
BARLINE = '<barline location="right"><bar-style>light-heavy</bar-style></barline>'
TYPES = {1: "whole", 2: "half", 4: "quarter", 8: "eighth", 16: "16th"}


def page(line: str, mode: str = "major", metre: str = "4/4") -> str:
    """Return a line in one sharp as MusicXML: 'G4:1/2~' is a minim G4 tied onward."""
    is_short = sum(Fraction(note.strip("~").split(":")[1]) for note in _notes(line)[0]) < (
        Fraction(metre)
    )
    beats, unit = metre.split("/")
    attributes = (
        "<attributes><divisions>12</divisions>"
        f"<key><fifths>1</fifths><mode>{mode}</mode></key>"
        f"<time><beats>{beats}</beats><beat-type>{unit}</beat-type></time>"
        f"<clef>{CLEF}</clef></attributes>"
    )
    bars, tied = [], False
    for i, bar in enumerate(_notes(line)):
        implicit = ' implicit="yes"' if is_short and i == 0 else ""
        bars.append(f'<measure number="{i + (not is_short)}"{implicit}>')
        bars[-1] += attributes if i == 0 else ""
        for note in bar:
            bars[-1] += _note(note, tied)
            tied = note.endswith("~")
    return (
        '<score-partwise version="4.0"><part-list><score-part id="P1"><part-name>P'
        '</part-name></score-part></part-list><part id="P1">'
        f"{'</measure>'.join(bars)}{BARLINE}</measure></part></score-partwise>"
    )


def _notes(line: str) -> list[list[str]]:
    return [bar.split() for bar in line.split("|")]


def _note(text: str, tied: bool) -> str:
    name, _, length = text.strip("~").partition(":")
    duration = Fraction(length)
    is_triplet = duration.denominator % 3 == 0
    value = duration * 3 / 2 if is_triplet else duration
    dots = value.numerator // 2
    alter = f"<alter>{name.count('#') - name.count('b')}</alter>" * (len(name) > 2)
    pitch = f"<pitch><step>{name[0]}</step>{alter}<octave>{name[-1]}</octave></pitch>"
    ties = '<tie type="stop"/>' * tied + '<tie type="start"/>' * text.endswith("~")
    modification = (
        "<time-modification><actual-notes>3</actual-notes><normal-notes>2</normal-notes>"
        "</time-modification>"
    ) * is_triplet
    kind = TYPES[(value / (2 - Fraction(1, 2**dots))).denominator]
    return (
        f"<note>{'<rest/>' if name == 'r' else pitch}<duration>{duration * 48}</duration>"
        f"{ties}<type>{kind}</type>{'<dot/>' * dots}{modification}</note>"
    )
