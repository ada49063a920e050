"""Which keys a question may be in, and what plays a single note or many."""

from dataclasses import replace

from etudes.errors import InvalidValue, UnsatisfiableRequest
from etudes.listening.ask import Ask
from etudes.listening.passage import PIANO
from etudes.listening.tonality import concert_key
from etudes.tables import Instrument, instrument, rubric
from etudes.theory import Key

_MINOR_THIRD = ("minor", "dorian", "phrygian")


def keys_in(ask: Ask, mode: str, level: int) -> tuple[Key, ...]:
    """Return the written keys of a mode, major or minor, at a level: the request's own or
    the one on its tonic; else those of the instrument, of the first higher level that has
    any, or the relatives of those it has."""
    if ask.request.key:
        return (_in_mode(ask.request.key, mode),)
    by_level = rubric().keys_for(ask.player)
    for keys in by_level[level - 1 :]:
        if found := tuple(key for key in keys if key.mode == mode):
            return found
    return tuple(Key.from_fifths(key.fifths, mode) for key in by_level[level - 1])


def is_minor(key: Key) -> bool:
    """Whether the tonic chord is a minor one."""
    return key.mode in _MINOR_THIRD


def soloist(ask: Ask) -> Instrument:
    """Return what plays single notes: the student's instrument, the piano where that has
    drums of a few pitches.

    Raises
    ------
    UnsatisfiableRequest
        If the instrument has no pitch.
    """
    _refuse(ask, ask.player.unpitched, "with pitches")
    return instrument(PIANO) if ask.player.drums else ask.player


def on_piano(ask: Ask) -> Ask:
    """Return the same asked of a piano, which plays several lines at once: in the key that
    sounds, without what is asked of the student's instrument."""
    request = ask.request
    key = request.key and concert_key(request.key, ask.player)
    return replace(
        ask,
        request=replace(
            request,
            instrument=PIANO,
            own_instrument=None,
            key=key,
            range=None,
            tessitura=None,
        ),
    )


def refuse_without_melody(ask: Ask) -> None:
    """Refuse an instrument without pitch, and drums of a few pitches."""
    _refuse(ask, ask.player.unpitched or bool(ask.player.drums), "that plays melodies")


def _refuse(ask: Ask, lacks: bool, expected: str) -> None:
    if lacks:
        plays = "rhythms only" if ask.player.unpitched else "a few pitches only"
        raise UnsatisfiableRequest(
            f"{ask.kind.label}: an instrument {expected} was expected, and the "
            f"{ask.player.label} plays {plays}: name another"
        )


def _in_mode(key: Key, mode: str) -> Key:
    """Return a key, or the one of this mode on its tonic; its relative where that had more
    than seven sharps or flats."""
    if key.mode == mode:
        return key
    try:
        return Key(key.step, key.alter, mode)
    except InvalidValue:
        return Key.from_fifths(key.fifths, mode)
