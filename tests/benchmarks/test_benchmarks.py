"""The benchmarks can be run; no timing decides anything."""

import json
from pathlib import Path

import pytest

from tests.benchmarks.corpora import Corpus, Question, generate, read_squad
from tests.benchmarks.engines import ENGINES, Engine, Tokens
from tests.benchmarks.measure import Latency, Search, largest_difference, searches
from tests.benchmarks.report import plot, tables

RESULT = Search("240 texts", 240, "ours, words", Latency(0.1, 0.2), 0.5, 1.0, 0.75)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return generate(40, questions=10)


def test_generated_corpora_are_the_same_every_time(corpus: Corpus) -> None:
    assert generate(40, questions=10) == corpus


def test_squad_files_are_read(tmp_path: Path) -> None:
    paragraphs = [{"context": "Помощь", "qas": []}, {"context": "Граница", "qas": [{"question": "Где?"}]}]
    file = tmp_path / "set" / "ru.json"
    file.parent.mkdir()
    file.write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}), encoding="utf-8")
    assert read_squad(file) == Corpus("set/ru, 2 paragraphs", ["Помощь", "Граница"], [Question("Где?", 1)])


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
def test_every_engine_finds_the_text_with_all_words(engine: type[Engine], corpus: Corpus) -> None:
    texts = [Tokens(text) for text in corpus.texts]
    assert engine(texts).search(texts[7])[0] == 7


def test_searches_measure_every_engine(corpus: Corpus) -> None:
    assert [search.engine for search in searches(corpus)] == [engine.name for engine in ENGINES]


def test_scores_are_those_of_rank_bm25(corpus: Corpus) -> None:
    assert largest_difference(corpus) < 1e-9


def test_tables_show_each_engine_beside_ours() -> None:
    slower = RESULT._replace(engine="another", latency=Latency(0.4, 0.8))
    assert "| 240 | another | 0.400 | 0.800 | 0.25 | 50.0 | 100.0 | 0.750 |" in tables([RESULT, slower], 0.0, [], [])


def test_plot_is_the_same_for_the_same_results(tmp_path: Path) -> None:
    for name in ("one.svg", "other.svg"):
        plot([RESULT], tmp_path / name)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "other.svg").read_bytes()
