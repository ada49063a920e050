"""How instruments are played: what notes ask of hands, lips and breath.

`technique_of` gives an instrument's technique (`techniques.toml`): what is forbidden at a
level, what a line costs, and its fingering.
"""

from etudes.technique.brass import Slot, is_lip_slur
from etudes.technique.breath import Breath
from etudes.technique.fingerboard import Stop
from etudes.technique.table import breath_of, players_of, technique_of
from etudes.technique.technique import Demand, Fingering, Technique

__all__ = [
    "Breath",
    "Demand",
    "Fingering",
    "Slot",
    "Stop",
    "Technique",
    "breath_of",
    "is_lip_slur",
    "players_of",
    "technique_of",
]
