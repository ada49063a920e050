"""The questions of one trial at the terminal, key by key."""

from collections.abc import Callable, Collection, Mapping
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
from etudes.words import Language, msgid

_NUMBERS = tuple(str(n) for n in range(LOWEST, HIGHEST + 1))
_CHOICES: dict[str, Choice] = {"l": "left", "r": "right", "e": "equal"}
_CHOICE_WORDS: Mapping[Choice, str] = {
    "left": msgid("the left one"),
    "right": msgid("the right one"),
    "equal": msgid("both alike"),
}
KEYS = msgid(
    "Keys: 1 to 7, or l, r, e; p plays again, c comments, b goes back, q stops, ? helps."
)


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
    language: Language
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

    def text(self, english: str, **values: object) -> str:
        """Return the words in the language of the session."""
        return self.language.text(english, **values)

    def play(self) -> None:
        """Play what is to be heard; Ctrl-C stops the sound, nothing else."""
        try:
            heard = self.sound()
        except KeyboardInterrupt:
            heard = False
            self.say("")
            self.say(self.text("The sound was stopped; p plays it again."))
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
        self.say(self.language.word(scale.ask))
        self.say(_ends(scale, self.language))
        now = self.values.get(scale.name)
        prompt = (
            self.text("1 to 7: ")
            if now is None
            else self.text("1 to 7 (Enter leaves {now}): ", now=now)
        )
        key = self._key(prompt, _NUMBERS, is_enough=now is not None)
        if key != ENTER:
            self.values[scale.name] = int(key)

    def _pair(self) -> None:
        question = self.language.word(pair_question())
        self.say(self.text("{question}  (l left, r right, e equal)", question=question))
        now = self.choice and self.language.word(_CHOICE_WORDS[self.choice])
        prompt = (
            self.text("l, r or e (Enter leaves {now}): ", now=now)
            if now
            else self.text("l, r or e: ")
        )
        key = self._key(prompt, _CHOICES, is_enough=bool(now))
        if key != ENTER:
            self.choice = _CHOICES[key]

    def _confirm(self) -> None:
        word = self.language.word
        answers = (
            word(_CHOICE_WORDS[self.choice])
            if self.choice
            else self.language.listed(
                f"{word(name)} {self.values[name]}" for name in rating_scales()
            )
        )
        self.say(
            self.text("You say: {answers}; with a comment.", answers=answers)
            if self.comment
            else self.text("You say: {answers}.", answers=answers)
        )
        prompt = self.text("Enter keeps it (b goes back, c comments): ")
        self._key(prompt, (), is_enough=True)

    def _key(self, prompt: str, keys: Collection[str], *, is_enough: bool) -> str:
        """Return one of the keys, or Enter where that is enough."""
        while True:
            key = self.keys.key(prompt)
            if key in keys or (key == ENTER and is_enough):
                return key
            self._other(key)

    def _other(self, key: str) -> None:
        if key == "q":
            raise Stop
        if key == "b":
            raise Back
        if key == "p":
            self.play()
        elif key == "c":
            self._ask_for_comment()
        elif key == "?":
            self.say(self.language.word(KEYS))
        else:
            self.say(
                self.text(
                    "Another key was expected (p plays again, c comments, b goes back, "
                    "q stops, ? helps)."
                )
            )

    def _ask_for_comment(self) -> None:
        text = self.keys.line(
            self.text("Comment (one is there; Enter alone leaves it): ")
            if self.comment
            else self.text("Comment: ")
        )
        text = text.encode("utf-8", "replace").decode()  # bytes that are no text
        if len(text) > LONGEST_COMMENT:
            self.say(
                self.text(
                    "A comment of at most {most} characters was expected, not {count}; "
                    "c begins again.",
                    most=LONGEST_COMMENT,
                    count=len(text),
                )
            )
        elif text.strip():
            self.comment = text


def _ends(scale: RatingScale, language: Language) -> str:
    named = {LOWEST: scale.low, MIDDLE: scale.middle, HIGHEST: scale.high}
    said = (f"{n} {language.word(words)}" for n, words in named.items() if words)
    return language.listed(said)
