"""A question sounds as its script says: the key, the clicks, every note at its time.

What is heard is measured in the samples: pitch by autocorrelation, silence by energy.
"""

from fractions import Fraction

import numpy as np
import pytest
from test_audio import cents_off, decibels, heard_loudness, rms

from etudes import Request
from etudes.audio import Sound, levelled, mp3_bytes, render, wav_bytes, with_silence
from etudes.audio.rendering import LEAD
from etudes.audio.scripted import passage_timeline, quiz_timeline, script_timeline
from etudes.listening import Cue, Question, Quiz, kinds, questions, quiz_code, script
from etudes.tables import instrument

PLAYERS = ("violin", "clarinet", "trombone", "piano")
RING = 1.6
"""Seconds after which nothing of a note that ended is heard."""


def made(kind: str, level: int, player: str) -> Question:
    [one] = questions(kind, Request(level=level, instrument=player, seed=31))
    return one


def recorded(question: Question, plays: int = 1) -> tuple[Sound, tuple[Cue, ...]]:
    cues = script(question, plays)
    return levelled(render(with_silence(script_timeline(cues)))), cues


def part(sound: Sound, first: float, last: float) -> np.ndarray:
    return sound.samples[round(first * sound.rate) : round(last * sound.rate)]


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_kind_is_as_loud_as_every_other_and_as_long_as_its_script(kind: str) -> None:
    """−20 LUFS within 1 LU, no sample above −1 dBFS, silence before the first sound, and
    the pauses of the script are there."""
    question = made(kind, 4, PLAYERS[len(kind) % len(PLAYERS)])
    sound, cues = recorded(question)
    assert heard_loudness(sound) == pytest.approx(-20, abs=1)
    assert np.abs(sound.samples).max() <= 10 ** (-1 / 20) + 1e-4
    assert decibels(rms(part(sound, 0, LEAD - 0.01))) < -60
    assert sound.duration == pytest.approx(sum(cue.seconds for cue in cues) + 1.5, abs=0.6)
    at = LEAD
    for cue in cues:
        if cue.seconds > RING + 0.5 and not cue.passage and not cue.clicks:
            assert decibels(rms(part(sound, at + RING, at + cue.seconds - 0.3))) < -55
        at += passage_timeline(cue.passage).duration if cue.passage else cue.seconds


@pytest.mark.parametrize("player", PLAYERS)
@pytest.mark.parametrize("kind", ["dictation", "same-different", "contour", "tonic"])
def test_each_note_sounds_at_its_time_and_pitch(kind: str, player: str) -> None:
    """The middle of each written note, at the tempo, at the sounding pitch of the
    instrument, is within half a semitone of it."""
    question = made(kind, 2, player)
    for passage in question.heard:
        line, moved = passage.melody, instrument(passage.instrument).transposition.semitones
        sound = render(with_silence(passage_timeline(passage)))
        second = 60 / float(passage.tempo.beats_per_minute * passage.tempo.beat)
        for event in line.events():
            if event.pitch is None:
                continue
            start = LEAD + float(event.onset + line.pickup) * second
            length = float(event.duration) * second
            middle = part(sound, start + 0.3 * length, start + 0.85 * length)
            off = cents_off(middle, sound.rate, event.pitch.midi + moved)
            assert abs(off) < 50, (kind, player, event)


def test_clicks_count_a_bar_before_the_first_playing_only() -> None:
    """Four beats of 4/4, three of 3/4; what is played again begins at once."""
    question = made("dictation", 3, "flute")
    clicks = [cue for cue in script(question, 3) if cue.clicks]
    metre = question.heard[0].melody.time_signature
    assert len(clicks) == 1 and len(clicks[0].clicks) == len(metre.beats)
    assert clicks[0].accents == (0,)


def test_an_upbeat_is_counted_into() -> None:
    """Before an upbeat of a crotchet in 3/4 one bar and two more beats are clicked."""
    request = Request(level=4, instrument="flute", seed=5, count=1, pickup=True, measures=4)
    [question] = questions("dictation", request)
    line = question.heard[0].melody
    [clicks] = [cue for cue in script(question) if cue.clicks]
    bar = line.time_signature.measure_duration
    assert line.pickup
    beat = question.heard[0].tempo.beat
    second = 60 / float(question.heard[0].tempo.beats_per_minute)
    expected = float((2 * bar - line.pickup) / beat) * second
    assert clicks.seconds == pytest.approx(expected)


def test_the_same_test_is_the_same_bytes() -> None:
    """Twice rendered, twice the same WAV and MP3."""
    pair = tuple(made(kind, 2, "violin") for kind in ("interval", "degree"))
    quiz = Quiz(quiz_code(pair, "", ""), "", pair)
    first, second = (levelled(render(with_silence(quiz_timeline(quiz)))) for _ in range(2))
    assert wav_bytes(first) == wav_bytes(second)
    assert mp3_bytes(first) == mp3_bytes(second)


def test_strokes_tell_the_number_of_a_question() -> None:
    """Question 3 begins with three strokes."""
    question = made("interval", 1, "violin")
    first = script(question, number=3)[0]
    assert len(first.clicks) == 3 and first.seconds == pytest.approx(3 * 0.35)
    assert not script(question)[0].clicks


def test_chords_are_softer_than_the_melody_they_accompany() -> None:
    """In a question on metre the chords play at most as loud as the ladder says."""
    passage = made("metre", 2, "violin").heard[0]
    line = passage_timeline(passage)
    tops = {one.pitch for one in passage_timeline_of_first(passage)}
    others = [one.velocity for one in line.soundings if one.pitch not in tops]
    firsts = [one.velocity for one in passage_timeline_of_first(passage)]
    assert max(others) < min(firsts) + 16
    assert Fraction(passage.accompanied).limit_denominator(10) < 1


def passage_timeline_of_first(passage):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    return passage_timeline(replace(passage, voices=passage.voices[:1])).soundings


@pytest.mark.parametrize("player", ["drum-kit", "snare-drum"])
def test_drums_are_counted_in_on_their_own_kit(player: str) -> None:
    """A rhythm for drums can be recorded, the clicks before it too."""
    assert render(script_timeline(script(made("rhythm", 2, player), 1))).peak > -40


def test_the_script_lasts_as_long_as_the_recording() -> None:
    """Where the second playing slows down, the silence after it makes up for that."""
    for seed in range(4):
        [one] = questions("change", Request(level=7, instrument="violin", seed=seed))
        cues = script(one)
        lasts = script_timeline(cues).duration
        assert lasts == pytest.approx(sum(cue.seconds for cue in cues))
