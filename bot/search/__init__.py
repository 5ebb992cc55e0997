"""Full-text search over passages: analyzer, BM25 index, confidence. Knows text and numbers, nothing of migration."""

from bot.search.analyzer import Analyzer, normalize, tokenize
from bot.search.index import Document, Hit, SearchIndex

__all__ = ["Analyzer", "Document", "Hit", "SearchIndex", "normalize", "tokenize"]
