"""What a rater may tell of his teaching, in his own words; never who he is."""

from collections.abc import Mapping
from dataclasses import dataclass

from etudes.words import msgid


@dataclass(frozen=True, slots=True)
class Fact:
    """A question that may be left open; in English, to be put into a session's language."""

    name: str
    ask: str
    hint: str
    longest: int = 80


FACTS = (
    Fact(
        "instrument", msgid("Which instrument do you teach?"), msgid("for example violin")
    ),
    Fact("years", msgid("For how many years?"), msgid("for example 12"), 10),
    Fact("levels", msgid("At which levels, mostly?"), msgid("for example 1 to 4"), 40),
)


def facts_of(form: Mapping[str, str]) -> dict[str, str]:
    """Return the facts that a form tells, each as one line.

    Examples
    --------
    >>> facts_of({"instrument": " alto  saxophone", "years": "", "other": "x"})
    {'instrument': 'alto saxophone'}
    """
    told = {one.name: " ".join(form.get(one.name, "").split()) for one in FACTS}
    return {one.name: told[one.name][: one.longest] for one in FACTS if told[one.name]}
