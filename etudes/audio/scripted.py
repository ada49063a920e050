"""A listening test as sound: what the script says is played, one cue after the other."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from etudes.audio.timeline import (
    Timeline,
    clicks,
    joined,
    silence,
    sounded,
    together,
)
from etudes.listening import Cue, Passage, Quiz, cues_of
from etudes.markings import NONE
from etudes.tables import instrument


def passage_timeline(passage: Passage) -> Timeline:
    """Return a passage as it is played: the first voice with its signs, the others plainly
    and softer where it is accompanied."""
    player = instrument(passage.instrument)
    first, *others = passage.voices
    lines = [sounded(first, passage.markings, passage.tempo, player)]
    for voice in others:
        line = sounded(voice, NONE, passage.tempo, player)
        lines.append(_softer(line, passage.accompanied))
    return together(lines)


def cue_timeline(cue: Cue) -> Timeline:
    """Return one cue: music, clicks or silence."""
    if cue.passage:
        return passage_timeline(cue.passage)
    if not cue.clicks:
        return silence(cue.seconds)
    return clicks(cue.clicks, cue.seconds, cue.accents)


def script_timeline(cues: Iterable[Cue]) -> Timeline:
    """Return cues one after the other, each where the script has it: where music slows down
    or hurries, the silence after it makes up for that."""
    made, late = list[Timeline](), 0.0
    for cue in cues:
        part = cue_timeline(cue)
        if not part.soundings:
            part = silence(max(0.0, cue.seconds - late))
            late -= cue.seconds
        late += part.duration - (cue.seconds if part.soundings else 0.0)
        made.append(part)
    return joined(made)


def question_timelines(quiz: Quiz) -> Iterator[Timeline]:
    """Yield each question as it is played, with strokes for its number if there are any."""
    yield from map(script_timeline, cues_of(quiz))


def quiz_timeline(quiz: Quiz) -> Timeline:
    """Return a whole test; the key's running times are those of this recording."""
    return joined(question_timelines(quiz))


def _softer(timeline: Timeline, share: float) -> Timeline:
    if share == 1:
        return timeline
    notes = (
        replace(note, velocity=max(1, round(note.velocity * share)))
        for note in timeline.soundings
    )
    return Timeline(tuple(notes), timeline.duration)
