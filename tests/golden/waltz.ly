\autoBeamOff \autoBreaksOff
\clef "treble"
\key d \major
\time 3/4
\partial 4 a'4 |
d''2 fis''4 |
e''8[ d''8] cis''8[ b'8] a'4 |
gis'4 g'4 b'4 |
\partial 2 d''2 \bar "|."
