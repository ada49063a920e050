"""The short code in a sheet's footer: all that is needed to make the same sheet again.

A code is instrument, level and seed, then what else was asked for, packed, then five
characters that tell the model and catch a slip of the pen:

    violin.2.498785.k7mq3
    alto-saxophone.4.77.hwt0c6j6cdt7ywk5f4.k7mq3

What was learnt from ratings and helped to make the sheet has seven characters before these,
after an s for a scale of difficulty and a p for a preference; it is looked up by them:

    violin.2.498785.snpwyk6v-p4xrd17w-k7mq3
"""

import json
import re
import zlib
from base64 import b32decode, b32encode
from dataclasses import fields
from hashlib import sha256

from etudes.errors import InvalidValue
from etudes.item.codec import request_from_json, request_to_json, to_json
from etudes.item.request import Request
from etudes.sheet.layout import Layout

_RFC = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
"""No i, l, o or u, so that nothing read aloud or copied by hand is mistaken."""
_TO_OURS = str.maketrans(_RFC, _CROCKFORD)
_FROM_OURS = str.maketrans(_CROCKFORD, _RFC)
_CODE = re.compile(
    r"([a-z]+(?:-[a-z]+)*)\.([1-8])\.(\d+)(?:\.([0-9a-z]+))?"
    r"\.(?:s([0-9a-z]{7})-)?(?:p([0-9a-z]{7})-)?([0-9a-z]{5})"
)
_MODEL, _CHECK = 3, 2
_LOOKS = tuple(field.name for field in fields(Layout))
_LEARNT = {"scale": "s", "preference": "p"}
_DIGEST = re.compile("[0-9a-f]{8}")
_LONGEST = 40_000
_MOST_BYTES = 200_000

_DICTIONARY = (
    b'"own_instrument":{"temperature":"top_p":"tessitura":["rubric":"max_leap":["pickup":'
    b'true,false,null"contour":"arch","values":["1/2","1/4","1/8","3/8","1/16"],"range":'
    b'["G3","B5"],"style":"reel","rules":["form: a a\' b a","peak: once"],"focus":'
    b'["dotted-rhythm","tempo":"measures":8,"time_signature":"3/4","6/8","2/4","4/4","key":'
    b'"A minor","Bb major","F major","G major","D major","title":"levels":[1,8],"motif":'
    b'true,"two_up":true,"plain":true,"contrast":true,"easy":true,"large":true,"language":'
    b'"de","fr","es","it","zh","ja","paper":"letter","kind":"sight-reading","series",'
    b'"drill","rhythm","slides","cards","book","count":4,"count":6,"count":8,"key":"'
)
"""Texts that codes have in common: what stands here costs a code next to nothing. It is
never changed, for then no older code could be read.
"""


def sheet_code(request: Request, layout: Layout, model_digest: str) -> str:
    """Return the code that makes this sheet again on any machine with the same model.

    Examples
    --------
    >>> code = sheet_code(Request(2, "violin", 498785), Layout(), "3f2a" * 16)
    >>> code[:15], read_code(code)[0].seed
    ('violin.2.498785', 498785)
    """
    asked = json.loads(request_to_json(request))
    for name in ("instrument", "level", "seed"):
        del asked[name]
    learnt = [
        f"{letter}{_letters(bytes.fromhex(asked.pop(name)))}-"
        for name, letter in _LEARNT.items()
        if _DIGEST.fullmatch(asked.get(name) or "")
    ]
    more = asked | json.loads(layout_to_json(layout))
    parts = [request.instrument, str(request.level), str(request.seed)]
    if more:
        parts.append(_packed(to_json(more)[1:-1].encode()))
    parts.append("".join([*learnt, model_mark(model_digest)]))
    return ".".join(parts) + _check(parts)


def read_code(code: str) -> tuple[Request, Layout, str]:
    """Return the request and the layout of a code, and the mark of its model.

    Raises
    ------
    InvalidValue
        If the text is no code, a letter of it is wrong, or what it packs is not allowed.
    """
    match = _CODE.fullmatch(code.strip().lower()) if len(code) <= _LONGEST else None
    if match is None:
        raise InvalidValue(
            f"the code of a sheet, such as violin.2.498785.k7mq3, was expected, not "
            f"'{code[:60]}'"
        )
    instrument, level, seed, packed, scale, preference, last = match.groups()
    whole = code.strip().lower()
    if _check(whole[:-_CHECK].split(".")) != whole[-_CHECK:]:
        raise InvalidValue(
            f"the code '{code[:60]}' has a slip: its last two characters do not agree with "
            "the others; copy it once more"
        )
    more = _unpacked(packed) if packed else {}
    looks = {name: more.pop(name) for name in _LOOKS if name in more}
    for name, letters in (("scale", scale), ("preference", preference)):
        if letters:
            more[name] = _digest(letters)
    more |= {"instrument": instrument, "level": int(level), "seed": int(seed)}
    return request_from_json(to_json(more)), layout_from_json(to_json(looks)), last[:_MODEL]


def is_code(text: str) -> bool:
    """Return whether a text looks like a sheet's code rather than an item's id."""
    return "." in text


def model_mark(digest: str) -> str:
    """Return the three characters that stand for a model in a code."""
    return _letters(bytes.fromhex(digest[:4]))[:_MODEL]


def layout_to_json(layout: Layout) -> str:
    """Return what a layout says as JSON text; what is as usual is left out."""
    usual = Layout()
    values = {field.name: getattr(layout, field.name) for field in fields(layout)}
    return to_json(
        {name: value for name, value in values.items() if value != getattr(usual, name)}
    )


def layout_from_json(text: str) -> Layout:
    """Return the layout that `layout_to_json` wrote.

    Raises
    ------
    InvalidValue
        If the text is no such JSON, or a field of it is not allowed.
    """
    try:
        data = json.loads(text)
        if data.get("levels") is not None:
            low, high = data["levels"]
            data["levels"] = (low, high)
        return Layout(**data)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise InvalidValue(
            f"a layout as JSON was expected, not {text!r:.60}: {error}"
        ) from error


def _check(parts: list[str]) -> str:
    return _letters(sha256(".".join(parts).encode()).digest()[:2])[:_CHECK]


def _digest(letters: str) -> str:
    """Return the eight hexadecimal digits that seven letters stand for."""
    try:
        return b32decode(f"{letters.translate(_FROM_OURS)}=").hex()
    except ValueError as error:
        raise InvalidValue(
            f"the code of a sheet was expected, and '{letters}' in it stands for nothing; "
            "copy it once more"
        ) from error


def _letters(content: bytes) -> str:
    return b32encode(content).decode().rstrip("=").translate(_TO_OURS)


def _packed(content: bytes) -> str:
    press = zlib.compressobj(9, wbits=-15, zdict=_DICTIONARY)
    return _letters(press.compress(content) + press.flush())


def _unpacked(text: str) -> dict[str, object]:
    letters = text.translate(_FROM_OURS)
    try:
        content = b32decode(letters + "=" * (-len(letters) % 8))
        press = zlib.decompressobj(wbits=-15, zdict=_DICTIONARY)
        plain = press.decompress(content, _MOST_BYTES)
        more: dict[str, object] = json.loads(b"{" + plain + b"}")
    except (ValueError, zlib.error) as error:
        raise InvalidValue(
            f"the code of a sheet was expected; what it packs cannot be read ({error})"
        ) from error
    return more
