"""FLATTEN and the like: functions of Snowflake that stand in FROM, as sub-queries of DuckDB."""

from __future__ import annotations

from functools import partial

from sqlglot import exp

from autogen_hatidata.sql.dialects.snowflake.json import as_json, fill_query, path, read_path, text_of, token_list
from autogen_hatidata.sql.dialects.snowflake.kinds import Call, sources
from autogen_hatidata.sql.dialects.source import number, unsupported, whole_call

_unsupported = partial(unsupported, "Snowflake")

_NAME = "'[A-Za-z_][A-Za-z0-9_]*'"
_STEP = f"""
    CASE WHEN json_type(i.this) = 'ARRAY' THEN '[' || e.key || ']'
    WHEN regexp_full_match(e.key, {_NAME}) THEN {{dot}} || e.key ELSE '[''' || e.key || ''']' END
"""
_EACH = f"""
    SELECT {{seq}}CASE WHEN json_type(i.this) = 'OBJECT' THEN e.key END AS key, _1 || {_STEP} AS path,
    CASE WHEN json_type(i.this) = 'ARRAY' THEN CAST(e.key AS BIGINT) END AS index, e.value AS value, i.this AS this
    FROM (SELECT _0 AS this) AS i, json_each(i.this) AS e WHERE json_type(i.this) IN ({{kinds}})
"""
_NOTHING = """
    UNION ALL SELECT {seq}NULL, _1, NULL, NULL, CASE WHEN json_type(i.this) IN ({kinds}) THEN i.this END
    FROM (SELECT _0 AS this) AS i WHERE json_type(i.this) IS NULL OR NOT json_type(i.this) IN ({kinds}) OR
    (json_type(i.this) = 'ARRAY' AND json_array_length(i.this) = 0) OR
    (json_type(i.this) = 'OBJECT' AND len(json_keys(i.this)) = 0)
"""
_TREE = """
    SELECT {seq}CASE WHEN NOT ends_with(e.fullkey, ']') THEN e.key END AS key,
    _1 || ltrim(regexp_replace(substr(e.fullkey, 2), '[.]"([^"]*)"', '[''\\1'']', 'g'), {strip}) AS path,
    CASE WHEN ends_with(e.fullkey, ']') THEN CAST(e.key AS BIGINT) END AS index,
    e.value AS value, json_extract(i.this, e.path) AS this
    FROM (SELECT _0 AS this) AS i, json_tree(i.this) AS e WHERE e.fullkey <> '$' AND {walked}
"""
_WALKED = {
    "BOTH": "TRUE",
    "ARRAY": r"regexp_full_match(e.fullkey, '\$(\[[0-9]+\])+')",
    "OBJECT": """NOT contains(regexp_replace(e.fullkey, '"[^"]*"', '', 'g'), '[')""",
}
"""What lies inside the other kind is not reached."""

_SPLIT = """
    SELECT {seq}u.place AS index, i.parts[u.place] AS value
    FROM (SELECT _0 AS parts) AS i, unnest(range(1, len(i.parts) + 1)) AS u(place)
"""
_COUNTED = "generated_row"
_GENERATOR = f"SELECT g.place AS {_COUNTED} FROM range(_0) AS g(place)"
_MODES = {"BOTH": "'ARRAY', 'OBJECT'", "ARRAY": "'ARRAY'", "OBJECT": "'OBJECT'"}
_OPTIONS = frozenset("INPUT PATH OUTER RECURSIVE MODE".split())


def _arguments(call: Call) -> dict[str, exp.Expr]:
    found: dict[str, exp.Expr] = {}
    for place, value in enumerate(call.expressions):
        if isinstance(value, exp.Kwarg):
            name = value.this.name.upper()
            if name not in _OPTIONS or name in found:
                raise _unsupported(f"{name} in FLATTEN")
            found[name] = value.expression
        elif place:
            raise _unsupported("this form of FLATTEN", "write FLATTEN(input => v, path => 'a').")
        else:
            found["INPUT"] = value
    if "INPUT" not in found:
        raise _unsupported("this form of FLATTEN", "write FLATTEN(input => v).")
    return found


def _truth(value: exp.Expr | None, name: str) -> bool:
    if value is None:
        return False
    if not isinstance(value, exp.Boolean):
        raise _unsupported(f"a computed {name} in FLATTEN")
    return bool(value.this)


def _flatten(call: Call, seq: str) -> exp.Expr:
    found = _arguments(call)
    steps = found.get("PATH")
    if steps is not None and not steps.is_string:
        raise _unsupported("a computed PATH in FLATTEN")
    mode = found["MODE"].name.upper() if "MODE" in found else "BOTH"
    if mode not in _MODES:
        raise _unsupported("that MODE in FLATTEN")
    outer, recursive = _truth(found.get("OUTER"), "OUTER"), _truth(found.get("RECURSIVE"), "RECURSIVE")
    given = as_json(found["INPUT"])
    prefix = steps.name if steps is not None else ""
    if prefix:
        given = exp.Anonymous(this="json_extract", expressions=[given.copy(), path(read_path(prefix))])
    if recursive:
        if outer:
            raise _unsupported("RECURSIVE with OUTER in FLATTEN")
        text = _TREE.format(seq=seq, strip="''" if prefix else "'.'", walked=_WALKED[mode])
    else:
        text = _EACH + (_NOTHING if outer else "")
        text = text.format(seq=seq, kinds=_MODES[mode], dot="'.'" if prefix else "''")
    return fill_query(text, given, exp.Literal.string(prefix))


