"""A seeded generator of statements that compare texts by their meaning.

A shape is a statement with slots: ``{m}`` is a condition that asks for meaning, ``{r}`` a rank, ``{b}`` a condition of
both tables together, ``{p}`` a rank of both, ``{c}`` any condition, ``{k}`` a small number, ``{n}`` one that is no
parameter, ``{x}`` a column, ``{q}`` a text, ``{t}`` a threshold. What
they become is drawn. To widen it, add a row to `SHAPES`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from meaning_world import QUESTIONS

SHAPES = (
    # one table
    "SELECT d.id, d.title FROM docs d WHERE {m}",
    "SELECT d.id FROM docs AS d WHERE {m} AND {c}",
    "SELECT d.id FROM docs d WHERE {m} OR {m}",
    "SELECT d.id FROM docs d WHERE NOT ({m} AND {m})",
    "SELECT d.id, {m} FROM docs d",
    "SELECT d.id, {r}, {r} FROM docs d",
    "SELECT d.id, {m} AS near, {r} AS rank FROM docs d ORDER BY d.id",
    "SELECT d.id FROM docs d ORDER BY {r} DESC NULLS LAST, d.id",
    "SELECT d.id FROM docs d ORDER BY {r} ASC NULLS FIRST, d.id LIMIT {k}",
    "SELECT d.id, {r} AS rank FROM docs d ORDER BY rank DESC NULLS LAST, d.id DESC LIMIT {k} OFFSET 2",
    "SELECT d.id, {r} AS rank FROM docs d WHERE rank > {t} ORDER BY 2 DESC, 1",
    "SELECT d.id, {m} AS near FROM docs d WHERE near",
    "SELECT d.* FROM docs d WHERE {m}",
    "FROM docs d SELECT d.id WHERE {m}",
    "FROM docs d WHERE {m}",
    "FROM (FROM docs WHERE id > {k}) d SELECT d.id, {r} AS r WHERE {m} ORDER BY d.id",
    "SELECT d.id, {r} AS r FROM docs d WHERE {m} ORDER BY d.id OFFSET {k} LIMIT {k}",
    "SELECT id, semantic_rank(body, {q}) FROM docs WHERE semantic_match(title, {q}, {t})",
    "SELECT id FROM docs WHERE SEMANTIC_MATCH(BODY, {q}) ORDER BY id",
    "SELECT id FROM main.docs WHERE vector_match(docs.body, {q})",
    'SELECT id FROM docs WHERE semantic_match("the ""odd"" text", {q})',
    "SELECT 'semantic_match(body, ''x'')' AS text, d.id FROM docs d WHERE {m}",
    'SELECT d.id AS "semantic_match", {r} AS "semantic_rank" FROM docs d',
    "SELECT DISTINCT {m} FROM docs d",
    "SELECT DISTINCT ON (d.points) d.points, d.id FROM docs d ORDER BY d.points, {r} DESC NULLS LAST, d.id",
    "SELECT d.id, CASE WHEN {m} THEN 'yes' WHEN NOT {m} THEN 'no' ELSE 'unknown' END AS v FROM docs d",
    "SELECT d.id, CASE {m} WHEN true THEN 1 WHEN false THEN 0 END AS v FROM docs d",
    "SELECT d.id, coalesce({r}, -1) AS v, {m} IS NULL AS n FROM docs d",
    "SELECT d.id, if({m}, {r}, NULL) AS v FROM docs d",
    "SELECT d.id, ({m}) = ({m}) AS same, {r} - {r} AS less FROM docs d",
    "SELECT d.id FROM docs d WHERE d.topic = 'praise \u2728' AND {m}",
    "SELECT d.id FROM docs d WHERE d.title LIKE '%e%' AND ({m}) IS NOT TRUE",
    "SELECT d.id FROM docs d WHERE {r} BETWEEN {t} AND 1",
    "SELECT d.id FROM docs d WHERE {r} IN (0, 0.25, 0.5, 1)",
    "SELECT {{'rank': {r}, 'near': {m}}} AS s, d.id FROM docs d",
    "SELECT [{r}, {r}] AS l, d.id FROM docs d",
    # the first rows, for which not all texts are looked up, and other conditions, which leave only some
    "SELECT d.id FROM docs d ORDER BY semantic_rank({x}, {q}) DESC, d.id LIMIT {n}",
    "SELECT id, semantic_rank(body, {q}) AS r FROM docs WHERE points > 1 ORDER BY r DESC, id LIMIT {n}",
    "SELECT id, semantic_rank(title, {q}) AS r FROM docs WHERE id > {k} OR body IS NULL ORDER BY 2 DESC, 1 "
    "LIMIT {n} OFFSET 2",
    "SELECT id, semantic_rank(body, {q}) AS r FROM docs WHERE r > {t} ORDER BY r DESC, id LIMIT {n}",
    "SELECT id FROM docs WHERE semantic_match(title, {q}, {t}) ORDER BY semantic_rank(body, {q}) DESC, id LIMIT {n}",
    "SELECT id FROM docs WHERE id IN (SELECT doc_id FROM crm.calls) "
    "ORDER BY semantic_rank(body, {q}) DESC, id LIMIT {n}",
    "SELECT id, coalesce(semantic_rank(body, 'late'), 2) AS r FROM docs "
    "ORDER BY semantic_rank(body, 'late') DESC, id LIMIT {n}",
    "SELECT id, coalesce(semantic_rank(body, 'late'), 2) AS r FROM docs ORDER BY r DESC, id LIMIT {n}",
    "SELECT DISTINCT points, semantic_rank(body, {q}) AS r FROM docs ORDER BY r DESC, points LIMIT {n}",
    "SELECT points, max(semantic_rank(body, 'late')) AS r FROM docs GROUP BY points ORDER BY r DESC, points LIMIT {n}",
    "SELECT id, sum(semantic_rank(body, 'late')) OVER () AS s FROM docs "
    "ORDER BY semantic_rank(body, 'late') DESC, id LIMIT {n}",
    "SELECT id FROM (SELECT * FROM docs WHERE id > {k}) ORDER BY semantic_rank(body, {q}) DESC, id LIMIT {n}",
    "SELECT * FROM (SELECT id, semantic_rank(body, {q}) AS r FROM docs ORDER BY r DESC, id LIMIT {n}) WHERE r > {t}",
    "SELECT id, semantic_rank(text, {q}) AS r FROM recent WHERE id < 30 ORDER BY r DESC, id LIMIT {n}",
    "SELECT id, semantic_rank(body, {q}) AS r FROM docs ORDER BY r DESC NULLS FIRST, id LIMIT {n}",
    "SELECT id, semantic_rank(body, {q}) AS r FROM docs ORDER BY r, id LIMIT {n}",
    "SELECT id, semantic_rank(body, {q}) AS r FROM docs ORDER BY r DESC, id LIMIT 40%",
    "SELECT id, semantic_rank(body, {q}) AS r FROM docs ORDER BY round(r, 1) DESC, id LIMIT {n}",
    "SELECT d.id, c.id AS call FROM docs d, crm.calls c WHERE c.doc_id = d.id ORDER BY {p} DESC, d.id, c.id LIMIT {n}",
    "SELECT d.id, c.id AS call FROM docs d JOIN crm.calls c ON c.id < 9 "
    "ORDER BY semantic_rank(c.said, {q}) DESC, d.id, c.id LIMIT {n}",
    "SELECT id FROM docs WHERE points BETWEEN 1 AND 3 AND semantic_match(body, {q}, {t}) AND id > {k}",
    "SELECT id FROM docs WHERE NOT (points > 2) AND NOT semantic_match(body, {q}, {t}) AND team IS NOT NULL",
    "SELECT d.id, c.id AS call FROM docs d LEFT JOIN crm.calls c ON d.id = c.doc_id "
    "WHERE c.id IS NULL OR c.id > {k} AND {mc}",
    "SELECT d.id, c.id AS call FROM docs d FULL JOIN crm.calls c ON d.id = c.doc_id WHERE d.id > {k} AND {m}",
    "SELECT d.id FROM docs d WHERE d.id > {k} AND EXISTS (SELECT 1 FROM crm.calls c WHERE c.id > {k} AND {b})",
    "SELECT d.id FROM docs d WHERE d.id > {k} AND d.id < (SELECT count(*) FROM docs e WHERE e.points > 1 AND {m}) + 20",
    "SELECT points, count(*) FILTER (WHERE {m}) AS n FROM docs d WHERE d.id > {k} GROUP BY points HAVING count(*) > 1",
    "SELECT d.id FROM docs d WHERE CASE WHEN d.title IS NULL THEN false ELSE length(d.title) > 3 END AND {m}",
    "SELECT d.id FROM docs d WHERE d.title SIMILAR TO '.*late.*' AND {m}",
    "SELECT d.id FROM docs d WHERE (d.id, d.points) IN ((5, 0), (10, 0), (20, 0)) AND {m}",
    "SELECT d.id, {m} AS near FROM docs d WHERE d.meta->>'n' = '1' OR d.meta IS NULL",
    "SELECT d.id FROM docs d WHERE len([title FOR title IN ['late', 'it''s broken'] IF title = d.title]) = 0 AND {m}",
    "SELECT d.id, (SELECT semantic_rank({x}, {q}) AS r FROM crm.calls c ORDER BY r DESC, c.id LIMIT 1) AS r "
    "FROM docs d",
    # a rank of rows that match the same text, and of others beside them
    "SELECT id, semantic_rank(body, 'late') AS r FROM docs WHERE semantic_match(body, 'late', {t}) ORDER BY r DESC, id "
    "LIMIT {n}",
    "SELECT id, semantic_rank(body, {q}) AS r FROM docs WHERE semantic_match(body, {q}, {t}) "
    "AND NOT semantic_match(title, {q}, {t}) ORDER BY r, id",
    "SELECT d.id, c.id AS call, semantic_rank(d.body, 'late') AS r FROM docs d LEFT JOIN crm.calls c "
    "ON c.doc_id = d.id AND semantic_rank(d.body, 'late') > {t} WHERE (semantic_match(d.body, 'late', 0.2))",
    "SELECT d.id, c.id AS call, semantic_rank(c.said, 'late') AS r FROM docs d FULL JOIN crm.calls c "
    "ON c.doc_id = d.id WHERE semantic_match(c.said, 'late', {t}) AND semantic_match(c.said, 'late', 0.1)",
    "SELECT points, max(semantic_rank(body, 'late')) AS r FROM docs WHERE semantic_match(docs.body, 'late', {t}) "
    "GROUP BY points HAVING r < 0.9",
    "SELECT d.id, semantic_rank(d.body, 'late') AS r, (SELECT max(semantic_rank(e.body, 'late')) FROM docs e) AS best "
    "FROM docs d WHERE vector_match(d.body, 'late', threshold => {t})",
    "SELECT id, semantic_rank(body, 'late') AS r FROM docs WHERE semantic_match(body, 'late', {t}) OR points > 2",
    "SELECT id, semantic_rank(body, 'late') AS r FROM docs WHERE NOT semantic_match(body, 'late', {t})",
    # a name of the select list within another expression
    "SELECT d.id, {r} AS r, r / 2, d.points + r AS more FROM docs d",
    "SELECT d.id, {m} AS near, NOT near AS far, near AND far AS never FROM docs d ORDER BY near IS NULL, d.id",
    "SELECT d.id, {r} AS points, points + 1 AS more FROM docs d ORDER BY points, d.id",
    "SELECT d.id, {r} AS r FROM docs d WHERE r > {t} AND r < 0.9 ORDER BY CASE WHEN r > 0.5 THEN 1 ELSE 2 END, d.id",
    "SELECT d.points, max({r}) AS best FROM docs d GROUP BY d.points HAVING best > {t} ORDER BY best + 1, d.points",
    "SELECT d.id, {r} AS r FROM docs d QUALIFY row_number() OVER (ORDER BY r DESC, d.id) <= {n}",
    # groups
    "SELECT count(*) AS n FROM docs d WHERE {m}",
    "SELECT d.points, count(*) AS n FROM docs d WHERE {m} GROUP BY d.points",
    "SELECT {m} AS near, count(*) AS n FROM docs d GROUP BY near",
    "SELECT {m} AS near, count(*) AS n FROM docs d GROUP BY 1 ORDER BY 1 NULLS LAST",
    "SELECT {m} AS near, d.points, sum(d.id) AS n FROM docs d GROUP BY ALL",
    "SELECT d.points, max({r}) AS best, min({r}) AS least FROM docs d GROUP BY d.points",
    "SELECT d.points, avg({r}) AS mean FROM docs d GROUP BY d.points HAVING max({r}) > {t}",
    "SELECT d.points FROM docs d GROUP BY d.points HAVING bool_or({m})",
    "SELECT d.body, count(*) AS n FROM docs d GROUP BY d.body HAVING {grouped}",
    "SELECT d.body, semantic_rank(d.body, {q}) AS r, count(*) AS n FROM docs d GROUP BY d.body",
    "SELECT count(*) FILTER (WHERE {m}) AS a, count(*) FILTER (WHERE NOT {m}) AS b FROM docs d",
    "SELECT d.points, sum(CASE WHEN {m} THEN 1 ELSE 0 END) AS n FROM docs d GROUP BY d.points ORDER BY d.points",
    "SELECT count_if({m}) AS n, bool_and({m}) AS a FROM docs d",
    "SELECT arg_max(d.id, {r} * 1000 - d.id) AS best FROM docs d",
    "SELECT list(d.id ORDER BY {r} DESC NULLS LAST, d.id) AS l FROM docs d",
    "SELECT d.points, {m} AS near, count(*) AS n FROM docs d GROUP BY ROLLUP (d.points, near)",
    "SELECT d.points, count(*) AS n FROM docs d WHERE {m} GROUP BY GROUPING SETS ((d.points), ())",
    # windows
    "SELECT d.id, row_number() OVER (ORDER BY {r} DESC NULLS LAST, d.id) AS n FROM docs d",
    "SELECT d.id, rank() OVER (PARTITION BY {m} ORDER BY d.id) AS n FROM docs d",
    "SELECT d.id, max({r}) OVER (PARTITION BY d.points) AS best FROM docs d",
    "SELECT d.id, lag({r}) OVER (ORDER BY d.id) AS before FROM docs d",
    "SELECT d.id, d.points FROM docs d QUALIFY row_number() OVER (PARTITION BY d.points ORDER BY {r} DESC, d.id) = 1",
    "SELECT d.id FROM docs d WHERE {m} QUALIFY rank() OVER (ORDER BY d.id) <= {k}",
    "SELECT d.id FROM docs d QUALIFY {m} AND count(*) OVER (PARTITION BY d.points) > 1",
    "SELECT d.id, sum(d.id) OVER w AS s FROM docs d WHERE {m} WINDOW w AS (PARTITION BY d.points "
    "ORDER BY semantic_rank(d.body, 'late'), d.id)",
    # sub-queries
    "SELECT id FROM (SELECT * FROM docs) d WHERE {m}",
    "SELECT d.id FROM (SELECT id, title, body, topic, meta, vec, points FROM docs WHERE id > {k}) AS d WHERE {m}",
    "SELECT d.id, d.t FROM (SELECT id, body AS t FROM docs) d WHERE semantic_match(d.t, {q}, {t})",
    "SELECT a, semantic_rank(b, {q}) AS r FROM (SELECT id, body FROM docs) AS x(a, b)",
    "SELECT x.r FROM (SELECT {r} AS r, d.id FROM docs d WHERE {m}) x WHERE x.r > {t}",
    "SELECT id FROM docs WHERE id IN (SELECT d.id FROM docs d WHERE {m})",
    "SELECT id FROM docs WHERE id NOT IN (SELECT d.id FROM docs d WHERE {m})",
    "SELECT d.id FROM docs d WHERE EXISTS (SELECT 1 FROM crm.calls c WHERE c.doc_id = d.id AND {mc})",
    "SELECT d.id FROM docs d WHERE NOT EXISTS (SELECT 1 FROM crm.calls c WHERE {b})",
    "SELECT d.id FROM docs d WHERE EXISTS (SELECT 1 FROM crm.calls c WHERE c.id < {k} AND {m})",
    "SELECT d.id, (SELECT max({rc}) FROM crm.calls c WHERE c.doc_id = d.id) AS r FROM docs d",
    "SELECT d.id, (SELECT count(*) FROM crm.calls c WHERE {b}) AS n FROM docs d",
    "SELECT d.id FROM docs d WHERE {r} = (SELECT max({r}) FROM docs d)",
    "SELECT d.id FROM docs d WHERE {r} >= ALL (SELECT {rc} FROM crm.calls c WHERE c.said IS NOT NULL)",
    "SELECT d.id, l.r FROM docs d, LATERAL (SELECT {r} AS r) l WHERE l.r > {t}",
    "SELECT d.id, l.id FROM docs d, LATERAL (SELECT c.id FROM crm.calls c WHERE {b} AND c.id < {k}) l",
    "WITH near AS (SELECT d.id, {r} AS r FROM docs d WHERE {m}) SELECT * FROM near WHERE r > {t} ORDER BY id",
    "WITH d AS (SELECT * FROM docs) SELECT d.id, {m} AS near FROM d",
    "WITH d AS MATERIALIZED (FROM docs WHERE id > {k}) SELECT d.id FROM d WHERE {m}",
    "WITH docs AS (SELECT * FROM docs WHERE id > 3) SELECT d.id FROM docs d WHERE {m}",
    "WITH x(i, t) AS (SELECT id, said FROM crm.calls) SELECT i FROM x WHERE semantic_match(t, {q}, {t})",
    "WITH a AS (SELECT body FROM docs), b AS (SELECT * FROM a) SELECT count(*) AS n FROM b "
    "WHERE semantic_match(body, {q})",
    "WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x WHERE n < 4) "
    "SELECT x.n, d.id FROM x JOIN docs d ON d.id = x.n WHERE {m}",
    # columns that pass through a star
    "SELECT id, n FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM docs WHERE id > {k}) d WHERE {m}",
    "SELECT id FROM (SELECT 1 AS x, * EXCLUDE (owner) RENAME (points AS p) FROM docs) d WHERE {m} AND x = 1",
    "SELECT id, semantic_rank(body, {q}) AS r FROM (SELECT * REPLACE (title AS body) FROM docs) d",
    "SELECT id FROM (SELECT * RENAME (body AS title, title AS body) FROM docs) d WHERE semantic_match(title, {q}, {t})",
    "SELECT d.id, d.call FROM (SELECT d.*, c.id AS call FROM docs d JOIN crm.calls c ON c.doc_id = d.id) d WHERE {m}",
    "WITH d AS (SELECT * FROM docs JOIN (SELECT id, said FROM crm.calls) USING (id)) SELECT id, said FROM d WHERE {m}",
    "WITH d AS (SELECT * FROM docs SEMI JOIN crm.calls USING (id)) SELECT id FROM d WHERE {m}",
    "SELECT i, semantic_rank(t, {q}) AS r FROM (SELECT c.said, d.* FROM docs d LEFT JOIN crm.calls c USING (id)) "
    "x(s, i, e, t)",
    # views
    "SELECT id, semantic_rank(text, {q}) FROM recent",
    "SELECT id FROM recent WHERE semantic_match(title, {q}, {t}) OR semantic_match(text, {q})",
    "SELECT r.id, semantic_match(r.vec, {q}) AS near FROM recent r ORDER BY r.id",
    "SELECT r.id, d.id FROM recent r JOIN docs d ON semantic_match(r.text, d.title, {t})",
    # set operations
    "SELECT d.id FROM docs d WHERE {m} UNION SELECT c.id FROM crm.calls c WHERE {mc}",
    "SELECT d.id FROM docs d WHERE {m} UNION ALL SELECT d.id FROM docs d WHERE NOT {m}",
    "SELECT d.id FROM docs d WHERE {m} INTERSECT SELECT d.id FROM docs d WHERE {m}",
    "SELECT d.id FROM docs d EXCEPT SELECT d.id FROM docs d WHERE {m}",
    "SELECT d.id, {m} AS near FROM docs d UNION ALL BY NAME SELECT {mc} AS near, c.id FROM crm.calls c",
    "SELECT t, semantic_match(t, {q}) AS near FROM (SELECT body AS t FROM docs UNION SELECT said FROM crm.calls) u",
    "SELECT t FROM (SELECT title FROM docs UNION ALL SELECT body FROM docs) u(t) WHERE semantic_match(t, {q}, {t})",
    "SELECT t FROM (SELECT title AS t FROM docs EXCEPT SELECT said FROM crm.calls) u WHERE semantic_match(t, {q}, {t})",
    "(SELECT d.id FROM docs d WHERE {m} ORDER BY d.id LIMIT 2) UNION ALL (SELECT c.id FROM crm.calls c WHERE {mc})",
    # joins
    "SELECT d.id, c.id AS call FROM docs d JOIN crm.calls c ON d.id = c.doc_id WHERE {m} AND {mc}",
    "SELECT d.id, c.id AS call FROM docs d JOIN crm.calls c ON c.doc_id = d.id AND {m}",
    "SELECT d.id, c.id AS call FROM docs d JOIN crm.calls c ON {b}",
    "SELECT d.id, c.id AS call, {p} AS r FROM docs d JOIN crm.calls c ON {b} ORDER BY r DESC NULLS LAST, d.id, c.id",
    "SELECT d.id, c.id AS call, {p} FROM docs d, crm.calls c WHERE d.id = c.doc_id",
    "SELECT d.id, c.id AS call FROM docs d CROSS JOIN crm.calls c WHERE {b} AND {m}",
    "SELECT d.id, c.id AS call FROM docs d LEFT JOIN crm.calls c ON d.id = c.doc_id WHERE {mc}",
    "SELECT d.id, c.id AS call, {rc} AS r FROM docs d LEFT JOIN crm.calls c ON d.id = c.doc_id",
    "SELECT d.id, c.id AS call, {m} AS near FROM docs d RIGHT JOIN crm.calls c ON d.id = c.doc_id",
    "SELECT d.id, c.id AS call, {p} AS r FROM docs d FULL JOIN crm.calls c ON d.id = c.doc_id",
    "SELECT d.id, c.id AS call FROM docs d LEFT JOIN crm.calls c ON d.id = c.doc_id AND {mc}",
    "SELECT d.id, c.id AS call FROM docs d LEFT JOIN crm.calls c ON {b}",
    "SELECT d.id FROM docs d SEMI JOIN crm.calls c ON d.id = c.doc_id AND {mc}",
    "SELECT d.id FROM docs d ANTI JOIN crm.calls c ON {b}",
    "SELECT id, title FROM docs d JOIN crm.calls c USING (id, team) WHERE {m}",
    "SELECT d.id, e.id AS other FROM docs d JOIN docs e ON semantic_match(d.title, e.body, {t}) AND d.id < e.id",
    "SELECT a.id, semantic_rank(a.title, a.body) AS r FROM docs a WHERE semantic_match(a.title, a.body, -1)",
    "SELECT c.id, max({p}) AS best FROM docs d JOIN crm.calls c ON {b} GROUP BY c.id",
    "SELECT c.id, arg_max(d.id, {p} * 100 - d.id) AS best FROM crm.calls c, docs d GROUP BY c.id",
    "SELECT c.id, d.id AS doc FROM crm.calls c, docs d WHERE {b} "
    "QUALIFY row_number() OVER (PARTITION BY c.id ORDER BY {p} DESC NULLS LAST, d.id) = 1",
    "SELECT count(*) AS n FROM docs d, crm.calls c WHERE NOT {b}",
    "SELECT d.id, c.id AS call FROM docs d JOIN (SELECT * FROM crm.calls WHERE id < {k}) c ON {b}",
    "WITH c AS (SELECT c.id, c.said, c.body, c.vec FROM crm.calls c WHERE {mc}) SELECT d.id, c.id AS call "
    "FROM docs d, c WHERE {b}",
    "SELECT d.id, c.id AS call FROM docs d ASOF JOIN crm.calls c ON d.id >= c.id WHERE {m}",
    "SELECT d.id, c.id AS call FROM docs d POSITIONAL JOIN crm.calls c WHERE {m}",
)
"""Each may be drawn; the aliases of its tables are ``d`` for docs and ``c`` for calls."""

TEXT_COLUMNS = {"d": ("title", "body", "topic", "meta"), "c": ("said", "body")}
_OUTER = re.compile("LEFT JOIN|RIGHT JOIN|FULL JOIN")
"""With these no vectors are asked for: DuckDB 2.0 fails where a column FLOAT[n] of a filtered view meets no row."""

NUMBERS = ("-1", "-0.5", "-0.25", "0", "0.0", "0.25", "0.3", ".5", "0.75", "1", "1.0", "1e-1", "+0.5")


@dataclass(frozen=True)
class Asked:
    """One statement: its text, parameters, whether its order is total, its text without literals, and its shape."""

    sql: str
    params: list[Any] | dict[str, Any] | None
    ordered: bool
    form: str
    shape: str


def statement(seed: str, without: frozenset[str]) -> Asked:
    """The statement of that seed. ``without``: columns that are not compared."""
    return _Writer(random.Random(seed), without).statement()


class _Writer:
    def __init__(self, chance: random.Random, without: frozenset[str]) -> None:
        self._chance, self._without = chance, without
        self._style = chance.choice(("", "", "?", "$1", "$name"))
        self._values: list[Any] = []
        self.outer = False

    def statement(self) -> Asked:
        shape = self._chance.choice(SHAPES)
        self.outer = bool(_OUTER.search(shape))
        written = re.sub(r"\{(\w+)\}", lambda slot: SLOTS[slot[1]](self), shape)
        sql, params = self._with_parameters(written.replace("{{", "{").replace("}}", "}"))
        ordered = (
            bool(re.search(r"ORDER BY (?:[^()]|\([^()]*(?:\([^()]*\)[^()]*)*\))*$", shape)) and "UNION" not in shape
        )
        form = re.sub(r"'(?:[^']|'')*'|[-+]?\.?\b\d[\d.e-]*\b", "_", sql)
        return Asked(sql, params, ordered, form, shape)

    def _with_parameters(self, text: str) -> tuple[str, list[Any] | dict[str, Any] | None]:
        given: list[Any] = []

        def placed(found: re.Match[str]) -> str:
            value = self._values[int(found[1])]
            if self._style == "?" or value not in given:
                given.append(value)
            number = given.index(value) + 1
            return {"?": "?", "$1": f"${number}", "$name": f"$name{number}"}[self._style]

        sql = re.sub("\x01(\\d+)\x01", placed, text)
        if not given:
            return sql, None
        if self._style == "$name":
            return sql, {f"name{number}": value for number, value in enumerate(given, 1)}
        return sql, given

    def value(self, value: Any, written: str) -> str:
        """A value as a literal or a parameter."""
        if not self._style or self._chance.random() < 0.4:
            return written
        self._values.append(value)
        return f"\x01{len(self._values) - 1}\x01"

    def question(self) -> str:
        text = self._chance.choice(QUESTIONS)
        return self.value(text, "'" + text.replace("'", "''") + "'")

    def number(self) -> str:
        text = self._chance.choice(NUMBERS)
        return self.value(float(text), text)

    def small(self) -> str:
        number = self._chance.randrange(3, 12)
        return self.value(number, str(number))

    def text(self, table: str) -> str:
        columns = [f"{table}.{one}" for one in TEXT_COLUMNS[table] if f"{table}.{one}" not in self._without]
        return self._chance.choice(columns)

    def column(self, table: str) -> str:
        return f"{table}.vec" if self._chance.random() < 0.2 and not self.outer else self.text(table)

    def match(self, table: str) -> str:
        return self.match_of(self.column(table), self.question())

    def match_of(self, column: str, other: str) -> str:
        name = self._chance.choice(("semantic_match", "semantic_match", "vector_match", "Semantic_Match"))
        form = self._chance.choice(("", "", ", @", ", @", ", threshold => @", ", threshold := @"))
        return f"{name}({column}, {other}{form.replace('@', self.number() if form else '')})"

    def condition(self, table: str) -> str:
        form = self._chance.choice(CONDITIONS)
        made = form.replace("@m", self.match(table)).replace("@r", self.rank(table)).replace("@t", self.number())
        return made.replace("@x", f"{table}.id").replace("@k", self.small())

    def rank(self, table: str) -> str:
        return f"semantic_rank({self.column(table)}, {self.question()})"

    def shown_rank(self, table: str) -> str:
        return self._chance.choice(RANKS).replace("@r", self.rank(table))

    def both(self) -> str:
        sides = [self.text("d"), self.text("c")]
        self._chance.shuffle(sides)
        return self.match_of(sides[0], sides[1])

    def rank_of_both(self) -> str:
        sides = [self.text("d"), self.text("c")]
        self._chance.shuffle(sides)
        return f"semantic_rank({sides[0]}, {sides[1]})"


CONDITIONS = (
    "@m", "@m", "@m", "@m", "NOT @m", "(@m AND @x > @k)", "(@m OR @x < @k)", "(NOT @m OR @x = @k)",
    "@m IS NOT NULL", "coalesce(@m, false)", "(@m = (@x > @k))", "@m IS DISTINCT FROM true", "@r > @t", "@r >= @t",
    "NOT @r <= @t", "CASE WHEN @x > @k THEN @m ELSE @x > 2 END", "CASE WHEN @m THEN @x > @k END",
    "(@m) IN (true, NULL)",
    "@r IS NULL", "round(@r, 2) < @t", "@m::INTEGER = 1",
)  # fmt: skip
RANKS = ("@r", "@r", "@r", "@r", "round(@r, 3)", "@r / 2", "1 - @r", "coalesce(@r, 0.125)", "-@r", "@r::DOUBLE", "(@r)")

SLOTS: Mapping[str, Callable[[_Writer], str]] = {
    "m": lambda writer: writer.condition("d"),
    "mc": lambda writer: writer.condition("c"),
    "r": lambda writer: writer.shown_rank("d"),
    "rc": lambda writer: writer.shown_rank("c"),
    "b": lambda writer: writer.both(),
    "p": lambda writer: writer.rank_of_both(),
    "c": lambda writer: writer._chance.choice(
        ("d.id > 4", "d.points IN (1, 2, 3)", "d.team = 'EU'", "d.meta IS NOT NULL")
    ),
    "grouped": lambda writer: writer.match_of("d.body", writer.question()),
    "x": lambda writer: writer.text("d"),
    "n": lambda writer: str(writer._chance.choice((1, 2, 3, 5, 8, 40))),
    "k": _Writer.small,
    "t": _Writer.number,
    "q": _Writer.question,
}
