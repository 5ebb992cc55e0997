"""The tests of the measuring need what measures: they run once `make bench` has installed it."""

from importlib.util import find_spec

collect_ignore = [] if all(map(find_spec, ("matplotlib", "psutil", "tornado"))) else ["test_throughput.py"]
