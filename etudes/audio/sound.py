"""A recording in memory, its level, and its files."""

import io
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from etudes.audio.loudness import loudness
from etudes.errors import InvalidValue

LOUDNESS = -20.0
"""LUFS of everything that is made."""
PEAK = -1.0
"""The highest sample, in dB below full scale."""

_FULL = 32767
_MP3_LEVEL = 0.8
"""Of libsndfile's scale from 0, the best, to 1: about 96 kbit/s for one channel."""


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """One channel of samples from −1 to 1, and how many there are in a second.

    Raises
    ------
    InvalidValue
        If the samples are not one row of finite numbers, or the rate is not above 0.
    """

    samples: NDArray[np.float32]
    rate: int

    def __post_init__(self) -> None:
        if self.samples.ndim != 1 or self.samples.dtype != np.float32:
            raise InvalidValue("a sound is one row of 32-bit floats")
        if not np.isfinite(self.samples).all():
            raise InvalidValue("a sound holds finite numbers only")
        if self.rate <= 0:
            raise InvalidValue(f"a sound's rate is above 0, not {self.rate}")
        self.samples.flags.writeable = False

    @property
    def duration(self) -> float:
        """Seconds."""
        return self.samples.size / self.rate

    @property
    def loudness(self) -> float:
        """Integrated loudness in LUFS (ITU-R BS.1770-4); −inf of silence."""
        return loudness(self.samples, self.rate)

    @property
    def peak(self) -> float:
        """The highest sample in dB below full scale; −inf of silence."""
        highest = float(np.abs(self.samples).max(initial=0.0))
        return float(20 * np.log10(highest)) if highest else float("-inf")


def levelled(sound: Sound, lufs: float = LOUDNESS, peak: float = PEAK) -> Sound:
    """Return the same at a loudness: one gain for the whole, so what is soft stays soft.

    Where single samples would pass `peak`, as those of short struck notes do, they alone
    are turned down for some milliseconds (a limiter that looks ahead). Silence stays
    silent.

    Examples
    --------
    >>> tone = np.sin(2 * np.pi * 997 * np.arange(64000) / 32000)
    >>> quiet = Sound((0.01 * tone).astype(np.float32), 32000)
    >>> round(levelled(quiet).loudness, 1)
    -20.0
    """
    raised = sound.samples.astype(np.float64)
    for _ in range(_PASSES):
        found = loudness(raised, sound.rate)
        if found == float("-inf"):
            return sound
        raised = _limited(raised * 10 ** ((lufs - found) / 20), sound.rate, peak)
    return replace(sound, samples=raised.astype(np.float32))


_PASSES = 3
"""The limiter takes away a little loudness, which the next pass gives back."""
_LOOK_AHEAD = 0.004


def _limited(samples: NDArray[np.float64], rate: int, peak: float) -> NDArray[np.float64]:
    """Every sample at most as high as `peak`, by a gain that moves smoothly."""
    ceiling = 10 ** (peak / 20)
    needed = np.minimum(1.0, ceiling / np.maximum(np.abs(samples), 1e-9))
    if needed.min() == 1.0:
        return samples
    reach = max(1, int(_LOOK_AHEAD * rate))
    # The lowest gain needed within reach, then its mean over as much: it is never above
    # what the sample in the middle needs.
    padded = np.pad(needed, 2 * reach, constant_values=1.0)
    view = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)
    lowest = view.min(axis=1)
    window = np.hanning(2 * reach + 3)[1:-1]
    gain = np.convolve(lowest, window / window.sum(), "valid")
    return samples * np.minimum(gain, needed)


def wav_bytes(sound: Sound) -> bytes:
    """Return a WAV file of 16 bits, the same bytes for the same sound."""
    import wave

    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(sound.rate)
        written.writeframes(points(sound).tobytes())
    return file.getvalue()


def mp3_bytes(sound: Sound) -> bytes:
    """Return an MP3 file, the same bytes for the same sound and libsndfile.

    Raises
    ------
    InvalidValue
        If MP3 knows no such rate.
    """
    import soundfile

    file = io.BytesIO()
    try:
        soundfile.write(
            file,
            points(sound),
            sound.rate,
            format="MP3",
            subtype="MPEG_LAYER_III",
            compression_level=_MP3_LEVEL,
            bitrate_mode="CONSTANT",
        )
    except soundfile.LibsndfileError as error:
        raise InvalidValue(f"MP3 cannot hold {sound.rate} samples a second") from error
    return file.getvalue()


def points(sound: Sound) -> NDArray[np.int16]:
    """Return the samples as 16-bit numbers, little-endian."""
    return np.round(np.clip(sound.samples, -1, 1) * _FULL).astype("<i2")
