"""Staves of a listening test: blank bars to write in, music to read, chords for the key.

Each is a `\\score` that stands in a markup, so that no page ends inside a question.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate, pairwise

from etudes.listening import Passage
from etudes.melody import Measure, Melody, Note
from etudes.sheet.paper import room
from etudes.tables import instrument
from etudes.tables.instruments import MIDDLE_LINE, Instrument
from etudes.theory import note_value
from etudes.writing.lilypond import melody_source, value_source
from etudes.writing.systems import systems
from etudes.writing.text import LyStr, ly_string

PERCUSSION = "snare-drum"
"""The instrument whose staff has one line, for rhythms alone."""

_PRELUDE = 4
"""Lines of a melody's source before its notes: clef, key and metre among them."""
_LEAST_BAR, _PLACE, _CLOSE_PLACE = 28.0, 3.8, 3.1
"""mm: a bar to write in by hand; a quaver in it; a semiquaver."""
_ROOMY = 1.4
"""How much wider than it must be a bar is at most."""
_BARS_A_LINE = 4
_SIGNATURES, _A_SIGN = 15.0, 2.3
"""mm: clef and metre; an accidental of the key."""
BLANK_APART, APART = 6.5, 2.2
"""Staff spaces free between two lines to write on, and to read."""
_MIDDLE_C = 60


@dataclass(frozen=True, slots=True)
class Sign:
    """Words above a staff at an onset, in whole notes from its beginning: in a "box",
    "plain", or behind a "tick"."""

    onset: Fraction
    text: str
    look: str = "box"


def blank_staff(
    melody: Melody, player: Instrument, line: float, shortest: Fraction, has_first: bool
) -> LyStr:
    """Return the staff for a dictation: clef, key and metre, empty bars, and the first note
    where it is given.

    Parameters
    ----------
    line : mm that a line may be long.
    shortest : the least note value that may have to be written, which bars have room for.
    """
    lines = lines_of(melody, line, shortest)
    signatures = _signatures(melody)
    width = _bar_width(melody, shortest)
    bars = max(lines) + (melody.pickup > 0) / 2
    full = min(line, signatures + bars * width * _ROOMY)
    music = _clef_and_metre(melody, player)
    ends = {sum(lines[: number + 1]) for number in range(len(lines) - 1)}
    counted = 0
    for number, measure in enumerate(melody.measures):
        first = _first(melody, player) if has_first and not number else ("", Fraction(0))
        counted += not measure.is_pickup
        text = _blank(measure, *first)
        last = number == len(melody.measures) - 1
        music.append(f'{text} \\bar "|."' if last else f"{text} |")
        if counted in ends and not last:
            music.append("\\break")
            ends.remove(counted)
    staff = f"\\new Staff {{ {' '.join(music)} }}"
    return _score(staff, "quizBlank", full, BLANK_APART)


