\autoBeamOff \autoBreaksOff
\clef "bass"
\key bes \major
\time 4/4
\tuplet 3/2 { bes,8[ c8 d8] } \tuplet 3/2 { es4 f8 } g4 fis4~ |
fis4 f4 \tuplet 3/2 { a,8[ c8 es8] } d4 |
bes,1 \bar "|."
