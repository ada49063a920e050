"""What was learnt from ratings: the scale and the preference that a store has in use, or
that a request names."""

from pathlib import Path
from typing import TYPE_CHECKING

from etudes.cli.console import complain
from etudes.difficulty import Scale, scale_from_json
from etudes.errors import EtudesError, UnknownName

if TYPE_CHECKING:
    from etudes.item.preference import Preference
    from etudes.store.learnt import Kind

_CALLED: dict[str, str] = {"scale": "scale of difficulty", "preference": "preference"}


def adopted_scale(database: Path, done: str = "made") -> Scale | None:
    """Return the learnt scale in use; None is the program's own.

    A store that cannot be read costs a line, not the page.

    Parameters
    ----------
    done : what is done with the scale, for that line.
    """
    try:
        return scale_in(database)
    except EtudesError as error:
        complain(f"{done} with the program's own scale of difficulty, for {error}")
        return None


def scale_in(database: Path) -> Scale | None:
    """Return the learnt scale that a store has in use; None is the program's own.

    Raises
    ------
    DamagedData, OutputError
        If the store or the scale cannot be read.
    """
    content = _in_use(database, "scale")
    return None if content is None else scale_from_json(content)


def adopted_preference(database: Path) -> "Preference | None":
    """Return the learnt preference in use; None is none.

    A store that cannot be read costs a line, not the page.
    """
    try:
        content = _in_use(database, "preference")
        return None if content is None else _read(content)
    except EtudesError as error:
        complain(f"made without what teachers prefer, for {error}")
        return None


def named_scale(database: Path, digest: str | None) -> Scale | None:
    """Return the learnt scale that a request names; None is the program's own.

    Raises
    ------
    UnknownName
        If the store does not keep it.
    """
    return None if digest is None else scale_from_json(_named(database, "scale", digest))


def named_preference(database: Path, digest: str | None) -> "Preference | None":
    """Return the learnt preference that a request names; None is none.

    Raises
    ------
    UnknownName
        If the store does not keep it.
    """
    return None if digest is None else _read(_named(database, "preference", digest))


def fitting_preference(database: Path, model: str | None) -> "Preference | None":
    """Return the learnt preference in use; None is none, or one that was learnt from
    another model's pieces, which is said in a line.

    Parameters
    ----------
    model : the model, by name or folder, from whose candidates is chosen; None is the
        default one.

    Raises
    ------
    UnknownName, DamagedData
        If a preference is in use and there is no such model, or it cannot be read.
    """
    preference = adopted_preference(database)
    if preference is None or not preference.evidence.models:
        return preference
    from etudes.model.folder import DEFAULT_MODEL, read_model

    if preference.is_for(read_model(model or DEFAULT_MODEL).digest):
        return preference
    complain(
        f"made without what teachers prefer, for preference {preference.digest} was learnt "
        "from pieces of another model; learn it of this one's (etudes session new --model, "
        "etudes prefer)"
    )
    return None


def _in_use(database: Path, kind: "Kind") -> str | None:
    if not database.exists():
        return None
    from etudes.store import Store
    from etudes.store.learnt import adopted

    with Store.open(database) as store:
        found = adopted(store, kind)
    return None if found is None else found.content


def _named(database: Path, kind: "Kind", digest: str) -> str:
    if database.exists():
        from etudes.store import Store
        from etudes.store.learnt import all_learnt

        with Store.open(database) as store:
            for one in all_learnt(store, kind):
                if one.digest == digest:
                    return one.content
    raise UnknownName(
        f"the learnt {_CALLED[kind]} {digest[:8]}, with which this was made, was expected "
        f"in the store {database}; name the store that keeps it with --db"
    )


def _read(content: str) -> "Preference":
    from etudes.item.preference import preference_from_json

    return preference_from_json(content)
