\version "2.24.0"
#(set-default-paper-size "a4")
#(set-global-staff-size 20.0)

% A line end where a page may end too; elsewhere an exercise keeps to its page.
allowPageBreak = #(make-music 'EventChord 'elements (list (make-music 'PageBreakEvent 'break-permission 'allow)))

% How many pages there are; a natural part of a line of words.
pageCount = \markup \page-ref #'lastPage "0" ""

\header {
  title = "Autumn"
  subtitle = "Flute · Levels 3–6 · Version B"
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
  system-system-spacing = #'((basic-distance . 10.0) (minimum-distance . 7) (padding . 1.2) (stretchability . 30))
  score-system-spacing = #'((basic-distance . 9.0) (minimum-distance . 8) (padding . 1.6) (stretchability . 60))
  last-bottom-spacing = #'((basic-distance . 9) (minimum-distance . 6) (padding . 4) (stretchability . 10))
  bookTitleMarkup = \markup \column {
    \fontsize #-1 \fill-line {
      \line { "Name" \draw-line #'(26 . 0) }
      \line { "Date" \draw-line #'(14 . 0) }
      \line { "Score" \draw-line #'(7 . 0) }
    }
    \vspace #1
    \fill-line { \fontsize #4 \bold \center-column { \wordwrap-lines { "Autumn" } } }
    \vspace #0.3
    \fill-line { \fontsize #0 \center-column { \wordwrap-lines { "Flute" "·" "Levels" "3–6" "·" "Version" "B" } } }
  }
  oddHeaderMarkup = ##f
  evenHeaderMarkup = ##f
  oddFooterMarkup = \markup \fontsize #-3 \fill-line {
    \null
    "k7q4ab B · Free to copy"
\concat {
      \unless \on-first-page \concat { \fromproperty #'page:page-number-string " / " \pageCount }
      \if \on-first-page \unless \on-last-page \concat { \fromproperty #'page:page-number-string " / " \pageCount }
    }
  }
  evenFooterMarkup = \oddFooterMarkup
  indent = 0
  short-indent = 0
  ragged-bottom = ##t
  top-markup-spacing = #'((basic-distance . 1) (minimum-distance . 1) (padding . 1) (stretchability . 0))
  markup-markup-spacing = #'((basic-distance . 0) (minimum-distance . 0) (padding . 9.0) (stretchability . 0))
  last-bottom-spacing = #'((basic-distance . 3) (minimum-distance . 3) (padding . 3) (stretchability . 0))
  bookTitleMarkup = \markup \column {
    \fontsize #-1 \fill-line {
      \line { "Name" \draw-line #'(26 . 0) }
      \line { "Date" \draw-line #'(14 . 0) }
      \line { "Score" \draw-line #'(7 . 0) "/ 31" }
    }
    \vspace #1
    \fill-line { \fontsize #4 \bold \center-column { \wordwrap-lines { "Autumn" } } }
    \vspace #0.3
    \fill-line { \fontsize #0 \center-column { \wordwrap-lines { "Flute" "·" "Levels" "3–6" "·" "Version" "B" } } }
    \vspace #0.8
  }
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

tick = \markup \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null

% Empty bars are as wide as they last.
quizBlank = \layout {
  indent = 0
  ragged-right = ##f
  ragged-last = ##f
  \context {
    \Score
    proportionalNotationDuration = #(ly:make-moment 1/8)
    \override SpacingSpanner.uniform-stretching = ##t
    \omit BarNumber
  }
}
quizCopy = \layout {
  indent = 0
  ragged-right = ##f
  ragged-last = ##f
  \context {
    \Score
    barNumberVisibility = #(lambda (number place) (zero? (ly:moment-main-numerator place)))
    \override BarNumber.break-visibility = ##(#f #t #t)
    \override BarNumber.self-alignment-X = #LEFT
  }
}
quizOption = \layout {
  indent = 0
  ragged-right = ##f
  ragged-last = ##f
  \context {
    \Score
    \omit BarNumber
  }
}
quizHeard = \layout {
  indent = 0
  ragged-right = ##t
  \context {
    \Score
    \omit BarNumber
  }
}

% The brace of two staves stands within the line.
quizChords = \layout {
  indent = 4\mm
  short-indent = 4\mm
  ragged-right = ##t
  \context {
    \Score
    \omit BarNumber
  }
}

\markup \concat {
  \with-dimensions #'(0 . 5.5) #'(0 . 1) \bold "1"
  \override #'(line-width . 96.9) \column {
    \fill-line {
      \override #'(line-width . 89.9) \wordwrap { "Write" "down" "the" "melody." "Its" "first" "note" "is" "given." }
      "[5]"
    }
    \vspace #0.5
    \column { \vspace #0.4 \override #'(baseline-skip . 6.5) \score { \new Staff { \autoBeamOff \autoBreaksOff \clef "treble" \key d \minor \time 3/4 \partial 1*1/4 a'4 | s1*3/4 | s1*3/4 | s1*3/4 | \partial 1*1/2 s1*1/2 \bar "|." } \layout { \quizBlank line-width = 170.3\mm } } \vspace #0.3 }
  }
}

\markup \concat {
  \with-dimensions #'(0 . 5.5) #'(0 . 1) \bold "2"
  \override #'(line-width . 96.9) \column {
    \fill-line {
      \override #'(line-width . 89.9) \wordwrap { "Write" "down" "the" "melody." "Its" "first" "note" "is" "given." }
      "[17]"
    }
    \vspace #0.5
    \column { \vspace #0.4 \override #'(baseline-skip . 6.5) \score { \new Staff { \autoBeamOff \autoBreaksOff \clef "treble" \key es \major \time 4/4 g'16 s1*15/16 | s1*1 | \break s1*1 | s1*1 | \break s1*1 | s1*1 | \break s1*1 | s1*1 \bar "|." } \layout { \quizBlank line-width = 160.8\mm } } \vspace #0.3 }
  }
}

\markup \concat {
  \with-dimensions #'(0 . 5.5) #'(0 . 1) \bold "3"
  \override #'(line-width . 96.9) \column {
    \fill-line {
      \override #'(line-width . 89.9) \wordwrap { "Write" "down" "the" "rhythm." }
      "[9]"
    }
    \vspace #0.5
    \column { \vspace #0.4 \override #'(baseline-skip . 6.5) \score { \new Staff { \autoBeamOff \autoBreaksOff \clef "percussion" \override Staff.StaffSymbol.line-count = 1 \set Staff.middleCPosition = -6 \stemUp \time 4/4 s1*1 | s1*1 | s1*1 | s1*1 \bar "|." } \layout { \quizBlank line-width = 170.3\mm } } \vspace #0.3 }
  }
}

\label #'lastPage
\markup \null
