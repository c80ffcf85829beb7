"""Our walk over a tree leaves nothing out, and our copy of one is another tree."""

from __future__ import annotations

import pytest
from support import cases

from autogen_hatidata.sql.parse import parse
from autogen_hatidata.sql.plain import PLAIN
from autogen_hatidata.sql.walking import copy_of, nodes

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


@pytest.mark.parametrize("sql", TEXTS)
def test_a_copy_is_that_of_sqlglot(sql: str) -> None:
    """Each node is another one with the same values, in the same place, and nothing of the tree is changed."""
    (tree,) = PLAIN.parse(sql)
    assert tree is not None
    before = repr(tree)
    for mine, theirs, old in zip(nodes(copy_of(tree)), nodes(tree.copy()), nodes(tree), strict=True):
        assert mine is not old
        assert type(mine) is type(theirs)
        assert (mine.arg_key, mine.index, mine.comments, mine.type) == (
            theirs.arg_key,
            theirs.index,
            theirs.comments,
            theirs.type,
        )
        assert mine.meta == theirs.meta
        assert (mine.parent is None) == (theirs.parent is None)

    assert before == repr(tree) == repr(copy_of(tree))
