\version "2.24.0"
#(set-default-paper-size "a4")
#(set-global-staff-size 22.0)

% A line end where a page may end too; elsewhere an exercise keeps to its page.
allowPageBreak = #(make-music 'EventChord 'elements (list (make-music 'PageBreakEvent 'break-permission 'allow)))

% How many pages there are; a natural part of a line of words.
pageCount = \markup \page-ref #'lastPage "0" ""

\header {
  title = "Drill"
  subtitle = "Clarinet in B♭ · Level 2"
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
  system-system-spacing = #'((basic-distance . 14.0) (minimum-distance . 7) (padding . 1.2) (stretchability . 30))
  score-system-spacing = #'((basic-distance . 22.4) (minimum-distance . 8) (padding . 1.6) (stretchability . 60))
  last-bottom-spacing = #'((basic-distance . 9) (minimum-distance . 6) (padding . 4) (stretchability . 10))
  bookTitleMarkup = \markup \override #'(word-space . 1.1) \fontsize #0.6 \sans \column {
    \fontsize #-1 \fill-line {
      \line { "Name" \draw-line #'(26 . 0) }
      \line { "Date" \draw-line #'(14 . 0) }
    }
    \vspace #1
    \fill-line { \fontsize #4 \bold \center-column { \wordwrap-lines { "Drill" } } }
    \vspace #0.3
    \fill-line { \fontsize #0 \center-column { \wordwrap-lines { "Clarinet" "in" "B♭" "·" "Level" "2" } } }
  }
  oddHeaderMarkup = ##f
  evenHeaderMarkup = ##f
  oddFooterMarkup = \markup \override #'(word-space . 1.1) \fontsize #0.6 \sans \fontsize #-3 \fill-line {
    \null
    "clarinet.2.7.k7mq3 · by-hand · Free to copy"
\concat {
      \unless \on-first-page \concat { \fromproperty #'page:page-number-string " / " \pageCount }
      \if \on-first-page \unless \on-last-page \concat { \fromproperty #'page:page-number-string " / " \pageCount }
    }
  }
  evenFooterMarkup = \oddFooterMarkup
  score-markup-spacing = #'((basic-distance . 14.0) (minimum-distance . 8) (padding . 2.4) (stretchability . 60))
}

\layout {
  \context {
    \Score
    \numericTimeSignature
    extraNatural = ##f
    \override MetronomeMark.font-family = #'sans
    \override BarNumber.font-family = #'sans
  }
  \context {
    \Staff
    \override InstrumentName.self-alignment-X = #LEFT
  }
  \context {
    \Voice
    \override Fingering.add-stem-support = ##t
    \override BreathingSign.outside-staff-priority = #50
    \override TextScript.font-family = #'sans
    \override TextScript.font-shape = #'upright
    \override DynamicText.self-alignment-X = #LEFT
  }
}

\bookpart {
  \paper {
    ragged-last-bottom = ##f
  }
\markup \override #'(word-space . 1.1) \fontsize #0.6 \sans \column {
  \vspace #0.6
  \fontsize #2 \bold \wordwrap-string "The break"
}
\noPageBreak

\score {
  \new Staff \with { instrumentName = \markup \override #'(word-space . 1.1) \fontsize #0.6 \sans \bold "1" } <<
    {
      \tempo "Andante" 4 = 72
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key g \major
      \time 3/4
      \partial 4 d'4-\markup "cantabile"\p |
      g'2( a'4) |
      b'4 \breathe a'4 g'4 |
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

\score {
  \new Staff \with { instrumentName = \markup \override #'(word-space . 1.1) \fontsize #0.6 \sans \bold "2" } <<
    {
      \tempo "Andante" 4 = 72
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key g \major
      \time 3/4
      \partial 4 d'4-\markup "cantabile"\p |
      g'2( a'4) |
      b'4 \breathe a'4 g'4 |
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

\score {
  \new Staff \with { instrumentName = \markup \override #'(word-space . 1.1) \fontsize #0.6 \sans \bold "3" } <<
    {
      \tempo "Andante" 4 = 72
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key g \major
      \time 3/4
      \partial 4 d'4-\markup "cantabile"\p |
      g'2( a'4) |
      b'4 \breathe a'4 g'4 |
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

}
\bookpart {
  \paper {
    ragged-last-bottom = ##t
    bookTitleMarkup = ##f
  }
\score {
  \new Staff \with { instrumentName = \markup \override #'(word-space . 1.1) \fontsize #0.6 \sans \bold "4" } <<
    {
      \tempo "Andante" 4 = 72
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key g \major
      \time 3/4
      \partial 4 d'4-\markup "cantabile"\p |
      g'2( a'4) |
      b'4 \breathe a'4 g'4 |
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

\score {
  \new Staff \with { instrumentName = \markup \override #'(word-space . 1.1) \fontsize #0.6 \sans \bold "5" } <<
    {
      \tempo "Andante" 4 = 72
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key g \major
      \time 3/4
      \partial 4 d'4-\markup "cantabile"\p |
      g'2( a'4) |
      b'4 \breathe a'4 g'4 |
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

\score {
  \new Staff \with { instrumentName = \markup \override #'(word-space . 1.1) \fontsize #0.6 \sans \bold "6" } <<
    {
      \tempo "Andante" 4 = 72
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key g \major
      \time 3/4
      \partial 4 d'4-\markup "cantabile"\p |
      g'2( a'4) |
      b'4 \breathe a'4 g'4 |
      a'2( b'4) |
      a'2 d'4 |
      g'2\mf( a'4) |
      b'4 c''4 b'4 |
      a'4 g'4 fis'4 |
      \partial 2 g'2 \bar "|."
    }
    { s1*13/4 \break s1*11/4 \label #'lastPage }
  >>
  \layout { ragged-right = ##f }
}

}
