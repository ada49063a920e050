"""How long the sounds of a session last, by which haste is told."""

import io
from contextlib import suppress

from etudes.rating.ledger import medium
from etudes.rating.session import Session
from etudes.store import Store


def sound_lengths(store: Store, session: Session) -> dict[str, float]:
    """Return the SHA-256 of each sound with its length in seconds; a sound that cannot be
    read is left out."""
    import soundfile

    found = {}
    for digest in sorted({one.sound_sha256 for one in session.stimuli}):
        with suppress(soundfile.LibsndfileError):
            content = medium(store, digest).content
            found[digest] = float(soundfile.info(io.BytesIO(content)).duration)
    return found
