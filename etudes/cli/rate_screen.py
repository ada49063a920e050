"""The screen of a rater at the terminal: lines, some of which stand out."""

from collections.abc import Callable, Mapping


class Heading(str):
    """A line that names a trial."""

    __slots__ = ()


class Kept(str):
    """A line that says what is on the disk."""

    __slots__ = ()


_STYLES: Mapping[type[str], str] = {Heading: "bold", Kept: "green"}


def printer() -> Callable[[str], None]:
    """Return what prints a line at once, in its style on a terminal."""
    from rich.console import Console

    console = Console(markup=False, emoji=False, highlight=False)

    def say(line: str) -> None:
        style = _STYLES.get(type(line))
        console.print(line, style=style, soft_wrap=not console.is_terminal)

    return say
