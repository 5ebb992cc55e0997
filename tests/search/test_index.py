"""The index of questions, text and character n-grams."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search import Document, SearchIndex, tokenize
from bot.search import index as search_index

PASSAGES = [
    Document("Тренинг для миграционной службы прошёл в Душанбе", ["чему учили сотрудников миграционной службы?"]),
    Document("Горячая линия для мигрантов работает круглосуточно", ["по какому номеру звонить мигранту?"]),
    Document("Возвращение домой: 700 000 граждан пересекли границу", ["сколько человек вернулось?"]),
    Document("Здоровье мигрантов: лечение туберкулёза бесплатно", ["где лечат туберкулёз?"]),
]
WORDS = "тренинг служба горячая линия мигрантов граждан границу здоровье лечение тренинги для в что".split()
questions = st.lists(st.sampled_from(WORDS), max_size=6)


def numbers(index: SearchIndex, question: str, top_k: int = 3) -> list[int]:
    return [hit.number for hit in index.search(tokenize(question), top_k)]


@pytest.fixture(scope="module", params=[0, 200], ids=["many", "few"], autouse=True)
def few(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let every test meet the ways to search both few documents and many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_index, "_FEW", request.param)
        yield


@pytest.fixture(scope="module")
def index(few: None) -> SearchIndex:  # noqa: ARG001
    return SearchIndex(PASSAGES)


@pytest.mark.parametrize(
    ("question", "number"),
    [
        pytest.param("тренинг в Душанбе", 0, id="word of the text"),
        pytest.param("кого учили", 0, id="word of a question"),
        pytest.param("вернулось 700,000", 2, id="number grouped otherwise"),
        pytest.param("туберкулезный", 3, id="another word of the same root"),
    ],
)
def test_search_finds_a_document_by(index: SearchIndex, question: str, number: int) -> None:
    assert numbers(index, question)[0] == number


def test_search_returns_top_k_at_most(index: SearchIndex) -> None:
    assert len(numbers(index, "мигрантов службы граждан", top_k=2)) == 2


def test_search_returns_only_documents_that_hold_a_word(index: SearchIndex) -> None:
    assert numbers(index, "туберкулёз", top_k=9) == [3]


def test_search_finds_nothing_for_words_that_nobody_uses(index: SearchIndex) -> None:
    assert numbers(index, "xyzzy") == []


def test_search_for_no_words_finds_nothing(index: SearchIndex) -> None:
    assert numbers(index, "") == []


def test_question_of_stop_words_alone_may_be_searched() -> None:
    index = SearchIndex([Document("О том, что было"), Document("Что это такое"), Document("Помощь")])
    assert set(numbers(index, "что это было?")) == {0, 1}


@given(questions)
def test_hits_come_in_the_order_of_their_scores(words: list[str]) -> None:
    scores = [hit.score for hit in SearchIndex(PASSAGES).search(words, 9)]
    assert scores == sorted(scores, reverse=True)


@given(questions)
def test_scores_and_confidences_are_shares(words: list[str]) -> None:
    hits = SearchIndex(PASSAGES).search(words, 9)
    assert all(0 < hit.score <= 1 and 0 <= hit.confidence < 1 for hit in hits)


@given(questions)
def test_equal_indexes_answer_alike(words: list[str]) -> None:
    assert SearchIndex(PASSAGES).search(words, 9) == SearchIndex(PASSAGES).search(words, 9)


def test_equal_documents_come_in_the_order_of_the_index() -> None:
    index = SearchIndex([Document("Помощь мигрантам")] * 5)
    assert numbers(index, "помощь", top_k=5) == [0, 1, 2, 3, 4]


@given(questions, st.sets(st.integers(0, 3)))
def test_favouring_excludes_nothing(words: list[str], favoured: set[int]) -> None:
    index = SearchIndex(PASSAGES)
    found = {hit.number for hit in index.search(words, 9)}
    assert {hit.number for hit in index.search(words, 9, favoured)} == found


def test_of_documents_about_as_good_the_favoured_comes_first() -> None:
    index = SearchIndex([Document("Помощь мигрантам"), Document("Помощь мигрантам")])
    assert index.search(["помощь"], 2, favoured=[1])[0].number == 1


def test_favoured_document_does_not_pass_a_much_better_one(index: SearchIndex) -> None:
    hits = index.search(tokenize("горячая линия для мигрантов круглосуточно"), 2, favoured=[3])
    assert [hit.number for hit in hits] == [1, 3]


def test_confidence_rises_with_the_words_that_a_document_holds(index: SearchIndex) -> None:
    sure, unsure = (
        index.search(tokenize(question), 1)[0].confidence
        for question in ("лечение туберкулёза бесплатно", "лечение собаки недорого")
    )
    assert sure > unsure


def test_a_repeated_word_adds_no_confidence(index: SearchIndex) -> None:
    once, twice = (index.search(["тренинг"] * times, 1)[0] for times in (1, 2))
    assert twice.confidence == once.confidence > 0


@pytest.mark.parametrize("documents", [[], [Document("")], [Document("", ["?"]), Document("…")]])
def test_index_without_words_finds_nothing(documents: list[Document]) -> None:
    assert SearchIndex(documents).search(["помощь"], 3) == []


def test_one_document_alone_is_found() -> None:
    assert numbers(SearchIndex([Document("Помощь мигрантам")]), "помощь") == [0]


def test_two_documents_are_told_apart() -> None:
    assert numbers(SearchIndex([Document("Помощь мигрантам"), Document("Помощь детям")]), "детям помощь")[0] == 1


def test_documents_without_questions_are_found_beside_those_with() -> None:
    index = SearchIndex([Document("Помощь", ["куда идти?"]), Document("Граница закрыта")])
    assert numbers(index, "граница") == [1]


def test_words_are_those_of_texts_and_questions() -> None:
    assert SearchIndex([Document("Помощь рядом", ["Куда идти?"])]).words == {"помощь", "рядом", "куда", "идти"}


@given(questions)
def test_ngrams_of_the_index_are_those_of_the_analyzer(words: list[str]) -> None:
    index = SearchIndex([Document(" ".join(words))])
    grams = index.analyzer.grams(words)
    assert (index._grams.scores(grams) > 0).all() == bool(grams)
    assert {gram for gram in grams if index._grams.idf(gram) is None} == set()


def test_index_of_many_documents_finds_each_by_its_own_word() -> None:
    rng = np.random.default_rng(0)
    common = rng.choice(["помощь", "граница", "работа", "закон"], size=(500, 8))
    index = SearchIndex(Document(" ".join([*words, f"номер{number}"])) for number, words in enumerate(common))
    assert [numbers(index, f"номер{number}", 1) for number in range(0, 500, 50)] == [[n] for n in range(0, 500, 50)]


@given(questions)
def test_few_documents_are_searched_as_many_are(words: list[str]) -> None:
    hits = []
    for few in (0, 200):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(search_index, "_FEW", few)
            hits.append(SearchIndex(PASSAGES).search(words, 9))
    assert [hit.number for hit in hits[0]] == [hit.number for hit in hits[1]]
    for few, many in zip(*hits, strict=True):
        assert (few.score, few.confidence) == pytest.approx((many.score, many.confidence))
