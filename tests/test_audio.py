"""What is heard is what the score says: pitches, onsets, lengths, silence, loudness.

The ear of these tests shares no code with what makes the sound: loudness is measured by
libebur128, pitch by autocorrelation or a spectrum, onsets by the energy.
"""

import hashlib
import io
import shutil
import subprocess
import sys
import wave
from fractions import Fraction
from pathlib import Path

import numpy as np
import pyebur128
import pytest
import soundfile
from conftest import melody
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from etudes.audio import (
    LEAD,
    LOUDNESS,
    PEAK,
    TAIL,
    Sound,
    Sounding,
    Timeline,
    chord,
    count_in,
    item_sound,
    joined,
    levelled,
    mp3_bytes,
    play,
    render,
    silence,
    sounded,
    timbre_of,
    together,
    wav_bytes,
    with_silence,
)
from etudes.errors import InvalidValue, MissingTool
from etudes.item.item import Item, Tempo
from etudes.markings import NONE, Mark, Markings
from etudes.tables import instrument, instruments
from etudes.tables.instruments import Instrument

CROTCHET_60 = Tempo(Fraction(1, 4), 60, "Adagio")
SCALE = (0, 2, 4, 5, 7, 9, 11)
NOTE, STEP = 0.4, 0.6
"""Seconds a note of the scale lasts, and from one to the next: onsets stand apart."""
PITCHED = [one.name for one in instruments() if not one.unpitched]
UNPITCHED = [one.name for one in instruments() if one.unpitched]
SLOW = {47: 3}
"""Programs whose pitch is heard late, and how many times longer their notes are."""
STRUCK = {6, 8, 9, 11, 12, 13, 14, 46, 47, 112, 114}
"""Programs whose partials are no whole multiples, or that die away at once."""
BELLS = {14: 2}
"""The partial of a tubular bell that is an octave above what the ear hears."""


def scale_of(one: Instrument) -> list[int]:
    """A major scale up from the bottom of the comfortable range, as far as that goes."""
    low, high = (p.midi + one.transposition.semitones for p in one.comfortable)
    return [
        low + 12 * o + s for o in range(3) for s in SCALE[:7] if low + 12 * o + s <= high
    ]


def scale_timeline(one: Instrument) -> Timeline:
    slower = SLOW.get(one.midi_program, 1)
    notes = [
        Sounding(at * STEP * slower, NOTE * slower, pitch, 80, timbre_of(one))
        for at, pitch in enumerate(scale_of(one))
    ]
    return with_silence(Timeline(tuple(notes), len(notes) * STEP * slower))


def heard_loudness(sound: Sound) -> float:
    state = pyebur128.R128State(1, sound.rate, pyebur128.MeasurementMode.MODE_I)
    state.add_frames(sound.samples.astype(np.float32).copy(), sound.samples.size)
    return float(pyebur128.get_loudness_global(state))


def between(sound: Sound, first: float, last: float) -> NDArray[np.float32]:
    return sound.samples[round(first * sound.rate) : round(last * sound.rate)]


def rms(samples: NDArray[np.float32]) -> float:
    return float(np.sqrt(np.mean(samples.astype(float) ** 2)))


def decibels(level: float) -> float:
    return 20 * float(np.log10(max(level, 1e-9)))


def onset_in(sound: Sound, first: float, last: float) -> float:
    """Where, between two times, the energy rises most: to a fifth of its highest."""
    window = round(0.003 * sound.rate)
    part = sound.samples[round(first * sound.rate) : round(last * sound.rate)].astype(float)
    energy = np.sqrt(np.convolve(part**2, np.ones(window) / window, "valid"))
    before = energy[: round(0.03 * sound.rate)].mean()
    risen = energy - before > 0.1 * (energy.max() - before)
    return first + (int(np.argmax(risen)) + window / 2) / sound.rate


