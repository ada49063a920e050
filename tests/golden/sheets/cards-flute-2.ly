\version "2.24.0"
#(set-default-paper-size "letter")
#(set-global-staff-size 18)

% A line end where a page may end too; elsewhere an exercise keeps to its page.
allowPageBreak = #(make-music 'EventChord 'elements (list (make-music 'PageBreakEvent 'break-permission 'allow)))

% How many pages there are; a natural part of a line of words.
pageCount = \markup \page-ref #'lastPage "0" ""

\header {
  title = ""
  subtitle = "Flûte traversière · Niveau 2"
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
    \fill-line { \fontsize #0 \center-column { \wordwrap-lines { "Flûte" "traversière" "·" "Niveau" "2" } } }
  }
  oddHeaderMarkup = ##f
  evenHeaderMarkup = ##f
  oddFooterMarkup = \markup \fontsize #-3 \fill-line {
    \null
    "flute.2.7.k7mq3 · by-hand · Copie libre"
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

\markup \with-dimensions #'(0 . 126.39) #'(-157.69 . 0) \overlay {
  \translate #'(0 . -0.0) \draw-dashed-line #'(126.39 . 0)
  \translate #'(0 . -39.42) \draw-dashed-line #'(126.39 . 0)
  \translate #'(0 . -78.84) \draw-dashed-line #'(126.39 . 0)
  \translate #'(0 . -118.27) \draw-dashed-line #'(126.39 . 0)
  \translate #'(0 . -157.69) \draw-dashed-line #'(126.39 . 0)
  \translate #'(0.0 . -157.69) \draw-dashed-line #'(0 . 157.69)
  \translate #'(63.2 . -157.69) \draw-dashed-line #'(0 . 157.69)
  \translate #'(126.39 . -157.69) \draw-dashed-line #'(0 . 157.69)
  \translate #'(3.79 . -3.79) \overlay {
    \override #'(line-width . 55.64) \fontsize #-2 \translate #'(0 . -1) \fill-line {
      \bold "1"
      "Flûte traversière · Niveau 2"
    }
    \translate #'(0 . -15.42) \general-align #Y #CENTER \scale #'(0.8888888888888888 . 0.8888888888888888)
    \override #'(baseline-skip . 2.0) \score {
      \new Staff <<
        {
          \tempo "Andante" 4 = 72
          \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key g \major
      \time 3/4
      \partial 4 d'4-\markup \italic "cantabile"\p |
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
      \layout {
        line-width = 99.0\mm
        indent = 0
        short-indent = 0
        ragged-right = ##f
      }
    }
    \override #'(line-width . 55.64) \fontsize #-4 \translate #'(0 . -30.84) \fill-line {
      \null
      "flute.2.7.k7mq3 · by-hand · Copie libre"
      \null
    }
  }
  \translate #'(66.99 . -3.79) \overlay {
    \override #'(line-width . 55.64) \fontsize #-2 \translate #'(0 . -1) \fill-line {
      \bold "2"
      "Flûte traversière · Niveau 2"
    }
    \translate #'(0 . -15.42) \general-align #Y #CENTER \scale #'(0.8888888888888888 . 0.8888888888888888)
    \override #'(baseline-skip . 2.0) \score {
      \new Staff <<
        {
          \tempo "Andante" 4 = 72
          \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key g \major
      \time 3/4
      \partial 4 d'4-\markup \italic "cantabile"\p |
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
      \layout {
        line-width = 99.0\mm
        indent = 0
        short-indent = 0
        ragged-right = ##f
      }
    }
    \override #'(line-width . 55.64) \fontsize #-4 \translate #'(0 . -30.84) \fill-line {
      \null
      "flute.2.7.k7mq3 · by-hand · Copie libre"
      \null
    }
  }
  \translate #'(3.79 . -43.21) \overlay {
    \override #'(line-width . 55.64) \fontsize #-2 \translate #'(0 . -1) \fill-line {
      \bold "3"
      "Flûte traversière · Niveau 2"
    }
    \translate #'(0 . -15.42) \general-align #Y #CENTER \scale #'(0.8888888888888888 . 0.8888888888888888)
    \override #'(baseline-skip . 2.0) \score {
      \new Staff <<
        {
          \tempo "Andante" 4 = 72
          \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key g \major
      \time 3/4
      \partial 4 d'4-\markup \italic "cantabile"\p |
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
      \layout {
        line-width = 99.0\mm
        indent = 0
        short-indent = 0
        ragged-right = ##f
      }
    }
    \override #'(line-width . 55.64) \fontsize #-4 \translate #'(0 . -30.84) \fill-line {
      \null
      "flute.2.7.k7mq3 · by-hand · Copie libre"
      \null
    }
  }
  \translate #'(66.99 . -43.21) \overlay {
    \override #'(line-width . 55.64) \fontsize #-2 \translate #'(0 . -1) \fill-line {
      \bold "4"
      "Flûte traversière · Niveau 2"
    }
    \translate #'(0 . -15.42) \general-align #Y #CENTER \scale #'(0.8888888888888888 . 0.8888888888888888)
    \override #'(baseline-skip . 2.0) \score {
      \new Staff <<
        {
          \tempo "Andante" 4 = 72
          \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key g \major
      \time 3/4
      \partial 4 d'4-\markup \italic "cantabile"\p |
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
      \layout {
        line-width = 99.0\mm
        indent = 0
        short-indent = 0
        ragged-right = ##f
      }
    }
    \override #'(line-width . 55.64) \fontsize #-4 \translate #'(0 . -30.84) \fill-line {
      \null
      "flute.2.7.k7mq3 · by-hand · Copie libre"
      \null
    }
  }
  \translate #'(3.79 . -82.63) \overlay {
    \override #'(line-width . 55.64) \fontsize #-2 \translate #'(0 . -1) \fill-line {
      \bold "5"
      "Flûte traversière · Niveau 2"
    }
    \translate #'(0 . -15.42) \general-align #Y #CENTER \scale #'(0.8888888888888888 . 0.8888888888888888)
    \override #'(baseline-skip . 2.0) \score {
      \new Staff <<
        {
          \tempo "Andante" 4 = 72
          \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key g \major
      \time 3/4
      \partial 4 d'4-\markup \italic "cantabile"\p |
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
      \layout {
        line-width = 99.0\mm
        indent = 0
        short-indent = 0
        ragged-right = ##f
      }
    }
    \override #'(line-width . 55.64) \fontsize #-4 \translate #'(0 . -30.84) \fill-line {
      \null
      "flute.2.7.k7mq3 · by-hand · Copie libre"
      \null
    }
  }
  \translate #'(66.99 . -82.63) \overlay {
    \override #'(line-width . 55.64) \fontsize #-2 \translate #'(0 . -1) \fill-line {
      \bold "6"
      "Flûte traversière · Niveau 2"
    }
    \translate #'(0 . -15.42) \general-align #Y #CENTER \scale #'(0.8888888888888888 . 0.8888888888888888)
    \override #'(baseline-skip . 2.0) \score {
      \new Staff <<
        {
          \tempo "Andante" 4 = 72
          \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key g \major
      \time 3/4
      \partial 4 d'4-\markup \italic "cantabile"\p |
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
      \layout {
        line-width = 99.0\mm
        indent = 0
        short-indent = 0
        ragged-right = ##f
      }
    }
    \override #'(line-width . 55.64) \fontsize #-4 \translate #'(0 . -30.84) \fill-line {
      \null
      "flute.2.7.k7mq3 · by-hand · Copie libre"
      \null
    }
  }
  \translate #'(3.79 . -122.06) \overlay {
    \override #'(line-width . 55.64) \fontsize #-2 \translate #'(0 . -1) \fill-line {
      \bold "7"
      "Flûte traversière · Niveau 2"
    }
    \translate #'(0 . -15.42) \general-align #Y #CENTER \scale #'(0.8888888888888888 . 0.8888888888888888)
    \override #'(baseline-skip . 2.0) \score {
      \new Staff <<
        {
          \tempo "Andante" 4 = 72
          \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key g \major
      \time 3/4
      \partial 4 d'4-\markup \italic "cantabile"\p |
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
      \layout {
        line-width = 99.0\mm
        indent = 0
        short-indent = 0
        ragged-right = ##f
      }
    }
    \override #'(line-width . 55.64) \fontsize #-4 \translate #'(0 . -30.84) \fill-line {
      \null
      "flute.2.7.k7mq3 · by-hand · Copie libre"
      \null
    }
  }
  \translate #'(66.99 . -122.06) \overlay {
    \override #'(line-width . 55.64) \fontsize #-2 \translate #'(0 . -1) \fill-line {
      \bold "8"
      "Flûte traversière · Niveau 2"
    }
    \translate #'(0 . -15.42) \general-align #Y #CENTER \scale #'(0.8888888888888888 . 0.8888888888888888)
    \override #'(baseline-skip . 2.0) \score {
      \new Staff <<
        {
          \tempo "Andante" 4 = 72
          \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key g \major
      \time 3/4
      \partial 4 d'4-\markup \italic "cantabile"\p |
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
      \layout {
        line-width = 99.0\mm
        indent = 0
        short-indent = 0
        ragged-right = ##f
      }
    }
    \override #'(line-width . 55.64) \fontsize #-4 \translate #'(0 . -30.84) \fill-line {
      \null
      "flute.2.7.k7mq3 · by-hand · Copie libre"
      \null
    }
  }
}
\pageBreak

