\version "2.24.0"
#(set-default-paper-size "a4")
#(set-global-staff-size 26.0)

% A line end where a page may end too; elsewhere an exercise keeps to its page.
allowPageBreak = #(make-music 'EventChord 'elements (list (make-music 'PageBreakEvent 'break-permission 'allow)))

% How many pages there are; a natural part of a line of words.
pageCount = \markup \page-ref #'lastPage "0" ""

\header {
  title = "From easy to hard"
  subtitle = "Guitar · Levels 3–6"
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
  system-system-spacing = #'((basic-distance . 12.0) (minimum-distance . 7) (padding . 1.2) (stretchability . 30))
  score-system-spacing = #'((basic-distance . 19.2) (minimum-distance . 8) (padding . 1.6) (stretchability . 60))
  last-bottom-spacing = #'((basic-distance . 9) (minimum-distance . 6) (padding . 4) (stretchability . 10))
  bookTitleMarkup = \markup \column {
    \fill-line { \fontsize #4 \bold \center-column { \wordwrap-lines { "From" "easy" "to" "hard" } } }
    \vspace #0.3
    \fill-line { \fontsize #0 \center-column { \wordwrap-lines { "Guitar" "·" "Levels" "3–6" } } }
  }
  oddHeaderMarkup = ##f
  evenHeaderMarkup = ##f
  oddFooterMarkup = \markup \fontsize #-3 \fill-line {
    \null
    "guitar.3.7.k7mq3 · by-hand · Free to copy"
\concat {
      \unless \on-first-page \concat { \fromproperty #'page:page-number-string " / " \pageCount }
      \if \on-first-page \unless \on-last-page \concat { \fromproperty #'page:page-number-string " / " \pageCount }
    }
  }
  evenFooterMarkup = \oddFooterMarkup
  score-markup-spacing = #'((basic-distance . 12.0) (minimum-distance . 8) (padding . 2.4) (stretchability . 60))
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
    ragged-last-bottom = ##t
  }
\markup \column {
  \vspace #0.6
  \fontsize #2 \bold \wordwrap-string "Level 3"
}
\noPageBreak

\score {
  \new Staff \with { instrumentName = \markup \bold "1" } <<
    {
      \tempo "Andante" 4. = 78
      \autoBeamOff \autoBreaksOff
      \clef "treble_8"
      \key e \minor
      \time 6/8
      e'4\mf fis'8 g'8[( a'8 b'8]) |
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
  \new Staff \with { instrumentName = \markup \bold "2" } <<
    {
      \tempo "Andante" 4 = 84
      \autoBeamOff \autoBreaksOff
      \clef "treble_8"
      \key f \major
      \time 4/4
      f'4.\f g'8 a'4 c''4 |
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
  \new Staff \with { instrumentName = \markup \bold "3" } <<
    {
      \tempo "Andante" 4 = 90
      \autoBeamOff \autoBreaksOff
      \clef "treble_8"
      \key a \major
      \time 2/4
      a'8.[\mp( b'16]) cis''8[ a'8] |
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
  \new Staff \with { instrumentName = \markup \bold "4" } <<
    {
      \tempo "Andante" 4 = 96
      \autoBeamOff \autoBreaksOff
      \clef "treble_8"
      \key c \minor
      \time 3/4
      \tuplet 3/2 { g'8[\p( as'8 g'8]) } fis'4 g'4 |
      c''2 r4 |
      \tuplet 3/2 { es''8[( d''8 c''8]) } b'4 c''4 |
      d''2. |
      es''8[\> d''8] c''8[ bes'8] as'8[ g'8]\! |
      f'2\pp as'4 |
      \tuplet 3/2 { g'8[ f'8 es'8] } d'4 g'4 |
      c'2. \bar "|."
    }
    { s1*3 \break s1*3 \label #'lastPage }
  >>
  \layout { ragged-right = ##f }
}

}
