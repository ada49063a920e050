\autoBeamOff \autoBreaksOff
\clef "treble"
\key g \major
\time 6/8
d'8[ g'8 a'8] b'8.[ a'16 g'8] |
a'4 d''8 b'4 r8 |
g'2. \bar "|."
