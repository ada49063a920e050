\version "2.24.0"
#(set-default-paper-size "a4")
#(set-global-staff-size 20.0)

% A line end where a page may end too; elsewhere an exercise keeps to its page.
allowPageBreak = #(make-music 'EventChord 'elements (list (make-music 'PageBreakEvent 'break-permission 'allow)))

% How many pages there are; a natural part of a line of words.
pageCount = \markup \page-ref #'lastPage "0" ""

\header {
  title = "Drill"
  subtitle = "Piano · Level 4"
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
      \line { "Name" \draw-line #'(26 . 0) }
      \line { "Date" \draw-line #'(14 . 0) }
    }
    \vspace #1
    \fill-line { \fontsize #4 \bold \center-column { \wordwrap-lines { "Drill" } } }
    \vspace #0.3
    \fill-line { \fontsize #0 \center-column { \wordwrap-lines { "Piano" "·" "Level" "4" } } }
  }
  oddHeaderMarkup = ##f
  evenHeaderMarkup = ##f
  oddFooterMarkup = \markup \fontsize #-3 \fill-line {
    \null
    "piano.4.7.k7mq3 · by-hand · Free to copy"
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
    \override BarNumber.font-size = #-1
  }
  \context {
    \Staff
    \override InstrumentName.self-alignment-X = #LEFT
    \override StaffSymbol.thickness = #1.5
    \override BarLine.hair-thickness = #2.8
  }
  \context {
    \Voice
    \override Fingering.add-stem-support = ##t
    \override BreathingSign.outside-staff-priority = #50
    \override Stem.thickness = #1.8
    \override Beam.beam-thickness = #0.55
    \override Slur.thickness = #2
    \override Tie.thickness = #2
    \override Hairpin.thickness = #1.6
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
      \clef "treble"
      \key f \major
      \time 4/4
      f'4.^1\f g'8 a'4 c''4 |
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

\score {
  \new Staff \with { instrumentName = \markup \bold "2" } <<
    {
      \tempo "Andante" 4 = 84
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key f \major
      \time 4/4
      f'4.^1\f g'8 a'4 c''4 |
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

\score {
  \new Staff \with { instrumentName = \markup \bold "3" } <<
    {
      \tempo "Andante" 4 = 84
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key f \major
      \time 4/4
      f'4.^1\f g'8 a'4 c''4 |
      bes'8[-. a'8-. g'8 f'8] g'2\p |
      a'4. bes'8 c''4 d''4 |
      c''2 r2 |
      d''8[( c''8 b'8 c''8]) bes'4 a'4 |
      g'8[\< a'8 bes'8 g'8]\! c''2\f |
      a'8[ g'8 f'8 e'8] f'4 g'4-> |
      f'1 \bar "|."
    }
    { s1*4 \break s1*4 \label #'lastPage }
  >>
  \layout { ragged-right = ##f }
}

}
