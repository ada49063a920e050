"""What a rater sees and hears at the terminal: pages with scores, and sounds.

Names of files are numbers only: nothing in them tells what a piece is or who made it.
"""

import io
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Literal

from etudes.audio.sound import Sound
from etudes.errors import MissingTool, OutputError
from etudes.paths import write_whole
from etudes.rating.ledger import medium
from etudes.rating.session import Medium, Session, Stimulus, Trial, number_of
from etudes.store import Store
from etudes.words import Language, msgid

SCORES = "scores.html"
"""The file of all scores for printing."""

_Side = Literal["", "left", "right"]
_SIDES: tuple[_Side, ...] = ("left", "right")
_CAPTIONS: Mapping[_Side, str] = {
    "": msgid("{instrument}, Level {level}"),
    "left": msgid("Left: {instrument}, Level {level}"),
    "right": msgid("Right: {instrument}, Level {level}"),
}
_PLAYS: Mapping[_Side, str] = {
    "": msgid("The sound plays; Ctrl-C stops it."),
    "left": msgid("The left one's sound plays; Ctrl-C stops it."),
    "right": msgid("The right one's sound plays; Ctrl-C stops it."),
}
_IS_FILE: Mapping[_Side, str] = {
    "": msgid("The sound is in {path}: listen to it to its end."),
    "left": msgid("The left one's sound is in {path}: listen to it to its end."),
    "right": msgid("The right one's sound is in {path}: listen to it to its end."),
}
_ALTERNATIVE = msgid("Score for {instrument}, level {level}")
_STYLE = (
    "body{font-family:sans-serif;margin:2em auto;padding:0 1em;max-width:60em}"
    "body{color:#000;background:#fff}"
    "img{width:100%;height:auto}figure{margin:1em 0 2em}h1{font-size:1.3em}"
    "section{break-after:page}section:last-child{break-after:auto}"
)


@dataclass(frozen=True, slots=True)
class Label:
    """How a trial is called, such as "Trial 7 of 40", and its files, such as "trial-07"."""

    text: str
    file: str


def label(trial: Trial, trials: Sequence[Trial], language: Language) -> Label:
    """Return how one of a rater's trials is called: practice and the rest count apart."""
    number, count = number_of(trial, trials)
    if trial.phase == "training":
        word = "practice"
        text = language.text("Practice {number} of {count}", number=number, count=count)
    else:
        word = "trial"
        text = language.text("Trial {number} of {count}", number=number, count=count)
    return Label(text, f"{word}-{number:0{len(str(count))}}")


def shown_as(stimulus: Stimulus, english: str, language: Language) -> str:
    """Return what a rater is told of a piece, in words marked by `msgid`.

    Examples
    --------
    >>> parts = "s1", "i1", 3, "violin", "model", "gru", "", {}, "0", "0"
    >>> shown_as(Stimulus(*parts), "{instrument}, Level {level}", Language("de"))
    'Violine, Stufe 3'
    """
    player = stimulus.player(language)
    return language.text(english, instrument=player, level=stimulus.level)


