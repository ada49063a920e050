"""The questions of one trial at the terminal, key by key."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import partial

from etudes.cli.keyboard import ENTER, Keyboard
from etudes.rating.scales import (
    HIGHEST,
    LOWEST,
    MIDDLE,
    RatingScale,
    pair_question,
    rating_scales,
)
from etudes.rating.session import LONGEST_COMMENT, MOST_PLAYS, Answer, Choice, Trial

_NUMBERS = tuple(str(n) for n in range(LOWEST, HIGHEST + 1))
_CHOICES: dict[str, Choice] = {"l": "left", "r": "right", "e": "equal"}
OTHER_KEYS = "p plays again, c comments, b goes back, q stops, ? helps"


class Stop(Exception):
    """The rater wants to stop."""


class Back(Exception):
    """The rater goes back to the trial before."""


@dataclass
class Asking:
    """One trial while it is being answered.

    `before` is the answer that is corrected: what the rater leaves stays as it was, and
    seconds and plays are added to. `sound` plays, and returns whether all was heard,
    None where it could only be written to files.
    """

    trial: Trial
    keys: Keyboard
    say: Callable[[str], None]
    sound: Callable[[], bool | None]
    before: Answer | None = None
    plays: int = 0
    is_heard: bool | None = False
    comment: str = ""
    values: dict[str, int] = field(default_factory=dict)
    choice: Choice | None = None

    def __post_init__(self) -> None:
        if self.before:
            self.comment, self.choice = self.before.comment, self.before.choice
            self.values = dict(self.before.values)
            self.plays, self.is_heard = self.before.plays, self.before.is_heard

    def play(self) -> None:
        """Play what is to be heard; Ctrl-C stops the sound, nothing else."""
        try:
            heard = self.sound()
        except KeyboardInterrupt:
            heard = False
            self.say("")
            self.say("The sound was stopped; p plays it again.")
        if heard is not None:
            self.plays = min(self.plays + 1, MOST_PLAYS)
        self.is_heard = self.is_heard or heard

    def answer(self, seconds: Callable[[], float]) -> Answer:
        """Ask all questions of the trial until the rater keeps the answers.

        Raises
        ------
        Back, Stop, EOFError
            If the rater wants to go back or to stop, or nothing more comes.
        """
        questions = [self._pair] if self.trial.is_pair else self._singles()
        at = 0
        while True:
            try:
                if at < len(questions):
                    questions[at]()
                    at += 1
                    continue
                self._confirm()
                return self._whole(seconds())
            except Back:
                if not at:
                    raise
                at -= 1

    def _whole(self, seconds: float) -> Answer:
        spent = (self.before.seconds or 0.0 if self.before else 0.0) + max(seconds, 0.0)
        heard = (self.plays, self.is_heard)
        return Answer(self.values, self.choice, self.comment, spent, *heard)

    def _singles(self) -> list[Callable[[], None]]:
        return [partial(self._single, scale) for scale in rating_scales().values()]

    def _single(self, scale: RatingScale) -> None:
        self.say(f"{scale.ask}  ({_ends(scale)})")
        now = self.values.get(scale.name)
        key = self._key("1 to 7", _NUMBERS, None if now is None else str(now))
        if key != ENTER:
            self.values[scale.name] = int(key)

    def _pair(self) -> None:
        self.say(f"{pair_question()}  (l left, r right, e equal)")
        key = self._key("l, r or e", _CHOICES, self.choice)
        if key != ENTER:
            self.choice = _CHOICES[key]

    def _confirm(self) -> None:
        told = self.choice or ", ".join(f"{n} {self.values[n]}" for n in rating_scales())
        comment = "; with a comment" if self.comment else ""
        self.say(f"You say: {told}{comment}.")
        self._key("Enter keeps it (b goes back, c comments)", (), "")

    def _key(self, wanted: str, keys: Collection[str], now: str | None) -> str:
        """Return one of the keys, or Enter where there is something that it leaves."""
        leaves = f" (Enter leaves {now})" if now else ""
        while True:
            key = self.keys.key(f"{wanted}{leaves}: ")
            if key in keys or (key == ENTER and now is not None):
                return key
            self._other(key, wanted)

    def _other(self, key: str, wanted: str) -> None:
        if key == "q":
            raise Stop
        if key == "b":
            raise Back
        if key == "p":
            self.play()
        elif key == "c":
            self._ask_for_comment()
        elif key == "?":
            self.say(f"{wanted}; besides: {OTHER_KEYS}.")
        else:
            self.say(f"{wanted} was expected ({OTHER_KEYS}).")

    def _ask_for_comment(self) -> None:
        there = " (one is there; Enter alone leaves it)" if self.comment else ""
        text = self.keys.line(f"Comment{there}: ")
        text = text.encode("utf-8", "replace").decode()  # bytes that are no text
        if len(text) > LONGEST_COMMENT:
            self.say(
                f"A comment of at most {LONGEST_COMMENT} characters was expected, not "
                f"{len(text)}; c begins again."
            )
        elif text.strip():
            self.comment = text


def _ends(scale: RatingScale) -> str:
    middle = f", {MIDDLE} {scale.middle}" if scale.middle else ""
    return f"{LOWEST} {scale.low}{middle}, {HIGHEST} {scale.high}"
