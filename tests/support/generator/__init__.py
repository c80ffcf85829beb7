"""A seeded generator of typed analyst queries over the shop, whose answers SQL leaves no room in.

``Generator(schema, seed)`` gives one statement after another. What they may be made of stands in tables: ``terms.py``
(expressions by type), ``clauses.py`` (aggregates and windows), ``sources.py`` (joins) and ``queries.py`` (the
shapes of a statement). To widen it, add a row there.
"""

from support.generator.queries import Generated, Generator, broken
from support.generator.scope import Schema

__all__ = ["Generated", "Generator", "Schema", "broken"]
