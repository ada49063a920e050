"""What a student answered is read as meant, and marked as the rules say."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import melody
from hypothesis import given
from hypothesis import strategies as st
from marked_quizzes import (
    CADENCE,
    DICTATION,
    ECHO,
    ERRORS,
    EVERY,
    INTERVAL,
    RHYTHM,
    TUNE,
    TUNE_IN_ABC,
    A,
    B,
)

from etudes.assessment.answer_files import read_answer_file
from etudes.assessment.answers import Answer
from etudes.assessment.class_list import read_class_list
from etudes.assessment.class_marks import ClassMarks, mark_class
from etudes.assessment.expected import points_of
from etudes.assessment.marking import mark_question, possible_points
from etudes.assessment.replies import (
    Blank,
    Choice,
    GivenPlace,
    Places,
    Points,
    read_reply,
    reply_text,
)
from etudes.errors import EtudesError, InvalidValue, UnreadableFile
from etudes.item.request import Request
from etudes.listening import Question, Quiz, kinds, questions
from etudes.words import Language

HALF = Fraction(1, 2)


def points(question: Question, text: str) -> Fraction:
    possible = possible_points(question)
    return mark_question(question, read_reply(question, text, possible=possible)).earned


@pytest.mark.parametrize("text", ["B", "b", " b. ", "(B)", "major third", "Major  Third."])
def test_a_choice_is_a_letter_or_the_words(text: str) -> None:
    """In whatever case, with spaces and full stops."""
    assert read_reply(INTERVAL, text) == Choice(1)


def test_a_choice_may_be_told_in_short() -> None:
    """ "perfect" is enough for "perfect (V–I)"."""
    assert read_reply(CADENCE, "Perfect") == Choice(0)


def test_a_choice_may_be_in_the_language_of_the_paper() -> None:
    """English is understood beside it."""
    german = Language("de")

    for text in (german.word("major third"), "major third"):
        assert read_reply(INTERVAL, text, language=german) == Choice(1)


@pytest.mark.parametrize("text", ["", "  ", "-", "–"])
def test_nothing_answered_earns_nothing(text: str) -> None:
    """And is kept as nothing."""
    for question in EVERY.questions:
        assert read_reply(question, text) == Blank()
        assert points(question, text) == 0
        assert reply_text(question, Blank()) == ""


@pytest.mark.parametrize(
    ("question", "text", "expected", "came"),
    [
        (INTERVAL, "D", "A to C", "'D'"),
        (INTERVAL, "fourth", "A to C", "'fourth'"),
        (INTERVAL, "2", "A to C", "'2'"),
        (ERRORS, "everywhere", "3 pitch; 5 rhythm", "'everywhere'"),
        (ERRORS, "2 loudness", "3 pitch; 5 rhythm", "'loudness'"),
        (ERRORS, "5 pitch", "bars 1 to 4", "5"),
        (DICTATION, "don't know", "ABC", "don't know"),
        (ECHO, "9/8", "points from 0 to 8", "9/8"),
        (ECHO, "10", "points from 0 to 9", "10"),
        (DICTATION, "x" * 5000, "4000 characters", "5000"),
    ],
)
def test_what_is_no_answer_is_told(
    question: Question, text: str, expected: str, came: str
) -> None:
    """What was expected and what came, in one line."""
    with pytest.raises(InvalidValue) as raised:
        points(question, text)

    told = str(raised.value)
    assert expected in told and came in told and "\n" not in told


@pytest.mark.parametrize(
    "text", ["2 pitch; 3 rhythm", "2p 3r", "bar 3 rhythm, bar 2: Pitch", "3R/2P", "2.p;3.r"]
)
def test_places_are_written_in_many_ways(text: str) -> None:
    """In whatever order."""
    given = (GivenPlace(2, "pitch"), GivenPlace(3, "rhythm"))

    assert read_reply(ERRORS, text) == Places(given)
    assert points(ERRORS, text) == 2


@pytest.mark.parametrize(
    ("text", "earned"),
    [
        ("2 pitch", 1),  # one of two
        ("2 rhythm", HALF),  # right bar, wrong matter
        ("2", HALF),  # right bar alone
        ("2 rhythm 3 rhythm", 1 + HALF),
        ("1 pitch", 0),  # never below nothing
        ("2p 1p", HALF),  # a false place costs one half
        ("1p 2p 3p 4p", HALF),  # all bars "pitch": 1 + ½ − ½ − ½
        ("1 2 3 4", 0),  # all bars ticked: ½ + ½ − ½ − ½
        ("2p 2r 3p 3r", 1),  # both of each: 2 − ½ − ½
    ],
)
def test_places_are_marked_by_the_rule(text: str, earned: Fraction) -> None:
    """A change found is a point, its bar alone one half, a false place costs one half."""
    assert points(ERRORS, text) == earned


@given(st.sets(st.tuples(st.integers(1, 4), st.sampled_from(["pitch", "rhythm", ""]))))
def test_ticking_more_never_pays(places: set[tuple[int, str]]) -> None:
    """All right places earn all; with any place more, less."""
    right = {(2, "pitch"), (3, "rhythm")}
    more = right | places

    def earned(given: set[tuple[int, str]]) -> Fraction:
        reply = Places(tuple(sorted(GivenPlace(*one) for one in given)))
        return mark_question(ERRORS, reply).earned

    assert 0 <= earned(places) <= earned(right) == 2
    assert (earned(more) < 2) == (more != right)


def test_notes_are_marked_as_a_dictation() -> None:
    """Eight half bars and the bonus point; a wrong last note costs one."""
    assert possible_points(DICTATION) == 9
    assert points(DICTATION, TUNE_IN_ABC) == 9
    wrong = TUNE_IN_ABC.replace("D D C2", "D D D2")

    found = mark_question(DICTATION, read_reply(DICTATION, wrong))

    assert found.earned == 8
    assert found.remarks == ("bar 4, note 3: a step too high",)


def test_a_rhythm_is_right_on_any_pitch() -> None:
    """Only lengths count; a wrong one costs."""
    assert points(RHYTHM, "B B B B|B B B B|B B B B|B B B2|]") == possible_points(RHYTHM)
    assert points(RHYTHM, "B2 B2|B B B B|B B B B|B B B2|]") < possible_points(RHYTHM)


@pytest.mark.parametrize(("text", "share"), [("6/8", 0.75), ("9", 1), ("4,5", 0.5)])
def test_a_teachers_points_for_an_echo_count(text: str, share: float) -> None:
    """Of as many as are named, or of the nine that the phrase has."""
    assert points(ECHO, text) == share * 9


def test_an_echo_may_be_in_another_octave() -> None:
    """A low voice sings it where it can."""
    low = "C, D, E, F,|G, F, E, D,|E, F, G, E,|D, D, C,2|]"

    assert points(ECHO, low) == 9
    assert points(DICTATION, low) < 9


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        (INTERVAL, Choice(2)),
        (ERRORS, Places((GivenPlace(2, ""), GivenPlace(3, "pitch")))),
        (ECHO, Points(Fraction(2, 3))),
        (DICTATION, Answer(TUNE, (2,), False)),
    ],
)
def test_what_is_kept_is_read_as_the_same_again(question: Question, reply: object) -> None:
    """So that remarks can be made anew from the store."""
    text = reply_text(question, reply)  # type: ignore[arg-type]

    assert read_reply(question, text, possible=possible_points(question)) == reply


STORED = reply_text(DICTATION, Answer(TUNE))


@pytest.mark.parametrize("bar", ["Infinity", "-1e999", "NaN", "[]", '"x"', "null"])
def test_bars_that_are_no_numbers_are_refused(bar: str) -> None:
    """Notes as JSON that somebody typed."""
    text = STORED.replace('"unfilled":[]', f'"unfilled":[{bar}]')

    assert text != STORED
    with pytest.raises(InvalidValue, match="notes as JSON were expected"):
        read_reply(DICTATION, text)


def test_typed_notes_are_no_longer_than_those_of_a_file() -> None:
    """33 bars, silent to the last; what the store keeps is read whatever its length."""
    long = melody("4/4 " + "-:1 | " * 32 + "C4:1 |")
    text = reply_text(DICTATION, Answer(long))

    assert read_reply(DICTATION, text, stored=True) == Answer(long)
    with pytest.raises(InvalidValue, match="at most 32 bars"):
        read_reply(DICTATION, text)


@given(st.text(max_size=60))
def test_any_text_is_an_answer_or_refused_in_a_line(text: str) -> None:
    """Never anything else."""
    for question in (INTERVAL, ERRORS, DICTATION, ECHO):
        try:
            reply = read_reply(question, text)
        except EtudesError as error:
            assert "\n" not in str(error)
        else:
            assert 0 <= mark_question(question, reply).earned <= possible_points(question)


@pytest.mark.slow
@pytest.mark.parametrize("name", list(kinds()))
def test_the_right_answer_to_what_is_made_earns_all(name: str) -> None:
    """Of each kind, whatever the model proposed; kept and read again it earns the same."""
    made = questions(name, Request(level=4, instrument="flute", seed=2, count=2))
    for one in made:
        match one.answer:
            case int(option):
                reply = read_reply(one, "ABCDEFGHIJKLMNOP"[option])
            case tuple(places):
                reply = read_reply(one, "; ".join(map(str, places)))
            case truth:
                reply = Answer(truth)

        found = mark_question(one, read_reply(one, reply_text(one, reply)))

        assert found.earned == found.possible == points_of(one)
        assert found.remarks == ()


# Files


def written(folder: Path, text: str | bytes, name: str = "answers.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def marked(path: Path, *class_list: str, quiz: Quiz = A) -> ClassMarks:
    return mark_class(read_answer_file(path), quiz, [A, B], class_list)


def earned(found: ClassMarks) -> dict[tuple[str, str, str], Fraction]:
    return {one.place: one.earned for one in found.marked}


WIDE = f"student,1,2,3\nAnn,B,2p 3r,{TUNE_IN_ABC}\nBen,A,,\n"
RESULT = {
    ("aaaaaa", "Ann", "interval-0"): 1,
    ("aaaaaa", "Ann", "find-error-0"): 2,
    ("aaaaaa", "Ann", "dictation-0"): 9,
    ("aaaaaa", "Ben", "interval-0"): 0,
    ("aaaaaa", "Ben", "find-error-0"): 0,
    ("aaaaaa", "Ben", "dictation-0"): 0,
}


def long_form() -> str:
    lines = ["student;question;answer", "Ann;1;B", "Ann;2;2p 3r", f"Ann;3;{TUNE_IN_ABC}"]
    return "\r\n".join([*lines, "Ben;1;A", "Ben;2;", "Ben;3;"])


def as_json() -> str:
    ann = {"name": "Ann", "answers": {"1": "B", "2": "2p 3r", "3": TUNE_IN_ABC}}
    ben = {"name": "Ben", "answers": ["A", None, ""]}
    return json.dumps({"test": "AAAAAA", "students": [ann, ben]})


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (WIDE, "answers.csv"),
        (WIDE.replace(",", ";"), "semicolons.csv"),
        (WIDE.replace(",", "\t"), "tabs.tsv"),
        (b"\xef\xbb\xbf" + WIDE.encode(), "mark.csv"),
        (WIDE.replace(",", "\t").encode("utf-16"), "excel.txt"),
        ("sep=;\r\n" + WIDE.replace(",", ";"), "sep.csv"),
        (WIDE.replace("student,1,2,3", "Name,Q1,question 2,3."), "head.csv"),
        (WIDE + "\n,,,\n", "blank lines.csv"),
        (WIDE.replace("Ben,A,,", "Ben,A,,,,,"), "more commas.csv"),
        (long_form(), "long.csv"),
        (as_json(), "answers.json"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value[-5:] else "",
)
def test_a_file_may_have_many_forms(text: str | bytes, name: str, tmp_path: Path) -> None:
    """A column a question or a row an answer; commas, semicolons, tabs; Excel's; JSON."""
    found = marked(written(tmp_path, text, name))

    assert found.problems == ()
    assert earned(found) == RESULT


