"""The SoundFont that comes with the program: whole, small, in tune, with its notice.

It is read here by `tests`' own few lines of `struct`, not by the room that wrote it.
"""

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyebur128
import pytest
from numpy.typing import NDArray

import etudes.audio.soundfont
from etudes.audio import RATE, Sounding, Timeline, render
from etudes.audio.resampling import resampled
from etudes.audio.soundfont.cut import main
from etudes.audio.soundfont.source import SoundFontFile
from etudes.audio.soundfont.table import cut_table, sounding_ranges
from etudes.audio.soundfont.writing import Preset, Region, Sample, soundfont
from etudes.errors import UnknownName, UnreadableFile
from etudes.tables import instruments

FOLDER = Path(etudes.audio.soundfont.__file__).parent
FONT = FOLDER / "etudes.sf2"


@dataclass(frozen=True)
class Header:
    name: str
    start: int
    end: int
    loop: int
    loop_end: int
    rate: int
    root: int
    cents: int


def chunks(content: bytes) -> dict[str, bytes]:
    found, at = {}, 12
    while at < len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        if name == b"LIST":
            at += 12
            continue
        found[name.decode()] = content[at + 8 : at + 8 + size]
        at += 8 + size
    return found


def headers(found: dict[str, bytes]) -> list[Header]:
    rows = list(struct.iter_unpack("<20sIIIIIBbHH", found["shdr"]))[:-1]
    return [Header(r[0].rstrip(b"\0").decode(), *r[1:8]) for r in rows]


@pytest.fixture(scope="module")
def found() -> dict[str, bytes]:
    return chunks(FONT.read_bytes())


def test_it_is_small() -> None:
    """At most 8 MB in the repository and in a wheel."""
    assert FONT.stat().st_size <= 8_000_000


def test_it_has_every_timbre_of_the_table(found: dict[str, bytes]) -> None:
    """Each program the instruments name, a piano, and the two kits."""
    rows = list(struct.iter_unpack("<20sHHHIII", found["phdr"]))[:-1]
    there = {(bank, program) for _, program, bank, *_ in rows}
    table = {(128 if i.unpitched else 0, i.midi_program) for i in instruments()}

    assert table | {(0, 0), (128, 48)} <= there


def test_its_tables_end_where_they_should(found: dict[str, bytes]) -> None:
    """Sizes are whole rows, and the last bag of each kind points past the last row."""
    sizes = {"phdr": 38, "pbag": 4, "pgen": 4, "inst": 22, "ibag": 4, "igen": 4, "shdr": 46}
    for name, size in sizes.items():
        assert len(found[name]) % size == 0, name
    assert struct.unpack("<HH", found["ibag"][-4:])[0] == len(found["igen"]) // 4 - 1
    assert struct.unpack("<HH", found["pbag"][-4:])[0] == len(found["pgen"]) // 4 - 1


def test_samples_lie_one_after_another_with_silence_between(
    found: dict[str, bytes],
) -> None:
    """Forty-six points of silence, as the specification asks; loops inside."""
    points = np.frombuffer(found["smpl"], "<i2")
    at = 0
    for one in headers(found):
        assert one.start == at
        assert one.start <= one.loop <= one.loop_end <= one.end
        assert not points[one.end : one.end + 46].any()
        at = one.end + 46
    assert at == points.size


def test_no_loop_clicks(found: dict[str, bytes]) -> None:
    """Where a loop turns back, the step is no bigger than steps are within it."""
    points = np.frombuffer(found["smpl"], "<i2").astype(float)
    for one in headers(found):
        if one.loop_end == one.loop:
            continue
        turn = points[one.loop : one.loop_end]
        steps = np.abs(np.diff(np.concatenate((turn, turn[:1]))))
        bends = np.abs(np.diff(np.concatenate((turn[-2:], turn[:2])), 2)).max()
        usual = np.abs(np.diff(turn, 2)).max()
        assert steps[-1] <= 1.2 * steps[:-1].max() + 8, one.name
        assert bends <= 1.5 * usual + 16, one.name


def loop_cents(one: Header, points: NDArray[np.float64]) -> float:
    """A loop of a steady tone holds a whole number of periods: what pitch that makes."""
    length = one.loop_end - one.loop
    wanted = 440 * 2 ** ((one.root - one.cents / 100 - 69) / 12)
    periods = round(length * wanted / one.rate)
    return 1200 * float(np.log2(periods * one.rate / length / wanted))


