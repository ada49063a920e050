"""Valid signs of every kind for any melody, drawn by hypothesis."""

from collections.abc import Callable

from hypothesis import strategies as st

from etudes.markings import Mark, Markings, Span
from etudes.melody import Melody, Note

DYNAMICS = ("ppp", "pp", "p", "mp", "mf", "f", "ff", "fff", "fp", "sfz")
ARTICULATIONS = ("staccato", "tenuto", "accent", "marcato")
TEXTS = {
    "dynamic": st.sampled_from(DYNAMICS),
    "bow": st.sampled_from(("down", "up")),
    "fermata": st.just(""),
    "breath": st.just(""),
    "reminder": st.just(""),
    "finger": st.sampled_from(("0", "1", "2", "3", "4", "x")),
    "string": st.sampled_from(("II", "sul G", "2")),
    "position": st.just("3rd pos."),
    "word": st.sampled_from(("dolce", "pizz.", "rit.", "a tempo", 'a "b" % \\ & {c}')),
}
ON_RESTS = ("dynamic", "word")


@st.composite
def markings(draw: Callable, melody: Melody) -> Markings:
    """Signs that can stand at the notes of this melody."""
    notes = [note for measure in melody.measures for note in measure.notes]
    marks = []
    for place, note in enumerate(notes):
        kinds = list(TEXTS) if isinstance(note, Note) else list(ON_RESTS)
        for kind in draw(st.lists(st.sampled_from(kinds), max_size=2, unique=True)):
            marks.append(Mark(place, kind, draw(TEXTS[kind])))
        if isinstance(note, Note) and draw(st.booleans()):
            marks.append(Mark(place, "articulation", draw(st.sampled_from(ARTICULATIONS))))
    spans = []
    for kinds in (("slur",), ("crescendo", "diminuendo"), ("octave up", "octave down")):
        cuts = sorted(draw(st.sets(st.integers(0, len(notes) - 1), max_size=6)))
        for first, last in zip(cuts[::2], cuts[1::2], strict=False):
            inside = notes[first : last + 1]
            if kinds != ("slur",) or all(isinstance(note, Note) for note in inside):
                spans.append(Span(first, last, draw(st.sampled_from(kinds))))
    return Markings(tuple(marks), tuple(spans))
