"""A question's sound to a student at the terminal: played, or laid down as a file."""

from collections.abc import Callable
from pathlib import Path

from etudes.audio import Sound, levelled, mp3_bytes, render, with_silence
from etudes.audio.scripted import script_timeline
from etudes.errors import MissingTool, OutputError
from etudes.listening import Question, script
from etudes.paths import write_whole

_PRACTICE, _QUESTIONS = "practice-", "question-"


class Loudspeaker:
    """Plays each question; where nothing can play, writes files from then on.

    Parameters
    ----------
    play : plays a sound to its end, and raises MissingTool where nothing can.
    folder : where files go.
    is_silent : whether files are written from the start.
    force : whether files that are there may be replaced.
    say : tells the student something.
    """

    def __init__(
        self,
        play: Callable[[Sound], None],
        folder: Path,
        say: Callable[[str], None],
        *,
        is_silent: bool,
        force: bool,
    ) -> None:
        self._play, self._folder, self._say = play, folder, say
        self._force = force
        self.is_silent = False
        if is_silent:
            self._fall_silent()

    def sound(self, question: Question, name: str) -> str:
        """Play one playing of a question, or write it; return the file's name, "" of none.

        Raises
        ------
        OutputError
            If the file cannot be written.
        """
        heard = one_playing(question)
        if not self.is_silent:
            try:
                self._play(heard)
                return ""
            except MissingTool:
                self._say(
                    "No sound can be played here, so each question's sound is written to a "
                    "file: open it with any player."
                )
                self._fall_silent()
        path = self._folder / f"{name}.mp3"
        write_whole(path, mp3_bytes(heard))
        return str(path)

    def _fall_silent(self) -> None:
        there = [
            file.name
            for start in (_PRACTICE, _QUESTIONS)
            for file in sorted(self._folder.glob(f"{start}*.mp3"))
        ]
        if there and not self._force:
            raise OutputError(
                f"a folder without recordings of questions was expected, and "
                f"'{self._folder}' holds {there[0]}; choose another (--silent) or replace "
                "what is there (--force)"
            )
        self.is_silent = True


def file_name(number: int, *, is_practice: bool) -> str:
    """Return what the file of a question is called, without its ending: nothing that could
    help with the answer.

    Examples
    --------
    >>> file_name(3, is_practice=False), file_name(1, is_practice=True)
    ('question-03', 'practice-1')
    """
    return f"{_PRACTICE}{number}" if is_practice else f"{_QUESTIONS}{number:02}"


def one_playing(question: Question) -> Sound:
    """Return what a question sounds like once: the key, the clicks, one playing; not the
    time to answer after it."""
    cues = script(question, plays=1)[:-1]
    return levelled(render(with_silence(script_timeline(cues))))
