\version "2.24.0"
#(set-default-paper-size '(cons (* 320.0 mm) (* 180.0 mm)))
#(set-global-staff-size 26.0)

% A line end where a page may end too; elsewhere an exercise keeps to its page.
allowPageBreak = #(make-music 'EventChord 'elements (list (make-music 'PageBreakEvent 'break-permission 'allow)))

% How many pages there are; a natural part of a line of words.
pageCount = \markup \page-ref #'lastPage "0" ""

\header {
  title = ""
  subtitle = "Guitarra · Niveles 5–8"
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
    \fill-line { \fontsize #0 \center-column { \wordwrap-lines { "Guitarra" "·" "Niveles" "5–8" } } }
  }
  oddHeaderMarkup = ##f
  evenHeaderMarkup = ##f
  oddFooterMarkup = \markup \fontsize #-3 \fill-line {
    \null
    "guitar.5.7.k7mq3 · by-hand · Copia libre"
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
    \fontsize #2 "Guitarra · Nivel 5"
  }
  \markup \with-dimensions #'(0 . 0) #'(-3.1 . 0) \null
  \score {
    \new Staff <<
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
    \fontsize #2 "Guitarra · Nivel 7"
  }
  \markup \with-dimensions #'(0 . 0) #'(-16.4 . 0) \null
  \score {
    \new Staff <<
      {
        \tempo "Andante" 4. = 102
        \autoBeamOff \autoBreaksOff
      \clef "treble_8"
      \key bes \major
      \time 9/8
      \partial 8 f'8\mf |
      bes'4.( d''4 c''8) bes'8[ a'8 g'8] |
      f'4. c''2. |
      es''8[( d''8 c''8]) d''4( bes'8 g'8[ a'8 bes'8]) |
      \partial 1 c''2.\p a'4 \bar "|."
      }
      { s1*9/2 }
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
    \line { \fontsize #6 \bold "3" }
    \fontsize #2 "Guitarra · Nivel 8"
  }
  \markup \with-dimensions #'(0 . 0) #'(-16.0 . 0) \null
  \score {
    \new Staff <<
      {
        \tempo "Andante" 4 = 108
        \autoBeamOff \autoBreaksOff
      \clef "treble_8"
      \key e \major
      \time 5/4
      e''16[\ff( dis''16 cis''16 b'16]) gis'4 a'4 b'8[ ais'8]( b'4) |
      cis''2 r4 bis'4 cis''4 |
      fis''16[\mp( e''16 dis''16 e''16]) cis''4-> fisis'4 gis'8[ a'8] b'4 |
      e'1~ e'4 \bar "|."
      }
      { s1*5 }
    >>
    \layout {
      #(layout-set-staff-size 40)
      ragged-right = ##f
    }
  }
}
