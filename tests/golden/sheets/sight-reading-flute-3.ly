\version "2.24.0"
#(set-default-paper-size "a4")
#(set-global-staff-size 20.0)

% A line end where a page may end too; elsewhere an exercise keeps to its page.
allowPageBreak = #(make-music 'EventChord 'elements (list (make-music 'PageBreakEvent 'break-permission 'allow)))

% How many pages there are; a natural part of a line of words.
pageCount = \markup \page-ref #'lastPage "0" ""

\header {
  title = "Sight-reading"
  subtitle = "Flute · Level 3"
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
  system-system-spacing = #'((basic-distance . 10.7) (minimum-distance . 7) (padding . 1.2) (stretchability . 30))
  score-system-spacing = #'((basic-distance . 17.1) (minimum-distance . 8) (padding . 1.6) (stretchability . 60))
  last-bottom-spacing = #'((basic-distance . 9) (minimum-distance . 6) (padding . 4) (stretchability . 10))
  bookTitleMarkup = \markup \column {
    \fontsize #-1 \fill-line {
      \line { "Name" \draw-line #'(26 . 0) }
      \line { "Date" \draw-line #'(14 . 0) }
      \line { "Score" \draw-line #'(12 . 0) }
    }
    \vspace #1
    \fill-line { \fontsize #4 \bold \center-column { \wordwrap-lines { "Sight-reading" } } }
    \vspace #0.3
    \fill-line { \fontsize #0 \center-column { \wordwrap-lines { "Flute" "·" "Level" "3" } } }
    \vspace #0.3
    \fill-line {
      \fontsize #-1 \center-column {
        \wordwrap-lines { "Look" "for" "30" "seconds," "answer," "clap" "the" "rhythm;" "then" "play" "once," "without" "stopping." }
      }
    }
  }
  oddHeaderMarkup = ##f
  evenHeaderMarkup = ##f
  oddFooterMarkup = \markup \fontsize #-3 \fill-line {
    \null
    "flute.3.7.k7mq3 · by-hand · Free to copy"
\concat {
      \unless \on-first-page \concat { \fromproperty #'page:page-number-string " / " \pageCount }
      \if \on-first-page \unless \on-last-page \concat { \fromproperty #'page:page-number-string " / " \pageCount }
    }
  }
  evenFooterMarkup = \oddFooterMarkup
  indent = 13.6\mm
  markup-markup-spacing = #'((basic-distance . 1) (minimum-distance . 1) (padding . 1.8) (stretchability . 4))
  score-markup-spacing = #'((basic-distance . 10.7) (minimum-distance . 10) (padding . 2.4) (stretchability . 60))
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
      \line { "Which bars have accidentals that are not in the key signature?" \hspace #0.5 \draw-line #'(14 . 0) }
      \line { "What is the highest note?" \hspace #0.5 \draw-line #'(14 . 0) }
    }
  }
  \right-column {
    \line { "looked" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
    \line { "clapped" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
    \line { "played" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
  }
}
\noPageBreak
\score {
  \new Staff \with {
    instrumentName = \markup \fontsize #-2 "Rhythm"
    \magnifyStaff #4/5
    \omit Clef
  } {
    \autoBeamOff \autoBreaksOff
    \clef "percussion"
    \override Staff.StaffSymbol.line-count = 1 \set Staff.middleCPosition = -6 \stemUp
    \time 6/8
    b'4 b'8 b'8[ b'8 b'8] |
    b'4. r8 b'8[ b'8] |
    b'8[ b'8 b'8] b'4 b'8 |
    b'2. \bar "|."
  }
  \layout { ragged-right = ##f }
}
\noPageBreak
\score {
  \new Staff <<
    {
      \tempo "Andante" 4. = 78
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key e \minor
      \time 6/8
      e'4\mf fis'8 g'8[( a'8 \breathe b'8]) |
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

\markup \fontsize #-1 \fill-line {
  \line {
    \fontsize #2 \bold "2" \hspace #2
    \column {
      \line { "How large is the largest leap?" \hspace #0.5 \draw-line #'(14 . 0) }
      \line { "Which bars have accidentals that are not in the key signature?" \hspace #0.5 \draw-line #'(14 . 0) }
    }
  }
  \right-column {
    \line { "looked" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
    \line { "clapped" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
    \line { "played" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
  }
}
\noPageBreak
\score {
  \new Staff \with {
    instrumentName = \markup \fontsize #-2 "Rhythm"
    \magnifyStaff #4/5
    \omit Clef
  } {
    \autoBeamOff \autoBreaksOff
    \clef "percussion"
    \override Staff.StaffSymbol.line-count = 1 \set Staff.middleCPosition = -6 \stemUp
    \time 6/8
    b'4 b'8 b'8[ b'8 b'8] |
    b'4. r8 b'8[ b'8] |
    b'8[ b'8 b'8] b'4 b'8 |
    b'2. \bar "|."
  }
  \layout { ragged-right = ##f }
}
\noPageBreak
\score {
  \new Staff <<
    {
      \tempo "Andante" 4. = 78
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key e \minor
      \time 6/8
      e'4\mf fis'8 g'8[( a'8 \breathe b'8]) |
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

\markup \fontsize #-1 \fill-line {
  \line {
    \fontsize #2 \bold "3" \hspace #2
    \column {
      \line { "How do you count a bar?" \hspace #0.5 \draw-line #'(14 . 0) }
      \line { "How large is the largest leap?" \hspace #0.5 \draw-line #'(14 . 0) }
    }
  }
  \right-column {
    \line { "looked" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
    \line { "clapped" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
    \line { "played" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
  }
}
\noPageBreak
\score {
  \new Staff \with {
    instrumentName = \markup \fontsize #-2 "Rhythm"
    \magnifyStaff #4/5
    \omit Clef
  } {
    \autoBeamOff \autoBreaksOff
    \clef "percussion"
    \override Staff.StaffSymbol.line-count = 1 \set Staff.middleCPosition = -6 \stemUp
    \time 6/8
    b'4 b'8 b'8[ b'8 b'8] |
    b'4. r8 b'8[ b'8] |
    b'8[ b'8 b'8] b'4 b'8 |
    b'2. \bar "|."
  }
  \layout { ragged-right = ##f }
}
\noPageBreak
\score {
  \new Staff <<
    {
      \tempo "Andante" 4. = 78
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key e \minor
      \time 6/8
      e'4\mf fis'8 g'8[( a'8 \breathe b'8]) |
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
  \paper {
    ragged-last-bottom = ##t
    bookTitleMarkup = ##f
  }
\markup \fontsize #-1 \fill-line {
  \line {
    \fontsize #2 \bold "4" \hspace #2
    \column {
      \line { "Which key is it in?" \hspace #0.5 \draw-line #'(14 . 0) }
      \line { "Which bars have accidentals that are not in the key signature?" \hspace #0.5 \draw-line #'(14 . 0) }
    }
  }
  \right-column {
    \line { "looked" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
    \line { "clapped" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
    \line { "played" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
  }
}
\noPageBreak
\score {
  \new Staff \with {
    instrumentName = \markup \fontsize #-2 "Rhythm"
    \magnifyStaff #4/5
    \omit Clef
  } {
    \autoBeamOff \autoBreaksOff
    \clef "percussion"
    \override Staff.StaffSymbol.line-count = 1 \set Staff.middleCPosition = -6 \stemUp
    \time 6/8
    b'4 b'8 b'8[ b'8 b'8] |
    b'4. r8 b'8[ b'8] |
    b'8[ b'8 b'8] b'4 b'8 |
    b'2. \bar "|."
  }
  \layout { ragged-right = ##f }
}
\noPageBreak
\score {
  \new Staff <<
    {
      \tempo "Andante" 4. = 78
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key e \minor
      \time 6/8
      e'4\mf fis'8 g'8[( a'8 \breathe b'8]) |
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

\markup \fontsize #-1 \fill-line {
  \line {
    \fontsize #2 \bold "5" \hspace #2
    \column {
      \line { "Which notes are sharp in the key signature?" \hspace #0.5 \draw-line #'(14 . 0) }
      \line { "How loudly does it begin?" \hspace #0.5 \draw-line #'(14 . 0) }
    }
  }
  \right-column {
    \line { "looked" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
    \line { "clapped" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
    \line { "played" \hspace #0.3 \override #'(box-padding . 0) \override #'(thickness . 1.4) \box \with-dimensions #'(0 . 1.5) #'(0 . 1.5) \null }
  }
}
\noPageBreak
\score {
  \new Staff \with {
    instrumentName = \markup \fontsize #-2 "Rhythm"
    \magnifyStaff #4/5
    \omit Clef
  } {
    \autoBeamOff \autoBreaksOff
    \clef "percussion"
    \override Staff.StaffSymbol.line-count = 1 \set Staff.middleCPosition = -6 \stemUp
    \time 6/8
    b'4 b'8 b'8[ b'8 b'8] |
    b'4. r8 b'8[ b'8] |
    b'8[ b'8 b'8] b'4 b'8 |
    b'2. \bar "|."
  }
  \layout { ragged-right = ##f }
}
\noPageBreak
\score {
  \new Staff <<
    {
      \tempo "Andante" 4. = 78
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key e \minor
      \time 6/8
      e'4\mf fis'8 g'8[( a'8 \breathe b'8]) |
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
  \paper {
    bookTitleMarkup = ##f
    ragged-last-bottom = ##t
    markup-markup-spacing = #'((basic-distance . 1) (minimum-distance . 1) (padding . 1.2) (stretchability . 0))
  }
\markup \fontsize #3 \bold "Answers"
\markup \vspace #0.8
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "1"
  \override #'(line-width . 93) \wordwrap {
    "E minor" "·"
    "Which bars have accidentals that are not in the key signature? 7" "·"
    "What is the highest note? C, in bar 5"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "2"
  \override #'(line-width . 93) \wordwrap {
    "E minor" "·"
    "How large is the largest leap? a sixth" "·"
    "Which bars have accidentals that are not in the key signature? 7"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "3"
  \override #'(line-width . 93) \wordwrap {
    "E minor" "·"
    "How do you count a bar? 2 dotted-crotchet beats" "·"
    "How large is the largest leap? a sixth"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "4"
  \override #'(line-width . 93) \wordwrap {
    "Which key is it in? E minor" "·"
    "Which bars have accidentals that are not in the key signature? 7"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "5"
  \override #'(line-width . 93) \wordwrap {
    "E minor" "·"
    "Which notes are sharp in the key signature? F sharp" "·"
    "How loudly does it begin? mf"
  }
}
\label #'lastPage
\markup \null

}
