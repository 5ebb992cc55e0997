"""`evaluate`: the table of rates, the floors, the choice of the thresholds."""

from pathlib import Path

import pytest

from bot.knowledge import load
from tests.cli.program import Program, Run, assert_one_clear_line
from tests.conftest import WriteFolder

KNOWLEDGE = {
    "bulletins/report.yaml": """
        bulletin: {id: report, date: 2020-12-29, title: {en: The report, ru: Отчёт}}
        passages:
          - id: leaflets
            text: {en: More than 1500 leaflets were handed out., ru: Раздали более 1500 листовок.}
            questions: {en: [how many leaflets were handed out], ru: [сколько листовок раздали]}
          - id: forum
            text: {en: Experts gathered at a forum on migration., ru: На форум по миграции приехали эксперты.}
            questions: {en: [who came to the forum], ru: [кто приехал на форум]}
          - id: cup
            text: {en: Eight teams played for a cup., ru: Восемь команд играли за кубок.}
            questions: {en: [how many teams played], ru: [сколько команд играло]}
        """,
    "contacts.yaml": """
        - {id: kz-hotline, country: KZ, kind: hotline, name: {en: Hotline}, phone: "11616", verified: 2020, source: S}
        """,
}
GOOD = """
    - {question: "сколько листовок раздали людям", language: ru, kind: passage, passages: [leaflets]}
    - {question: "кто приехал на форум по миграции", language: ru, kind: passage, passages: [forum]}
    - {question: "какая завтра погода", language: ru, kind: not_covered}
    - {question: "how many leaflets were handed out to people", language: en, kind: passage, passages: [leaflets]}
    - {question: "who came to the forum on migration", language: en, kind: passage, passages: [forum]}
    - {question: "weather tomorrow", language: en, kind: not_covered}
    """
THRESHOLDS = "ru: 0.1\nen: 0.1\n"
POOR = """
    - {question: "сколько команд играло за кубок", language: ru, kind: passage, passages: [forum]}
    - {question: "how many leaflets were handed out", language: en, kind: passage, passages: [leaflets]}
    """


