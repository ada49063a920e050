"""What a rater may tell of his teaching, in his own words; never who he is."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """A question that may be left open."""

    name: str
    ask: str
    example: str
    longest: int = 80


FACTS = (
    Fact("instrument", "Which instrument do you teach?", "violin"),
    Fact("years", "For how many years?", "12", 10),
    Fact("levels", "At which levels, mostly?", "1 to 4", 40),
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