def test_loops_are_in_tune(found: dict[str, bytes]) -> None:
    """What goes on sounding is within 5 cents of where its header says it is."""
    sustained = {cut.program for cut in cut_table().cuts if cut.kind == "sustained"}
    points = np.frombuffer(found["smpl"], "<i2").astype(float)
    off = {
        one.name: loop_cents(one, points)
        for one in headers(found)
        if one.loop_end - one.loop > 0 and int(one.name.split()[-2]) in sustained
    }

    assert off
    assert {name: c for name, c in off.items() if abs(c) > 5} == {}


NOTE, APART = 1.0, 2.6
"""Seconds a key is held, and from one to the next."""
ONE_PARTIAL = {0: 1, 8: 1, 9: 1, 11: 1, 12: 1, 13: 1, 14: 2, 47: 1, 112: 1, 114: 1}
"""Where one partial is the pitch: bars, bells, skins, and a piano's fundamental."""
TABLE = {cut.program: cut for cut in cut_table().cuts}


def played(program: int, keys: list[int]) -> list[NDArray[np.float64]]:
    """Each key held for a second, as the program makes it."""
    notes = [Sounding(i * APART, NOTE, key, 80, program) for i, key in enumerate(keys)]
    sound = render(Timeline(tuple(notes), len(keys) * APART)).samples.astype(float)
    starts = [round(i * APART * RATE) for i in range(len(keys))]
    return [sound[start : start + round(APART * RATE)] for start in starts]


def power_at(
    frames: NDArray[np.float64], hertz: list[NDArray[np.float64]]
) -> NDArray[np.float64]:
    """How strong these frequencies are together, a row for each frame."""
    size = 1 << 17
    lines = np.abs(np.fft.rfft(frames * np.hanning(frames.shape[1]), size)) ** 2
    at = np.fft.rfftfreq(size, 1 / RATE)
    return np.array([sum(np.interp(one, at, line) for one in hertz) for line in lines])


