"""Our walk over a tree leaves nothing out, and our copy of one is another tree."""

from __future__ import annotations

from typing import Any

from sqlglot import exp
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


def test_a_copy_is_that_of_sqlglot() -> None:
    """Each node is another one with the same values, in the same place, and nothing of the tree is changed."""
    for text in TEXTS:
        (tree,) = PLAIN.parse(text)
        assert tree is not None
        before = repr(tree)
        for mine, theirs, old in zip(nodes(copy_of(tree)), nodes(tree.copy()), nodes(tree), strict=True):
            assert mine is not old, text
            assert _kept(mine) == _kept(theirs), text

        assert before == repr(tree) == repr(copy_of(tree))


def _kept(node: exp.Expr) -> tuple[Any, ...]:
    """What a copy of a node has beside its arguments."""
    return type(node), node.arg_key, node.index, node.comments, node.type, node.meta, node.parent is None
