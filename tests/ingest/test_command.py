"""`ingest` as people call it."""

from pathlib import Path

import pytest
import yaml

from tests.cli.program import Program, Run, assert_one_clear_line

STORY = "Advisers of the mission in Osh spoke with four hundred travellers about contracts and wages."
OTHER = "Doctors visited nine villages near the border and saw two hundred children in a week."
THIRD = "Teachers of Khatlon received new books about the rights of people who work abroad."


@pytest.fixture
def program(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    return Program(capsys, monkeypatch)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def bulletin(folder: Path, *stories: str, name: str = "2024-05-news.txt") -> Path:
    path = folder / name
    path.write_text("date 2024-05-31\n\n" + "\n\n".join(stories), encoding="utf-8")
    return path


def texts(path: Path) -> list[str]:
    return [passage["text"]["en"] for passage in yaml.safe_load(path.read_text(encoding="utf-8"))["passages"]]


# What is written


def test_a_draft_goes_to_standard_output(program: Program, tmp_path: Path) -> None:
    run = program("ingest", bulletin(tmp_path, STORY))
    assert (run.code, run.err) == (0, "")
    assert yaml.safe_load(run.out)["passages"][0]["text"]["en"] == STORY


def test_several_drafts_are_several_documents(program: Program, tmp_path: Path) -> None:
    run = program("ingest", bulletin(tmp_path, STORY), bulletin(tmp_path, OTHER, name="2024-06-news.txt"))
    assert [draft["bulletin"]["id"] for draft in yaml.safe_load_all(run.out)] == ["2024-05-news", "2024-06-news"]


def test_date_and_id_may_be_given(program: Program, tmp_path: Path) -> None:
    run = program("ingest", bulletin(tmp_path, STORY), "--date", "2024-06-01", "--id", "june")
    header = yaml.safe_load(run.out)["bulletin"]
    assert (header["id"], str(header["date"])) == ("june", "2024-06-01")


def test_a_folder_gets_a_file_each(program: Program, tmp_path: Path, out: Path) -> None:
    run = program("ingest", "--out", out, bulletin(tmp_path, STORY), bulletin(tmp_path, OTHER, name="2024-06-news.txt"))
    assert sorted(path.name for path in out.iterdir()) == ["2024-05-news.yaml", "2024-06-news.yaml"]
    assert run.out == ""
    assert "passages: 1, pieces dropped: 0" in run.err


def test_a_draft_in_a_knowledge_folder_has_no_error(program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    program("ingest", "--out", folder / "bulletins", bulletin(tmp_path, STORY, OTHER))
    assert program("check", "--knowledge", folder).out.count("error:") == 0


# Again


def test_a_second_run_changes_nothing_that_was_edited(program: Program, tmp_path: Path, out: Path) -> None:
    path = bulletin(tmp_path, STORY, OTHER)
    program("ingest", "--out", out, path)
    draft = out / "2024-05-news.yaml"
    draft.write_text(draft.read_text(encoding="utf-8").replace("title:", "title:  # mine"), encoding="utf-8")
    before = draft.read_text(encoding="utf-8")
    run = program("ingest", "--out", out, path)
    assert (run.code, list(out.iterdir()), draft.read_text(encoding="utf-8")) == (0, [draft], before)
    assert "kept as it is" in run.err


def test_new_passages_are_written_beside(program: Program, tmp_path: Path, out: Path) -> None:
    program("ingest", "--out", out, bulletin(tmp_path, STORY))
    program("ingest", "--out", out, bulletin(tmp_path, STORY, OTHER))
    program("ingest", "--out", out, bulletin(tmp_path, STORY, OTHER, THIRD))
    program("ingest", "--out", out, bulletin(tmp_path, STORY, OTHER, THIRD))
    names = ["2024-05-news.yaml", "2024-05-news-2.yaml", "2024-05-news-3.yaml"]
    assert [texts(out / name) for name in names] == [[STORY], [OTHER], [THIRD]]
    assert len(list(out.iterdir())) == 3


def test_a_draft_that_is_half_edited_still_counts(program: Program, tmp_path: Path, out: Path) -> None:
    program("ingest", "--out", out, bulletin(tmp_path, STORY))
    draft = out / "2024-05-news.yaml"
    draft.write_text(draft.read_text(encoding="utf-8").replace("countries:", "lands:"), encoding="utf-8")
    program("ingest", "--out", out, bulletin(tmp_path, STORY))
    assert list(out.iterdir()) == [draft]


def test_a_draft_that_cannot_be_read_stops_its_file(program: Program, tmp_path: Path, out: Path) -> None:
    program("ingest", "--out", out, bulletin(tmp_path, STORY))
    (out / "2024-05-news.yaml").write_text("a: [", encoding="utf-8")
    run = program("ingest", "--out", out, bulletin(tmp_path, STORY, OTHER))
    assert_one_clear_line(run)
    assert "mend it first" in run.err
    assert len(list(out.iterdir())) == 1


# Errors


def errors(run: Run) -> list[str]:
    assert run.code == 1
    assert "Traceback" not in run.err
    return run.err.splitlines()


def test_a_wrong_file_does_not_stop_the_others(program: Program, tmp_path: Path) -> None:
    run = program("ingest", tmp_path / "none.txt", bulletin(tmp_path, STORY), tmp_path / "none.pdf")
    assert len(errors(run)) == 2
    assert yaml.safe_load(run.out)["passages"][0]["text"]["en"] == STORY


def test_a_file_without_date_asks_for_one(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(STORY, encoding="utf-8")
    run = program("ingest", path)
    assert_one_clear_line(run)
    assert "--date 2024-05-31" in run.err


def test_a_file_without_a_passage_is_told(program: Program, tmp_path: Path) -> None:
    run = program("ingest", bulletin(tmp_path, "FOLLOW US", "Photo by IOM."))
    assert_one_clear_line(run)
    assert "holds no passage" in run.err


@pytest.mark.parametrize("date", ["31.05.2024", "2024-02-30", "today"])
def test_a_wrong_date_is_told(program: Program, tmp_path: Path, date: str) -> None:
    run = program("ingest", bulletin(tmp_path, STORY), "--date", date)
    assert_one_clear_line(run)
    assert "2024-05-31" in run.err


@pytest.mark.parametrize("identifier", ["May 2024", "май", "a/b", "../a", "a_b"])
def test_a_wrong_id_is_told(program: Program, tmp_path: Path, identifier: str) -> None:
    run = program("ingest", bulletin(tmp_path, STORY), "--id", identifier)
    assert_one_clear_line(run)
    assert "2024-05-news" in run.err


def test_one_id_cannot_name_two_files(program: Program, tmp_path: Path) -> None:
    path = bulletin(tmp_path, STORY)
    assert_one_clear_line(program("ingest", path, path, "--id", "may"))


def test_a_folder_that_cannot_be_made_is_told(program: Program, tmp_path: Path) -> None:
    path = bulletin(tmp_path, STORY)
    assert_one_clear_line(program("ingest", path, "--out", path / "out"))
