"""Every function of the installed DuckDB has been judged."""

from __future__ import annotations

import duckdb
import pytest

from autogen_hatidata.errors import NotAllowed, UnknownName
from autogen_hatidata.sql.allow import judge_function
from autogen_hatidata.sql.functions import ALLOWED, ALLOWED_TABLES, OPERATORS, REFUSED, REFUSED_PREFIXES
from autogen_hatidata.sql.limits import LIMITS

WORDS = {"is distinct from", "is not distinct from"}


def functions(where: str = "true") -> set[str]:
    """Names of the installed DuckDB's functions, in lower case."""
    query = f"SELECT DISTINCT lower(function_name) FROM duckdb_functions() WHERE {where}"
    return {name for (name,) in duckdb.execute(query).fetchall()}


def test_every_function_is_judged() -> None:
    """A DuckDB with a function that stands in no table fails here, until somebody has looked at it."""
    known = ALLOWED | ALLOWED_TABLES | REFUSED.keys() | OPERATORS | WORDS
    unjudged = {name for name in functions() if name not in known and not name.startswith(REFUSED_PREFIXES)}

    assert set() == unjudged


def test_no_function_is_judged_twice() -> None:
    """A function is allowed or refused, not both, and a function of FROM is not refused either."""
    assert set() == ALLOWED & REFUSED.keys()
    assert set() == ALLOWED_TABLES & REFUSED.keys()


def test_table_functions_are_refused_but_for_five() -> None:
    """Of all table functions and table macros only those that make rows from their arguments may stand in FROM."""
    tables = functions("function_type IN ('table', 'table_macro')")

    assert {"range", "generate_series", "unnest", "json_each", "json_tree"} == tables & ALLOWED_TABLES
    for name in tables - ALLOWED_TABLES:
        with pytest.raises(NotAllowed):
            judge_function(name, in_from=True)


def test_what_changes_from_call_to_call_is_random_or_refused() -> None:
    """A volatile function is one of those that only make random values, or it is refused."""
    volatile = functions("stability = 'VOLATILE' AND function_type IN ('scalar', 'aggregate')")

    assert {"gen_random_uuid", "random", "uuid", "uuidv4", "uuidv7"} == volatile & ALLOWED


def test_pragmas_are_no_functions() -> None:
    """No pragma can be called."""
    assert set() == functions("function_type = 'pragma'") & (ALLOWED | ALLOWED_TABLES)


def test_limited_functions_are_allowed_ones() -> None:
    """A row of LIMITS that bounds nothing would be a mistake."""
    assert set() == LIMITS.keys() - ALLOWED


def test_reasons_are_sentences_to_act_on() -> None:
    """Each refusal says why or what to do instead."""
    for reason in set(REFUSED.values()):
        assert 20 < len(reason) < 100


def test_an_unknown_name_is_unknown_everywhere() -> None:
    """A name in no table does not exist, in FROM and elsewhere."""
    for in_from in (True, False):
        with pytest.raises(UnknownName):
            judge_function("nosuch", in_from=in_from)
