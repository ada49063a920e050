\version "2.24.0"
#(set-default-paper-size '(cons (* 148.0 mm) (* 210.0 mm)))
#(set-global-staff-size 16.0)

% A line end where a page may end too; elsewhere an exercise keeps to its page.
allowPageBreak = #(make-music 'EventChord 'elements (list (make-music 'PageBreakEvent 'break-permission 'allow)))

% How many pages there are; a natural part of a line of words.
pageCount = \markup \page-ref #'lastPage "0" ""

\header {
  title = "Ritmi"
  subtitle = "Violoncello · Livello 4"
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
    \fontsize #-1 \fill-line {
      \line { "Nome" \draw-line #'(17 . 0) }
      \line { "Data" \draw-line #'(9 . 0) }
    }
    \vspace #1
    \fill-line { \fontsize #4 \bold \center-column { \wordwrap-lines { "Ritmi" } } }
    \vspace #0.3
    \fill-line { \fontsize #0 \center-column { \wordwrap-lines { "Violoncello" "·" "Livello" "4" } } }
  }
  oddHeaderMarkup = ##f
  evenHeaderMarkup = ##f
  oddFooterMarkup = \markup \fontsize #-3 \fill-line {
    \null
    "cello.4.7.k7mq3 · by-hand · Copia libera"
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
\score {
  \new Staff \with { instrumentName = \markup \bold "1" } <<
    {
      \tempo "Andante" 4 = 84
      \autoBeamOff \autoBreaksOff
      \clef "percussion"
      \override Staff.StaffSymbol.line-count = 1 \set Staff.middleCPosition = -6 \stemUp
      \time 4/4
      b'4. b'8 b'4 b'4 |
      b'8[ b'8 b'8 b'8] b'2 |
      b'4. b'8 b'4 b'4 |
      b'2 r2 |
      b'8[ b'8 b'8 b'8] b'4 b'4 |
      b'8[ b'8 b'8 b'8] b'2 |
      b'8[ b'8 b'8 b'8] b'4 b'4 |
      b'1 \bar "|."
    }
    { s1*4 \break s1*4 }
  >>
  \layout { ragged-right = ##f }
}

\score {
  \new Staff \with { instrumentName = \markup \bold "2" } <<
    {
      \tempo "Andante" 4 = 84
      \autoBeamOff \autoBreaksOff
      \clef "percussion"
      \override Staff.StaffSymbol.line-count = 1 \set Staff.middleCPosition = -6 \stemUp
      \time 4/4
      b'4. b'8 b'4 b'4 |
      b'8[ b'8 b'8 b'8] b'2 |
      b'4. b'8 b'4 b'4 |
      b'2 r2 |
      b'8[ b'8 b'8 b'8] b'4 b'4 |
      b'8[ b'8 b'8 b'8] b'2 |
      b'8[ b'8 b'8 b'8] b'4 b'4 |
      b'1 \bar "|."
    }
    { s1*4 \break s1*4 }
  >>
  \layout { ragged-right = ##f }
}

\score {
  \new Staff \with { instrumentName = \markup \bold "3" } <<
    {
      \tempo "Andante" 4 = 84
      \autoBeamOff \autoBreaksOff
      \clef "percussion"
      \override Staff.StaffSymbol.line-count = 1 \set Staff.middleCPosition = -6 \stemUp
      \time 4/4
      b'4. b'8 b'4 b'4 |
      b'8[ b'8 b'8 b'8] b'2 |
      b'4. b'8 b'4 b'4 |
      b'2 r2 |
      b'8[ b'8 b'8 b'8] b'4 b'4 |
      b'8[ b'8 b'8 b'8] b'2 |
      b'8[ b'8 b'8 b'8] b'4 b'4 |
      b'1 \bar "|."
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
\score {
  \new Staff \with { instrumentName = \markup \bold "4" } <<
    {
      \tempo "Andante" 4 = 84
      \autoBeamOff \autoBreaksOff
      \clef "percussion"
      \override Staff.StaffSymbol.line-count = 1 \set Staff.middleCPosition = -6 \stemUp
      \time 4/4
      b'4. b'8 b'4 b'4 |
      b'8[ b'8 b'8 b'8] b'2 |
      b'4. b'8 b'4 b'4 |
      b'2 r2 |
      b'8[ b'8 b'8 b'8] b'4 b'4 |
      b'8[ b'8 b'8 b'8] b'2 |
      b'8[ b'8 b'8 b'8] b'4 b'4 |
      b'1 \bar "|."
    }
    { s1*4 \break s1*4 }
  >>
  \layout { ragged-right = ##f }
}

\score {
  \new Staff \with { instrumentName = \markup \bold "5" } <<
    {
      \tempo "Andante" 4 = 84
      \autoBeamOff \autoBreaksOff
      \clef "percussion"
      \override Staff.StaffSymbol.line-count = 1 \set Staff.middleCPosition = -6 \stemUp
      \time 4/4
      b'4. b'8 b'4 b'4 |
      b'8[ b'8 b'8 b'8] b'2 |
      b'4. b'8 b'4 b'4 |
      b'2 r2 |
      b'8[ b'8 b'8 b'8] b'4 b'4 |
      b'8[ b'8 b'8 b'8] b'2 |
      b'8[ b'8 b'8 b'8] b'4 b'4 |
      b'1 \bar "|."
    }
    { s1*4 \break s1*4 }
  >>
  \layout { ragged-right = ##f }
}

\score {
  \new Staff \with { instrumentName = \markup \bold "6" } <<
    {
      \tempo "Andante" 4 = 84
      \autoBeamOff \autoBreaksOff
      \clef "percussion"
      \override Staff.StaffSymbol.line-count = 1 \set Staff.middleCPosition = -6 \stemUp
      \time 4/4
      b'4. b'8 b'4 b'4 |
      b'8[ b'8 b'8 b'8] b'2 |
      b'4. b'8 b'4 b'4 |
      b'2 r2 |
      b'8[ b'8 b'8 b'8] b'4 b'4 |
      b'8[ b'8 b'8 b'8] b'2 |
      b'8[ b'8 b'8 b'8] b'4 b'4 |
      b'1 \bar "|."
    }
    { s1*4 \break s1*4 \label #'lastPage }
  >>
  \layout { ragged-right = ##f }
}

}
