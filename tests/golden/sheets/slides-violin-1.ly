\version "2.24.0"
#(set-default-paper-size '(cons (* 320.0 mm) (* 180.0 mm)))
#(set-global-staff-size 26.0)

% A line end where a page may end too; elsewhere an exercise keeps to its page.
allowPageBreak = #(make-music 'EventChord 'elements (list (make-music 'PageBreakEvent 'break-permission 'allow)))

% How many pages there are; a natural part of a line of words.
pageCount = \markup \page-ref #'lastPage "0" ""

\header {
  title = ""
  subtitle = "Violin · Level 1"
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
    \fill-line { \fontsize #4 \bold \center-column { \wordwrap-lines { "" } } }
    \vspace #0.3
    \fill-line { \fontsize #0 \center-column { \wordwrap-lines { "Violin" "·" "Level" "1" } } }
  }
  oddHeaderMarkup = ##f
  evenHeaderMarkup = ##f
  oddFooterMarkup = \markup \fontsize #-3 \fill-line {
    \null
    "violin.1.7.k7mq3 · by-hand · Free to copy"
\null
  }
  evenFooterMarkup = \oddFooterMarkup
  left-margin = 18\mm
  right-margin = 18\mm
  indent = 0
  short-indent = 0
  print-page-number = ##f
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
    bookTitleMarkup = ##f
    system-system-spacing = #'((basic-distance . 21.5) (minimum-distance . 10.8) (padding . 1.5) (stretchability . 0))
  }
  \markup \fill-line {
    \line { \fontsize #6 \bold "1" }
    \fontsize #2 "Violin · Level 1"
  }
  \markup \with-dimensions #'(0 . 0) #'(-18.6 . 0) \null
  \score {
    \new Staff <<
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
    \layout {
      #(layout-set-staff-size 40)
      ragged-right = ##f
    }
  }
}
\bookpart {
  \paper {
    bookTitleMarkup = ##f
    system-system-spacing = #'((basic-distance . 21.5) (minimum-distance . 10.8) (padding . 1.5) (stretchability . 0))
  }
  \markup \fill-line {
    \line { \fontsize #6 \bold "2" }
    \fontsize #2 "Violin · Level 1"
  }
  \markup \with-dimensions #'(0 . 0) #'(-18.6 . 0) \null
  \score {
    \new Staff <<
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
    \layout {
      #(layout-set-staff-size 40)
      ragged-right = ##f
    }
  }
}