def _split(call: Call, seq: str) -> exp.Expr:
    if len(call.expressions) != 2:
        raise _unsupported(f"this form of {call.name}")
    value, signs = call.expressions
    if call.name == "STRTOK_SPLIT_TO_TABLE":
        parts = token_list([value, signs], call.name)
    elif not signs.is_string or not signs.name:
        raise _unsupported("that separator in SPLIT_TO_TABLE", "write it as a text that is not empty.")
    else:
        parts = exp.Anonymous(this="string_split", expressions=[text_of(value).copy(), signs.copy()])
    return fill_query(_SPLIT.format(seq=seq), parts)


def _generator(call: Call) -> exp.Expr:
    rows = call.expressions[0] if len(call.expressions) == 1 else None
    count = number(rows.expression) if isinstance(rows, exp.Kwarg) and rows.this.name.upper() == "ROWCOUNT" else None
    if count is None or not count.is_integer():
        raise _unsupported("this form of GENERATOR", "write GENERATOR(ROWCOUNT => 100).")
    return fill_query(_GENERATOR, exp.Literal.number(int(count)))


def check_sequence(call: Call) -> None:
    """SEQ4() and the like number the rows of the one GENERATOR in their query."""
    select = call.find_ancestor(exp.Select)
    found = _calls(select) if isinstance(select, exp.Select) else {}
    if call.expressions or [each.name for each in found.values()] != ["GENERATOR"]:
        raise _unsupported(f"{call.name} without one GENERATOR", "number rows with ROW_NUMBER() OVER (ORDER BY ...).")


def row_of_generator() -> exp.Expr:
    """What check_sequence has allowed."""
    return exp.column(_COUNTED)


def _made(call: Call, seq: str) -> exp.Expr:
    if call.name == "GENERATOR":
        return _generator(call)
    return _flatten(call, seq) if call.name == "FLATTEN" else _split(call, seq)


def in_from(source: exp.Lateral | exp.TableFromRows) -> exp.Expr | None:
    """The sub-query that stands for a function in FROM."""
    call = source.this
    if not isinstance(call, Call):
        return None
    alias = source.args.get("alias")
    if alias is not None and alias.args.get("columns"):
        raise _unsupported(f"names of columns after {call.name}", "name them in the select list, as in f.value AS tag.")
    if source.args.get("view") or source.args.get("outer") or source.args.get("pivots") or source.args.get("joins"):
        raise _unsupported(f"this form of {call.name}")
    seq = "" if _correlated(call) else "1 AS seq, "
    query = _made(call, seq)
    named = alias.copy() if alias is not None else exp.TableAlias(this=exp.to_identifier(_free_name(source)))
    inside = exp.Subquery(this=query)
    if isinstance(source.parent, exp.From):
        inside.set("alias", named)
        return inside
    return exp.Lateral(this=inside, alias=named, view=False, outer=False)


def _correlated(call: Call) -> bool:
    return call.find(exp.Column) is not None


def _free_name(source: exp.Expr) -> str:
    select = source.find_ancestor(exp.Select)
    taken = {name for name, _ in sources(select)} if isinstance(select, exp.Select) else set()
    return next(name for name in (f"flattened{place}" for place in range(1, 999)) if name not in taken)


def _calls(select: exp.Select) -> dict[str, Call]:
    """The functions in FROM, by the names of what they give."""
    return {
        alias: source.this
        for alias, source in sources(select)
        if isinstance(source, exp.Lateral | exp.TableFromRows) and isinstance(source.this, Call)
    }


def in_their_order(node: exp.ArrayAgg | exp.GroupConcat) -> None:
    """Where no order is said, items are gathered in the order in which they lay in the one ARRAY that was flattened."""
    select, value = node.find_ancestor(exp.Select), node.this
    if not isinstance(select, exp.Select) or isinstance(value, exp.Order | exp.Distinct) or not node.find(exp.Column):
        return
    calls = _calls(select)
    alias, call = next(iter(calls.items())) if len(calls) == 1 else ("", None)
    if alias and call and call.name != "GENERATOR" and not isinstance(whole_call(node), exp.WithinGroup):
        index = exp.Ordered(this=exp.column("index", table=alias), desc=False, nulls_first=False)
        node.set("this", exp.Order(this=value, expressions=[index]))


def check_columns(select: exp.Select) -> None:
    """SEQ numbers the records of what stands before; no function of DuckDB does."""
    calls = _calls(select)
    open_calls = {alias for alias, call in calls.items() if _correlated(call) or call.name == "GENERATOR"}
    if not open_calls:
        return
    name = next(iter(calls.values())).name
    for value in select.expressions:
        star = isinstance(value, exp.Star) or (
            isinstance(value, exp.Column) and isinstance(value.this, exp.Star) and value.table.lower() in open_calls
        )
        if star:
            raise _unsupported(f"* over {name}", "name the columns, as in f.index, f.value.")
    for column in select.find_all(exp.Column):
        if column.name.upper() == "SEQ" and (column.table.lower() in open_calls or (not column.table and calls)):
            raise _unsupported(f"the column SEQ of {name}", "number the rows before with ROW_NUMBER().")
