"""Playing a sound where there is a loudspeaker and a program for it."""

import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from etudes.audio.sound import Sound, wav_bytes
from etudes.errors import MissingTool

_PLAYERS = (
    ("pw-play",),
    ("paplay",),
    ("aplay", "-q"),
    ("afplay",),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "error"),
    ("play", "-q"),
)
"""Programs, and what stands before the file; the first that is there and works plays."""
_SPARE = 30.0
"""Seconds beyond the sound's own after which a player is given up."""


def play(sound: Sound) -> None:
    """Play a sound to its end.

    Raises
    ------
    MissingTool
        If nothing here can play; the sound is kept, and the message names its file.
    """
    with NamedTemporaryFile(prefix="etudes-", suffix=".wav", delete=False) as file:
        path = Path(file.name)
        file.write(wav_bytes(sound))
    try:
        is_played = _through_windows(path) or _through_program(path, sound.duration)
    except BaseException:  # Ctrl-C while it sounds
        path.unlink(missing_ok=True)
        raise
    if not is_played:
        names = ", ".join(command[0] for command in _PLAYERS)
        raise MissingTool(
            f"no sound can be played here: a sound device and one of {names} are needed; "
            f"the sound is in '{path}'"
        )
    path.unlink(missing_ok=True)


def _through_windows(path: Path) -> bool:
    if sys.platform != "win32":
        return False
    import winsound

    with suppress(RuntimeError):
        winsound.PlaySound(str(path), winsound.SND_FILENAME)
        return True
    return False


def _through_program(path: Path, seconds: float) -> bool:
    for name, *options in _PLAYERS:
        program = shutil.which(name)
        if program is None:
            continue
        with suppress(OSError, subprocess.SubprocessError):
            done = subprocess.run(
                [program, *options, str(path)],
                check=False,
                stdin=subprocess.DEVNULL,  # a player that reads keys would eat answers
                capture_output=True,
                timeout=seconds + _SPARE,
            )
            if done.returncode == 0:
                return True
    return False
