\version "2.24.0"
#(set-default-paper-size '(cons (* 148.0 mm) (* 210.0 mm)))
#(set-global-staff-size 16.0)

% A line end where a page may end too; elsewhere an exercise keeps to its page.
allowPageBreak = #(make-music 'EventChord 'elements (list (make-music 'PageBreakEvent 'break-permission 'allow)))

% How many pages there are; a natural part of a line of words.
pageCount = \markup \page-ref #'lastPage "0" ""

\header {
  title = "A book of études"
  subtitle = "Piano · Levels 7–8"
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
    \fill-line { \fontsize #4 \bold \center-column { \wordwrap-lines { "A" "book" "of" "études" } } }
    \vspace #0.3
    \fill-line { \fontsize #0 \center-column { \wordwrap-lines { "Piano" "·" "Levels" "7–8" } } }
  }
  oddHeaderMarkup = ##f
  evenHeaderMarkup = ##f
  oddFooterMarkup = \markup \fontsize #-3 \fill-line {
    \null
    "piano.7.7.k7mq3 · by-hand · Free to copy"
\unless \on-first-page \fromproperty #'page:page-number-string
  }
  evenFooterMarkup = \oddFooterMarkup
  score-markup-spacing = #'((basic-distance . 12.0) (minimum-distance . 8) (padding . 2.4) (stretchability . 60))
  markup-markup-spacing = #'((basic-distance . 2) (minimum-distance . 1) (padding . 1.6) (stretchability . 4))
  markup-system-spacing = #'((basic-distance . 7.5) (minimum-distance . 6) (padding . 1.2) (stretchability . 10))
  tocTitleMarkup = \markup \column { \fontsize #3 \bold "Contents" \vspace #1 }
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
  \markup \vspace #10.7
  \markup \fill-line { \fontsize #9 \bold \center-column { \wordwrap-lines { "A" "book" "of" "études" } } }
  \markup \vspace #1.4
  \markup \fill-line { \override #'(thickness . 2) \draw-line #'(16 . 0) }
  \markup \vspace #1.4
  \markup \fill-line { \fontsize #4 \center-column { \wordwrap-lines { "Piano" "·" "Levels" "7–8" } } }
  \markup \vspace #0.8
  \markup \fill-line { \fontsize #1 "8 exercises" }
  \markup \vspace #12.5
  \markup \fill-line { \line { "This book belongs to" \hspace #0.6 \draw-line #'(16 . 0) } }
}
\bookpart {
  \paper { bookTitleMarkup = ##f }
  \markuplist \table-of-contents
}
\bookpart {
  \paper { bookTitleMarkup = ##f ragged-last-bottom = ##f }
  \tocItem \markup "Level 7"
\markup \column {
  \vspace #0.6
  \fontsize #2 \bold \wordwrap-string "Level 7"
}
\noPageBreak
  \markup \fontsize #-2 \override #'(line-width . 73) \wordwrap {
    "How do you count a bar?" \hspace #1.5
    "How large is the largest leap?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "1" } <<
    {
      \tempo "Andante" 4. = 102
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key bes \major
      \time 9/8
      \partial 8 f'8^1\mf |
      bes'4.( d''4 c''8) bes'8[ a'8 g'8] |
      f'4. c''2. |
      es''8[( d''8 c''8]) d''4( bes'8 g'8[ a'8 bes'8]) |
      \partial 1 c''2.\p a'4 \bar "|."
    }
    { s1*9/2 }
  >>
  \layout { ragged-right = ##f }
}
  \markup \fontsize #-2 \override #'(line-width . 73) \wordwrap {
    "In which bar is the highest note?" \hspace #1.5
    "Which key is it in?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "2" } <<
    {
      \tempo "Andante" 4. = 102
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key bes \major
      \time 9/8
      \partial 8 f'8^1\mf |
      bes'4.( d''4 c''8) bes'8[ a'8 g'8] |
      f'4. c''2. |
      es''8[( d''8 c''8]) d''4( bes'8 g'8[ a'8 bes'8]) |
      \partial 1 c''2.\p a'4 \bar "|."
    }
    { s1*9/2 }
  >>
  \layout { ragged-right = ##f }
}
  \markup \fontsize #-2 \override #'(line-width . 73) \wordwrap {
    "How large is the largest leap?" \hspace #1.5
    "How do you count a bar?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "3" } <<
    {
      \tempo "Andante" 4. = 102
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key bes \major
      \time 9/8
      \partial 8 f'8^1\mf |
      bes'4.( d''4 c''8) bes'8[ a'8 g'8] |
      f'4. c''2. |
      es''8[( d''8 c''8]) d''4( bes'8 g'8[ a'8 bes'8]) |
      \partial 1 c''2.\p a'4 \bar "|."
    }
    { s1*9/2 }
  >>
  \layout { ragged-right = ##f }
}
  \markup \fontsize #-2 \override #'(line-width . 73) \wordwrap {
    "Which key is it in?" \hspace #1.5
    "How do you count a bar?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "4" } <<
    {
      \tempo "Andante" 4. = 102
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key bes \major
      \time 9/8
      \partial 8 f'8^1\mf |
      bes'4.( d''4 c''8) bes'8[ a'8 g'8] |
      f'4. c''2. |
      es''8[( d''8 c''8]) d''4( bes'8 g'8[ a'8 bes'8]) |
      \partial 1 c''2.\p a'4 \bar "|."
    }
    { s1*9/2 }
  >>
  \layout { ragged-right = ##f }
}
}
\bookpart {
  \paper { bookTitleMarkup = ##f ragged-last-bottom = ##f }
  \tocItem \markup "Level 8"
\markup \column {
  \vspace #0.6
  \fontsize #2 \bold \wordwrap-string "Level 8"
}
\noPageBreak
  \markup \fontsize #-2 \override #'(line-width . 73) \wordwrap {
    "In which bar is the highest note?" \hspace #1.5
    "Which key is it in?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "5" } <<
    {
      \tempo "Andante" 4 = 108
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key e \major
      \time 5/4
      e''16[^1\ff( dis''16 cis''16 b'16]) gis'4 a'4 b'8[ ais'8]( b'4) |
      cis''2 r4 bis'4 cis''4 |
      fis''16[\mp( e''16 dis''16 e''16]) cis''4-> fisis'4 gis'8[ a'8] b'4 |
      e'1~ e'4 \bar "|."
    }
    { s1*5 }
  >>
  \layout { ragged-right = ##f }
}
  \markup \fontsize #-2 \override #'(line-width . 73) \wordwrap {
    "Which bars have accidentals that are not in the key signature?" \hspace #1.5
    "How many ties are there?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "6" } <<
    {
      \tempo "Andante" 4 = 108
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key e \major
      \time 5/4
      e''16[^1\ff( dis''16 cis''16 b'16]) gis'4 a'4 b'8[ ais'8]( b'4) |
      cis''2 r4 bis'4 cis''4 |
      fis''16[\mp( e''16 dis''16 e''16]) cis''4-> fisis'4 gis'8[ a'8] b'4 |
      e'1~ e'4 \bar "|."
    }
    { s1*5 }
  >>
  \layout { ragged-right = ##f }
}
  \markup \fontsize #-2 \override #'(line-width . 73) \wordwrap {
    "How do you count a bar?" \hspace #1.5
    "Which bars have accidentals that are not in the key signature?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "7" } <<
    {
      \tempo "Andante" 4 = 108
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key e \major
      \time 5/4
      e''16[^1\ff( dis''16 cis''16 b'16]) gis'4 a'4 b'8[ ais'8]( b'4) |
      cis''2 r4 bis'4 cis''4 |
      fis''16[\mp( e''16 dis''16 e''16]) cis''4-> fisis'4 gis'8[ a'8] b'4 |
      e'1~ e'4 \bar "|."
    }
    { s1*5 }
  >>
  \layout { ragged-right = ##f }
}
  \markup \fontsize #-2 \override #'(line-width . 73) \wordwrap {
    "How large is the largest leap?" \hspace #1.5
    "Which bars have accidentals that are not in the key signature?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "8" } <<
    {
      \tempo "Andante" 4 = 108
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key e \major
      \time 5/4
      e''16[^1\ff( dis''16 cis''16 b'16]) gis'4 a'4 b'8[ ais'8]( b'4) |
      cis''2 r4 bis'4 cis''4 |
      fis''16[\mp( e''16 dis''16 e''16]) cis''4-> fisis'4 gis'8[ a'8] b'4 |
      e'1~ e'4 \bar "|."
    }
    { s1*5 }
  >>
  \layout { ragged-right = ##f }
}
}
\bookpart {
  \paper { bookTitleMarkup = ##f }
  \tocItem \markup "Answers"
\markup \fontsize #3 \bold "Answers"
\markup \vspace #0.8
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "1"
  \override #'(line-width . 73) \wordwrap {
    "B flat major" "·"
    "How do you count a bar? 3 dotted-crotchet beats" "·"
    "How large is the largest leap? a fifth"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "2"
  \override #'(line-width . 73) \wordwrap {
    "In which bar is the highest note? Bar 3" "·"
    "Which key is it in? B flat major"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "3"
  \override #'(line-width . 73) \wordwrap {
    "B flat major" "·"
    "How large is the largest leap? a fifth" "·"
    "How do you count a bar? 3 dotted-crotchet beats"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "4"
  \override #'(line-width . 73) \wordwrap {
    "Which key is it in? B flat major" "·"
    "How do you count a bar? 3 dotted-crotchet beats"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "5"
  \override #'(line-width . 73) \wordwrap {
    "In which bar is the highest note? Bar 3" "·"
    "Which key is it in? E major"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "6"
  \override #'(line-width . 73) \wordwrap {
    "E major" "·"
    "Which bars have accidentals that are not in the key signature? 1, 2, 3" "·"
    "How many ties are there? 1"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "7"
  \override #'(line-width . 73) \wordwrap {
    "E major" "·"
    "How do you count a bar? 5 crotchet beats" "·"
    "Which bars have accidentals that are not in the key signature? 1, 2, 3"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "8"
  \override #'(line-width . 73) \wordwrap {
    "E major" "·"
    "How large is the largest leap? a fifth" "·"
    "Which bars have accidentals that are not in the key signature? 1, 2, 3"
  }
}
\label #'lastPage
\markup \null
}
