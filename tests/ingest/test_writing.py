"""The YAML of a draft is a bulletin in the house format, whatever stands in the text."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ingest import Draft, to_yaml
from bot.ingest.document import Dropped, clean
from bot.ingest.draft import DraftPassage
from bot.knowledge import DEFAULT_DIRECTORY, Bulletin
from bot.knowledge.yaml_file import YamlFile
from tests.ingest.conftest import Drafting

TEXT = st.lists(st.text(min_size=1).map(clean).filter(bool), min_size=1, max_size=3).map("\n".join)
STORY = "Advisers of the mission in Osh spoke with four hundred travellers about contracts and wages."


def as_bulletin(draft: Draft, folder: Path) -> Bulletin:
    path = folder / "draft.yaml"
    path.write_text(to_yaml(draft), encoding="utf-8", newline="\n")
    file = YamlFile(path, path)
    assert file.problems == []
    return Bulletin.model_validate(file.data)


def written(text: str, title: str, dropped: str) -> Draft:
    day = dt.date(2024, 5, 31)
    passage = DraftPassage("kg-one", "line 1", title, text, ("KG",), ("health",), (day, "as given"), (), ())
    drop = Dropped("caption", "line 2", dropped)
    return Draft("one", "one.txt", day, "as given", title, "en", (passage,), (drop,), (), ())


@settings(derandomize=True, deadline=None, database=None, max_examples=150)
@given(text=TEXT, title=TEXT.map(clean), dropped=st.text())
def test_every_text_comes_back_as_it_was(
    text: str, title: str, dropped: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    bulletin = as_bulletin(written(text, title, dropped), tmp_path_factory.getbasetemp())
    (passage,) = bulletin.passages
    assert (passage.text.en, bulletin.bulletin.title.en) == (text, title)


def test_a_draft_names_its_schema_as_the_bulletins_do() -> None:
    shipped = next((DEFAULT_DIRECTORY / "bulletins").iterdir()).read_text(encoding="utf-8")
    assert to_yaml(written(STORY, "A title", "")).splitlines()[0] == shipped.splitlines()[0]


def test_characters_that_turn_the_direction_of_reading_are_taken_out() -> None:
    assert clean("call \u061c\u200e\u202e\u2066119\u2069 now") == "call 119 now"


@pytest.mark.parametrize(
    "title", ["yes", "2024-05-31", "12", "a: b", "# a", "null", "it's", '"a"', "[a]", "a, b", "-", "…", "a\\", "1:30"]
)
def test_a_title_stays_a_text(title: str, tmp_path: Path) -> None:
    assert as_bulletin(written(STORY, title, ""), tmp_path).bulletin.title.en == title


def test_a_draft_has_everything_that_was_proposed(shipped_drafting: Drafting, tmp_path: Path) -> None:
    text = (
        "Osh, 2 May. Advisers of IOM Kyrgyzstan held a training for 330, 528 doctors and 1,200 nurses of the clinics."
    )
    bulletin = as_bulletin(
        shipped_drafting.text(f"NEWS\n\n{text} And so on it went in the end, for a long time."), tmp_path
    )
    (passage,) = bulletin.passages
    assert (passage.countries, passage.date) == (("KG",), dt.date(2024, 5, 2))
    assert "training" in passage.topics
    assert [(mend.source, mend.text) for mend in passage.mends] == [("330, 528", "330,528")]
    assert bulletin.bulletin.date == dt.date(2024, 5, 31)


def test_what_was_dropped_is_listed_with_its_reason(drafting: Drafting) -> None:
    yaml = to_yaml(drafting.text(f"{STORY}\n\nPhoto by IOM."))
    assert "#   line 5: caption: Photo by IOM." in yaml


def test_contacts_are_listed_as_proposals(shipped_drafting: Drafting) -> None:
    yaml = to_yaml(shipped_drafting.text(f"{STORY}\n\nHotline of Kyrgyzstan: 1899"))
    assert "contacts.yaml was not changed" in yaml
    assert "#   same: KG 1899, line 5; on record as kg-hotline (1899)" in yaml


def test_a_passage_that_is_known_is_pointed_out_with_its_likeness(shipped_drafting: Drafting) -> None:
    text = "IOM missions in Central Asia have assisted 7,801 victims of trafficking and vulnerable migrants."
    assert "# known already: ca-assisted-migrants, 100% alike" in to_yaml(shipped_drafting.text(text))


def test_ids_are_new_and_differ(shipped_drafting: Drafting) -> None:
    heading = "TRAINING OF ALL THE TEACHERS IN OSH"
    draft = shipped_drafting.text(f"NEWS\n\n{heading}\n\n{STORY}\n\n{heading}\n\n{STORY} That was in another year.")
    base = "kg-training-all-teachers-osh"
    assert [passage.id for passage in draft.passages] == [base, f"{base}-2"]


def test_a_russian_title_gives_an_id_in_latin_letters(drafting: Drafting) -> None:
    heading, text = "Щедрая помощь для всех учителей области", "Учителя получили новые книги о правах людей."
    draft = drafting.text(f"ВЕСТНИК\n\n{heading}\n\n{text}")
    assert draft.passages[0].id == "ca-shchedraya-pomoshch-vsekh-uchiteley"
    assert draft.id == "2024-05-vestnik"


def test_a_file_that_is_named_as_an_id_keeps_its_name(drafting: Drafting) -> None:
    assert drafting.text(STORY, "2024-05-spring-news.txt").id == "2024-05-spring-news"
