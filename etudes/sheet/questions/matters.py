"""Everything that can be asked, with the levels it is asked at and how often."""

from etudes.sheet.questions import form, line, signs, values
from etudes.sheet.questions.matter import Matter

MATTERS = (
    Matter("key", "key", signs.key, 2.0),
    Matter("signature", "key", signs.signature, 2.0, (1, 5)),
    Matter("metre", "metre", signs.metre, 1.5, of_pitch=False),
    Matter("highest", "height", line.highest, 1.0, (1, 5)),
    Matter("lowest", "height", line.lowest, 0.6, (2, 6)),
    Matter("climax", "height", line.climax, 1.5, (2, 8)),
    Matter("returning", "form", form.returning, 4.0, of_pitch=False),
    Matter("rhythm", "form", form.rhythm, 2.0),
    Matter("leap", "leap", line.leap, 1.5, (2, 8)),
    Matter("rests", "rhythm", values.rests, 1.0, (1, 4), of_pitch=False),
    Matter("ties", "rhythm", values.ties, 1.5, (2, 8), of_pitch=False),
    Matter("shortest", "values", values.shortest, 0.8, (1, 4), of_pitch=False),
    Matter("outside", "accidentals", signs.outside, 3.0, (2, 8)),
    Matter("beginning", "beginning", line.beginning, 1.0, (1, 3)),
    Matter("upbeat", "upbeat", signs.upbeat, 3.0, of_pitch=False),
    Matter("dynamic", "dynamics", signs.dynamic, 1.5, (1, 4), of_pitch=False),
)