@pytest.fixture
def program(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    return Program(capsys, monkeypatch)


@pytest.fixture
def folder(write_folder: WriteFolder) -> Path:
    return write_folder(KNOWLEDGE | {"questions.yaml": GOOD, "confidence.yaml": THRESHOLDS})


@pytest.fixture
def poor(write_folder: WriteFolder) -> Path:
    return write_folder({"poor.yaml": POOR}, "elsewhere") / "poor.yaml"


def rows(run: Run) -> dict[str, list[str]]:
    """Read the table: the numbers of each row, from the count of questions on, by its name."""
    table = [line for line in run.out.splitlines()[1:] if ", ru " in line or ", en " in line]
    return {line[:32].strip(): line[32:].split() for line in table}


def test_good_answers_reach_the_floors(program: Program, folder: Path) -> None:
    run = program("evaluate", "--knowledge", folder)
    assert (run.code, run.err) == (0, "")
    assert "below the floor" not in run.out


def test_the_table_names_the_ways_of_writing(program: Program, folder: Path) -> None:
    head, *_ = program("evaluate", "--knowledge", folder).out.splitlines()
    assert head.split("  ")[0] == "per cent"
    assert [name for name in ("as written", "one typo", "Latin letters", "wrong layout") if name in head] == [
        "as written",
        "one typo",
        "Latin letters",
        "wrong layout",
    ]


def test_a_row_tells_questions_and_rates(program: Program, folder: Path) -> None:
    found = rows(program("evaluate", "--knowledge", folder))
    assert found["passage found first (top-1), ru"] == ["2", "100.0", "100.0", "100.0", "100.0"]
    assert found["passage found first (top-1), en"] == ["2", "100.0", "100.0", "–", "100.0"]


def test_a_kind_that_nobody_asked_has_no_row(program: Program, folder: Path) -> None:
    assert "urgent recognised, ru" not in rows(program("evaluate", "--knowledge", folder))


def test_a_rate_below_its_floor_fails(program: Program, folder: Path, poor: Path) -> None:
    run = program("evaluate", "--knowledge", folder, "--questions", poor)
    assert run.code == 1
    assert "below the floor: passage found first (top-1), ru, as written: 0.0 < 95.0" in run.out.splitlines()


def test_other_questions_stand_for_those_of_the_folder(program: Program, folder: Path, poor: Path) -> None:
    found = rows(program("evaluate", "--knowledge", folder, "--questions", poor))
    assert found["passage found first (top-1), ru"][:2] == ["1", "0.0"]


def test_failures_are_told_with_their_questions(program: Program, folder: Path, poor: Path) -> None:
    run = program("evaluate", "--knowledge", folder, "--questions", poor, "--failures")
    assert "passage found first (top-1): сколько команд играло за кубок" in run.out.splitlines()


def test_failures_are_told_only_when_asked_for(program: Program, folder: Path, poor: Path) -> None:
    run = program("evaluate", "--knowledge", folder, "--questions", poor)
    assert "passage found first (top-1): сколько команд играло за кубок" not in run.out.splitlines()


def test_without_failures_none_is_told(program: Program, folder: Path) -> None:
    plain, asked = (program("evaluate", "--knowledge", folder, *more) for more in ((), ("--failures",)))
    assert asked.out == plain.out


def test_the_same_questions_give_the_same_table(program: Program, folder: Path) -> None:
    first, second = (program("evaluate", "--knowledge", folder) for _ in range(2))
    assert first == second


def test_measuring_changes_no_file(program: Program, folder: Path) -> None:
    program("evaluate", "--knowledge", folder)
    assert (folder / "confidence.yaml").read_text(encoding="utf-8") == THRESHOLDS


# Calibration


def test_calibration_writes_the_thresholds_with_their_figures(program: Program, folder: Path) -> None:
    run = program("evaluate", "--knowledge", folder, "--calibrate")
    assert (run.code, run.err) == (0, "")
    *_, russian, english = (folder / "confidence.yaml").read_text(encoding="utf-8").splitlines()
    for line, language in ((russian, "ru"), (english, "en")):
        threshold = getattr(load(folder).thresholds, language)
        figures = "0.0% of answerable questions refused, 0.0% of questions not covered answered, AUROC 1.000"
        assert line == f"{language}: {threshold:.2f}  # {figures}"


def test_calibration_prints_the_curve_and_the_choice(program: Program, folder: Path) -> None:
    lines = program("evaluate", "--knowledge", folder, "--calibrate").out.splitlines()
    assert [line for line in lines if "AUROC" in line] == ["ru: AUROC 1.000", "en: AUROC 1.000"]
    assert len([line for line in lines if line.endswith("<- chosen")]) == 2


def test_calibration_does_not_depend_on_the_thresholds_before(program: Program, folder: Path) -> None:
    program("evaluate", "--knowledge", folder, "--calibrate")
    chosen = (folder / "confidence.yaml").read_text(encoding="utf-8")
    (folder / "confidence.yaml").write_text("ru: 0.9\nen: 0.01\n", encoding="utf-8")
    program("evaluate", "--knowledge", folder, "--calibrate")
    assert (folder / "confidence.yaml").read_text(encoding="utf-8") == chosen


def test_calibrated_thresholds_are_used(program: Program, folder: Path) -> None:
    (folder / "confidence.yaml").write_text("ru: 1\nen: 1\n", encoding="utf-8")
    assert program("evaluate", "--knowledge", folder).code == 1
    program("evaluate", "--knowledge", folder, "--calibrate")
    assert program("evaluate", "--knowledge", folder).code == 0


def test_calibration_may_use_other_questions(program: Program, folder: Path) -> None:
    other = folder / "other.yaml"
    other.write_text((folder / "questions.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "questions.yaml").unlink()
    assert program("evaluate", "--knowledge", folder, "--calibrate", "--questions", other).code == 0
    assert (folder / "confidence.yaml").read_text(encoding="utf-8") != THRESHOLDS


def test_calibration_without_unanswerable_questions_says_so(program: Program, folder: Path, poor: Path) -> None:
    assert_one_clear_line(program("evaluate", "--knowledge", folder, "--calibrate", "--questions", poor))


# Mistakes


def test_questions_that_are_not_there_are_one_clear_line(program: Program, folder: Path) -> None:
    (folder / "questions.yaml").unlink()
    run = program("evaluate", "--knowledge", folder)
    assert_one_clear_line(run)
    assert "questions.yaml" in run.err


def test_a_folder_that_is_not_there_is_one_clear_line(program: Program, tmp_path: Path) -> None:
    run = program("evaluate", "--knowledge", tmp_path / "nowhere")
    assert run.code == 1
    assert "Traceback" not in run.err


def test_a_question_of_an_unknown_kind_is_told_with_its_line(program: Program, folder: Path) -> None:
    (folder / "questions.yaml").write_text("- {question: q, language: ru, kind: riddle}\n", encoding="utf-8")
    run = program("evaluate", "--knowledge", folder)
    assert_one_clear_line(run)
    assert "questions.yaml:1" in run.err
