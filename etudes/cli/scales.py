"""The scale of difficulty that a store has in use, or that a request names."""

from pathlib import Path

from etudes.cli.console import complain
from etudes.difficulty import Scale, scale_from_json
from etudes.errors import EtudesError, UnknownName


def adopted_scale(database: Path) -> Scale | None:
    """Return the learnt scale in use; None is the program's own.

    A store that cannot be read costs a line, not the page.
    """
    if not database.exists():
        return None
    from etudes.store import Store
    from etudes.store.learnt import adopted

    try:
        with Store.open(database) as store:
            found = adopted(store, "scale")
        return scale_from_json(found.content) if found else None
    except EtudesError as error:
        complain(f"made with the program's own scale of difficulty, for {error}")
        return None


def named_scale(database: Path, digest: str | None) -> Scale | None:
    """Return the learnt scale that a request names; None is the program's own.

    Raises
    ------
    UnknownName
        If the store does not keep it.
    """
    if digest is None:
        return None
    if database.exists():
        from etudes.store import Store
        from etudes.store.learnt import all_learnt

        with Store.open(database) as store:
            for one in all_learnt(store, "scale"):
                if one.digest == digest:
                    return scale_from_json(one.content)
    raise UnknownName(
        f"the learnt scale of difficulty {digest[:8]}, with which this was made, was "
        f"expected in the store {database}; name the store that keeps it with --db"
    )
