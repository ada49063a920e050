\version "2.24.0"
#(set-default-paper-size "a4")
#(set-global-staff-size 22.0)

% A line end where a page may end too; elsewhere an exercise keeps to its page.
allowPageBreak = #(make-music 'EventChord 'elements (list (make-music 'PageBreakEvent 'break-permission 'allow)))

% How many pages there are; a natural part of a line of words.
pageCount = \markup \page-ref #'lastPage "0" ""

\header {
  title = "Blattspiel"
  subtitle = "Violine · Stufe 1"
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
      \line { "Datum" \draw-line #'(14 . 0) }
      \line { "Punkte" \draw-line #'(12 . 0) }
    }
    \vspace #1
    \fill-line { \fontsize #4 \bold \center-column { \wordwrap-lines { "Blattspiel" } } }
    \vspace #0.3
    \fill-line { \fontsize #0 \center-column { \wordwrap-lines { "Violine" "·" "Stufe" "1" } } }
    \vspace #0.3
    \fill-line {
      \fontsize #-1 \center-column {
        \wordwrap-lines { "30" "Sekunden" "lang" "ansehen," "die" "Fragen" "beantworten," "den" "Rhythmus" "klatschen;" }
        \wordwrap-lines { "dann" "einmal" "spielen," "ohne" "anzuhalten." }
      }
    }
  }
  oddHeaderMarkup = ##f
  evenHeaderMarkup = ##f
  oddFooterMarkup = \markup \fontsize #-3 \fill-line {
    \null
    "violin.1.7.k7mq3 · by-hand · Kopieren erlaubt"
\concat {
      \unless \on-first-page \concat { \fromproperty #'page:page-number-string " / " \pageCount }
      \if \on-first-page \unless \on-last-page \concat { \fromproperty #'page:page-number-string " / " \pageCount }
    }
  }
  evenFooterMarkup = \oddFooterMarkup
  indent = 15.0\mm
  markup-markup-spacing = #'((basic-distance . 1) (minimum-distance . 1) (padding . 1.8) (stretchability . 4))
  score-markup-spacing = #'((basic-distance . 12.0) (minimum-distance . 10) (padding . 2.4) (stretchability . 60))
  markup-system-spacing = #'((basic-distance . 8) (minimum-distance . 7) (padding . 1.4) (stretchability . 4))
  score-system-spacing = #'((basic-distance . 9) (minimum-distance . 7) (padding . 1.2) (stretchability . 10))
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
\markup \fontsize #-1 \fill-line {
  \line {
    \fontsize #2 \bold "1" \hspace #2
    \column {
      \line { "Wie wird ein Takt gezählt?" \hspace #0.5 \draw-line #'(14 . 0) }
      \line { "Welches ist der kürzeste Notenwert?" \hspace #0.5 \draw-line #'(14 . 0) }
    }
  }
  \right-column {
    \line { "angesehen" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
    \line { "geklatscht" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
    \line { "gespielt" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
  }
}
\noPageBreak
\score {
  \new Staff \with {
    instrumentName = \markup \fontsize #-2 "Rhythmus"
    \magnifyStaff #4/5
    \omit Clef
  } {
    \autoBeamOff \autoBreaksOff
    \clef "percussion"
    \override Staff.StaffSymbol.line-count = 1 \set Staff.middleCPosition = -6 \stemUp
    \time 4/4
    b'4 b'4 b'4 b'4 |
    b'2 b'2 |
    b'4 b'4 b'4 b'4 |
    b'1 \bar "|."
  }
  \layout { ragged-right = ##f }
}
\noPageBreak
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
  \layout { ragged-right = ##f }
}

\markup \fontsize #-1 \fill-line {
  \line {
    \fontsize #2 \bold "2" \hspace #2
    \column {
      \line { "Welches ist der höchste Ton?" \hspace #0.5 \draw-line #'(14 . 0) }
      \line { "Welche Töne haben in der Vorzeichnung ein Kreuz?" \hspace #0.5 \draw-line #'(14 . 0) }
    }
  }
  \right-column {
    \line { "angesehen" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
    \line { "geklatscht" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
    \line { "gespielt" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
  }
}
\noPageBreak
\score {
  \new Staff \with {
    instrumentName = \markup \fontsize #-2 "Rhythmus"
    \magnifyStaff #4/5
    \omit Clef
  } {
    \autoBeamOff \autoBreaksOff
    \clef "percussion"
    \override Staff.StaffSymbol.line-count = 1 \set Staff.middleCPosition = -6 \stemUp
    \time 4/4
    b'4 b'4 b'4 b'4 |
    b'2 b'2 |
    b'4 b'4 b'4 b'4 |
    b'1 \bar "|."
  }
  \layout { ragged-right = ##f }
}
\noPageBreak
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
  \layout { ragged-right = ##f }
}

\markup \fontsize #-1 \fill-line {
  \line {
    \fontsize #2 \bold "3" \hspace #2
    \column {
      \line { "Welches ist der kürzeste Notenwert?" \hspace #0.5 \draw-line #'(14 . 0) }
      \line { "Welcher Takt hat denselben Rhythmus wie Takt 1?" \hspace #0.5 \draw-line #'(14 . 0) }
    }
  }
  \right-column {
    \line { "angesehen" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
    \line { "geklatscht" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
    \line { "gespielt" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
  }
}
\noPageBreak
\score {
  \new Staff \with {
    instrumentName = \markup \fontsize #-2 "Rhythmus"
    \magnifyStaff #4/5
    \omit Clef
  } {
    \autoBeamOff \autoBreaksOff
    \clef "percussion"
    \override Staff.StaffSymbol.line-count = 1 \set Staff.middleCPosition = -6 \stemUp
    \time 4/4
    b'4 b'4 b'4 b'4 |
    b'2 b'2 |
    b'4 b'4 b'4 b'4 |
    b'1 \bar "|."
  }
  \layout { ragged-right = ##f }
}
\noPageBreak
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
  \layout { ragged-right = ##f }
}

}
\bookpart {
  \paper {
    ragged-last-bottom = ##t
    bookTitleMarkup = ##f
  }
\markup \fontsize #-1 \fill-line {
  \line {
    \fontsize #2 \bold "4" \hspace #2
    \column {
      \line { "Welche Tonart ist es?" \hspace #0.5 \draw-line #'(14 . 0) }
      \line { "Welcher Takt hat denselben Rhythmus wie Takt 1?" \hspace #0.5 \draw-line #'(14 . 0) }
    }
  }
  \right-column {
    \line { "angesehen" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
    \line { "geklatscht" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
    \line { "gespielt" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
  }
}
\noPageBreak
\score {
  \new Staff \with {
    instrumentName = \markup \fontsize #-2 "Rhythmus"
    \magnifyStaff #4/5
    \omit Clef
  } {
    \autoBeamOff \autoBreaksOff
    \clef "percussion"
    \override Staff.StaffSymbol.line-count = 1 \set Staff.middleCPosition = -6 \stemUp
    \time 4/4
    b'4 b'4 b'4 b'4 |
    b'2 b'2 |
    b'4 b'4 b'4 b'4 |
    b'1 \bar "|."
  }
  \layout { ragged-right = ##f }
}
\noPageBreak
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
  \layout { ragged-right = ##f }
}

\markup \fontsize #-1 \fill-line {
  \line {
    \fontsize #2 \bold "5" \hspace #2
    \column {
      \line { "In welcher Lautstärke beginnt das Stück?" \hspace #0.5 \draw-line #'(14 . 0) }
      \line { "Welches ist der höchste Ton?" \hspace #0.5 \draw-line #'(14 . 0) }
    }
  }
  \right-column {
    \line { "angesehen" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
    \line { "geklatscht" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
    \line { "gespielt" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
  }
}
\noPageBreak
\score {
  \new Staff \with {
    instrumentName = \markup \fontsize #-2 "Rhythmus"
    \magnifyStaff #4/5
    \omit Clef
  } {
    \autoBeamOff \autoBreaksOff
    \clef "percussion"
    \override Staff.StaffSymbol.line-count = 1 \set Staff.middleCPosition = -6 \stemUp
    \time 4/4
    b'4 b'4 b'4 b'4 |
    b'2 b'2 |
    b'4 b'4 b'4 b'4 |
    b'1 \bar "|."
  }
  \layout { ragged-right = ##f }
}
\noPageBreak
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
  \layout { ragged-right = ##f }
}

}
\bookpart {
  \paper {
    bookTitleMarkup = ##f
    ragged-last-bottom = ##t
    markup-markup-spacing = #'((basic-distance . 1) (minimum-distance . 1) (padding . 1.2) (stretchability . 0))
  }
\markup \fontsize #3 \bold "Lösungen"
\markup \vspace #0.8
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "1"
  \override #'(line-width . 85) \wordwrap {
    "D-Dur" "·"
    "Wie wird ein Takt gezählt? 4 Viertelschläge" "·"
    "Welches ist der kürzeste Notenwert? eine Viertel"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "2"
  \override #'(line-width . 85) \wordwrap {
    "D-Dur" "·"
    "Welches ist der höchste Ton? A, in Takt 2" "·"
    "Welche Töne haben in der Vorzeichnung ein Kreuz? Fis, Cis"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "3"
  \override #'(line-width . 85) \wordwrap {
    "D-Dur" "·"
    "Welches ist der kürzeste Notenwert? eine Viertel" "·"
    "Welcher Takt hat denselben Rhythmus wie Takt 1? Takt 3"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "4"
  \override #'(line-width . 85) \wordwrap {
    "Welche Tonart ist es? D-Dur" "·"
    "Welcher Takt hat denselben Rhythmus wie Takt 1? Takt 3"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "5"
  \override #'(line-width . 85) \wordwrap {
    "D-Dur" "·"
    "In welcher Lautstärke beginnt das Stück? mf" "·"
    "Welches ist der höchste Ton? A, in Takt 2"
  }
}
\label #'lastPage
\markup \null

}
