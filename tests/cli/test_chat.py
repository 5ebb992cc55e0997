"""`chat`: the assistant in the terminal, as a process with lines on its standard input."""

from pathlib import Path

from tests.cli.program import Program, assert_one_clear_line, start


def test_every_line_is_answered_in_its_turn(small: Path) -> None:
    run = start("chat", "--knowledge", small, stdin="how many leaflets were handed out\nсколько человек обучили\n")
    assert (run.code, run.err) == (0, "")
    first, second = run.out.index("More than 1500 leaflets"), run.out.index("В Ташкенте обучили")
    assert first < second


def test_the_answer_is_the_one_of_ask(program: Program, small: Path) -> None:
    asked = program("ask", "how many leaflets were handed out", "--knowledge", small)
    chatted = program("chat", "--knowledge", small, stdin="how many leaflets were handed out\n")
    assert chatted.out.strip() == asked.out.strip()


def test_an_empty_line_gets_no_answer(program: Program, small: Path) -> None:
    assert program("chat", "--knowledge", small, stdin="\n  \n\n").out.strip() == ""


def test_the_end_of_the_input_ends_the_chat(small: Path) -> None:
    assert start("chat", "--knowledge", small) == (0, "", "")


def test_the_last_line_needs_no_end(program: Program, small: Path) -> None:
    assert "1500" in program("chat", "--knowledge", small, stdin="how many leaflets were handed out").out


def test_a_line_that_is_not_utf_8_does_not_end_the_chat(small: Path) -> None:
    run = start(
        "chat",
        "--knowledge",
        small,
        stdin=b"\xd0 \xff\nhow many leaflets were handed out\n",
        environment={"PYTHONUTF8": "0", "PYTHONIOENCODING": "utf-8"},
    )
    assert "Traceback" not in run.err
    assert "1500" in run.out


def test_a_missing_knowledge_folder_is_one_line(tmp_path: Path) -> None:
    assert_one_clear_line(start("chat", "--knowledge", tmp_path / "nowhere", stdin="leaflets\n"))
