\version "2.24.0"
#(set-default-paper-size "a4")
#(set-global-staff-size 22.0)

% A line end where a page may end too; elsewhere an exercise keeps to its page.
allowPageBreak = #(make-music 'EventChord 'elements (list (make-music 'PageBreakEvent 'break-permission 'allow)))

% How many pages there are; a natural part of a line of words.
pageCount = \markup \page-ref #'lastPage "0" ""

\header {
  title = "A book of études"
  subtitle = "Violin · Levels 1–2"
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
  system-system-spacing = #'((basic-distance . 10.3) (minimum-distance . 7) (padding . 1.2) (stretchability . 30))
  score-system-spacing = #'((basic-distance . 16.5) (minimum-distance . 8) (padding . 1.6) (stretchability . 60))
  last-bottom-spacing = #'((basic-distance . 9) (minimum-distance . 6) (padding . 4) (stretchability . 10))
  bookTitleMarkup = \markup \column {
    \fill-line { \fontsize #4 \bold \center-column { \wordwrap-lines { "A" "book" "of" "études" } } }
    \vspace #0.3
    \fill-line { \fontsize #0 \center-column { \wordwrap-lines { "Violin" "·" "Levels" "1–2" } } }
  }
  oddHeaderMarkup = ##f
  evenHeaderMarkup = ##f
  oddFooterMarkup = \markup \fontsize #-3 \fill-line {
    \null
    "violin.1.7.k7mq3 · by-hand · Free to copy"
\unless \on-first-page \fromproperty #'page:page-number-string
  }
  evenFooterMarkup = \oddFooterMarkup
  score-markup-spacing = #'((basic-distance . 10.3) (minimum-distance . 8) (padding . 2.4) (stretchability . 60))
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
  \markup \vspace #11.0
  \markup \fill-line { \fontsize #9 \bold \center-column { \wordwrap-lines { "A" "book" "of" "études" } } }
  \markup \vspace #1.4
  \markup \fill-line { \override #'(thickness . 2) \draw-line #'(28 . 0) }
  \markup \vspace #1.4
  \markup \fill-line { \fontsize #4 \center-column { \wordwrap-lines { "Violin" "·" "Levels" "1–2" } } }
  \markup \vspace #0.8
  \markup \fill-line { \fontsize #1 "20 exercises" }
  \markup \vspace #12.8
  \markup \fill-line { \line { "This book belongs to" \hspace #0.6 \draw-line #'(28 . 0) } }
}
\bookpart {
  \paper { bookTitleMarkup = ##f }
  \markuplist \table-of-contents
}
\bookpart {
  \paper { bookTitleMarkup = ##f ragged-last-bottom = ##f }
  \tocItem \markup "Level 1"
\markup \column {
  \vspace #0.6
  \fontsize #2 \bold \wordwrap-string "Level 1"
}
\noPageBreak
  \markup \fontsize #-2 \override #'(line-width . 85) \wordwrap {
    "How do you count a bar?" \hspace #1.5
    "What is the shortest note value?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "1" } <<
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
  \markup \fontsize #-2 \override #'(line-width . 85) \wordwrap {
    "What is the highest note?" \hspace #1.5
    "Which notes are sharp in the key signature?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "2" } <<
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
  \markup \fontsize #-2 \override #'(line-width . 85) \wordwrap {
    "What is the shortest note value?" \hspace #1.5
    "Which bar has the same rhythm as bar 1?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "3" } <<
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
  \markup \fontsize #-2 \override #'(line-width . 85) \wordwrap {
    "Which key is it in?" \hspace #1.5
    "Which bar has the same rhythm as bar 1?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "4" } <<
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
  \markup \fontsize #-2 \override #'(line-width . 85) \wordwrap {
    "How loudly does it begin?" \hspace #1.5
    "What is the highest note?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "5" } <<
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
  \paper { bookTitleMarkup = ##f ragged-last-bottom = ##t }
  \markup \fontsize #-2 \override #'(line-width . 85) \wordwrap {
    "Which bar has the same rhythm as bar 1?" \hspace #1.5
    "Does it begin on the keynote?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "6" } <<
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
  \markup \fontsize #-2 \override #'(line-width . 85) \wordwrap {
    "How loudly does it begin?" \hspace #1.5
    "Which notes are sharp in the key signature?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "7" } <<
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
  \markup \fontsize #-2 \override #'(line-width . 85) \wordwrap {
    "Which bar has the same rhythm as bar 1?" \hspace #1.5
    "Which key is it in?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "8" } <<
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
  \markup \fontsize #-2 \override #'(line-width . 85) \wordwrap {
    "How loudly does it begin?" \hspace #1.5
    "What is the highest note?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "9" } <<
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
  \markup \fontsize #-2 \override #'(line-width . 85) \wordwrap {
    "Which key is it in?" \hspace #1.5
    "How loudly does it begin?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "10" } <<
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
  \paper { bookTitleMarkup = ##f ragged-last-bottom = ##t }
  \tocItem \markup "Level 2"
\markup \column {
  \vspace #0.6
  \fontsize #2 \bold \wordwrap-string "Level 2"
}
\noPageBreak
  \markup \fontsize #-2 \override #'(line-width . 85) \wordwrap {
    "How large is the largest leap?" \hspace #1.5
    "How do you count a bar?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "11" } <<
    {
      \tempo "Andante" 4 = 72
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key g \major
      \time 3/4
      \partial 4 d'4\downbow^0-\markup \italic "cantabile"\p |
      g'2( a'4) |
      b'4 a'4 g'4 |
      a'2( b'4) |
      a'2 d'4 |
      g'2\mf( a'4) |
      b'4 c''4 b'4 |
      a'4 g'4 fis'4 |
      \partial 2 g'2 \bar "|."
    }
    { s1*13/4 \break s1*11/4 }
  >>
  \layout { ragged-right = ##f }
}
  \markup \fontsize #-2 \override #'(line-width . 85) \wordwrap {
    "How do you count a bar?" \hspace #1.5
    "In which bar is the highest note?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "12" } <<
    {
      \tempo "Andante" 4 = 72
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key g \major
      \time 3/4
      \partial 4 d'4\downbow^0-\markup \italic "cantabile"\p |
      g'2( a'4) |
      b'4 a'4 g'4 |
      a'2( b'4) |
      a'2 d'4 |
      g'2\mf( a'4) |
      b'4 c''4 b'4 |
      a'4 g'4 fis'4 |
      \partial 2 g'2 \bar "|."
    }
    { s1*13/4 \break s1*11/4 }
  >>
  \layout { ragged-right = ##f }
}
  \markup \fontsize #-2 \override #'(line-width . 85) \wordwrap {
    "Which bar is the same as bar 1?" \hspace #1.5
    "Does it begin on the keynote?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "13" } <<
    {
      \tempo "Andante" 4 = 72
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key g \major
      \time 3/4
      \partial 4 d'4\downbow^0-\markup \italic "cantabile"\p |
      g'2( a'4) |
      b'4 a'4 g'4 |
      a'2( b'4) |
      a'2 d'4 |
      g'2\mf( a'4) |
      b'4 c''4 b'4 |
      a'4 g'4 fis'4 |
      \partial 2 g'2 \bar "|."
    }
    { s1*13/4 \break s1*11/4 }
  >>
  \layout { ragged-right = ##f }
}
}
\bookpart {
  \paper { bookTitleMarkup = ##f ragged-last-bottom = ##f }
  \markup \fontsize #-2 \override #'(line-width . 85) \wordwrap {
    "Which bar is the same as bar 1?" \hspace #1.5
    "Does it begin on the keynote?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "14" } <<
    {
      \tempo "Andante" 4 = 72
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key g \major
      \time 3/4
      \partial 4 d'4\downbow^0-\markup \italic "cantabile"\p |
      g'2( a'4) |
      b'4 a'4 g'4 |
      a'2( b'4) |
      a'2 d'4 |
      g'2\mf( a'4) |
      b'4 c''4 b'4 |
      a'4 g'4 fis'4 |
      \partial 2 g'2 \bar "|."
    }
    { s1*13/4 \break s1*11/4 }
  >>
  \layout { ragged-right = ##f }
}
  \markup \fontsize #-2 \override #'(line-width . 85) \wordwrap {
    "On which beat does it begin?" \hspace #1.5
    "Which notes are sharp in the key signature?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "15" } <<
    {
      \tempo "Andante" 4 = 72
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key g \major
      \time 3/4
      \partial 4 d'4\downbow^0-\markup \italic "cantabile"\p |
      g'2( a'4) |
      b'4 a'4 g'4 |
      a'2( b'4) |
      a'2 d'4 |
      g'2\mf( a'4) |
      b'4 c''4 b'4 |
      a'4 g'4 fis'4 |
      \partial 2 g'2 \bar "|."
    }
    { s1*13/4 \break s1*11/4 }
  >>
  \layout { ragged-right = ##f }
}
  \markup \fontsize #-2 \override #'(line-width . 85) \wordwrap {
    "How do you count a bar?" \hspace #1.5
    "On which beat does it begin?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "16" } <<
    {
      \tempo "Andante" 4 = 72
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key g \major
      \time 3/4
      \partial 4 d'4\downbow^0-\markup \italic "cantabile"\p |
      g'2( a'4) |
      b'4 a'4 g'4 |
      a'2( b'4) |
      a'2 d'4 |
      g'2\mf( a'4) |
      b'4 c''4 b'4 |
      a'4 g'4 fis'4 |
      \partial 2 g'2 \bar "|."
    }
    { s1*13/4 \break s1*11/4 }
  >>
  \layout { ragged-right = ##f }
}
  \markup \fontsize #-2 \override #'(line-width . 85) \wordwrap {
    "In which bar is the highest note?" \hspace #1.5
    "Which notes are sharp in the key signature?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "17" } <<
    {
      \tempo "Andante" 4 = 72
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key g \major
      \time 3/4
      \partial 4 d'4\downbow^0-\markup \italic "cantabile"\p |
      g'2( a'4) |
      b'4 a'4 g'4 |
      a'2( b'4) |
      a'2 d'4 |
      g'2\mf( a'4) |
      b'4 c''4 b'4 |
      a'4 g'4 fis'4 |
      \partial 2 g'2 \bar "|."
    }
    { s1*13/4 \break s1*11/4 }
  >>
  \layout { ragged-right = ##f }
}
}
\bookpart {
  \paper { bookTitleMarkup = ##f ragged-last-bottom = ##t }
  \markup \fontsize #-2 \override #'(line-width . 85) \wordwrap {
    "How loudly does it begin?" \hspace #1.5
    "What is the shortest note value?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "18" } <<
    {
      \tempo "Andante" 4 = 72
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key g \major
      \time 3/4
      \partial 4 d'4\downbow^0-\markup \italic "cantabile"\p |
      g'2( a'4) |
      b'4 a'4 g'4 |
      a'2( b'4) |
      a'2 d'4 |
      g'2\mf( a'4) |
      b'4 c''4 b'4 |
      a'4 g'4 fis'4 |
      \partial 2 g'2 \bar "|."
    }
    { s1*13/4 \break s1*11/4 }
  >>
  \layout { ragged-right = ##f }
}
  \markup \fontsize #-2 \override #'(line-width . 85) \wordwrap {
    "Which notes are sharp in the key signature?" \hspace #1.5
    "On which beat does it begin?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "19" } <<
    {
      \tempo "Andante" 4 = 72
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key g \major
      \time 3/4
      \partial 4 d'4\downbow^0-\markup \italic "cantabile"\p |
      g'2( a'4) |
      b'4 a'4 g'4 |
      a'2( b'4) |
      a'2 d'4 |
      g'2\mf( a'4) |
      b'4 c''4 b'4 |
      a'4 g'4 fis'4 |
      \partial 2 g'2 \bar "|."
    }
    { s1*13/4 \break s1*11/4 }
  >>
  \layout { ragged-right = ##f }
}
  \markup \fontsize #-2 \override #'(line-width . 85) \wordwrap {
    "On which beat does it begin?" \hspace #1.5
    "Which notes are sharp in the key signature?" \hspace #1.5
  }
  \noPageBreak