\markup \with-dimensions #'(0 . 126.39) #'(-157.69 . 0) \overlay {
  \translate #'(0 . -0.0) \draw-dashed-line #'(126.39 . 0)
  \translate #'(0 . -39.42) \draw-dashed-line #'(126.39 . 0)
  \translate #'(0 . -78.84) \draw-dashed-line #'(126.39 . 0)
  \translate #'(0 . -118.27) \draw-dashed-line #'(126.39 . 0)
  \translate #'(0 . -157.69) \draw-dashed-line #'(126.39 . 0)
  \translate #'(0.0 . -157.69) \draw-dashed-line #'(0 . 157.69)
  \translate #'(63.2 . -157.69) \draw-dashed-line #'(0 . 157.69)
  \translate #'(126.39 . -157.69) \draw-dashed-line #'(0 . 157.69)
  \translate #'(3.79 . -3.79) \overlay {
    \override #'(line-width . 55.64) \fontsize #-2 \translate #'(0 . -1) \fill-line {
      \bold "9"
      "Flûte traversière · Niveau 2"
    }
    \translate #'(0 . -15.42) \general-align #Y #CENTER \scale #'(0.8888888888888888 . 0.8888888888888888)
    \override #'(baseline-skip . 2.0) \score {
      \new Staff <<
        {
          \tempo "Andante" 4 = 72
          \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key g \major
      \time 3/4
      \partial 4 d'4-\markup \italic "cantabile"\p |
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
      \layout {
        line-width = 99.0\mm
        indent = 0
        short-indent = 0
        ragged-right = ##f
      }
    }
    \override #'(line-width . 55.64) \fontsize #-4 \translate #'(0 . -30.84) \fill-line {
      \null
      "flute.2.7.k7mq3 · by-hand · Copie libre"
      \null
    }
  }
}

