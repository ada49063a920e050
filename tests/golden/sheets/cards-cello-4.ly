\version "2.24.0"
#(set-default-paper-size "a4")
#(set-global-staff-size 18)

% A line end where a page may end too; elsewhere an exercise keeps to its page.
allowPageBreak = #(make-music 'EventChord 'elements (list (make-music 'PageBreakEvent 'break-permission 'allow)))

% How many pages there are; a natural part of a line of words.
pageCount = \markup \page-ref #'lastPage "0" ""

\header {
  title = ""
  subtitle = "Cello · Level 4"
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
  system-system-spacing = #'((basic-distance . 2.0) (minimum-distance . 7) (padding . 1.2) (stretchability . 30))
  score-system-spacing = #'((basic-distance . 3.2) (minimum-distance . 8) (padding . 1.6) (stretchability . 60))
  last-bottom-spacing = #'((basic-distance . 9) (minimum-distance . 6) (padding . 4) (stretchability . 10))
  bookTitleMarkup = \markup \column {
    \fill-line { \fontsize #4 \bold \center-column { \wordwrap-lines { "" } } }
    \vspace #0.3
    \fill-line { \fontsize #0 \center-column { \wordwrap-lines { "Cello" "·" "Level" "4" } } }
  }
  oddHeaderMarkup = ##f
  evenHeaderMarkup = ##f
  oddFooterMarkup = \markup \fontsize #-3 \fill-line {
    \null
    "cello.4.7.k7mq3 · by-hand · Free to copy"
\concat {
      \unless \on-first-page \concat { \fromproperty #'page:page-number-string " / " \pageCount }
      \if \on-first-page \unless \on-last-page \concat { \fromproperty #'page:page-number-string " / " \pageCount }
    }
  }
  evenFooterMarkup = \oddFooterMarkup
  top-margin = 8\mm
  bottom-margin = 8\mm
  left-margin = 8\mm
  right-margin = 8\mm
  indent = 0
  top-markup-spacing = #'((basic-distance . 0) (minimum-distance . 0) (padding . 0) (stretchability . 0))
  markup-markup-spacing = #'((basic-distance . 0) (minimum-distance . 0) (padding . 0) (stretchability . 0))
  ragged-bottom = ##t
  bookTitleMarkup = ##f
  oddFooterMarkup = ##f
  evenFooterMarkup = ##f
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

\markup \with-dimensions #'(0 . 122.66) #'(-168.82 . 0) \overlay {
  \translate #'(0 . -0.0) \draw-dashed-line #'(122.66 . 0)
  \translate #'(0 . -56.27) \draw-dashed-line #'(122.66 . 0)
  \translate #'(0 . -112.55) \draw-dashed-line #'(122.66 . 0)
  \translate #'(0 . -168.82) \draw-dashed-line #'(122.66 . 0)
  \translate #'(0.0 . -168.82) \draw-dashed-line #'(0 . 168.82)
  \translate #'(61.33 . -168.82) \draw-dashed-line #'(0 . 168.82)
  \translate #'(122.66 . -168.82) \draw-dashed-line #'(0 . 168.82)
  \translate #'(3.79 . -3.79) \overlay {
    \override #'(line-width . 53.74) \fontsize #-2 \translate #'(0 . -1) \fill-line {
      \bold "1"
      "Cello · Level 4"
    }
    \translate #'(0 . -23.84) \general-align #Y #CENTER \scale #'(1.0 . 1.0)
    \override #'(baseline-skip . 2.0) \score {
      \new Staff <<
        {
          \tempo "Andante" 4 = 84
          \autoBeamOff \autoBreaksOff
      \clef "bass"
      \key f \major
      \time 4/4
      f,4. g,8 a,4 c4 |
      bes,8[ a,8 g,8 f,8] g,2 |
      a,4. bes,8 c4 d4 |
      c2 r2 |
      d8[ c8 b,8 c8] bes,4 a,4 |
      g,8[ a,8 bes,8 g,8] c2 |
      a,8[ g,8 f,8 e,8] f,4 g,4 |
      f,1 \bar "|."
        }
        { s1*4 \break s1*4 }
      >>
      \layout {
        line-width = 85.0\mm
        indent = 0
        short-indent = 0
        ragged-right = ##f
      }
    }
    \override #'(line-width . 53.74) \fontsize #-4 \translate #'(0 . -47.69) \fill-line {
      \null
      "cello.4.7.k7mq3 · by-hand · Free to copy"
      \null
    }
  }
  \translate #'(65.12 . -3.79) \overlay {
    \override #'(line-width . 53.74) \fontsize #-2 \translate #'(0 . -1) \fill-line {
      \bold "2"
      "Cello · Level 4"
    }
    \translate #'(0 . -23.84) \general-align #Y #CENTER \scale #'(1.0 . 1.0)
    \override #'(baseline-skip . 2.0) \score {
      \new Staff <<
        {
          \tempo "Andante" 4 = 84
          \autoBeamOff \autoBreaksOff
      \clef "bass"
      \key f \major
      \time 4/4
      f,4. g,8 a,4 c4 |
      bes,8[ a,8 g,8 f,8] g,2 |
      a,4. bes,8 c4 d4 |
      c2 r2 |
      d8[ c8 b,8 c8] bes,4 a,4 |
      g,8[ a,8 bes,8 g,8] c2 |
      a,8[ g,8 f,8 e,8] f,4 g,4 |
      f,1 \bar "|."
        }
        { s1*4 \break s1*4 }
      >>
      \layout {
        line-width = 85.0\mm
        indent = 0
        short-indent = 0
        ragged-right = ##f
      }
    }
    \override #'(line-width . 53.74) \fontsize #-4 \translate #'(0 . -47.69) \fill-line {
      \null
      "cello.4.7.k7mq3 · by-hand · Free to copy"
      \null
    }
  }
  \translate #'(3.79 . -60.06) \overlay {
    \override #'(line-width . 53.74) \fontsize #-2 \translate #'(0 . -1) \fill-line {
      \bold "3"
      "Cello · Level 4"
    }
    \translate #'(0 . -23.84) \general-align #Y #CENTER \scale #'(1.0 . 1.0)
    \override #'(baseline-skip . 2.0) \score {
      \new Staff <<
        {
          \tempo "Andante" 4 = 84
          \autoBeamOff \autoBreaksOff
      \clef "bass"
      \key f \major
      \time 4/4
      f,4. g,8 a,4 c4 |
      bes,8[ a,8 g,8 f,8] g,2 |
      a,4. bes,8 c4 d4 |
      c2 r2 |
      d8[ c8 b,8 c8] bes,4 a,4 |
      g,8[ a,8 bes,8 g,8] c2 |
      a,8[ g,8 f,8 e,8] f,4 g,4 |
      f,1 \bar "|."
        }
        { s1*4 \break s1*4 }
      >>
      \layout {
        line-width = 85.0\mm
        indent = 0
        short-indent = 0
        ragged-right = ##f
      }
    }
    \override #'(line-width . 53.74) \fontsize #-4 \translate #'(0 . -47.69) \fill-line {
      \null
      "cello.4.7.k7mq3 · by-hand · Free to copy"
      \null
    }
  }
  \translate #'(65.12 . -60.06) \overlay {
    \override #'(line-width . 53.74) \fontsize #-2 \translate #'(0 . -1) \fill-line {
      \bold "4"
      "Cello · Level 4"
    }
    \translate #'(0 . -23.84) \general-align #Y #CENTER \scale #'(1.0 . 1.0)
    \override #'(baseline-skip . 2.0) \score {
      \new Staff <<
        {
          \tempo "Andante" 4 = 84
          \autoBeamOff \autoBreaksOff
      \clef "bass"
      \key f \major
      \time 4/4
      f,4. g,8 a,4 c4 |
      bes,8[ a,8 g,8 f,8] g,2 |
      a,4. bes,8 c4 d4 |
      c2 r2 |
      d8[ c8 b,8 c8] bes,4 a,4 |
      g,8[ a,8 bes,8 g,8] c2 |
      a,8[ g,8 f,8 e,8] f,4 g,4 |
      f,1 \bar "|."
        }
        { s1*4 \break s1*4 }
      >>
      \layout {
        line-width = 85.0\mm
        indent = 0
        short-indent = 0
        ragged-right = ##f
      }
    }
    \override #'(line-width . 53.74) \fontsize #-4 \translate #'(0 . -47.69) \fill-line {
      \null
      "cello.4.7.k7mq3 · by-hand · Free to copy"
      \null
    }
  }
}

