"""The benchmarks' own tests need the engines that they compare: they run once `make bench` has installed these."""

from importlib.util import find_spec

collect_ignore = [] if all(map(find_spec, ("bm25s", "matplotlib", "tantivy"))) else ["test_benchmarks.py"]
