\version "2.24.0"
#(set-default-paper-size "a4")
#(set-global-staff-size 16.0)

% A line end where a page may end too; elsewhere an exercise keeps to its page.
allowPageBreak = #(make-music 'EventChord 'elements (list (make-music 'PageBreakEvent 'break-permission 'allow)))

% How many pages there are; a natural part of a line of words.
pageCount = \markup \page-ref #'lastPage "0" ""

\header {
  title = "Autumn: Answers"
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
  system-system-spacing = #'((basic-distance . 10.0) (minimum-distance . 7) (padding . 1.2) (stretchability . 30))
  score-system-spacing = #'((basic-distance . 3.5) (minimum-distance . 8) (padding . 1.6) (stretchability . 60))
  last-bottom-spacing = #'((basic-distance . 9) (minimum-distance . 6) (padding . 4) (stretchability . 10))
  bookTitleMarkup = \markup \column {
    \fill-line { \fontsize #4 \bold \center-column { \wordwrap-lines { "Autumn:" "Answers" } } }
    \vspace #0.3
    \fill-line { \fontsize #0 \center-column { \wordwrap-lines { "Flute" "·" "Level" "3" } } }
  }
  oddHeaderMarkup = ##f
  evenHeaderMarkup = ##f
  oddFooterMarkup = \markup \fontsize #-3 \fill-line {
    \null
    "k7q4ab · Free to copy"
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
  markup-markup-spacing = #'((basic-distance . 0) (minimum-distance . 0) (padding . 3.5) (stretchability . 0))
  last-bottom-spacing = #'((basic-distance . 3) (minimum-distance . 3) (padding . 3) (stretchability . 0))
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

\markup \column {
  \override #'(word-space . 0.9) \wordwrap {
    \bold "1 music ·"
    \bold "2 bar 2: pitch ·"
    \bold "3 A"
  }
  \vspace #0.4
  "11 points · the recording lasts 6:17"
}

\markup \concat {
  \with-dimensions #'(0 . 5.5) #'(0 . 1) \bold "1"
  \override #'(line-width . 122.5) \column {
    \fill-line {
      \line { \bold "Melodic dictation" }
      "9 points"
    }
    \vspace #0.3
    \fontsize #-1 \italic \wordwrap { "Write" "down" "the" "melody." "Its" "first" "note" "is" "given." }
    \vspace #0.2
    \fontsize #-1 \wordwrap { "1" "point" "for" "each" "segment" "that" "is" "right" "in" "pitch" "and" "rhythm." "1" "point" "more" "if" "any" "segment" "is" "right." "If" "that" "makes" "less" "than" "half:" "½" "for" "each" "segment" "of" "right" "pitches," "or" "¼" "for" "each" "of" "right" "rhythm." "A" "segment" "that" "the" "given" "note" "fills" "alone" "does" "not" "count." }
    \vspace #0.6
    \override #'(baseline-skip . 2.2) \score { \new Staff << { \tempo 4 = 60 \autoBeamOff \autoBreaksOff \clef "treble" \key g \major \time 4/4 g'4 a'4 b'4 c''4 | d''2 b'2 | a'4 b'4 a'4 fis'4 | g'1 \bar "|." } \new Voice { s1*1/2^\markup \fontsize #-3 \concat { \draw-line #'(0 . -1) "1" } s1*1/2^\markup \fontsize #-3 \concat { \draw-line #'(0 . -1) "2" } s1*1/2^\markup \fontsize #-3 \concat { \draw-line #'(0 . -1) "3" } s1*1/2^\markup \fontsize #-3 \concat { \draw-line #'(0 . -1) "4" } s1*1/2^\markup \fontsize #-3 \concat { \draw-line #'(0 . -1) "5" } s1*1/2^\markup \fontsize #-3 \concat { \draw-line #'(0 . -1) "6" } s1*1/2^\markup \fontsize #-3 \concat { \draw-line #'(0 . -1) "7" } s1*1/2^\markup \fontsize #-3 \concat { \draw-line #'(0 . -1) "8" } } >> \layout { \quizHeard line-width = 172.3\mm } }
    \vspace #0.5
    \fontsize #-1 \override #'(baseline-skip . 2.6) \column {
      \concat {
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "0:00" "Question 1" \hspace #0.8 "1 s" }
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "0:25" "time to answer" \hspace #0.8 "30 s" }
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "2:27" "time to answer" \hspace #0.8 "60 s" }
      }
      \concat {
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "0:01" "the triad of the key" \hspace #0.8 "4 s" }
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "0:55" "playing 2 of 4" \hspace #0.8 "16 s" }
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "3:27" "playing 4 of 4" \hspace #0.8 "16 s" }
      }
      \concat {
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "0:05" "clicks" \hspace #0.8 "4 s" }
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "1:11" "time to answer" \hspace #0.8 "60 s" }
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "3:43" "time to answer" \hspace #0.8 "60 s" }
      }
      \concat {
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "0:09" "playing 1 of 4" \hspace #0.8 "16 s" }
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "2:11" "playing 3 of 4" \hspace #0.8 "16 s" }
      }
    }
  }
}

