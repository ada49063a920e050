"""What is asked about keys, intervals, chords and metres: the answer is what sounds.

The checks read pitches letter by letter with tables of their own, and count faults of
voice-leading themselves.
"""

import re
from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etudes import Request
from etudes.errors import InvalidValue, UnsatisfiableRequest
from etudes.item.make import load_runtime
from etudes.listening import Passage, Question, kind, questions
from etudes.listening.questions.cadences import phrases
from etudes.listening.tonality import cadence, concert_key, progression, tonic_triad
from etudes.melody import Melody
from etudes.runtime import Runtime
from etudes.tables import instrument
from etudes.theory import Key, TimeSignature
from etudes.writing.performance import played, tempo_changes

PLAYERS = ("violin", "clarinet", "trombone", "piano", "soprano")

LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
ORDER = "CDEFGAB"
SCALES = {"major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 11)}
"""Semitones of degrees 1 to 7 over the tonic; minor with its leading note."""

SIZES = {
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
"""Steps on the staff and semitones."""

CHORDS = {"I": "1 3 5", "II": "2 4 6", "IV": "4 6 1", "V": "5 7 2", "VI": "6 1 3"}
"""Degrees of each triad."""

keys = st.builds(Key.from_fifths, st.integers(-7, 7), st.sampled_from(["major", "minor"]))


@cache
def runtime() -> Runtime:
    return load_runtime()


@cache
def asked(name: str, level: int, player: str, count: int = 4) -> list[Question]:
    return questions(
        name, Request(level=level, instrument=player, seed=level, count=count), runtime()
    )


def spelled(text: str) -> tuple[int, int]:
    """Steps above C0 on the staff, and semitones above it, of a pitch such as F#4."""
    letter, signs, octave = re.fullmatch(r"([A-G])([#b]*)(-?\d+)", text).groups()  # type: ignore[union-attr]
    alter = signs.count("#") - signs.count("b")
    place, octaves = ORDER.index(letter), int(octave)
    return 7 * octaves + place, 12 * octaves + LETTERS[letter] + alter


def heights(line: Melody) -> list[int]:
    """Semitones of all notes above C0."""
    return [spelled(str(pitch))[1] for pitch in line.pitches]


def home(key: Key) -> tuple[str, str]:
    """Tonic and mode of a key, as it is written."""
    tonic, mode = str(key).split()
    return tonic, mode


def degree(pitch: str, key: Key) -> tuple[int, int]:
    """Degree from 1 to 7 and semitones over the tonic, 0 to 11."""
    tonic = spelled(home(key)[0] + "0")
    place, height = spelled(pitch)
    return (place - tonic[0]) % 7 + 1, (height - tonic[1]) % 12


def in_four_voices(passage: Passage) -> list[list[str]]:
    """The chords, from the bass up."""
    lines = [[str(pitch) for pitch in voice.pitches] for voice in passage.voices]
    return [list(reversed(chord)) for chord in zip(*lines, strict=True)]


def right(question: Question) -> str:
    assert isinstance(question.answer, int)
    return question.options[question.answer].text


# --- four voices ---------------------------------------------------------------------


def faults(chords: list[list[str]], key: Key) -> list[str]:
    """What a teacher of harmony would mark."""
    found = []
    tonic = spelled(home(key)[0] + "0")[1]
    sounding = [[spelled(pitch)[1] for pitch in chord] for chord in chords]
    for chord, notes in zip(chords, sounding, strict=True):
        if notes != sorted(set(notes)):
            found.append(f"voices cross or meet: {chord}")
        if notes[2] - notes[1] > 12 or notes[3] - notes[2] > 12:
            found.append(f"upper voices more than an octave apart: {chord}")
        if not (spelled("C2")[1] <= notes[0] and notes[3] <= spelled("A5")[1]):
            found.append(f"out of a choir's range: {chord}")
        if sum((note - tonic) % 12 == 11 for note in notes) > 1:
            found.append(f"leading note doubled: {chord}")
    for at, (a, b) in enumerate(pairwise(sounding)):
        for low, high in combinations(range(4), 2):
            before, after = (a[high] - a[low]) % 12, (b[high] - b[low]) % 12
            moved = a[low] != b[low] and a[high] != b[high]
            if moved and before == after and after in (0, 7):
                found.append(f"consecutives between {chords[at]} and {chords[at + 1]}")
        for voice in range(3):
            if b[voice] > a[voice + 1] or b[voice + 1] < a[voice]:
                found.append(f"overlap between {chords[at]} and {chords[at + 1]}")
        for before_, after_ in zip(chords[at], chords[at + 1], strict=True):
            steps, size = (
                abs(y - x) for x, y in zip(spelled(before_), spelled(after_), strict=True)
            )
            if (steps, size) in ((1, 3), (3, 6), (0, 1)):
                found.append(f"augmented step from {before_} to {after_}")
    return found


def resolves(one: list[str], other: list[str], key: Key) -> bool:
    """Whether leading notes of a dominant rise to the tonic, and its seventh falls."""
    for before, after in zip(one, other, strict=True):
        number, _ = degree(before, key)
        move = spelled(after)[1] - spelled(before)[1]
        if (number == 7 and move != 1) or (number == 4 and not -2 <= move <= -1):
            return False
    return True


def triad(chord: list[str], key: Key) -> tuple[str, int]:
    """The numeral of a chord by its degrees, and the degree in the bass."""
    degrees = {degree(pitch, key)[0] for pitch in chord}
    fits = [
        name
        for name, text in CHORDS.items()
        if degrees - {*map(int, text.split())} <= ({4} if name == "V" else set())
        and {*map(int, text.split()[:2])} <= degrees
    ]
    assert len(fits) == 1, (chord, fits)
    return fits[0], degree(chord[0], key)[0]


@pytest.mark.parametrize(
    ("one", "other", "fault"),
    [
        ("C3 G3 E4 C5", "D3 A3 F4 D5", "consecutives"),
        ("C3 E4 G4 C5", "F3 C4 A4 C5", ""),
        ("C3 G3 C4 E4", "F3 C4 F4 A4", "overlap"),
        ("F3 C4 F4 A4", "G3 B3 G4 D5", "consecutives"),
        ("G3 B3 D4 B4", "C3 C4 E4 C5", "leading note doubled"),
        ("C3 E3 G4 C5", "C3 E3 G4 C5", "more than an octave"),
        ("C3 E4 E4 C5", "C3 E4 G4 C5", "cross or meet"),
    ],
)
def test_the_marking_teacher_sees_each_fault(one: str, other: str, fault: str) -> None:
    """The checker itself, on chords of C major written by hand."""
    found = faults([one.split(), other.split()], Key.parse("C major"))

    assert any(fault in text for text in found) if fault else found == []


@given(keys)
@settings(deadline=None, max_examples=30)
def test_a_cadence_in_any_key_goes_i_iv_v_i_without_a_fault(key: Key) -> None:
    """I, IV, V and I stand on their roots, with no mark of a teacher of harmony."""
    chords = in_four_voices(cadence(key))

    assert [triad(chord, key) for chord in chords] == [
        ("I", 1),
        ("IV", 4),
        ("V", 5),
        ("I", 1),
    ]
    assert faults(chords, key) == []
    assert resolves(chords[2], chords[3], key)


@given(keys)
@settings(deadline=None, max_examples=30)
def test_the_tonic_triad_has_root_third_and_fifth_of_its_key(key: Key) -> None:
    """A major or minor third and a perfect fifth over the tonic, which is in the bass."""
    [chord] = in_four_voices(tonic_triad(key))

    third = 4 if home(key)[1] == "major" else 3
    assert {degree(pitch, key) for pitch in chord} == {(1, 0), (3, third), (5, 7)}
    assert degree(chord[0], key) == (1, 0)


@given(
    keys,
    st.sampled_from(["perfect", "imperfect", "interrupted", "plagal"]),
    st.integers(4, 8),
    st.integers(0, 2**20),
)
@settings(deadline=None, max_examples=60)
def test_phrases_have_no_fault_of_voice_leading(
    key: Key, name: str, length: int, seed: int
) -> None:
    """However a phrase goes and whichever key it is in: no consecutives, no overlap, no
    augmented step; after a dominant the leading note rises and the seventh falls."""
    generator = np.random.default_rng(seed)
    choices = phrases(name, length)
    numerals = choices[int(generator.integers(len(choices)))]

    chords = in_four_voices(progression(key, numerals, generator=generator))

    assert len(chords) == length
    assert faults(chords, key) == []
    for at, (one, other) in enumerate(pairwise(numerals)):
        if one.startswith("V") and one != "VI" and not other.startswith("V7"):
            assert resolves(chords[at], chords[at + 1], key), (one, other)


@pytest.mark.parametrize("numeral", ["", "VIII", "Vd", "X", "Ie"])
def test_what_is_no_chord_is_refused(numeral: str) -> None:
    """V has no fourth inversion without its seventh, and X is no degree."""
    with pytest.raises(InvalidValue, match="a chord such as I, V7 or IIb was expected"):
        progression(Key.parse("C"), ["I", numeral])


@given(keys, st.sampled_from(["clarinet", "horn", "alto-saxophone", "violin", "trumpet"]))
@settings(deadline=None)
def test_the_key_that_sounds_is_as_far_away_as_the_instrument_transposes(
    key: Key, name: str
) -> None:
    """The same mode, the tonic moved by the instrument's interval, seven signs at most."""
    sounding = concert_key(key, instrument(name))

    moved = instrument(name).transposition.semitones
    tonics = [spelled(home(one)[0] + "4")[1] for one in (key, sounding)]
    assert (tonics[1] - tonics[0] - moved) % 12 == 0
    assert home(sounding)[1] == home(key)[1] and abs(sounding.fifths) <= 7


# --- the kinds -----------------------------------------------------------------------


@pytest.mark.parametrize("player", PLAYERS)
@pytest.mark.parametrize("level", [1, 3, 5, 8])
def test_an_interval_is_spelled_and_sounds_as_its_answer_says(
    player: str, level: int
) -> None:
    """So many steps and semitones, up, down or together as the question says."""
    for question in asked("interval", level, player, 12):
        [passage] = question.heard
        pitches = [str(pitch) for voice in passage.voices for pitch in voice.pitches]
        low, high = sorted(map(spelled, pitches), key=lambda one: one[1])

        assert (high[0] - low[0], high[1] - low[1]) == SIZES[right(question)]
        if "together" in question.asks or "two notes make" in question.asks:
            assert len(passage.voices) == 2 and passage.instrument == "piano"
        else:
            first, second = heights(passage.melody)
            assert ("rises" in question.asks) == (second > first)
            assert passage.instrument == player
        sizes = [SIZES[option.text] for option in question.options]
        assert sizes == sorted(sizes)


@pytest.mark.parametrize("player", PLAYERS)
@pytest.mark.parametrize("level", range(1, 9))
def test_a_degree_is_that_of_its_key(player: str, level: int) -> None:
    """♭3 is a minor third over the tonic of a major key, and spelled on the third step."""
    for question in asked("degree", level, player, 12):
        [passage] = question.heard
        [pitch] = passage.melody.pitches
        name = right(question)
        scale = SCALES[home(passage.key)[1]]
        number = int(name[-1])
        sharp = {"♭": -1, "♯": 1}.get(name[0], 0)

        assert degree(str(pitch), passage.key) == (number, (scale[number - 1] + sharp) % 12)
        assert home(passage.key)[1] in question.asks


@pytest.mark.parametrize("player", PLAYERS)
@pytest.mark.parametrize("level", [1, 4])
def test_a_melody_in_minor_has_a_minor_third_and_no_major_one(
    player: str, level: int
) -> None:
    """Half the melodies are major and half minor, and the third over the tonic tells."""
    made = asked("mode", level, player)

    assert Counter(map(right, made)) == {"major": 2, "minor": 2}
    for question in made:
        melody = question.heard[0].melody
        thirds = {degree(str(pitch), melody.key)[1] for pitch in melody.pitches} & {3, 4}
        assert thirds == {4 if right(question) == "major" else 3}


@pytest.mark.parametrize("level", [1, 3, 5, 7, 8])
def test_the_accompaniment_beats_the_metre_that_is_right(level: int) -> None:
    """The bass begins every bar of the answer's length with a root; only 4/4, and the
    metres that go in quavers, have more bass notes in a bar."""
    in_a_bar = {"2/4": 1, "3/4": 1, "4/4": 2, "6/8": 2, "5/8": 2, "7/8": 3}
    for question in asked("metre", level, "clarinet"):
        [passage] = question.heard
        name = right(question).partition(":")[0]
        bar = Fraction(name)
        bass = [event for event in passage.voices[-1].events() if event.pitch]
        onsets = Counter(event.onset // bar for event in bass)

        assert {*onsets.values()} == {in_a_bar[name]}
        assert [e.onset for e in bass if e.onset % bar == 0] == [
            n * bar for n in range(int(passage.duration / bar))
        ]
        roots = [degree(str(e.pitch), passage.key)[0] for e in bass if e.onset % bar == 0]
        assert {*roots} <= {1, 4, 5} and roots[-1] == 1
        assert passage.instrument == "piano" and passage.accompanied < 1
        tops = [max(heights(voice)) for voice in passage.voices[1:]]
        assert max(heights(passage.voices[-1])) < min(heights(passage.voices[1]))
        assert max(tops) < spelled("D4")[1]


def test_downbeats_of_the_metre_are_played_louder() -> None:
    """Notes of the melody that begin a bar are accented, and no others."""
    for question in asked("metre", 5, "clarinet"):
        [passage] = question.heard
        bar = passage.melody.time_signature.measure_duration
        loud = {
            note.onset % bar == 0: note.velocity
            for note in played(passage.melody, passage.markings)
        }
        assert loud.get(True, 127) > loud.get(False, 0)


@pytest.mark.parametrize("player", ["clarinet", "violin"])
@pytest.mark.parametrize("level", range(1, 9))
def test_a_phrase_ends_with_the_cadence_that_is_right(player: str, level: int) -> None:
    """Perfect V–I, imperfect on V, interrupted V–VI, plagal IV–I, all on their roots."""
    endings = {
        "perfect": [("V", 5), ("I", 1)],
        "interrupted": [("V", 5), ("VI", 6)],
        "plagal": [("IV", 4), ("I", 1)],
    }
    for question in asked("cadence", level, player, 8):
        [passage] = question.heard
        chords = in_four_voices(passage)
        last = [triad(chord, passage.key) for chord in chords[-2:]]
        name = right(question).partition(" ")[0]

        assert triad(chords[0], passage.key) == ("I", 1)
        assert faults(chords, passage.key) == []
        if name == "imperfect":
            assert last[1] == ("V", 5) and last[0][0] not in ("I", "V")
        else:
            assert last == endings[name]


@pytest.mark.parametrize("player", [*PLAYERS, "snare-drum"])
@pytest.mark.parametrize("level", [1, 2, 4, 6, 8])
def test_one_thing_changes_and_no_other(player: str, level: int) -> None:
    """The notes stay; of tempo, loudness and length of notes one is another, as the answer
    says, and by an amount that is heard."""
    for question in asked("change", level, player, 6):
        first, second = question.heard
        word = right(question)
        assert first.sounds_like(second)

        one, other = (list(played(p.melody, p.markings)) for p in question.heard)
        pace = second.tempo.crotchets_per_minute / first.tempo.crotchets_per_minute
        turns = [tempo_changes(p.melody, p.markings) for p in question.heard]
        louder = [b.velocity - a.velocity for a, b in zip(one, other, strict=True)]
        longer = [float(b.duration / a.duration) for a, b in zip(one, other, strict=True)]

        differs = {
            "tempo": pace != 1,
            "turn": turns[0] != turns[1],
            "loudness": any(louder),
            "length": any(share != 1 for share in longer),
        }
        assert sum(differs.values()) == 1, word
        heard = {
            "louder": min(louder) >= 30,
            "softer": max(louder) <= -30,
            "faster": pace >= 1.15,
            "slower": pace <= 1 / 1.15,
            "more detached": max(longer) < 0.6,
            "smoother": min(longer) > 1.6,
            "grows louder": louder[0] == 0 and louder[-1] >= 30,
            "grows softer": louder[0] == 0 and louder[-1] <= -30,
            "gets faster and faster": bool(turns[1]) and turns[1][-1][1] > 1,
            "gets slower and slower": bool(turns[1]) and turns[1][-1][1] < 1,
        }
        assert heard[word], (word, pace, louder, longer)


@pytest.mark.parametrize("player", PLAYERS)
@pytest.mark.parametrize("level", [1, 2, 3, 5, 8])
def test_the_last_or_the_highest_note_is_where_the_answer_says(
    player: str, level: int
) -> None:
    """One note alone is the highest, or the lowest; the last is compared to the first."""
    for question in asked("highest", level, player):
        sounding = heights(question.heard[0].melody)
        if "last" in question.asks:
            apart = sounding[-1] - sounding[0]
            told = "the same" if not apart else "higher" if apart > 0 else "lower"
            assert right(question) == told
            continue
        most = max(sounding) if "highest" in question.asks else min(sounding)
        assert sounding.count(most) == 1
        assert sounding[int(right(question)) - 1] == most
        numbers = [int(option.text) for option in question.options]
        assert numbers == sorted(numbers) and numbers[-1] <= len(sounding)
        assert len(numbers) == len(sounding) or (len(numbers) == 4 and len(sounding) > 6)


@pytest.mark.parametrize("player", PLAYERS)
@pytest.mark.parametrize("level", [1, 3, 5, 7])
def test_the_phrase_ends_away_from_the_key_note_that_is_asked_for(
    player: str, level: int
) -> None:
    """The melody stops on 5, 7 or 2; the single note is the tonic where that is right, and
    another degree of the ladder where it is not."""
    made = asked("tonic", level, player)
    wrong = {2, 4, 5, 7} if kind("tonic").at("near", level) else {3, 5, 6}

    assert Counter(map(right, made)) == {"yes": 2, "no": 2}
    for question in made:
        phrase, note = (passage.melody for passage in question.heard)
        assert degree(str(phrase.pitches[-1]), phrase.key)[0] in (5, 7, 2)
        [pitch] = note.pitches
        number, _ = degree(str(pitch), phrase.key)
        assert number == 1 if right(question) == "yes" else number in wrong
        assert note.key == phrase.key


# --- all of them ---------------------------------------------------------------------

KINDS = ("interval", "degree", "mode", "metre", "cadence", "change", "highest", "tonic")


@pytest.mark.parametrize("name", KINDS)
def test_the_same_request_gives_the_same_questions_and_more_begin_alike(name: str) -> None:
    """A question does not depend on how many are asked for."""
    few, more = (
        questions(name, Request(level=2, instrument="flute", seed=9, count=n), runtime())
        for n in (2, 3)
    )

    assert few == more[:2]


@pytest.mark.parametrize("name", ["interval", "degree", "cadence", "metre", "change"])
def test_each_answer_is_right_equally_often(name: str) -> None:
    """In as many questions as there are options each is right once."""
    count = len(asked(name, 4, "violin", 1)[0].options)
    made = asked(name, 4, "violin", count)

    assert sorted(question.answer for question in made) == [*range(count)]  # type: ignore[type-var]


@pytest.mark.parametrize("name", ["interval", "degree", "mode", "highest", "tonic"])
def test_a_drum_without_pitch_is_refused_in_a_line(name: str) -> None:
    """Where pitch is asked for, a snare drum cannot play it."""
    with pytest.raises(UnsatisfiableRequest, match="plays rhythms only") as refused:
        asked(name, 3, "snare-drum")

    assert "\n" not in str(refused.value)


def test_a_metre_that_is_told_cannot_be_asked_for() -> None:
    """With a time signature there would be one answer to every question."""
    told = Request(level=3, instrument="violin", seed=1, time_signature=TimeSignature(3, 4))

    with pytest.raises(UnsatisfiableRequest, match="leave out the time signature"):
        questions("metre", told, runtime())


@pytest.mark.parametrize("name", ["degree", "cadence", "mode", "change", "tonic"])
def test_a_key_that_is_asked_for_is_kept(name: str) -> None:
    """E flat for a clarinet sounds D flat: the tonic is the one that was asked for."""
    key = Key.parse("Eb major")
    made = questions(
        name, Request(level=5, instrument="clarinet", seed=3, count=2, key=key), runtime()
    )

    tonic = "Db" if name == "cadence" else "Eb"
    assert {home(question.heard[0].key)[0] for question in made} == {tonic}