def lines_of(melody: Melody, line: float, shortest: Fraction) -> tuple[int, ...]:
    """Return how many full bars stand on each line of a blank staff: two to four, as even
    as can be, in pairs where not more than three would fit."""
    count = max(1, melody.full_measures)
    fitting = int((line - _signatures(melody)) / _bar_width(melody, shortest))
    most = max(1, min(_BARS_A_LINE, fitting))
    if most == 3 and count % 2 == 0 and count > 2:
        most = 2
    number = -(-count // most)
    return tuple(count * (n + 1) // number - count * n // number for n in range(number))


def read_staff(melody: Melody, player: Instrument, line: float) -> LyStr:
    """Return music to read, stretched over so many mm, its bars numbered."""
    staff = f"\\new Staff {{ {_flowing(melody, player)} }}"
    return _score(staff, "quizCopy", line)


def option_staff(melody: Melody, player: Instrument, line: float) -> LyStr:
    """Return music to choose, stretched over so many mm."""
    return _score(f"\\new Staff {{ {_flowing(melody, player)} }}", "quizOption", line)


def heard_staff(
    passage: Passage,
    line: float,
    staff_size: float,
    signs: Sequence[Sign] = (),
    *,
    has_tempo: bool = True,
) -> LyStr:
    """Return what sounds, as wide as it needs; chords stand on two staves.

    Parameters
    ----------
    line, staff_size : the mm that a line may be long, and the points of the staff.
    """
    player = instrument(passage.instrument)
    tempo = _tempo(passage) if has_tempo else ""
    groups = _staves(passage)
    if len(passage.voices) == 1:
        lengths = systems(passage.melody, room=room(line, staff_size))
        music = f"{tempo} {_flowing(passage.melody, player, lengths)}"
        staff = f"\\new Staff << {{ {music} }} {_signs(signs, passage.duration)} >>"
        return _score(staff, "quizHeard", line)
    if len(groups) == 1:
        staff = _staff(groups[0], player, tempo, _signs(signs, passage.duration))
        return _score(staff, "quizHeard", line)
    upper, lower = groups
    low = replace(player, clef="bass", other_clefs=())
    staves = f"{_staff(upper, player, tempo, '')} {_staff(lower, low, '', '')}"
    return _score(f"\\new PianoStaff << {staves} >>", "quizChords", line)


def rhythm_of(melody: Melody) -> Melody:
    """Return the rhythm alone, on one line."""
    return melody.on_one_line(MIDDLE_LINE)


def _score(music: str, layout: str, line: float, apart: float = APART) -> LyStr:
    return LyStr(
        f"\\override #'(baseline-skip . {apart}) \\score {{ {music} "
        f"\\layout {{ \\{layout} line-width = {line:.1f}\\mm }} }}"
    )


def _clef_and_metre(melody: Melody, player: Instrument) -> list[str]:
    return melody_source(melody, player).split("\n")[:_PRELUDE]


def _flowing(melody: Melody, player: Instrument, lengths: Sequence[int] = ()) -> str:
    """The notes in lines of so many measures; where it is not said, LilyPond finds out."""
    lines = melody_source(melody, player).split("\n")
    kept = [line for line in lines if line != "\\break"]
    if not lengths:
        return " ".join(kept).replace("\\autoBreaksOff", "")
    music, ends = kept[:_PRELUDE], {*accumulate(lengths[:-1])}
    measures = 0
    for line in kept[_PRELUDE:]:
        is_measure = not line.startswith("\\bar")
        if is_measure and measures in ends:
            music.append("\\break")
        measures += is_measure
        music.append(line)
    return " ".join(music)


def _first(melody: Melody, player: Instrument) -> tuple[str, Fraction]:
    """Return the first written note, if the melody begins with one, and its length."""
    first = melody.measures[0].notes[0]
    if not isinstance(first, Note):
        return "", Fraction(0)
    metre = melody.time_signature
    alone = Measure(
        metre,
        (Note(first.pitch, first.duration),),
        is_short=first.duration < metre.measure_duration,
    )
    *_, text = melody_source(Melody(melody.key, (alone,)), player).split("\n")
    words = text.removesuffix(' \\bar "|."').split(" ")
    return " ".join(words[2:] if words[0] == "\\partial" else words), first.duration


def _blank(measure: Measure, first: str, given: Fraction) -> str:
    left = measure.duration - given
    partial = measure.duration < measure.time_signature.measure_duration
    words = (
        f"\\partial 1*{measure.duration}" if partial else "",
        first,
        f"s1*{left}" if left else "",
    )
    return " ".join(filter(None, words))


def _bar_width(melody: Melody, shortest: Fraction) -> float:
    """Return the mm that a bar takes that is written by hand."""
    places = melody.time_signature.measure_duration / shortest
    each = _PLACE if shortest >= Fraction(1, 8) else _CLOSE_PLACE
    return max(_LEAST_BAR, float(places) * each)


def _signatures(melody: Melody) -> float:
    return _SIGNATURES + _A_SIGN * abs(melody.key.fifths)


def _tempo(passage: Passage) -> str:
    beat = note_value(passage.tempo.beat)
    if beat is None:
        return ""
    return f"\\tempo {value_source(beat)} = {passage.tempo.beats_per_minute}"


def _staves(passage: Passage) -> list[list[Melody]]:
    """Return the voices of each staff: those about middle C and above, those below."""
    if len(passage.voices) < 2:
        return [list(passage.voices)]
    upper = [voice for voice in passage.voices if _height(voice) >= _MIDDLE_C]
    lower = [voice for voice in passage.voices if _height(voice) < _MIDDLE_C]
    return [upper, lower] if upper and lower else [list(passage.voices)]


def _height(voice: Melody) -> float:
    pitches = [pitch.midi for pitch in voice.pitches]
    return sum(pitches) / len(pitches) if pitches else _MIDDLE_C


def _staff(voices: Sequence[Melody], player: Instrument, tempo: str, signs: str) -> str:
    sources = [_flowing(voice, player) for voice in voices]
    if len(sources) == 1:
        directed = [f"\\new Voice {{ {tempo} {sources[0]} }}"]
    else:
        ways = ("\\voiceOne", "\\voiceTwo", "\\voiceThree", "\\voiceFour")
        directed = [
            f"\\new Voice {{ {way} {tempo if not at else ''} {source} }}"
            for at, (way, source) in enumerate(zip(ways, sources, strict=False))
        ]
    return f"\\new Staff << {' '.join(directed)} {signs} >>"


def _signs(signs: Iterable[Sign], duration: Fraction) -> str:
    """Return a voice of silence with words at their onsets."""
    ordered = sorted(signs, key=lambda sign: sign.onset)
    if not ordered:
        return ""
    onsets = sorted({sign.onset for sign in ordered})
    words = [f"s1*{onsets[0]}"] if onsets[0] else []
    for onset, following in pairwise([*onsets, duration]):
        here = [sign for sign in ordered if sign.onset == onset]
        words.append(f"s1*{following - onset}" + "".join(map(_sign, here)))
    return f"\\new Voice {{ {' '.join(words)} }}"


def _sign(sign: Sign) -> str:
    text = ly_string(sign.text)
    looks = {
        "box": f"\\fontsize #-2 \\override #'(box-padding . 0.3) \\box {text}",
        "plain": f"\\bold {text}",
        "tick": f"\\fontsize #-3 \\concat {{ \\draw-line #'(0 . -1) {text} }}",
    }
    return f"^\\markup {looks[sign.look]}"