class Media:
    """Shows scores and plays sounds; where it cannot, it writes files and says so.

    Parameters
    ----------
    folder : for pages; it may go away with the program.
    silent : a folder for sounds as files; None plays them.
    printed : a folder for one page of all scores; None opens each.
    play : plays a sound to its end, and raises MissingTool where nothing can.
    view : opens a file in a window, and returns whether it could.
    """

    def __init__(
        self,
        store: Store,
        session: Session,
        trials: Sequence[Trial],
        folder: Path,
        *,
        silent: Path | None,
        printed: Path | None,
        play: Callable[[Sound], None],
        view: Callable[[Path], bool],
        say: Callable[[str], None],
    ) -> None:
        self._store, self._session, self._trials = store, session, trials
        self._folder, self._silent, self._printed = folder, silent, printed
        self._play, self._view, self._say = play, view, say
        self._has_told_of_printing = False
        self._language = session.language

    def print_scores(self) -> None:
        """Write all scores into one page for printing, if that was asked for.

        Raises
        ------
        OutputError
            If it cannot be written, or another file of its name is there.
        """
        if self._printed:
            path = self._printed / SCORES
            _write_once(path, self._page(self._trials, with_sound=False), "--print")
            self._tell(
                msgid("The scores of all trials are in {path}, for printing."), path=path
            )

    def show(self, trial: Trial) -> None:
        """Open the score of a trial, or say where it is."""
        if self._printed:
            return
        path = self._folder / f"{self._label(trial).file}.html"
        write_whole(path, self._page([trial], with_sound=True))
        if self._view(path):
            self._tell(msgid("The score opens in a window ({path})."), path=path)
            return
        self._tell(msgid("The score is in {path}: open it with a browser."), path=path)
        if not self._has_told_of_printing:
            self._tell(
                msgid("(--print FOLDER writes all scores into one page for printing.)")
            )
        self._has_told_of_printing = True

    def sound(self, trial: Trial) -> bool | None:
        """Play a trial's sounds, the left one first; return whether all was heard.

        Where nothing can play, they are written as files, and it is not known: None.
        """
        name = self._label(trial).file
        for side, stimulus in self._sides(trial):
            content = medium(self._store, stimulus.sound_sha256).content
            if self._silent is None and not self._is_played(side, content):
                self._silent = self._folder
                self._tell(
                    msgid("No sound can be played here, so sounds are written to files.")
                )
            if self._silent is not None:
                path = self._silent / f"{name}{side and f'-{side}'}.mp3"
                _write_once(path, content, "--silent")
                self._tell(_IS_FILE[side], path=path)
        return True if self._silent is None else None

    def _is_played(self, side: _Side, content: bytes) -> bool:
        try:
            self._tell(_PLAYS[side])
            self._play(decoded(content))
            return True
        except MissingTool:
            return False

    def _tell(self, english: str, **values: object) -> None:
        self._say(self._language.text(english, **values))

    def _label(self, trial: Trial) -> Label:
        return label(trial, self._trials, self._language)

    def _sides(self, trial: Trial) -> list[tuple[_Side, Stimulus]]:
        found = [self._session.stimulus(one) for one in trial.stimuli]
        return list(zip(_SIDES if trial.is_pair else ("",), found, strict=True))

    def _page(self, trials: Sequence[Trial], *, with_sound: bool) -> bytes:
        parts = [self._section(one, with_sound=with_sound) for one in trials]
        all_of_them = self._language.text("Scores of all trials")
        title = self._label(trials[0]).text if len(trials) == 1 else all_of_them
        return (
            f'<!DOCTYPE html><html lang="{self._language.code}"><head>'
            '<meta charset="utf-8">'
            f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
            f"<body>{''.join(parts)}</body></html>\n"
        ).encode()

    def _section(self, trial: Trial, *, with_sound: bool) -> str:
        name = self._label(trial).text
        figures = []
        for side, stimulus in self._sides(trial):
            text = escape(shown_as(stimulus, _CAPTIONS[side], self._language))
            alt = escape(shown_as(stimulus, _ALTERNATIVE, self._language))
            score = _data(medium(self._store, stimulus.score_sha256))
            sound = _data(medium(self._store, stimulus.sound_sha256)) if with_sound else ""
            # as a picture, so that nothing inside it can run
            figures.append(
                f"<figure><figcaption>{text}</figcaption>"
                f'<img alt="{alt}" src="{score}">'
                + (f'<audio controls preload="none" src="{sound}"></audio>' * bool(sound))
                + "</figure>"
            )
        return f"<section><h1>{escape(name)}</h1>{''.join(figures)}</section>"


def decoded(content: bytes) -> Sound:
    """Return the first channel of a recording, such as the bytes of an MP3 file."""
    import soundfile

    samples, rate = soundfile.read(io.BytesIO(content), dtype="float32", always_2d=True)
    return Sound(samples[:, 0].copy(), int(rate))


def _data(one: Medium) -> str:
    text = b64encode(one.content).decode()
    return f"data:{escape(one.media_type)};base64,{text}"


def _write_once(path: Path, content: bytes, option: str) -> None:
    """Write a file; one that is there already must be the same."""
    if path.exists():
        if path.is_file() and path.read_bytes() == content:
            return
        raise OutputError(
            f"a folder without files of another session was expected, and '{path}' is "
            f"there; choose another ({option})"
        )
    write_whole(path, content)
