"""The engines compared: each indexes the same tokens and returns the numbers of the best texts."""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

import bm25s
import numpy as np
import tantivy
from rank_bm25 import BM25Okapi

from bot.search import Analyzer, Document, SearchIndex, tokenize
from bot.search.okapi import K1, B, Bm25, Occurrences, Scores, best

COUNT = 10  # texts wanted


class Tokens:
    """A text as it is written, as words and as terms."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = tokenize(text)
        self.terms = Analyzer().terms(self.words)


class Engine(ABC):
    """Something that is built from texts and searches them."""

    name: ClassVar[str]
    largest: ClassVar[int] = 100_000  # texts with which it is still measured
    rounds: ClassVar[int] = 5  # how often each question is asked

    @abstractmethod
    def __init__(self, texts: Sequence[Tokens]) -> None: ...

    @abstractmethod
    def search(self, question: Tokens) -> Sequence[int]:
        """Return the numbers of the best texts, best first."""


class Words(Engine):
    """Our BM25 of one field, words alone; what the other engines are compared with."""

    name = "ours, words"

    def __init__(self, texts: Sequence[Tokens]) -> None:
        self._analyzer = Analyzer()
        self._bm25 = Bm25(Occurrences.of([text.terms for text in texts]))

    def scores(self, terms: Sequence[str]) -> Scores:
        """Return the scores of all texts."""
        return self._bm25.scores(terms, [self._analyzer.weight(term) for term in terms])

    def search(self, question: Tokens) -> Sequence[int]:
        """Search the words alone."""
        return best(self.scores(question.terms), COUNT).tolist()  # type: ignore[no-any-return]


class Whole(Engine):
    """Our whole search: words and character n-grams, with the confidence of each hit."""

    name = "ours, words and n-grams"
    largest = 10_000
    rounds = 3

    def __init__(self, texts: Sequence[Tokens]) -> None:
        self._index = SearchIndex(Document(text.text) for text in texts)

    def search(self, question: Tokens) -> Sequence[int]:
        """Search as the assistant does."""
        return [hit.number for hit in self._index.search(question.words, COUNT)]


class RankBm25(Engine):
    """The library whose scores ours are, as it is."""

    name = "rank-bm25"
    largest = 10_000
    rounds = 1

    def __init__(self, texts: Sequence[Tokens]) -> None:
        self._bm25 = BM25Okapi([text.terms for text in texts], k1=K1, b=B)

    def search(self, question: Tokens) -> Sequence[int]:
        """Score every text and sort all of them."""
        return np.argsort(-self._bm25.get_scores(question.terms), kind="stable")[:COUNT].tolist()  # type: ignore[no-any-return]


class Bm25s(Engine):
    """bm25s with its NumPy backend."""

    name = "bm25s"

    def __init__(self, texts: Sequence[Tokens]) -> None:
        self._bm25 = bm25s.BM25(k1=K1, b=B, method="atire", backend="numpy")
        self._bm25.index([text.terms for text in texts], show_progress=False)

    def search(self, question: Tokens) -> Sequence[int]:
        """Retrieve the best texts."""
        numbers, _ = self._bm25.retrieve([question.terms], k=COUNT, show_progress=False)
        return numbers[0].tolist()  # type: ignore[no-any-return]


class Tantivy(Engine):
    """tantivy, the engine in Rust, with its index in memory and our weights of the terms."""

    name = "tantivy"

    def __init__(self, texts: Sequence[Tokens]) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("terms", tokenizer_name="raw", index_option="freq")
        self._schema = builder.build()
        self._analyzer = Analyzer()
        index = tantivy.Index(self._schema)
        writer = index.writer(heap_size=1_000_000_000, num_threads=1)  # one segment, so that addresses are our numbers
        for text in texts:
            writer.add_document(tantivy.Document(terms=text.terms))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()
        if self._searcher.num_segments != 1:
            raise RuntimeError("tantivy has cut its index into segments")

    def search(self, question: Tokens) -> Sequence[int]:
        """Search for any of the terms."""
        found = self._searcher.search(self._query(question), COUNT, count=False)
        return [address.doc for _, address in found.hits]

    def _query(self, question: Tokens) -> tantivy.Query:
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, self._term(term)) for term in question.terms])

    def _term(self, term: str) -> tantivy.Query:
        query = tantivy.Query.term_query(self._schema, "terms", term, index_option="freq")
        weight = self._analyzer.weight(term)
        return query if weight == 1 else tantivy.Query.boost_query(query, weight)


class Fts5(Engine):
    """SQLite's full-text search, in memory. Terms go by numbers, so that its tokenizer leaves them whole."""

    name = "SQLite FTS5"
    rounds = 3

    def __init__(self, texts: Sequence[Tokens]) -> None:
        self._numbers: dict[str, int] = {}
        self._database = sqlite3.connect(":memory:")
        self._database.execute("CREATE VIRTUAL TABLE texts USING fts5(terms, content='', tokenize='ascii')")
        self._database.executemany(
            "INSERT INTO texts (rowid, terms) VALUES (?, ?)",
            ((number, " ".join(map(self._token, text.terms))) for number, text in enumerate(texts)),
        )
        self._database.execute("INSERT INTO texts (texts) VALUES ('optimize')")

    def _token(self, term: str) -> str:
        return f"t{self._numbers.setdefault(term, len(self._numbers))}"

    def search(self, question: Tokens) -> Sequence[int]:
        """Search for any of the terms."""
        query = " OR ".join(map(self._token, question.terms))
        sql = "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?"
        return [number for (number,) in self._database.execute(sql, (query, COUNT))]


ENGINES: tuple[type[Engine], ...] = (Words, Whole, RankBm25, Bm25s, Tantivy, Fts5)
