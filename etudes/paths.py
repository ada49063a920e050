"""Where the project's own data lies: in a checkout, an editable install or a wheel.

`templates/`, `models/` and `db/` stand at the top of the repository; a wheel carries
them inside the package as `etudes/_data/`.
"""

import os
from pathlib import Path

from etudes.errors import DamagedData

_PACKAGE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """Return the folder `name` (templates, models or db) that comes with the project.

    Looked for in `ETUDES_HOME`, then in the installed package, then in the checkout.

    Raises
    ------
    DamagedData
        If the installation lacks the folder.
    """
    home = os.environ.get("ETUDES_HOME")
    places = [_PACKAGE / "_data", _PACKAGE.parent]
    if home:
        places.insert(0, Path(home))
    for place in places:
        if (place / name).is_dir():
            return place / name
    raise DamagedData(
        f"the folder '{name}' was expected in {places[-2]} or {places[-1]} and is not "
        "there; install etudes again"
    )


def cache_folder() -> Path:
    """Return the folder for what can be made again (the built corpus)."""
    from platformdirs import user_cache_path

    return Path(os.environ.get("ETUDES_CACHE") or user_cache_path("etudes"))


def database_path() -> Path:
    """Return where the store lies unless the user says otherwise (`ETUDES_DB`)."""
    from platformdirs import user_data_path

    return Path(os.environ.get("ETUDES_DB") or user_data_path("etudes") / "etudes.db")
