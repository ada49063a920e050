"""Single notes, keys and intervals in the ears of an independent checker."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sounding import (
    SCALES,
    count_faults,
    degree,
    full_bars,
    heights,
    player_faults,
    range_faults,
    rung,
    sounds,
    tonic_class,
    tune_faults,
)

SEMITONES = {
    "minor second": (1, 1),
    "major second": (1, 2),
    "minor third": (2, 3),
    "major third": (2, 4),
    "perfect fourth": (3, 5),
    "augmented fourth (tritone)": (3, 6),
    "perfect fifth": (4, 7),
    "minor sixth": (5, 8),
    "major sixth": (5, 9),
    "minor seventh": (6, 10),
    "major seventh": (6, 11),
    "octave": (7, 12),
}
"""Steps of the staff and semitones of each interval."""


def interval(question: Any) -> Iterator[str]:
    [passage] = question.heard
    together = len(passage.voices) == 2
    notes = [sound for voice in passage.voices for sound in sounds(voice)]
    if len(notes) != 2:
        yield f"{len(notes)} notes, not two"
        return
    one, two = notes
    low, high = sorted(notes, key=lambda sound: sound.semitone)
    steps = 7 * (high.octave - low.octave) + high.step - low.step
    wide = (steps, high.semitone - low.semitone)
    fits = [at for at, o in enumerate(question.options) if SEMITONES[o.text][1] == wide[1]]
    if fits != [question.answer] or SEMITONES[question.options[fits[0]].text] != wide:
        yield f"{wide} steps and semitones are options {fits}, not {question.answer}"
    asked = question.asks
    way = "together" if together else "down" if one.semitone > two.semitone else "up"
    told = [w for w, sign in _WAYS.items() if sign in asked]
    if told != [way] or way not in rung(question, "ways").split():
        yield f"goes {way}; asks '{asked}'; the ladder has {rung(question, 'ways')}"
    if len(question.options) != len(rung(question, "intervals").split()):
        yield "the options are not the ladder's"
    yield from range_faults(notes, passage.instrument, 8)


_WAYS = {"up": "rises", "down": "falls", "together": "two notes make"}


def single_degree(question: Any) -> Iterator[str]:
    [passage] = question.heard
    key, notes = passage.melody.key, sounds(passage.melody)
    if len(notes) != 1 or len(passage.voices) != 1:
        yield "a degree is one note"
        return
    scale = SCALES[key.mode]
    places = [
        (scale[int(o.text[-1]) - 1] + {"♭": -1, "♯": 1}.get(o.text[0], 0)) % 12
        for o in question.options
    ]
    above = (notes[0].semitone - tonic_class(key)) % 12
    if [at for at, place in enumerate(places) if place == above] != [question.answer]:
        yield f"{above} semitones above the tonic, of {places}: not {question.answer}"
    if len(set(places)) < len(places):
        yield f"two degrees sound alike: {places}"
    if degree(key, notes[0]) != int(question.options[question.answer].text[-1]):
        yield "the note is spelled as another degree"
    if f"key is {key.mode}" not in question.asks:
        yield f"{key.mode}; asks '{question.asks}'"
    if key.mode == "minor" and not rung(question, "minor"):
        yield "a minor key below its level"
    yield from range_faults(notes, passage.instrument, 8)


def major_or_minor(question: Any) -> Iterator[str]:
    yield from player_faults(question)
    [passage] = question.heard
    key, lengths = passage.melody.key, Counter[int]()
    for sound in sounds(passage.melody):
        lengths[(sound.semitone - tonic_class(key)) % 12] += int(sound.length * 960)
    said = question.options[question.answer].text
    minor, major = lengths[3], lengths[4]
    if (said == "minor") != (minor > major) or not (minor or major):
        yield f"says {said}; minor third {minor}, major third {major}"
    if minor and major:
        yield "both thirds sound"
    if said != key.mode:
        yield f"says {said}, and the key is {key.mode}"
    if [option.text for option in question.options] != ["major", "minor"]:
        yield "the options are major and minor"
    yield from tune_faults(question, passage.melody, plain=False)


def key_note(question: Any) -> Iterator[str]:
    yield from player_faults(question)
    phrase, note = question.heard
    [sound] = sounds(note.melody)
    is_tonic = sound.semitone % 12 == tonic_class(phrase.melody.key)
    if (question.options[question.answer].text == "yes") != is_tonic:
        yield f"says {question.options[question.answer].text}, and it is not so"
    number = degree(phrase.melody.key, sound)
    wrong = (2, 4, 5, 7) if rung(question, "near") else (3, 5, 6)
    if not is_tonic and number not in wrong:
        yield f"degree {number}, and wrong ones are {wrong}"
    if note.melody.key != phrase.melody.key:
        yield "the note has another key"
    if full_bars(phrase.melody) != rung(question, "measures") // 2:
        yield f"{full_bars(phrase.melody)} bars are heard"
    yield from tune_faults(question, phrase.melody, measures=False)
    yield from range_faults((sound,), note.instrument, rung(question, "vocabulary"))


def highest(question: Any) -> Iterator[str]:
    yield from player_faults(question)
    [passage] = question.heard
    line = heights(sounds(passage.melody))
    said = question.options[question.answer].text
    if rung(question, "form") == "last":
        is_ = {1: "higher", 0: "the same", -1: "lower"}[
            (line[-1] > line[0]) - (line[-1] < line[0])
        ]
        if said != is_ or "last note" not in question.asks:
            yield f"says {said}, and the last note is {is_}"
        if [o.text for o in question.options] != ["lower", "the same", "higher"]:
            yield "the options are lower, the same, higher"
        yield from count_faults(question, passage.melody, 3)
    else:
        what = max if "highest" in question.asks else min
        most = [at + 1 for at, height in enumerate(line) if height == what(line)]
        if most != [int(said)]:
            yield f"says {said}, and notes {most} are the {what.__name__}"
        if any(not 1 <= int(o.text) <= len(line) for o in question.options):
            yield "an option is no note"
        if what is min and rung(question, "form") == "highest":
            yield "asks for the lowest below its level"
        yield from count_faults(
            question, passage.melody, max(4, rung(question, "notes") - 2)
        )
    yield from tune_faults(question, passage.melody, measures=False)