def mean_cents_off(samples: NDArray[np.float64], key: int, program: int) -> float:
    """The mean over frames of a twentieth of a second, or of ten periods: the pitch on
    whose first six partials most of the sound lies; of bars, one partial in one frame."""
    second = samples[round(0.04 * RATE) : round(NOTE * RATE)]
    ratio = ONE_PARTIAL.get(program)
    base = 440 * 2 ** ((key - 69) / 12)
    cents = np.arange(-60, 60.5, 0.5)
    size = second.size if ratio else round(max(0.05, 10 / base) * RATE)
    frames = np.lib.stride_tricks.sliding_window_view(second, size)[:: size // 2]
    partials = [base * n for n in ([ratio] if ratio else range(1, 7))]
    strength = power_at(
        frames, [one * 2 ** (cents / 1200) for one in partials if one < 0.45 * RATE]
    )
    return float(cents[np.argmax(strength, axis=1)].mean())


def rises(samples: NDArray[np.float64]) -> float:
    """Seconds until a tenth of the highest level of the first quarter is reached."""
    window = round(0.003 * RATE)
    power = np.convolve(samples[: RATE // 4] ** 2, np.ones(window) / window, "valid")
    return (int(np.argmax(power > 0.01 * power.max())) + window / 2) / RATE


@pytest.mark.parametrize("program", sorted(TABLE))
def test_every_key_is_in_tune_and_speaks_at_once(program: int) -> None:
    """Over the whole range: the mean pitch of a key's first second is within 5 cents of
    equal temperament, it begins within 15 ms, and no key is silent."""
    low, high = sounding_ranges().get(program, (TABLE[program].low, TABLE[program].high))
    keys = list(range(low, high + 1, 3))
    heard = dict(zip(keys, played(program, keys), strict=True))

    off = {key: mean_cents_off(one, key, program) for key, one in heard.items()}
    assert {key: cents for key, cents in off.items() if abs(cents) > 5} == {}
    late = {key: rises(one) for key, one in heard.items()}
    assert {key: seconds for key, seconds in late.items() if seconds > 0.015} == {}
    assert min(np.abs(one).max() for one in heard.values()) > 0.01


def zone_edges(found: dict[str, bytes]) -> dict[int, list[tuple[int, int]]]:
    """For each program the last key of a zone with the first of the next."""
    presets = list(struct.iter_unpack("<20sHHHIII", found["phdr"]))[:-1]
    firsts = [row[1] for row in struct.iter_unpack("<20sH", found["inst"])]
    bags = [row[0] for row in struct.iter_unpack("<HH", found["ibag"])]
    rows = list(struct.iter_unpack("<HBB", found["igen"]))
    edges = {}
    for number, (_, program, bank, *_) in enumerate(presets):
        span = range(bags[firsts[number]], bags[firsts[number + 1]])
        lows = sorted({rows[at][1] for at in span if rows[at][0] == 43} - {0})
        if not bank:
            edges[program] = [(low - 1, low) for low in lows]
    return edges


@pytest.mark.parametrize("program", sorted(TABLE))
def test_neighbouring_zones_are_equally_loud(program: int, found: dict[str, bytes]) -> None:
    """From the last key of one recording to the first of the next, 1.5 LU at most in
    their first 0.8 s, by libebur128; of what fades at once in 0.4 s, one gating block."""
    edges = zone_edges(found)[program]
    heard = played(program, [key for edge in edges for key in edge])
    seconds = 0.8 if TABLE[program].looped else 0.4
    levels = []
    for one in heard:
        state = pyebur128.R128State(1, RATE, pyebur128.MeasurementMode.MODE_I)
        first = np.ascontiguousarray(one[: round(seconds * RATE)], np.float32)
        state.add_frames(first, first.size)
        levels.append(float(pyebur128.get_loudness_global(state)))
    steps = dict(zip(edges, np.diff(levels)[::2], strict=True))

    assert {edge: step for edge, step in steps.items() if abs(step) > 1.5} == {}


def test_the_notice_stands_beside_it() -> None:
    """MIT asks for its copyright and permission lines in every copy."""
    notice = (FOLDER / "NOTICE.txt").read_text("utf-8")

    assert "Frank Wen" in notice
    assert "Permission is hereby granted, free of charge" in notice
    assert "above copyright notice and this permission notice shall be" in notice
    assert b"MIT" in FONT.read_bytes()[:600]


def test_every_range_of_the_table_lies_within_what_is_cut() -> None:
    """A new instrument, or a wider range, asks for a new font."""
    cuts = {cut.program: cut for cut in cut_table().cuts}
    for program, (low, high) in sounding_ranges().items():
        assert cuts[program].low <= low <= high <= cuts[program].high, program


def tiny_font() -> bytes:
    """A sine of 100 points a period, twenty periods, looped over the last ten."""
    sine = np.round(20000 * np.sin(2 * np.pi * np.arange(2000) / 100)).astype(np.int16)
    sample = Sample("sine", sine, 44100, (1000, 2000), 69, 0)
    region = Region(0, (0, 127), (0, 127), {54: 1})
    return soundfont([sample], [Preset("sine", 0, 5, (region,))], {"INAM": "tiny"})


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    """The points, the loop, the root and the rate."""
    path = tmp_path / "tiny.sf2"
    path.write_bytes(tiny_font())
    read = SoundFontFile.read(path).recording(0, 5, 60, 100)

    assert read.loop == (1000, 2000)
    assert (read.root, read.rate) == (69, 44100)
    assert np.abs(read.samples[25] * 32768 - 20000) < 1
    with pytest.raises(UnknownName):
        SoundFontFile.read(path).recording(0, 6, 60, 100)


def test_another_file_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one line, without a traceback."""
    path = tmp_path / "no.sf2"
    path.write_bytes(b"RIFF\x04\0\0\0sfbk")

    with pytest.raises(UnreadableFile, match="lacks"):
        SoundFontFile.read(path).recording(0, 0, 60, 100)
    assert main([str(path), str(tmp_path / "out.sf2")]) == 1
    assert main([str(tmp_path / "none"), str(tmp_path / "out.sf2")]) == 1
    assert main([]) == 2
    assert "Traceback" not in capsys.readouterr().err
    assert not (tmp_path / "out.sf2").exists()


@pytest.mark.parametrize("rates", [(48000, 32000), (44100, 22050), (22050, 44100)])
def test_a_tone_keeps_its_pitch_at_another_rate(rates: tuple[int, int]) -> None:
    """And its level, to a thousandth; what lies above the new band is gone."""
    from fractions import Fraction

    old, new = rates
    size = new // 4
    step = Fraction(old, new)
    tone = np.sin(2 * np.pi * 3000 * np.arange(old) / old)
    high = np.sin(2 * np.pi * 0.49 * old * np.arange(old) / old)

    made = resampled(tone, step, size, Fraction(0))[200:-200]
    wanted = np.sin(2 * np.pi * 3000 * np.arange(size) / new)[200:-200]
    assert np.abs(made - wanted).max() < 1e-3
    if new < old:
        assert np.abs(resampled(high, step, size, Fraction(0))[200:-200]).max() < 1e-3