def cents_off(samples: NDArray[np.float32], rate: int, pitch: int) -> float:
    """By autocorrelation over frames: how far the repetition is from the pitch's own."""
    period = rate / (440 * 2 ** ((pitch - 69) / 12))
    times = max(1, int(300 // period))
    x, size = samples.astype(float), max(round(5 * period), round(0.04 * rate))
    reach = min(0.06 * times, 0.35) * period
    lags = np.arange(int(times * period - reach) - 1, int(times * period + reach) + 3)
    found = []
    for at in range(0, x.size - size - int(lags[-1]), size // 2):
        frame = x[at : at + size]
        others = [x[at + lag : at + lag + size] for lag in lags]
        alike = np.array([frame @ o / np.sqrt((frame @ frame) * (o @ o)) for o in others])
        best = int(np.argmax(alike[1:-1])) + 1
        left, here, right = alike[best - 1 : best + 2]
        shift = 0.5 * (left - right) / (left - 2 * here + right)
        found.append(1200 * np.log2(times * period / (lags[best] + shift)))
    return float(np.median(found))


def partial_cents_off(samples: NDArray[np.float32], rate: int, frequency: float) -> float:
    """By the spectrum: how far the strongest partial near a frequency is from it."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(samples.size), 1 << 20))
    frequencies = np.fft.rfftfreq(1 << 20, 1 / rate)
    near = np.abs(1200 * np.log2(np.maximum(frequencies, 1) / frequency)) < 90
    found = frequencies[near][np.argmax(spectrum[near])]
    return float(1200 * np.log2(found / frequency))


@pytest.mark.parametrize("name", PITCHED)
def test_a_scale_is_heard_as_it_is_written(name: str) -> None:
    """Every note begins within 15 ms, is within 20 cents of equal temperament, and around
    the scale there is silence; the whole is as loud as all others."""
    one = instrument(name)
    sound = levelled(render(scale_timeline(one)))
    slower = SLOW.get(one.midi_program, 1)

    for at, pitch in enumerate(scale_of(one)):
        onset = LEAD + at * STEP * slower
        assert onset_in(sound, onset - 0.08, onset + 0.2) == pytest.approx(onset, abs=0.015)
        begin, end = (round((onset + t) * sound.rate) for t in (0.05, NOTE * slower - 0.02))
        part = sound.samples[begin:end]
        frequency = 440 * 2 ** ((pitch - 69) / 12)
        if one.midi_program in STRUCK:
            ratio = BELLS.get(one.midi_program, 1)
            off = partial_cents_off(part, sound.rate, frequency * ratio)
        else:
            off = cents_off(part, sound.rate, pitch)
        assert abs(off) <= 20, (name, pitch, off)

    length = LEAD + len(scale_of(one)) * STEP * slower + TAIL
    assert sound.duration == pytest.approx(length, abs=0.001)
    before = sound.samples[: round((LEAD - 0.005) * sound.rate)]
    after = sound.samples[-round(0.1 * sound.rate) :]
    assert decibels(float(np.abs(before).max())) <= -60
    assert decibels(rms(after)) <= -60
    assert heard_loudness(sound) == pytest.approx(LOUDNESS, abs=1)
    assert decibels(float(np.abs(sound.samples).max())) <= PEAK + 0.01


@pytest.mark.parametrize("name", UNPITCHED)
def test_a_rhythm_is_heard_where_it_is_written(name: str) -> None:
    """A drum has no pitch: its onsets, silence and loudness are what can be heard."""
    one = instrument(name)
    line = melody("4/4 B4:1/4 B4:1/4 -:1/4 B4:1/8 B4:1/8 | B4:1/2 B4:1/2")
    sound = levelled(render(with_silence(sounded(line, NONE, CROTCHET_60, one))))

    for onset in (0, 1, 3, 3.5, 4, 6):
        at = LEAD + onset
        assert onset_in(sound, at - 0.08, at + 0.2) == pytest.approx(at, abs=0.015)
    rest = sound.samples[
        round((LEAD + 2.6) * sound.rate) : round((LEAD + 2.9) * sound.rate)
    ]
    assert decibels(rms(rest)) <= -60
    assert heard_loudness(sound) == pytest.approx(LOUDNESS, abs=1)


def test_every_program_of_the_table_has_a_timbre_of_its_own() -> None:
    """No two programs give the same A."""
    programs = {one.midi_program for one in instruments() if not one.unpitched}
    made = {
        hashlib.sha256(wav_bytes(render(chord((69,), 0.3, timbre=p)))).digest()
        for p in programs
    }

    assert len(made) == len(programs)


def test_a_written_note_sounds_where_the_instrument_transposes_it() -> None:
    """C5 of a B flat clarinet is a B flat."""
    line = melody("4/4 C5:1/1")
    (note,) = sounded(line, NONE, CROTCHET_60, instrument("clarinet")).soundings

    assert note.pitch == 70
    assert (note.onset, note.duration) == (0, pytest.approx(4))


def test_soft_and_loud_keep_their_distance() -> None:
    """One gain for the whole: a note marked p stays softer than one marked f."""
    line = melody("4/4 A4:1/1 | A4:1/1")
    signs = Markings((Mark(0, "dynamic", "p"), Mark(1, "dynamic", "f")))
    timeline = sounded(line, signs, CROTCHET_60, instrument("flute"))
    raw = render(timeline)
    sound = levelled(raw)

    def step(one: Sound) -> float:
        soft, loud = (
            one.samples[round(a * one.rate) : round((a + 3) * one.rate)] for a in (0.5, 4.5)
        )
        return decibels(rms(loud)) - decibels(rms(soft))

    assert step(sound) == pytest.approx(step(raw), abs=0.1)
    assert 6 <= step(sound) <= 18


def test_a_fermata_lasts_and_a_ritardando_slows() -> None:
    """A minim with a fermata at 60 sounds 3.5 seconds; what follows comes later."""
    line = melody("4/4 A4:1/2 C5:1/2")
    signs = Markings((Mark(0, "fermata", ""),))
    first, second = sounded(line, signs, CROTCHET_60, instrument("oboe")).soundings

    assert first.duration == pytest.approx(3.5)
    assert second.onset == pytest.approx(3.5)


def test_tied_notes_are_one_sound() -> None:
    """A semibreve over a barline is struck once."""
    line = melody("2/4 A4:1/1")

    assert len(sounded(line, NONE, CROTCHET_60, instrument("violin")).soundings) == 1


def test_the_triad_before_a_dictation_has_its_three_notes() -> None:
    """Each chord tone stands out of the spectrum by 20 dB over what lies between."""
    sound = render(chord((60, 64, 67), 1.5))
    spectrum = np.abs(np.fft.rfft(sound.samples * np.hanning(sound.samples.size)))
    at = {p: 440 * 2 ** ((p - 69) / 12) * sound.duration for p in (60, 62, 64, 65.5, 67)}
    level = {
        p: decibels(spectrum[round(k) - 4 : round(k) + 5].max()) for p, k in at.items()
    }

    assert min(level[60], level[64], level[67]) >= max(level[62], level[65.5]) + 20


def test_clicks_of_a_count_in_are_even_and_the_first_is_another() -> None:
    """Four clicks, half a second apart."""
    sound = levelled(render(with_silence(count_in(4, 0.5))))
    for at in range(4):
        onset = LEAD + 0.5 * at
        assert onset_in(sound, onset - 0.08, onset + 0.2) == pytest.approx(onset, abs=0.015)

    first, second, third = (
        between(sound, LEAD + onset, LEAD + onset + 0.2) for onset in (0, 0.5, 1)
    )
    peaks = [int(np.argmax(np.abs(np.fft.rfft(one)))) for one in (first, second, third)]
    assert peaks[0] > peaks[1] == pytest.approx(peaks[2], abs=2)


def test_the_playings_of_a_dictation_are_the_same_samples() -> None:
    """What is played again after a pause is not another recording."""
    line = sounded(
        melody("4/4 C5:1/4 D5:1/4 E5:1/2"), NONE, CROTCHET_60, instrument("flute")
    )
    sound = render(with_silence(joined([line, line], gap=4.0)))
    size = round(line.duration * sound.rate)
    first = sound.samples[round(LEAD * sound.rate) :][:size]
    second = sound.samples[round((LEAD + 8) * sound.rate) :][:size]

    assert np.array_equal(first, second)
    assert (
        decibels(rms(sound.samples[round((LEAD + 6) * sound.rate) :][: sound.rate])) <= -60
    )


def test_a_loud_chord_does_not_clip() -> None:
    """Six notes of a piano, as loud as it can: no sample at full scale."""
    sound = render(chord((48, 55, 60, 64, 67, 72), 1.0, velocity=126))

    assert np.abs(sound.samples).max() < 0.98


PROGRAM = """
import hashlib
from etudes.audio import *
made = levelled(render(with_silence(joined([count_in(2, 0.4), chord((60, 64, 67), 1.0)]))))
print(*(hashlib.sha256(b).hexdigest() for b in (wav_bytes(made), mp3_bytes(made))))
"""


def test_the_same_bytes_each_time_and_in_another_process() -> None:
    """WAV and MP3 files can be told apart by their hashes alone."""
    done = [
        subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
        for _ in range(2)
    ]
    made = levelled(
        render(with_silence(joined([count_in(2, 0.4), chord((60, 64, 67), 1.0)])))
    )
    here = [hashlib.sha256(b).hexdigest() for b in (wav_bytes(made), mp3_bytes(made))]

    assert [one.stdout.split() for one in done] == [here, here]


def test_files_hold_what_was_made() -> None:
    """A WAV is read back exactly to 16 bits; an MP3 is as long and as loud."""
    sound = levelled(render(with_silence(chord((57, 64, 69), 1.5, timbre=42))))
    with wave.open(io.BytesIO(wav_bytes(sound))) as read:
        assert (read.getnchannels(), read.getframerate()) == (1, sound.rate)
        points = np.frombuffer(read.readframes(read.getnframes()), "<i2") / 32767
    assert np.abs(points - sound.samples).max() <= 0.51 / 32767

    samples, rate = soundfile.read(io.BytesIO(mp3_bytes(sound)), dtype="float32")
    assert rate == sound.rate
    assert samples.size / rate == pytest.approx(sound.duration, abs=0.08)
    assert heard_loudness(Sound(samples, rate)) == pytest.approx(LOUDNESS, abs=0.5)


@given(st.integers(0, 2**32 - 1), st.sampled_from((16_000, 32_000, 44_100, 48_000)))
def test_loudness_agrees_with_another_implementation(seed: int, rate: int) -> None:
    """To a twentieth of a LU, for noise and tones that come and go."""
    random = np.random.default_rng(seed)
    size = int(rate * random.uniform(1, 4))
    tone = np.sin(2 * np.pi * random.uniform(50, 6000) * np.arange(size) / rate)
    gain = np.repeat(random.uniform(0, 0.3, size // (rate // 4) + 1), rate // 4)[:size]
    mixed = gain * (tone + random.uniform(0, 1) * random.standard_normal(size)) / 2
    sound = Sound(np.clip(mixed, -0.99, 0.99).astype(np.float32), rate)

    assert sound.loudness == pytest.approx(heard_loudness(sound), abs=0.05)


def test_silence_is_left_as_it_is() -> None:
    """There is nothing to make louder."""
    quiet = render(silence(1.0))

    assert levelled(quiet).samples.any() == np.False_
    assert quiet.loudness == float("-inf")


def test_an_item_becomes_a_sound() -> None:
    """An item is heard from its first note to its last, transposed, at one loudness."""
    line = melody("3/4 G4:1/4 | C5:1/2 E5:1/4 | D5:1/2", "C major")
    item = Item(
        id="a" * 16,
        index=0,
        seed=1,
        instrument="clarinet",
        melody=line,
        tempo=Tempo(Fraction(1, 4), 120, "Allegro"),
        level_asked=2,
        level_measured=2.0,
        descriptors={},
        model_name="none",
        model_digest="0",
        bits_per_note=0.0,
        mass_removed=0.0,
    )
    sound = item_sound(item, instrument("clarinet"))

    assert sound.duration == pytest.approx(LEAD + 3.0 + TAIL, abs=0.001)
    assert heard_loudness(sound) == pytest.approx(LOUDNESS, abs=1)
    first, second = (
        cents_off(between(sound, LEAD + begin, LEAD + end), sound.rate, pitch)
        for begin, end, pitch in ((0.05, 0.45, 65), (0.55, 1.45, 70))
    )
    assert max(abs(first), abs(second)) <= 20


@given(st.lists(st.tuples(st.floats(0.1, 2), st.integers(40, 90)), min_size=1, max_size=8))
def test_one_after_another_lasts_as_long_as_all(notes: list[tuple[float, int]]) -> None:
    """Joined, times add up; together, the longest counts."""
    lines = [chord((pitch,), seconds) for seconds, pitch in notes]

    assert joined(lines, gap=0.5).duration == pytest.approx(
        sum(s for s, _ in notes) + 0.5 * (len(notes) - 1)
    )
    assert together(lines).duration == max(s for s, _ in notes)


@pytest.mark.parametrize(
    "change",
    [
        {"onset": -0.1},
        {"onset": float("nan")},
        {"duration": 0},
        {"pitch": 128},
        {"velocity": 0},
        {"timbre": "gong"},
        {"timbre": 128},
    ],
    ids=str,
)
def test_no_note_can_be_what_no_note_is(change: dict[str, object]) -> None:
    """The message names the field."""
    fields = {"onset": 0.0, "duration": 1.0, "pitch": 60, "velocity": 80, "timbre": 0}
    (name,) = change

    with pytest.raises(InvalidValue, match=name):
        Sounding(**(fields | change))  # type: ignore[arg-type]


def test_a_timeline_holds_its_notes() -> None:
    """In order, and none beyond the end."""
    early, late = Sounding(0, 1, 60, 80, 0), Sounding(1, 1, 62, 80, 0)

    with pytest.raises(InvalidValue, match="order"):
        Timeline((late, early), 3.0)
    with pytest.raises(InvalidValue, match="after"):
        Timeline((early, late), 1.5)


def test_sixteen_timbres_are_too_many() -> None:
    """A MIDI file has fifteen channels besides the drums."""
    many = together(chord((60,), 0.1, timbre=program) for program in range(16))

    with pytest.raises(InvalidValue, match="15"):
        render(many)


def test_where_nothing_can_play_the_file_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One line; and the sound is not lost."""
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    with pytest.raises(MissingTool) as caught:
        play(render(chord((60,), 0.2)))

    (kept,) = tmp_path.iterdir()
    assert str(kept) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_player_that_is_there_gets_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """And nothing is left behind."""
    program = tmp_path / "aplay"
    program.write_text('#!/bin/sh\nfor last; do :; done\ncp "$last" "$0.heard"\n')
    program.chmod(0o755)
    monkeypatch.setattr(
        shutil, "which", lambda name: str(program) if name == "aplay" else None
    )
    monkeypatch.setattr(sys, "platform", "linux")
    folder = tmp_path / "sounds"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    sound = render(chord((60,), 0.2))

    play(sound)

    assert Path(f"{program}.heard").read_bytes() == wav_bytes(sound)
    assert not list(folder.iterdir())
