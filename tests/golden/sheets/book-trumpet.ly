\version "2.24.0"
#(set-default-paper-size "a4")
#(set-global-staff-size 20.0)

% A line end where a page may end too; elsewhere an exercise keeps to its page.
allowPageBreak = #(make-music 'EventChord 'elements (list (make-music 'PageBreakEvent 'break-permission 'allow)))

% How many pages there are; a natural part of a line of words.
pageCount = \markup \page-ref #'lastPage "0" ""

\header {
  title = "Tromba"
  subtitle = "Tromba in si♭ · Livelli 3–6"
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
    \fill-line { \fontsize #4 \bold \center-column { \wordwrap-lines { "Tromba" } } }
    \vspace #0.3
    \fill-line { \fontsize #0 \center-column { \wordwrap-lines { "Tromba" "in" "si♭" "·" "Livelli" "3–6" } } }
  }
  oddHeaderMarkup = ##f
  evenHeaderMarkup = ##f
  oddFooterMarkup = \markup \fontsize #-3 \fill-line {
    \null
    "trumpet.3.7.k7mq3 · by-hand · Copia libera"
\unless \on-first-page \fromproperty #'page:page-number-string
  }
  evenFooterMarkup = \oddFooterMarkup
  score-markup-spacing = #'((basic-distance . 12.0) (minimum-distance . 8) (padding . 2.4) (stretchability . 60))
  markup-markup-spacing = #'((basic-distance . 2) (minimum-distance . 1) (padding . 1.6) (stretchability . 4))
  markup-system-spacing = #'((basic-distance . 7.5) (minimum-distance . 6) (padding . 1.2) (stretchability . 10))
  tocTitleMarkup = \markup \column { \fontsize #3 \bold "Indice" \vspace #1 }
  tocItemMarkup = \markup \fill-with-pattern #1 #RIGHT "." \fromproperty #'toc:text \fromproperty #'toc:page
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
  \paper { bookTitleMarkup = ##f }
  \markup \vspace #12.1
  \markup \fill-line { \fontsize #9 \bold \center-column { \wordwrap-lines { "Tromba" } } }
  \markup \vspace #1.4
  \markup \fill-line { \override #'(thickness . 2) \draw-line #'(28 . 0) }
  \markup \vspace #1.4
  \markup \fill-line { \fontsize #4 \center-column { \wordwrap-lines { "Tromba" "in" "si♭" "·" "Livelli" "3–6" } } }
  \markup \vspace #0.8
  \markup \fill-line { \fontsize #1 "9 esercizi" }
  \markup \vspace #14.1
  \markup \fill-line { \line { "Questo libro appartiene a" \hspace #0.6 \draw-line #'(28 . 0) } }
}
\bookpart {
  \paper { bookTitleMarkup = ##f }
  \markuplist \table-of-contents
}
\bookpart {
  \paper { bookTitleMarkup = ##f ragged-last-bottom = ##t }
  \tocItem \markup "Livello 3"
\markup \column {
  \vspace #0.6
  \fontsize #2 \bold \wordwrap-string "Livello 3"
}
\noPageBreak
  \markup \fontsize #-2 \override #'(line-width . 93) \wordwrap {
    "Quali battute hanno alterazioni che non sono in armatura?" \hspace #1.5
    "Qual è la nota più acuta?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "1" } <<
    {
      \tempo "Andante" 4. = 78
      \autoBeamOff \autoBreaksOff
      \clef "treble"
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
  \markup \fontsize #-2 \override #'(line-width . 93) \wordwrap {
    "Quanto è ampio il salto più grande?" \hspace #1.5
    "Quali battute hanno alterazioni che non sono in armatura?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "2" } <<
    {
      \tempo "Andante" 4. = 78
      \autoBeamOff \autoBreaksOff
      \clef "treble"
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
  \markup \fontsize #-2 \override #'(line-width . 93) \wordwrap {
    "Come si conta una battuta?" \hspace #1.5
    "Quanto è ampio il salto più grande?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "3" } <<
    {
      \tempo "Andante" 4. = 78
      \autoBeamOff \autoBreaksOff
      \clef "treble"
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
}
\bookpart {
  \paper { bookTitleMarkup = ##f ragged-last-bottom = ##t }
  \tocItem \markup "Livello 4"
\markup \column {
  \vspace #0.6
  \fontsize #2 \bold \wordwrap-string "Livello 4"
}
\noPageBreak
  \markup \fontsize #-2 \override #'(line-width . 93) \wordwrap {
    "Come si conta una battuta?" \hspace #1.5
    "Quanto è ampio il salto più grande?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "4" } <<
    {
      \tempo "Andante" 4 = 84
      \autoBeamOff \autoBreaksOff
      \clef "treble"
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
  \markup \fontsize #-2 \override #'(line-width . 93) \wordwrap {
    "Quali battute hanno alterazioni che non sono in armatura?" \hspace #1.5
    "Quanto è ampio il salto più grande?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "5" } <<
    {
      \tempo "Andante" 4 = 84
      \autoBeamOff \autoBreaksOff
      \clef "treble"
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
  \markup \fontsize #-2 \override #'(line-width . 93) \wordwrap {
    "Quante pause ci sono?" \hspace #1.5
    "Quale battuta ha lo stesso ritmo della battuta 1?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "6" } <<
    {
      \tempo "Andante" 4 = 84
      \autoBeamOff \autoBreaksOff
      \clef "treble"
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
  \paper { bookTitleMarkup = ##f ragged-last-bottom = ##t }
  \tocItem \markup "Livello 6"
\markup \column {
  \vspace #0.6
  \fontsize #2 \bold \wordwrap-string "Livello 6"
}
\noPageBreak
  \markup \fontsize #-2 \override #'(line-width . 93) \wordwrap {
    "Qual è la tonalità?" \hspace #1.5
    "Come si conta una battuta?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "7" } <<
    {
      \tempo "Andante" 4 = 96
      \autoBeamOff \autoBreaksOff
      \clef "treble"
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
    { s1*3 \break s1*3 }
  >>
  \layout { ragged-right = ##f }
}
  \markup \fontsize #-2 \override #'(line-width . 93) \wordwrap {
    "Qual è la tonalità?" \hspace #1.5
    "Quali battute hanno alterazioni che non sono in armatura?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "8" } <<
    {
      \tempo "Andante" 4 = 96
      \autoBeamOff \autoBreaksOff
      \clef "treble"
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
    { s1*3 \break s1*3 }
  >>
  \layout { ragged-right = ##f }
}
  \markup \fontsize #-2 \override #'(line-width . 93) \wordwrap {
    "Qual è la tonalità?" \hspace #1.5
    "Quanto è ampio il salto più grande?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "9" } <<
    {
      \tempo "Andante" 4 = 96
      \autoBeamOff \autoBreaksOff
      \clef "treble"
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
    { s1*3 \break s1*3 }
  >>
  \layout { ragged-right = ##f }
}
}
\bookpart {
  \paper { bookTitleMarkup = ##f }
  \tocItem \markup "Risposte"
\markup \fontsize #3 \bold "Risposte"
\markup \vspace #0.8
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "1"
  \override #'(line-width . 93) \wordwrap {
    "Mi minore" "·"
    "Quali battute hanno alterazioni che non sono in armatura? 7" "·"
    "Qual è la nota più acuta? do, alla battuta 5"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "2"
  \override #'(line-width . 93) \wordwrap {
    "Mi minore" "·"
    "Quanto è ampio il salto più grande? una sesta" "·"
    "Quali battute hanno alterazioni che non sono in armatura? 7"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "3"
  \override #'(line-width . 93) \wordwrap {
    "Mi minore" "·"
    "Come si conta una battuta? 2 tempi di semiminima puntata" "·"
    "Quanto è ampio il salto più grande? una sesta"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "4"
  \override #'(line-width . 93) \wordwrap {
    "Fa maggiore" "·"
    "Come si conta una battuta? 4 tempi di semiminima" "·"
    "Quanto è ampio il salto più grande? una quarta"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "5"
  \override #'(line-width . 93) \wordwrap {
    "Fa maggiore" "·"
    "Quali battute hanno alterazioni che non sono in armatura? 5" "·"
    "Quanto è ampio il salto più grande? una quarta"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "6"
  \override #'(line-width . 93) \wordwrap {
    "Fa maggiore" "·"
    "Quante pause ci sono? 1" "·"
    "Quale battuta ha lo stesso ritmo della battuta 1? Battuta 3"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "7"
  \override #'(line-width . 93) \wordwrap {
    "Qual è la tonalità? Do minore" "·"
    "Come si conta una battuta? 3 tempi di semiminima"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "8"
  \override #'(line-width . 93) \wordwrap {
    "Qual è la tonalità? Do minore" "·"
    "Quali battute hanno alterazioni che non sono in armatura? 1, 3"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "9"
  \override #'(line-width . 93) \wordwrap {
    "Qual è la tonalità? Do minore" "·"
    "Quanto è ampio il salto più grande? una quinta"
  }
}
\label #'lastPage
\markup \null
}
