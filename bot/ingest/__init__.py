"""A bulletin file becomes draft passages in the house format, with everything else that stands in it in comments."""

from bot.ingest.document import Dropped, IngestError
from bot.ingest.draft import Draft, draft
from bot.ingest.output import save
from bot.ingest.proposals import Recogniser
from bot.ingest.reading import read
from bot.ingest.writing import to_yaml

__all__ = ["Draft", "Dropped", "IngestError", "Recogniser", "draft", "read", "save", "to_yaml"]
