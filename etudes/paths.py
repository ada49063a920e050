"""Where the project's own data lies: in a checkout, an editable install or a wheel.

`templates/`, `models/` and `db/` stand at the top of the repository; a wheel carries
them inside the package as `etudes/_data/`. What is written lies elsewhere, and arrives
whole or not at all.
"""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from etudes.errors import DamagedData, OutputError

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


def own_collections_path() -> Path:
    """Return the file that names the user's own collections (`ETUDES_COLLECTIONS`)."""
    from platformdirs import user_data_path

    path = os.environ.get("ETUDES_COLLECTIONS")
    return Path(path or user_data_path("etudes") / "collections.toml")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a crash or a full disk leaves what stood there before.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=".etudes-", delete=False) as file:
            written = Path(file.name)
            try:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
                written.chmod(0o666 & ~_umask())
            except BaseException:
                with suppress(OSError):
                    written.unlink()
                raise
        written.replace(path)
    except OSError as error:
        raise OutputError(
            f"'{path}' cannot be written: {error.strerror or error}; what stood there "
            "before is untouched"
        ) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
