\version "2.24.0"
#(set-default-paper-size "a4")
#(set-global-staff-size 20.0)

% A line end where a page may end too; elsewhere an exercise keeps to its page.
allowPageBreak = #(make-music 'EventChord 'elements (list (make-music 'PageBreakEvent 'break-permission 'allow)))

% How many pages there are; a natural part of a line of words.
pageCount = \markup \page-ref #'lastPage "0" ""

\header {
  title = "From easy to hard"
  subtitle = "Violin · Levels 1–8"
  tagline = ##f
}

\paper {
  top-margin = 9\mm
  bottom-margin = 10\mm
  left-margin = 14\mm
  right-margin = 16\mm
  indent = 9\mm
  short-indent = 9\mm
  ragged-bottom = ##f
  ragged-last-bottom = ##t
  markup-system-spacing = #'((basic-distance . 13) (minimum-distance . 10) (padding . 3) (stretchability . 10))
  top-system-spacing = #'((basic-distance . 6) (minimum-distance . 4) (padding . 2) (stretchability . 5))
  system-system-spacing = #'((basic-distance . 11.5) (minimum-distance . 7) (padding . 1.2) (stretchability . 30))
  score-system-spacing = #'((basic-distance . 18.4) (minimum-distance . 8) (padding . 1.6) (stretchability . 60))
  last-bottom-spacing = #'((basic-distance . 9) (minimum-distance . 6) (padding . 4) (stretchability . 10))
  bookTitleMarkup = \markup \column {
    \fill-line { \fontsize #4 \bold \center-column { \wordwrap-lines { "From" "easy" "to" "hard" } } }
    \vspace #0.3
    \fill-line { \fontsize #0 \center-column { \wordwrap-lines { "Violin" "·" "Levels" "1–8" } } }
  }
  oddHeaderMarkup = ##f
  evenHeaderMarkup = ##f
  oddFooterMarkup = \markup \fontsize #-3 \fill-line {
    \null
    "violin.1.7.k7mq3 · by-hand · Free to copy"
\concat {
      \unless \on-first-page \concat { \fromproperty #'page:page-number-string " / " \pageCount }
      \if \on-first-page \unless \on-last-page \concat { \fromproperty #'page:page-number-string " / " \pageCount }
    }
  }
  evenFooterMarkup = \oddFooterMarkup
  score-markup-spacing = #'((basic-distance . 11.5) (minimum-distance . 8) (padding . 2.4) (stretchability . 60))
}

\layout {
  \context {
    \Score
    \numericTimeSignature
    extraNatural = ##f
  }
  \context {
    \Staff
    \override InstrumentName.self-alignment-X = #LEFT
  }
  \context {
    \Voice
    \override Fingering.add-stem-support = ##t
    \override BreathingSign.outside-staff-priority = #50
  }
}

\bookpart {
  \paper {
    ragged-last-bottom = ##f
  }
\markup \column {
  \vspace #0.6
  \fontsize #2 \bold \wordwrap-string "Level 1"
}
\noPageBreak

\score {
  \new Staff \with { instrumentName = \markup \bold "1" } <<
    {
      \tempo "Andante" 4 = 66
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key d \major
      \time 4/4
      d'4\downbow^0\mf e'4 fis'4 g'4 |
      a'2 fis'2 |
      g'4\< fis'4 e'4 fis'4\! |
      d'1\f \bar "|."
    }
    { s1*4 }
  >>
  \layout { ragged-right = ##f }
}

\markup \column {
  \vspace #0.6
  \fontsize #2 \bold \wordwrap-string "Level 2"
}
\noPageBreak

\score {
  \new Staff \with { instrumentName = \markup \bold "2" } <<
    {
      \tempo "Andante" 4 = 72
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key g \major
      \time 3/4
      \partial 4 d'4\downbow^0-\markup \italic "cantabile"\p |
      g'2( a'4) |
      b'4 a'4 g'4 |
      a'2( b'4) |
      a'2 d'4 |
      g'2\mf( a'4) |
      b'4 c''4 b'4 |
      a'4 g'4 fis'4 |
      \partial 2 g'2 \bar "|."
    }
    { s1*13/4 \break s1*11/4 }
  >>
  \layout { ragged-right = ##f }
}

\markup \column {
  \vspace #0.6
  \fontsize #2 \bold \wordwrap-string "Level 3"
}
\noPageBreak

\score {
  \new Staff \with { instrumentName = \markup \bold "3" } <<
    {
      \tempo "Andante" 4. = 78
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key e \minor
      \time 6/8
      e'4\downbow^0\mf fis'8 g'8[( a'8 b'8]) |
      b'4.-- r8 a'8[( g'8]) |
      fis'8[ e'8 fis'8] g'4 a'8 |
      b'2. |
      c''4\> b'8 a'8[ g'8 fis'8]\! |
      g'4.\p r8 fis'8[ e'8] |
      dis'8[ e'8 fis'8] b'4 dis'8 |
      e'2. \bar "|."
    }
    { s1*3 \break s1*3 }
  >>
  \layout { ragged-right = ##f }
}

\markup \column {
  \vspace #0.6
  \fontsize #2 \bold \wordwrap-string "Level 4"
}
\noPageBreak

\score {
  \new Staff \with { instrumentName = \markup \bold "4" } <<
    {
      \tempo "Andante" 4 = 84
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key f \major
      \time 4/4
      f'4.\downbow^0\f g'8 a'4 c''4 |
      bes'8[-. a'8-. g'8 f'8] g'2\p |
      a'4. bes'8 c''4 d''4 |
      c''2 r2 |
      d''8[( c''8 b'8 c''8]) bes'4 a'4 |
      g'8[\< a'8 bes'8 g'8]\! c''2\f |
      a'8[ g'8 f'8 e'8] f'4 g'4-> |
      f'1 \bar "|."
    }
    { s1*4 \break s1*4 }
  >>
  \layout { ragged-right = ##f }
}

}
\bookpart {
  \paper {
    ragged-last-bottom = ##t
    bookTitleMarkup = ##f
  }
\markup \column {
  \vspace #0.6
  \fontsize #2 \bold \wordwrap-string "Level 5"
}
\noPageBreak

\score {
  \new Staff \with { instrumentName = \markup \bold "5" } <<
    {
      \tempo "Andante" 4 = 90
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key a \major
      \time 2/4
      a'8.[\downbow^0\mp( b'16]) cis''8[ a'8] |
      e''4 cis''4 |
      d''16[( cis''16 b'16 a'16]) gis'8[ b'8] |
      cis''4 r8 cis''8 |
      d''16[\< e''16 fis''16 d''16] e''8[ cis''8]\! |
      b'4.\f ais'8 |
      b'16[ cis''16 d''16 b'16] gis'8[ b'8] |
      a'2\fermata \bar "|."
    }
    { s1*2 \break s1*2 }
  >>
  \layout { ragged-right = ##f }
}

\markup \column {
  \vspace #0.6
  \fontsize #2 \bold \wordwrap-string "Level 6"
}
\noPageBreak

\score {
  \new Staff \with { instrumentName = \markup \bold "6" } <<
    {
      \tempo "Andante" 4 = 96
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key c \minor
      \time 3/4
      \tuplet 3/2 { g'8[\downbow^0\p( as'8 g'8]) } fis'4 g'4 |
      c''2 r4 |
      \tuplet 3/2 { es''8[( d''8 c''8]) } b'4 c''4 |
      d''2. |
      es''8[\> d''8] c''8[ bes'8] as'8[ g'8]\! |
      f'2\pp as'4 |
      \tuplet 3/2 { g'8[ f'8 es'8] } d'4 g'4 |
      c'2. \bar "|."
    }
    { s1*3 \break s1*3 }
  >>
  \layout { ragged-right = ##f }
}

\markup \column {
  \vspace #0.6
  \fontsize #2 \bold \wordwrap-string "Level 7"
}
\noPageBreak

\score {
  \new Staff \with { instrumentName = \markup \bold "7" } <<
    {
      \tempo "Andante" 4. = 102
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key bes \major
      \time 9/8
      \partial 8 f'8\downbow^0\mf |
      bes'4.( d''4 c''8) bes'8[ a'8 g'8] |
      f'4. c''2. |
      es''8[( d''8 c''8]) d''4( bes'8 g'8[ a'8 bes'8]) |
      \partial 1 c''2.\p a'4 \bar "|."
    }
    { s1*9/2 }
  >>
  \layout { ragged-right = ##f }
}

\markup \column {
  \vspace #0.6
  \fontsize #2 \bold \wordwrap-string "Level 8"
}
\noPageBreak

\score {
  \new Staff \with { instrumentName = \markup \bold "8" } <<
    {
      \tempo "Andante" 4 = 108
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key e \major
      \time 5/4
      e''16[\downbow^0\ff( dis''16 cis''16 b'16]) gis'4 a'4 b'8[ ais'8]( b'4) |
      cis''2 r4 bis'4 cis''4 |
      fis''16[\mp( e''16 dis''16 e''16]) cis''4-> fisis'4 gis'8[ a'8] b'4 |
      e'1~ e'4 \bar "|."
    }
    { s1*5 \label #'lastPage }
  >>
  \layout { ragged-right = ##f }
}

}
