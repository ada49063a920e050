"""The preference that a store has in use, or that a request names."""

from pathlib import Path
from typing import TYPE_CHECKING

from etudes.cli.console import complain
from etudes.errors import EtudesError, UnknownName

if TYPE_CHECKING:
    from etudes.item.preference import Preference


def adopted_preference(database: Path) -> "Preference | None":
    """Return the learnt preference in use; None is none.

    A store that cannot be read costs a line, not the page.
    """
    if not database.exists():
        return None
    from etudes.store import Store
    from etudes.store.learnt import adopted

    try:
        with Store.open(database) as store:
            found = adopted(store, "preference")
        return _read(found.content) if found else None
    except EtudesError as error:
        complain(f"made without what teachers prefer, for {error}")
        return None


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


def named_preference(database: Path, digest: str | None) -> "Preference | None":
    """Return the learnt preference that a request names; None is none.

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
            for one in all_learnt(store, "preference"):
                if one.digest == digest:
                    return _read(one.content)
    raise UnknownName(
        f"the learnt preference {digest[:8]}, with which this was made, was expected in "
        f"the store {database}; name the store that keeps it with --db"
    )


def _read(content: str) -> "Preference":
    from etudes.item.preference import preference_from_json

    return preference_from_json(content)
