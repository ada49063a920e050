"""A bar on the terminal that shows how far a long piece of work has come."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from etudes.cli.console import say


@dataclass(frozen=True, slots=True)
class Bar:
    """`say` prints a line above the bar; `show` moves it.

    `show` takes what is going on, which share of it is done (None: not known) and what
    else is told beside it.
    """

    say: Callable[[str], None]
    show: Callable[[str, float | None, str], None]


@contextmanager
def bar(*, quiet: bool) -> Iterator[Bar]:
    """Give a bar on stderr; lines alone where that is no terminal, nothing if `quiet`."""
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    if quiet or not console.is_terminal:
        yield Bar(lambda line: say(line, quiet=quiet), lambda what, share, beside: None)
        return
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[beside]}", markup=False),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=None, beside="")

        def show(what: str, share: float | None, beside: str) -> None:
            total = None if share is None else 1.0
            progress.update(
                task, description=what, total=total, completed=share or 0.0, beside=beside
            )

        yield Bar(lambda line: console.print(line, markup=False, soft_wrap=True), show)
