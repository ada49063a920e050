\version "2.24.0"
#(set-default-paper-size "a4")
#(set-global-staff-size 22.0)

% A line end where a page may end too; elsewhere an exercise keeps to its page.
allowPageBreak = #(make-music 'EventChord 'elements (list (make-music 'PageBreakEvent 'break-permission 'allow)))

% How many pages there are; a natural part of a line of words.
pageCount = \markup \page-ref #'lastPage "0" ""

\header {
  title = "Rhythms"
  subtitle = "Flute · Level 2"
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
  system-system-spacing = #'((basic-distance . 9.5) (minimum-distance . 7) (padding . 1.2) (stretchability . 30))
  score-system-spacing = #'((basic-distance . 15.2) (minimum-distance . 8) (padding . 1.6) (stretchability . 60))
  last-bottom-spacing = #'((basic-distance . 9) (minimum-distance . 6) (padding . 4) (stretchability . 10))
  bookTitleMarkup = \markup \column {
    \fontsize #-1 \fill-line {
      \line { "Name" \draw-line #'(26 . 0) }
      \line { "Date" \draw-line #'(14 . 0) }
    }
    \vspace #1
    \fill-line { \fontsize #4 \bold \center-column { \wordwrap-lines { "Rhythms" } } }
    \vspace #0.3
    \fill-line { \fontsize #0 \center-column { \wordwrap-lines { "Flute" "·" "Level" "2" } } }
  }
  oddHeaderMarkup = ##f
  evenHeaderMarkup = ##f
  oddFooterMarkup = \markup \fontsize #-3 \fill-line {
    \null
    "flute.2.7.k7mq3 · by-hand · Free to copy"
\concat {
      \unless \on-first-page \concat { \fromproperty #'page:page-number-string " / " \pageCount }
      \if \on-first-page \unless \on-last-page \concat { \fromproperty #'page:page-number-string " / " \pageCount }
    }
  }
  evenFooterMarkup = \oddFooterMarkup
  score-markup-spacing = #'((basic-distance . 9.5) (minimum-distance . 8) (padding . 2.4) (stretchability . 60))
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
\score {
  \new Staff \with { instrumentName = \markup \bold "1" } <<
    {
      \tempo "Andante" 4 = 72
      \autoBeamOff \autoBreaksOff
      \clef "percussion"
      \override Staff.StaffSymbol.line-count = 1 \set Staff.middleCPosition = -6 \stemUp
      \time 3/4
      \partial 4 b'4 |
      b'2 b'4 |
      b'4 b'4 b'4 |
      b'2 b'4 |
      b'2 b'4 |
      b'2 b'4 |
      b'4 b'4 b'4 |
      b'4 b'4 b'4 |
      \partial 2 b'2 \bar "|."
    }
    { s1*13/4 \break s1*11/4 }
  >>
  \layout { ragged-right = ##f }
}

\score {
  \new Staff \with { instrumentName = \markup \bold "2" } <<
    {
      \tempo "Andante" 4 = 72
      \autoBeamOff \autoBreaksOff
      \clef "percussion"
      \override Staff.StaffSymbol.line-count = 1 \set Staff.middleCPosition = -6 \stemUp
      \time 3/4
      \partial 4 b'4 |
      b'2 b'4 |
      b'4 b'4 b'4 |
      b'2 b'4 |
      b'2 b'4 |
      b'2 b'4 |
      b'4 b'4 b'4 |
      b'4 b'4 b'4 |
      \partial 2 b'2 \bar "|."
    }
    { s1*13/4 \break s1*11/4 }
  >>
  \layout { ragged-right = ##f }
}

\score {
  \new Staff \with { instrumentName = \markup \bold "3" } <<
    {
      \tempo "Andante" 4 = 72
      \autoBeamOff \autoBreaksOff
      \clef "percussion"
      \override Staff.StaffSymbol.line-count = 1 \set Staff.middleCPosition = -6 \stemUp
      \time 3/4
      \partial 4 b'4 |
      b'2 b'4 |
      b'4 b'4 b'4 |
      b'2 b'4 |
      b'2 b'4 |
      b'2 b'4 |
      b'4 b'4 b'4 |
      b'4 b'4 b'4 |
      \partial 2 b'2 \bar "|."
    }
    { s1*13/4 \break s1*11/4 }
  >>
  \layout { ragged-right = ##f }
}

\score {
  \new Staff \with { instrumentName = \markup \bold "4" } <<
    {
      \tempo "Andante" 4 = 72
      \autoBeamOff \autoBreaksOff
      \clef "percussion"
      \override Staff.StaffSymbol.line-count = 1 \set Staff.middleCPosition = -6 \stemUp
      \time 3/4
      \partial 4 b'4 |
      b'2 b'4 |
      b'4 b'4 b'4 |
      b'2 b'4 |
      b'2 b'4 |
      b'2 b'4 |
      b'4 b'4 b'4 |
      b'4 b'4 b'4 |
      \partial 2 b'2 \bar "|."
    }
    { s1*13/4 \break s1*11/4 }
  >>
  \layout { ragged-right = ##f }
}

\score {
  \new Staff \with { instrumentName = \markup \bold "5" } <<
    {
      \tempo "Andante" 4 = 72
      \autoBeamOff \autoBreaksOff
      \clef "percussion"
      \override Staff.StaffSymbol.line-count = 1 \set Staff.middleCPosition = -6 \stemUp
      \time 3/4
      \partial 4 b'4 |
      b'2 b'4 |
      b'4 b'4 b'4 |
      b'2 b'4 |
      b'2 b'4 |
      b'2 b'4 |
      b'4 b'4 b'4 |
      b'4 b'4 b'4 |
      \partial 2 b'2 \bar "|."
    }
    { s1*13/4 \break s1*11/4 }
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
  \new Staff \with { instrumentName = \markup \bold "6" } <<
    {
      \tempo "Andante" 4 = 72
      \autoBeamOff \autoBreaksOff
      \clef "percussion"
      \override Staff.StaffSymbol.line-count = 1 \set Staff.middleCPosition = -6 \stemUp
      \time 3/4
      \partial 4 b'4 |
      b'2 b'4 |
      b'4 b'4 b'4 |
      b'2 b'4 |
      b'2 b'4 |
      b'2 b'4 |
      b'4 b'4 b'4 |
      b'4 b'4 b'4 |
      \partial 2 b'2 \bar "|."
    }
    { s1*13/4 \break s1*11/4 }
  >>
  \layout { ragged-right = ##f }
}

\score {
  \new Staff \with { instrumentName = \markup \bold "7" } <<
    {
      \tempo "Andante" 4 = 72
      \autoBeamOff \autoBreaksOff
      \clef "percussion"
      \override Staff.StaffSymbol.line-count = 1 \set Staff.middleCPosition = -6 \stemUp
      \time 3/4
      \partial 4 b'4 |
      b'2 b'4 |
      b'4 b'4 b'4 |
      b'2 b'4 |
      b'2 b'4 |
      b'2 b'4 |
      b'4 b'4 b'4 |
      b'4 b'4 b'4 |
      \partial 2 b'2 \bar "|."
    }
    { s1*13/4 \break s1*11/4 }
  >>
  \layout { ragged-right = ##f }
}

\score {
  \new Staff \with { instrumentName = \markup \bold "8" } <<
    {
      \tempo "Andante" 4 = 72
      \autoBeamOff \autoBreaksOff
      \clef "percussion"
      \override Staff.StaffSymbol.line-count = 1 \set Staff.middleCPosition = -6 \stemUp
      \time 3/4
      \partial 4 b'4 |
      b'2 b'4 |
      b'4 b'4 b'4 |
      b'2 b'4 |
      b'2 b'4 |
      b'2 b'4 |
      b'4 b'4 b'4 |
      b'4 b'4 b'4 |
      \partial 2 b'2 \bar "|."
    }
    { s1*13/4 \break s1*11/4 }
  >>
  \layout { ragged-right = ##f }
}

\score {
  \new Staff \with { instrumentName = \markup \bold "9" } <<
    {
      \tempo "Andante" 4 = 72
      \autoBeamOff \autoBreaksOff
      \clef "percussion"
      \override Staff.StaffSymbol.line-count = 1 \set Staff.middleCPosition = -6 \stemUp
      \time 3/4
      \partial 4 b'4 |
      b'2 b'4 |
      b'4 b'4 b'4 |
      b'2 b'4 |
      b'2 b'4 |
      b'2 b'4 |
      b'4 b'4 b'4 |
      b'4 b'4 b'4 |
      \partial 2 b'2 \bar "|."
    }
    { s1*13/4 \break s1*11/4 }
  >>
  \layout { ragged-right = ##f }
}

\score {
  \new Staff \with { instrumentName = \markup \bold "10" } <<
    {
      \tempo "Andante" 4 = 72
      \autoBeamOff \autoBreaksOff
      \clef "percussion"
      \override Staff.StaffSymbol.line-count = 1 \set Staff.middleCPosition = -6 \stemUp
      \time 3/4
      \partial 4 b'4 |
      b'2 b'4 |
      b'4 b'4 b'4 |
      b'2 b'4 |
      b'2 b'4 |
      b'2 b'4 |
      b'4 b'4 b'4 |
      b'4 b'4 b'4 |
      \partial 2 b'2 \bar "|."
    }
    { s1*13/4 \break s1*11/4 \label #'lastPage }
  >>
  \layout { ragged-right = ##f }
}

}
