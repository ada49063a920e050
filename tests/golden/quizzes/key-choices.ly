\version "2.24.0"
#(set-default-paper-size "a4")
#(set-global-staff-size 16.0)

% A line end where a page may end too; elsewhere an exercise keeps to its page.
allowPageBreak = #(make-music 'EventChord 'elements (list (make-music 'PageBreakEvent 'break-permission 'allow)))

% How many pages there are; a natural part of a line of words.
pageCount = \markup \page-ref #'lastPage "0" ""

\header {
  title = "Autumn: Réponses"
  subtitle = "Flûte traversière · Niveau 3"
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
    \fill-line { \fontsize #4 \bold \center-column { \wordwrap-lines { "Autumn:" "Réponses" } } }
    \vspace #0.3
    \fill-line { \fontsize #0 \center-column { \wordwrap-lines { "Flûte" "traversière" "·" "Niveau" "3" } } }
  }
  oddHeaderMarkup = ##f
  evenHeaderMarkup = ##f
  oddFooterMarkup = \markup \fontsize #-3 \fill-line {
    \null
    "k7q4ab · Copie libre"
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
    \bold "1 B ·"
    \bold "2 C ·"
    \bold "3 B"
  }
  \vspace #0.4
  "3 points · l’enregistrement dure 2:27"
}

\markup \concat {
  \with-dimensions #'(0 . 5.5) #'(0 . 1) \bold "1"
  \override #'(line-width . 122.5) \column {
    \fill-line {
      \line { \bold "Identique ou différent" \hspace #1 \override #'(box-padding . 0.4) \box \line { "B" "différent" } }
      "1 point · hasard 1/2"
    }
    \vspace #0.3
    \fontsize #-1 \italic \wordwrap { "La" "seconde" "écoute" "est-elle" "identique" "à" "la" "première" "?" }
    \vspace #0.6
    \override #'(baseline-skip . 2.2) \score { \new Staff << { \tempo 4 = 60 \autoBeamOff \autoBreaksOff \clef "treble" \key g \major \time 4/4 g'4 a'4 b'4 c''4 | d''2 b'2 | a'4 b'4 a'4 fis'4 | g'1 \bar "|." }  >> \layout { \quizHeard line-width = 172.3\mm } }
    \vspace #0.6
    \override #'(baseline-skip . 2.2) \score { \new Staff << {  \autoBeamOff \autoBreaksOff \clef "treble" \key g \major \time 4/4 g'4 a'4 b'4 c''4 | d''2 c''2 | a'4 b'4 a'4 fis'4 | g'1 \bar "|." } \new Voice { s1*3/2 s1*5/2^\markup \bold "×" } >> \layout { \quizHeard line-width = 172.3\mm } }
    \vspace #0.5
    \fontsize #-1 \override #'(baseline-skip . 2.6) \column {
      \concat {
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "0:00" "l’accord de la tonalité" \hspace #0.8 "4 s" }
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "0:04" "la musique" \hspace #0.8 "34 s" }
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "0:38" "temps pour répondre" \hspace #0.8 "6 s" }
      }
    }
  }
}

\markup \concat {
  \with-dimensions #'(0 . 5.5) #'(0 . 1) \bold "2"
  \override #'(line-width . 122.5) \column {
    \fill-line {
      \line { \bold "Qu’a-t-on entendu ?" \hspace #1 \override #'(box-padding . 0.4) \box \line { "C" } }
      "1 point · hasard 1/3"
    }
    \vspace #0.3
    \fontsize #-1 \italic \wordwrap { "Laquelle" "des" "quatre" "portées" "a-t-on" "entendue" "?" }
    \vspace #0.2
    \fontsize #-1 \wordwrap { "A" "une" "note," "contour" "conservé" "(mesure" "2);" "B" "le" "rythme" "de" "deux" "notes" "(mesure" "2)" }
    \vspace #0.6
    \override #'(baseline-skip . 2.2) \score { \new Staff << { \tempo 4 = 60 \autoBeamOff \autoBreaksOff \clef "treble" \key g \major \time 4/4 g'4 a'4 b'4 c''4 | d''2 b'2 | a'4 b'4 a'4 fis'4 | g'1 \bar "|." }  >> \layout { \quizHeard line-width = 172.3\mm } }
    \vspace #0.5
    \fontsize #-1 \override #'(baseline-skip . 2.6) \column {
      \concat {
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "0:44" "l’accord de la tonalité" \hspace #0.8 "4 s" }
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "0:52" "écoute 1 sur 2" \hspace #0.8 "16 s" }
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "1:16" "écoute 2 sur 2" \hspace #0.8 "16 s" }
      }
      \concat {
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "0:48" "battements" \hspace #0.8 "4 s" }
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "1:08" "temps pour répondre" \hspace #0.8 "8 s" }
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "1:32" "temps pour répondre" \hspace #0.8 "12 s" }
      }
    }
  }
}

\markup \concat {
  \with-dimensions #'(0 . 5.5) #'(0 . 1) \bold "3"
  \override #'(line-width . 122.5) \column {
    \fill-line {
      \line { \bold "Choisir la fin" \hspace #1 \override #'(box-padding . 0.4) \box \line { "B" } }
      "1 point · hasard 1/2"
    }
    \vspace #0.3
    \fontsize #-1 \italic \wordwrap { "Quelle" "fin" "se" "termine" "sur" "la" "tonique" "?" }
    \vspace #0.2
    \fontsize #-1 \wordwrap { "A" "finit" "sur" "le" "degré" "2" }
    \vspace #0.6
    \override #'(baseline-skip . 2.2) \score { \new Staff << { \tempo 4 = 60 \autoBeamOff \autoBreaksOff \clef "treble" \key g \major \time 4/4 g'4 a'4 b'4 c''4 | d''2 b'2 \bar "|." }  >> \layout { \quizHeard line-width = 172.3\mm } }
    \vspace #0.6
    \concat {
      \with-dimensions #'(0 . 4.0) #'(0 . 1) \lower #0.7 \bold "A"
      \override #'(baseline-skip . 2.2) \score { \new Staff << {  \autoBeamOff \autoBreaksOff \clef "treble" \key g \major \time 4/4 a'4 b'4 a'4 fis'4 | a'1 \bar "|." }  >> \layout { \quizHeard line-width = 162.3\mm } }
    }
    \vspace #0.6
    \concat {
      \with-dimensions #'(0 . 4.0) #'(0 . 1) \lower #0.7 \override #'(box-padding . 0.4) \box \bold "B"
      \override #'(baseline-skip . 2.2) \score { \new Staff << {  \autoBeamOff \autoBreaksOff \clef "treble" \key g \major \time 4/4 a'4 b'4 a'4 fis'4 | g'1 \bar "|." }  >> \layout { \quizHeard line-width = 162.3\mm } }
    }
    \vspace #0.5
    \fontsize #-1 \override #'(baseline-skip . 2.6) \column {
      \concat {
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "1:44" "l’accord de la tonalité" \hspace #0.8 "4 s" }
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "1:59" "réponse A" \hspace #0.8 "10 s" }
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "2:17" "temps pour répondre" \hspace #0.8 "10 s" }
      }
      \concat {
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "1:49" "la musique" \hspace #0.8 "10 s" }
        \with-dimensions #'(0 . 40.8) #'(0 . 1) \concat { \with-dimensions #'(0 . 5.8) #'(0 . 1) "2:09" "réponse B" \hspace #0.8 "8 s" }
      }
    }
  }
}

\label #'lastPage
\markup \null