def test_versions_stand_in_one_file(tmp_path: Path) -> None:
    """Each row says which it answers; question 1 of B is question 2 of A."""
    text = "student,test,1,2,3\nAnn,A,B,2p 3r,\nBen,bbbbbb,2p 3r,B,\nCy,b,2p,A,\n"

    found = marked(written(tmp_path, text))

    assert found.problems == ()
    totals = {
        name: sum(m.earned for m in found.marked if m.student == name)
        for name in ("Ann", "Ben", "Cy")
    }
    assert totals == {"Ann": 3, "Ben": 3, "Cy": 1}


@pytest.mark.parametrize("head", ["student,1\n{}", "student,question,answer\n{}"])
def test_a_file_of_too_many_students_is_refused(head: str, tmp_path: Path) -> None:
    """2000 are taken, one more is not."""
    cells = "B" if head.startswith("student,1") else "1,B"
    rows = [f"s{n},{cells}\n" for n in range(2001)]

    found = read_answer_file(written(tmp_path, head.format("".join(rows[:-1]))))

    assert len(found.rows) == 2000 and found.problems == ()
    with pytest.raises(UnreadableFile, match="at most 2000 students"):
        read_answer_file(written(tmp_path, head.format("".join(rows))))


@pytest.mark.parametrize("name", ["tune.abc", "sub/tune.abc", "sub\\tune.abc"])
def test_notes_lie_beside_the_answers(name: str, tmp_path: Path) -> None:
    """In the folder or below it."""
    tune = f"X:1\nM:4/4\nL:1/4\nK:C\n{TUNE_IN_ABC}\n"
    (tmp_path / "sub").mkdir()
    for folder in (tmp_path, tmp_path / "sub"):
        written(folder, tune, "tune.abc")

    found = marked(written(tmp_path, f"student,1,2,3\nAnn,B,2p,{name}\n"))

    assert earned(found)["aaaaaa", "Ann", "dictation-0"] == 9