\score {
  \new Staff \with { instrumentName = \markup \bold "20" } <<
    {
      \tempo "Andante" 4 = 72
      \autoBeamOff \autoBreaksOff
      \clef "treble"
      \key g \major
      \time 3/4
      \partial 4 d'4\downbow^0-\markup \italic "cantabile"\p |
      g'2( a'4) |
      b'4 a'4 g'4 |
      a'2( b'4) |
      a'2 d'4 |
      g'2\mf( a'4) |
      b'4 c''4 b'4 |
      a'4 g'4 fis'4 |
      \partial 2 g'2 \bar "|."
    }
    { s1*13/4 \break s1*11/4 }
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
  \override #'(line-width . 85) \wordwrap {
    "D major" "·"
    "How do you count a bar? 4 crotchet beats" "·"
    "What is the shortest note value? a crotchet"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "2"
  \override #'(line-width . 85) \wordwrap {
    "D major" "·"
    "What is the highest note? A, in bar 2" "·"
    "Which notes are sharp in the key signature? F sharp, C sharp"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "3"
  \override #'(line-width . 85) \wordwrap {
    "D major" "·"
    "What is the shortest note value? a crotchet" "·"
    "Which bar has the same rhythm as bar 1? Bar 3"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "4"
  \override #'(line-width . 85) \wordwrap {
    "Which key is it in? D major" "·"
    "Which bar has the same rhythm as bar 1? Bar 3"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "5"
  \override #'(line-width . 85) \wordwrap {
    "D major" "·"
    "How loudly does it begin? mf" "·"
    "What is the highest note? A, in bar 2"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "6"
  \override #'(line-width . 85) \wordwrap {
    "D major" "·"
    "Which bar has the same rhythm as bar 1? Bar 3" "·"
    "Does it begin on the keynote? Yes: D"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "7"
  \override #'(line-width . 85) \wordwrap {
    "D major" "·"
    "How loudly does it begin? mf" "·"
    "Which notes are sharp in the key signature? F sharp, C sharp"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "8"
  \override #'(line-width . 85) \wordwrap {
    "Which bar has the same rhythm as bar 1? Bar 3" "·"
    "Which key is it in? D major"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "9"
  \override #'(line-width . 85) \wordwrap {
    "D major" "·"
    "How loudly does it begin? mf" "·"
    "What is the highest note? A, in bar 2"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "10"
  \override #'(line-width . 85) \wordwrap {
    "Which key is it in? D major" "·"
    "How loudly does it begin? mf"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "11"
  \override #'(line-width . 85) \wordwrap {
    "G major" "·"
    "How large is the largest leap? a fifth" "·"
    "How do you count a bar? 3 crotchet beats"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "12"
  \override #'(line-width . 85) \wordwrap {
    "G major" "·"
    "How do you count a bar? 3 crotchet beats" "·"
    "In which bar is the highest note? Bar 6"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "13"
  \override #'(line-width . 85) \wordwrap {
    "G major" "·"
    "Which bar is the same as bar 1? Bar 5" "·"
    "Does it begin on the keynote? No, on D"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "14"
  \override #'(line-width . 85) \wordwrap {
    "G major" "·"
    "Which bar is the same as bar 1? Bar 5" "·"
    "Does it begin on the keynote? No, on D"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "15"
  \override #'(line-width . 85) \wordwrap {
    "G major" "·"
    "On which beat does it begin? Beat 3" "·"
    "Which notes are sharp in the key signature? F sharp"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "16"
  \override #'(line-width . 85) \wordwrap {
    "G major" "·"
    "How do you count a bar? 3 crotchet beats" "·"
    "On which beat does it begin? Beat 3"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "17"
  \override #'(line-width . 85) \wordwrap {
    "G major" "·"
    "In which bar is the highest note? Bar 6" "·"
    "Which notes are sharp in the key signature? F sharp"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "18"
  \override #'(line-width . 85) \wordwrap {
    "G major" "·"
    "How loudly does it begin? p" "·"
    "What is the shortest note value? a crotchet"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "19"
  \override #'(line-width . 85) \wordwrap {
    "G major" "·"
    "Which notes are sharp in the key signature? F sharp" "·"
    "On which beat does it begin? Beat 3"
  }
}
\markup \fontsize #-1 \line {
  \with-dimensions #'(0 . 4) #'(0 . 1) \bold "20"
  \override #'(line-width . 85) \wordwrap {
    "G major" "·"
    "On which beat does it begin? Beat 3" "·"
    "Which notes are sharp in the key signature? F sharp"
  }
}
\label #'lastPage
\markup \null
}
