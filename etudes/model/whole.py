"""A model's folder appears whole, or not at all."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from etudes.errors import OutputError
from etudes.model.card import write_card


def refuse_taken(folder: Path) -> None:
    """Refuse a folder that holds something, or that cannot be made.

    Raises
    ------
    OutputError
        The message says what is in the way.
    """
    try:
        if folder.is_dir() and any(folder.iterdir()):
            what = "a model already" if (folder / "model.json").exists() else "other files"
            raise OutputError(f"'{folder}' holds {what}; name another folder")
        if (folder.exists() and not folder.is_dir()) or not folder.name:
            raise OutputError(f"the name of a new folder was expected, not '{folder}'")
        folder.parent.mkdir(parents=True, exist_ok=True)
    except OutputError:
        raise
    except OSError as error:
        raise OutputError(
            f"the folder '{folder}' cannot be made: {error.strerror}; name another"
        ) from error


@contextmanager
def put_in_place(folder: Path, beside: Path) -> Iterator[Path]:
    """Give a folder inside `beside` to write a model to; then it becomes `folder`.

    The card is written too.

    Raises
    ------
    OutputError
        If it cannot be written; `folder` is not there then, `beside` is untouched.
    """
    new = beside / "model"
    try:
        if new.exists():
            shutil.rmtree(new)
        new.mkdir(parents=True)
        yield new
        write_card(new)
        if folder.exists():
            folder.rmdir()  # it is empty; not every system moves a folder onto another
        new.rename(folder)
    except OSError as error:
        shutil.rmtree(new, ignore_errors=True)
        raise OutputError(
            f"the model cannot be written to '{folder}': {error.strerror or error}; its "
            f"training is kept in '{beside}': give the same command again"
        ) from error
