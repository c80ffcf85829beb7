"""Our walk over a tree leaves nothing out."""

from __future__ import annotations

from support import cases

from autogen_hatidata.sql.parse import parse
from autogen_hatidata.sql.walking import nodes

TEXTS = [
    *(case.sql for case in cases.read("analyst.sql")),
    "WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x) SELECT * EXCLUDE (a), {'k': [1, 2]} FROM x, t",
    "SELECT CASE WHEN a IN (1, 2) THEN x -> 'y' END FROM t WINDOW w AS (PARTITION BY b ORDER BY c NULLS LAST)",
    "PIVOT t ON y IN (1, 2) USING sum(z)",
]


def test_nodes_are_those_of_sqlglots_walk() -> None:
    """The same nodes in the same order: the first thing that may not be used is the one that an error names."""
    for text in TEXTS:
        tree = parse(text)

        assert [id(node) for node in nodes(tree)] == [id(node) for node in tree.walk()], text
