"""What an unfinished training leaves behind, so that it can go on.

NAME.training/last.safetensors   the network, its optimizer and dropout after an epoch
NAME.training/best.safetensors   the weights of the best epoch

Either file is replaced whole: a crash, a kill or a full disk leaves the one before.
"""

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etudes.errors import DamagedData, OutputError
from etudes.paths import write_whole

Arrays = Sequence[NDArray[Any]]
_STATE = "state"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a training stands after some epochs.

    `first` is what the held-out families cost before the first epoch, where that was
    measured; each row of `curve` is an epoch.
    """

    epoch: int = 0
    minutes: float = 0.0
    first: float | None = None
    curve: tuple[dict[str, float | None], ...] = ()

    @property
    def measured(self) -> list[float]:
        """Bits on the held-out families, oldest first."""
        bits = [self.first, *(row["validation"] for row in self.curve)]
        return [x for x in bits if x is not None]

    @property
    def best(self) -> float | None:
        return min(self.measured, default=None)

    @property
    def waited(self) -> int:
        """How many epochs have passed since the best one."""
        measured = self.measured
        return len(measured) - 1 - measured.index(min(measured)) if measured else 0


class Checkpoints:
    """The folder of an unfinished training; `mark` is what must not change on the way.

    Parameters
    ----------
    model : the folder that the model is to have at the end; this one stands beside it.
    mark : the plan and the digests of the data, as JSON holds them.
    """

    def __init__(self, model: Path, mark: dict[str, Any]) -> None:
        self.folder = model.with_name(f"{model.name}.training")
        self.mark = json.loads(json.dumps(mark))
        self._epoch = 0

    def save(self, name: str, arrays: Arrays, progress: Progress) -> None:
        """Keep the arrays and where the training stands.

        Raises
        ------
        OutputError
            If the disk is full; what was kept before is still there.
        """
        from safetensors.numpy import save

        state = json.dumps({"mark": self.mark, "progress": asdict(progress)}).encode()
        named = {f"{i:03}": np.array(array, order="C") for i, array in enumerate(arrays)}
        content = save({_STATE: np.frombuffer(state, np.uint8), **named})
        try:
            write_whole(self.folder / f"{name}.safetensors", content)
        except OutputError as error:
            kept = f"kept up to epoch {self._epoch}" if self._epoch else "not kept yet"
            raise OutputError(
                f"{error}; the training is {kept}: make room and give the same command "
                "again"
            ) from error
        if name == "last":
            self._epoch = progress.epoch

    def load(self, name: str) -> tuple[Progress, list[NDArray[Any]]] | None:
        """Return what was kept under a name, or None where nothing was.

        Raises
        ------
        OutputError
            If it belongs to a training with other settings or other data.
        DamagedData
            If it cannot be read.
        """
        from safetensors import SafetensorError
        from safetensors.numpy import load

        path = self.folder / f"{name}.safetensors"
        try:
            arrays = load(path.read_bytes())
            state = json.loads(arrays.pop(_STATE).tobytes())
            kept = state["progress"]
            progress = Progress(**{**kept, "curve": tuple(kept["curve"])})
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
            raise DamagedData(
                f"the unfinished training in '{self.folder}' cannot be read ({error}); "
                "begin anew with --restart"
            ) from error
        self._check(state["mark"])
        if name == "last":
            self._epoch = progress.epoch
        return progress, [arrays[key] for key in sorted(arrays)]

    def _check(self, mark: dict[str, Any]) -> None:
        names = (key for key in self.mark if mark.get(key) != self.mark[key])
        changed = ", ".join(name.replace("_", " ") for name in names)
        if changed:
            raise OutputError(
                f"'{self.folder}' holds an unfinished training that differs in: {changed}; "
                "give the same options to go on, or --restart to begin anew"
            )

    def forget(self) -> None:
        """Remove the folder."""
        try:
            if self.folder.exists():
                shutil.rmtree(self.folder)
        except OSError as error:
            raise OutputError(
                f"'{self.folder}' cannot be removed: {error.strerror}; remove it by hand"
            ) from error