@pytest.mark.parametrize(
    "name", ["../tune.abc", "{above}/tune.abc", "link.abc", "to/tune.abc"]
)
def test_no_name_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    """Neither dots nor a whole path nor a link."""
    written(tmp_path, f"X:1\nM:4/4\nL:1/4\nK:C\n{TUNE_IN_ABC}\n", "tune.abc")
    folder = tmp_path / "class"
    folder.mkdir()
    (folder / "link.abc").symlink_to(tmp_path / "tune.abc")
    (folder / "to").symlink_to(tmp_path)
    name = name.format(above=tmp_path)

    found = marked(written(folder, f"student,1,2,3\nAnn,B,2p,{name}\n"))

    assert len(found.marked) == 2
    [problem] = found.problems
    assert "in the folder of the answers was expected" in str(problem)


BAD_ROWS = {
    "an option that is none": ("Cy,E,2p,", "row 4, Cy, question 1", "A to C", 2),
    "too few cells": ("Cy,B,2p", "row 4, Cy", "4 cells were expected", 0),
    "too many cells": ("Cy,B,2p,,A", "row 4, Cy", "4 cells were expected", 0),
    "no name": (",B,2p,", "row 4", "student's name was expected", 0),
    "a name twice": ("ann ,A,2p,", "row 4, ann", "has a row above", 0),
    "no such file": ("Cy,B,2p,none.abc", "row 4, Cy, question 3", "No such file", 2),
    "a kern file": ("Cy,B,2p,x.krn", "row 4, Cy, question 3", "ABC", 2),
    "broken ABC": ("Cy,B,2p,|:|", "row 4, Cy, question 3", "", 2),
    "no answer at all": ("Cy,,,-", "row 4, Cy", "not one answer came", 0),
    "a name of no letters": ("',B,2p,", "row 4", "letters or figures", 0),
    "a name of control signs": ("C\x1by,B,2p,", "row 4", "printable", 0),
}