\markup \concat {
  \with-dimensions #'(0 . 5.5) #'(0 . 1) \bold "2"
  \override #'(line-width . 122.5) \column {
    \fill-line {
      \line { \bold "Find the mistake" \hspace #1 \override #'(box-padding . 0.4) \box \line { "bar" "2:" "pitch" } }
      "1 point"
    }
    \vspace #0.3
    \fontsize #-1 \italic \wordwrap { "The" "playing" "differs" "from" "the" "copy." "Where," "and" "in" "what:" "pitch" "or" "rhythm?" }
    \vspace #0.2
    \fontsize #-1 \wordwrap { "1" "point" "for" "each" "change:" "½" "for" "the" "bar," "½" "for" "what" "it" "is." "½" "less" "for" "each" "bar" "that" "is" "named" "and" "does" "not" "differ." }
    \vspace #0.6
    \override #'(baseline-skip . 2.2) \score { \new Staff << { \tempo 4 = 60 \autoBeamOff \autoBreaksOff \clef "treble" \key g \major \time 4/4 g'4 a'4 b'4 c''4 | d''2 c''2 | a'4 b'4 a'4 fis'4 | g'1 \bar "|." } \new Voice { s1*3/2 s1*5/2^\markup \fontsize #-2 \override #'(box-padding . 0.3) \box "pitch" } >> \layout { \quizHeard line-width = 172.3\mm } }
    \vspace #0.5
    \fontsize #-1 \override #'(baseline-skip . 2.6) \column {
      \concat {
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "4:43" "Question 2" \hspace #0.8 "2 s" }
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "4:53" "playing 1 of 2" \hspace #0.8 "16 s" }
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "5:33" "time to answer" \hspace #0.8 "20 s" }
      }
      \concat {
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "4:45" "the triad of the key" \hspace #0.8 "4 s" }
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "5:09" "time to answer" \hspace #0.8 "8 s" }
      }
      \concat {
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "4:49" "clicks" \hspace #0.8 "4 s" }
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "5:17" "playing 2 of 2" \hspace #0.8 "16 s" }
      }
    }
  }
}

\markup \concat {
  \with-dimensions #'(0 . 5.5) #'(0 . 1) \bold "3"
  \override #'(line-width . 122.5) \column {
    \fill-line {
      \line { \bold "Cadence" \hspace #1 \override #'(box-padding . 0.4) \box \line { "A" "perfect" "(V–I)" } }
      "1 point · chance 1/2"
    }
    \vspace #0.3
    \fontsize #-1 \italic \wordwrap { "Which" "cadence" "ends" "the" "phrase?" }
    \vspace #0.6
    \override #'(baseline-skip . 2.2) \score { \new PianoStaff << \new Staff << \new Voice { \voiceOne \tempo 4 = 60 \autoBeamOff  \clef "treble" \key g \major \time 4/4 fis'2 g'2 \bar "|." } \new Voice { \voiceTwo  \autoBeamOff  \clef "treble" \key g \major \time 4/4 d'2 d'2 \bar "|." }  >> \new Staff << \new Voice { \voiceOne  \autoBeamOff  \clef "bass" \key g \major \time 4/4 a2 b2 \bar "|." } \new Voice { \voiceTwo  \autoBeamOff  \clef "bass" \key g \major \time 4/4 d2 g,2 \bar "|." }  >> >> \layout { \quizChords line-width = 172.3\mm } }
    \vspace #0.5
    \fontsize #-1 \override #'(baseline-skip . 2.6) \column {
      \concat {
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "5:53" "Question 3" \hspace #0.8 "2 s" }
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "6:00" "playing 1 of 2" \hspace #0.8 "4 s" }
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "6:07" "playing 2 of 2" \hspace #0.8 "4 s" }
      }
      \concat {
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "5:55" "the triad of the key" \hspace #0.8 "4 s" }
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "6:04" "time to answer" \hspace #0.8 "3 s" }
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "6:11" "time to answer" \hspace #0.8 "6 s" }
      }
    }
  }
}

\label #'lastPage
\markup \null
