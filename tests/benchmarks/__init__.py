"""How fast and how good the search is beside other engines. `make bench` measures; no test depends on a timing."""