@pytest.mark.parametrize("case", BAD_ROWS)
def test_a_bad_row_costs_a_line_and_no_other_row(case: str, tmp_path: Path) -> None:
    """Place, what was expected, what happens; what is good in it is marked."""
    row, place, words, count = BAD_ROWS[case]

    found = marked(written(tmp_path, f"{WIDE}{row}\n"))

    assert earned(found).items() >= RESULT.items()
    assert len(found.marked) == len(RESULT) + count
    [problem] = map(str, found.problems)
    assert problem.startswith(f"answers.csv, {place}") and words in problem
    assert "not marked" in problem and "\n" not in problem


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (WIDE.replace(",3\n", ",4\n"), ["came to 3", "question 4", "came to 3"]),
        (
            WIDE.replace("student,1", "student,test,1")
            .replace("Ann,", "Ann,zzzzzz,")
            .replace("Ben,", "Ben,A,"),
            ["these are to 'zzzzzz'"],
        ),
        (
            WIDE.replace("student,1,2,3", "student,1,2,3,comment")
            .replace("|]\n", "|],good\n")
            .replace("Ben,A,,", "Ben,A,,,"),
            ["'comment'"],
        ),
        (
            long_form().replace("Ben;1;A", "Ann;1;A"),
            ["question 1 has an answer", "Ben: not one answer"],
        ),
        (long_form().replace("Ben;1;A", "Ben;one;A"), ["not 'one'", "Ben: not one answer"]),
    ],
)
def test_what_does_not_fit_the_test_is_told(
    text: str, words: list[str], tmp_path: Path
) -> None:
    """Questions that it has not, or that nobody answered; another test; odd columns."""
    problems = [str(one) for one in marked(written(tmp_path, text)).problems]

    assert len(problems) == len(words)
    assert all(any(word in line for line in problems) for word in words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"name": "Cy"}', "student 3"),
        ('{"answers": {"1": "B"}}', "name was expected"),
        ('{"name": "Cy", "answers": {"1": "B", "1": "A"}}', "stands there twice"),
        ('{"name": "Cy", "answers": {"x": "B"}}', "not 'x'"),
        ('{"name": "Cy", "answers": {"1": ["B"]}}', "text or a number"),
        ('{"name": "Ann", "answers": ["A", "", ""]}', "has a row above"),
        ("7", "student 3"),
    ],
)
def test_a_bad_student_in_json_costs_a_line(text: str, words: str, tmp_path: Path) -> None:
    """And no other student."""
    whole = as_json().replace("}]}", "}, " + text + "]}")

    found = marked(written(tmp_path, whole, "answers.json"))

    assert earned(found).items() >= RESULT.items()
    assert words in " ".join(map(str, found.problems))


def test_a_class_list_tells_who_is_missing_and_who_is_strange(tmp_path: Path) -> None:
    """Ben is written Benn: not marked, with the nearest name; Cy has no answers."""
    path = written(tmp_path, WIDE.replace("Ben", "Benn").replace("Ann", "ann"))

    found = marked(path, "Ann", "Ben", "Cy")

    assert {one.student for one in found.marked} == {"Ann"}
    told = " ".join(map(str, found.problems))
    assert "the nearest is Ben" in told
    assert "answers.csv, Ben: no answers came" in told
    assert "answers.csv, Cy: no answers came" in told


@pytest.mark.parametrize(
    "text", ["Ann\nBen\n", "nr,Student\n1,Ann\n2,Ben\n", "Ann,,\n\n  Ben,,\n"]
)
def test_a_class_list_is_a_name_a_line_or_a_column(text: str, tmp_path: Path) -> None:
    """Whatever empty lines and cells there are."""
    assert read_class_list(written(tmp_path, text, "class.txt")) == ("Ann", "Ben")


@pytest.mark.parametrize(
    "text", ["Müller, Anna\nMeier, Tom\n", '"Müller, Anna"\n"Meier, Tom"']
)
def test_a_line_without_a_header_is_a_whole_name(text: str, tmp_path: Path) -> None:
    """Not the surname alone, which nobody's answers would be under."""
    found = read_class_list(written(tmp_path, text, "class.txt"))

    assert found == ("Müller, Anna", "Meier, Tom")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ann\n\nBen\nann\n", "row 4: each student once was expected, and 'ann'"),
        ("student,nr\nAnn,1\n,2\n", "row 3: a student's name was expected"),
        ("Ann\n...\n", "row 2: a name of letters"),
        ("student\n", "names of students"),
        ("\x1f\n", "names of students"),
    ],
)
def test_a_class_list_of_what_is_no_name_is_refused(
    text: str, words: str, tmp_path: Path
) -> None:
    """With the row; nobody of a class is left out in silence."""
    with pytest.raises(UnreadableFile, match=words):
        read_class_list(written(tmp_path, text, "class.txt"))


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.csv", "empty"),
        (b"\n\n", "a.csv", "empty"),
        (b"a,b\n1,2\n", "a.csv", "student,1,2,3"),
        (b"student,x\nAnn,B\n", "a.csv", "columns headed 1, 2, 3"),
        (b"student,1,1\nAnn,B,B\n", "a.csv", "two columns are headed 1"),
        (b"\x00\x01\x02", "a.csv", "a table as text"),
        (b"\x81\x8d", "a.csv", "a table as text"),
        (b"{", "a.json", "JSON was expected"),
        (b"[]", "a.json", "students"),
        (b'{"students": {}}', "a.json", "students"),
        (b"[" * 100_000, "a.json", "JSON was expected"),
        (b"student,1\nA," + b"x" * 200_000, "a.csv", "field larger"),
        (b"x" * 5_000_001, "a.csv", "5 MB"),
    ],
)
def test_an_unreadable_file_is_told_in_a_line(
    data: bytes, name: str, words: str, tmp_path: Path
) -> None:
    """It names the file."""
    with pytest.raises(UnreadableFile) as raised:
        read_answer_file(written(tmp_path, data, name))

    assert words in str(raised.value) and name in str(raised.value)
    assert "\n" not in str(raised.value)


@given(data=st.binary(max_size=300), suffix=st.sampled_from(["csv", "json"]))
def test_any_bytes_are_answers_or_refused(
    data: bytes, suffix: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Never anything else."""
    path = tmp_path_factory.mktemp("any") / f"a.{suffix}"
    path.write_bytes(data)
    try:
        found = marked(path)
    except UnreadableFile as error:
        assert "\n" not in str(error)
    else:
        assert all("\n" not in str(one) for one in found.problems)
