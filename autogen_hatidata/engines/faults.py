"""What a caller reads in place of the engine's messages, which quote values and offer names of hidden things."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import duckdb

from autogen_hatidata.engines.quoting import RANDOM_NAME
from autogen_hatidata.engines.results import TOO_LARGE
from autogen_hatidata.errors import (
    BadArgument,
    ExecutionFailed,
    HatiDataError,
    LimitExceeded,
    NotAllowed,
    QueryTimeout,
    SqlError,
    UnsupportedSql,
    WrongType,
    unfit_parameters,
)
from autogen_hatidata.sql.allow import unknown_function
from autogen_hatidata.sql.names import unknown_column, unknown_table

_LONGEST_DETAIL = 200

GIVES_UP = (duckdb.FatalException, duckdb.InternalException)
"""After these an instance answers nothing any more."""

Make = Callable[["re.Match[str]"], HatiDataError]


def _says(kind: type[HatiDataError], message: str, hint: str) -> Make:
    def make(found: re.Match[str]) -> HatiDataError:
        named = {key: value.replace("_LITERAL", "") for key, value in found.groupdict().items()}
        return kind(message.format(**named), hint.format(**named), near=named.get("name") or named.get("clause"))

    return make


_DATE = (
    "write dates as DATE '2024-12-31' and times as TIMESTAMP '2024-12-31 10:00:00'; "
    "strptime(x, '%d/%m/%Y') reads others."
)
_OUT_OF_PLACE = _says(
    SqlError,
    "A window function stands without OVER, or where none can.",
    "write rank() OVER (ORDER BY x) in the select list, in ORDER BY or in QUALIFY.",
)
_TIME_SPAN = "write a span of time with its unit: d + INTERVAL 30 DAY, or current_date - INTERVAL 1 MONTH."
_NO_NUMBER = "compare texts with texts, as in code = '5'; TRY_CAST(x AS DOUBLE) gives NULL for what is no number."


_MEMORY = ("The statement needs more memory than is allowed.", "filter earlier, aggregate, or join fewer rows.")
_NO_MATCH = r"(?:arguments? types '|function call \")(?P<name>[^(]{1,60})\((?P<types>[\w ,()\[\]]*)\)"

FAULTS: Sequence[tuple[str, Make]] = (
    (re.escape(TOO_LARGE), _says(LimitExceeded, "A value of the answer is too large to be returned.",
                                 "aggregate further, or cut it: left(text, 1000), list[1:100], unnest with LIMIT.")),
    (r"[Ee]xpression depth limit", _says(LimitExceeded, "The SQL nests too deep.", "name steps with WITH, or use IN.")),
    (r"Table with name \"?(?P<name>[^\n]+?)\"? does not exist", lambda found: unknown_table(found["name"])),
    (r"Referenced table \"(?P<name>[^\n]+)\" not found", lambda found: unknown_table(found["name"])),
    (r"(?:Referenced column|Column) \"(?P<name>[^\n]+)\" not found", lambda found: unknown_column(found["name"])),
    (r"does not have a column named \"(?P<name>[^\n]+)\"", lambda found: unknown_column(found["name"])),
    (r"[Cc]olumn \"(?P<name>[^\n]+?)\" (?:in EXCLUDE list|in REPLACE list|in RENAME list|does not exist)",
     lambda found: unknown_column(found["name"])),
    (r"Could not find key \"(?P<name>[^\n]+)\" in struct", lambda found: unknown_column(found["name"])),
    (r"Function with name \"?(?:row_number|(?:dense_|percent_)?rank|cume_dist|ntile|lag|lead|(?:first|last|nth)_value)"
     r"\"? does", _OUT_OF_PLACE),  # of DuckDB 1.5
    (r"Function with name \"?(?P<name>[^\n]+?)\"? does not exist", lambda found: unknown_function(found["name"])),
    (r"Type with name (?P<name>\w+) does not exist",
     _says(SqlError, "There is no type {name}.", "use a type like INTEGER, DOUBLE, VARCHAR, DATE or TIMESTAMP.")),
    (r"No matching columns found", _says(SqlError, "No column matches the pattern.", "name the columns.")),
    (r"Ambiguous reference to column name \"(?P<name>[^\n]+?)\"",
     _says(SqlError, 'More than one table has a column "{name}".', "write the table before it, as in t.{name}.")),
    (r"Cannot (?:compare|mix) values of type (?P<left>[\w ,()]{1,40}) and (?:type )?"
     r"(?P<right>[\w ,()]{1,40}?) (?:- an|in) ",
     _says(WrongType, "{left} and {right} cannot be compared.",
           "write dates as DATE '2024-12-31' and texts as 'text', or cast one side: CAST(x AS DATE).")),
    (r"Ambiguous reference to table", _says(SqlError, "Two tables have the same name.", "give each an alias.")),
    (r"column \"?(?P<name>[^\n]+?)\"? must appear in the GROUP BY",
     _says(SqlError, 'The column "{name}" is neither grouped nor aggregated.',
           "add it to GROUP BY, or use an aggregate such as max or any_value: SELECT a, max(b) FROM t GROUP BY a.")),
    (r"must appear in (?:the )?GROUP BY",
     _says(SqlError, "A column is neither grouped nor aggregated.", "add it to GROUP BY, or aggregate it.")),
    (r"(?P<clause>\w+) clause cannot contain aggregates",
     _says(SqlError, "{clause} cannot contain aggregates.",
           "use GROUP BY x HAVING sum(y) > 1, or a sub-query: WHERE y > (SELECT avg(y) FROM t).")),
    (r"(?P<clause>\w+) clause cannot contain window functions",
     _says(SqlError, "{clause} cannot contain window functions.",
           "use QUALIFY, as in QUALIFY row_number() OVER (PARTITION BY x ORDER BY y) = 1, or a sub-query.")),
    (r"Window functions are not supported here", _OUT_OF_PLACE),
    (r"aggregate functions are not allowed in FILTER",
     _says(SqlError, "FILTER cannot contain aggregates.", "filter by columns: count(*) FILTER (WHERE x > 1).")),
    (r"Alias with name \"+(?P<name>[^\n\"]+)\"+ exists, but aliases cannot be used as part of an expression",
     _says(SqlError, 'GROUP BY has an expression with the alias "{name}".',
           "repeat there what the alias stands for, or group by the alias itself.")),
    (r"SELECT clause without selection list",
     _says(SqlError, "Nothing stands between SELECT and FROM.", "name the columns, or write SELECT *.")),
    (r"(?:aggregate|window) function calls cannot",
     _says(SqlError, "Aggregates and window functions cannot be nested like this.",
           "use a sub-query: SELECT max(s) FROM (SELECT sum(x) AS s FROM t GROUP BY y).")),
    (r"same number of result columns",
     _says(SqlError, "The parts of a UNION, INTERSECT or EXCEPT have different numbers of columns.",
           "give each the same columns.")),
    (r"(?P<clause>ORDER|GROUP BY) term out of range",
     _says(SqlError, "A position in {clause} is larger than the number of columns.", "name the column.")),
    (r"More than one row returned by a subquery",
     _says(ExecutionFailed, "A sub-query in the place of one value returned more than one row.",
           "add LIMIT 1, aggregate it, or use IN.")),
    (r"[Ss]ubquery returns \d+ columns",
     _says(SqlError, "A sub-query in the place of one value has more than one column.", "select one column in it.")),
    (r"Values were not provided|excess parameters|argument/count mismatch", lambda found: unfit_parameters()),
    (r"Unable to transform python value|Python Object",
     _says(BadArgument, "A parameter is of a type that SQL has not.", "use text, numbers, dates, lists or None.")),
    (r"invalid (?:date|timestamp) field format|(?:date|timestamp) field value out of range|"
     r"type for cast \([A-Z]+ -> (?:DATE|TIMESTAMP)",
     _says(WrongType, "A value is no date: it is not written like one, or there is no such day.", _DATE)),
    (r"Cannot cast list with length \d+ to array with length (\d+)",  # that of the type, which is no value
     lambda found: WrongType(f"A list has another number of values than the {found[1]} of its type.",
                             f"give {found[1]}, as vectors of that column have.")),
    (r"[Dd]ivision by zero", _says(ExecutionFailed, "Something is divided by zero.", "use nullif(x, 0).")),
    (r"type for cast \([A-Z]+ -> INTERVAL|Could not convert string .* to INTERVAL",
     _says(WrongType, "A value is no span of time.", _TIME_SPAN)),
    (r"Could not convert string .* to (?:INT|UINT|DECIMAL|DOUBLE|FLOAT|HUGEINT|UHUGEINT|BIGINT)",
     _says(WrongType, "A text that is no number is compared with numbers, or converted to one.", _NO_NUMBER)),
    (r"argument types '(?P<name>[-+])\((?P<types>(?:DATE|TIMESTAMP)[\w ,()]*)\)'",
     _says(WrongType, "{name} does not take ({types}).", _TIME_SPAN)),
    (r"argument types '!?~~\*?\((?P<types>[\w ,()]*)\)'",
     _says(WrongType, "LIKE does not take ({types}).", "convert what is searched: CAST(x AS VARCHAR) LIKE '2024%'.")),
    (_NO_MATCH,
     _says(WrongType, "{name} does not take ({types}).", "cast the values, for example CAST(x AS DOUBLE).")),
    (r"No function matches|Could not choose a best candidate",
     _says(WrongType, "A function does not take values of these types.", "cast them, for example CAST(x AS DOUBLE).")),
    (r"LIMIT/OFFSET", _says(SqlError, "LIMIT and OFFSET must be whole numbers from 0 on.", "correct the number.")),
    (r"UNNEST\(\) can only be applied", _says(WrongType, "UNNEST takes a list or struct.", "check the column's type.")),
    (r"extract specifier .* not recognized",
     _says(SqlError, "There is no such part of a date.", "use year, quarter, month, week, day, hour or minute.")),
    (r"Contents of view were altered|has been altered",
     _says(ExecutionFailed, "The data changed while the statement was read.", "run it again.")),
)  # fmt: skip
"""The engine's messages that say more than their class: a pattern, and what the caller reads. The first one counts.
What a pattern captures is repeated only from messages about names, as others quote values."""

_UNUSABLE = ("A function got a value that it cannot use.", "check the arguments; TRY(...) gives NULL for such values.")

_BY_CLASS: Sequence[tuple[type[duckdb.Error], type[HatiDataError], str, str]] = (
    (duckdb.OutOfMemoryException, LimitExceeded, *_MEMORY),
    (duckdb.InterruptException, QueryTimeout, "The statement was stopped.", "filter earlier, or aggregate."),
    (duckdb.ParserException, SqlError, "The statement cannot be read as SQL.", "check commas, brackets and keywords."),
    (duckdb.ConversionException, WrongType, "A value cannot be converted to the type that is needed.",
     "use TRY_CAST, which gives NULL for such values."),
    (duckdb.OutOfRangeException, WrongType, "A number is outside the range of its type.",
     "cast to a larger type, for example HUGEINT or DOUBLE."),
    (duckdb.PermissionException, NotAllowed, "Agents cannot reach files, the network or settings.",
     "read the tables that list_tables() shows."),
    (duckdb.NotImplementedException, UnsupportedSql, "The engine cannot do this.", "write it in another way."),
    (duckdb.CatalogException, SqlError, "The statement uses something that is not there.", "check its names."),
    (duckdb.BinderException, SqlError, "The parts of the statement do not fit together.",
     "check columns, groups and types."),
    (duckdb.InvalidInputException, ExecutionFailed, *_UNUSABLE),
)  # fmt: skip

_NO_ROOM = re.compile("bad_alloc|[Ff]ailed to allocate|[Cc]annot allocate memory|Resource temporarily unavailable")
"""What an error of no class says that an address-space limit made. One of a class may quote a value or a name so."""

_VALUES = re.compile(r"'.*'|\".*\"")
_NUMBERS = re.compile(r"(?<![A-Za-z_\d])[-+]?\d[\d.,:+-]*")
_NOT_CONVERTED = re.compile(r"Could not convert string ('[^'\n]+') to ")
_NAMES_ONLY = (duckdb.BinderException, duckdb.CatalogException)


def translated(error: duckdb.Error, *texts: str) -> HatiDataError:
    """The error that a caller gets for one of the engine's. Its ``detail`` is for the log, without values.

    It is ``near`` what could not be converted, in its quotes, where that is a constant in one of the texts that ran.
    """
    found = _known(error) or _by_class(error)
    found.near = found.near or _constant(error, texts)
    found.detail = scrubbed(error)
    return found


def _constant(error: duckdb.Error, texts: Sequence[str]) -> str | None:
    quoted = _NOT_CONVERTED.search(str(error))
    return quoted[1] if quoted and any(f"CAST({quoted[1]} AS " in text for text in texts) else None


def timed_out(seconds: float) -> QueryTimeout:
    """The error for a statement that the watchdog stopped."""
    return QueryTimeout(
        f"The statement ran longer than {seconds:g} seconds and was stopped.",
        "filter earlier, aggregate, or join fewer rows.",
    )


def unusable_value() -> ExecutionFailed:
    """The error for a value that a function cannot take, where the engine's own message cannot even be read."""
    return ExecutionFailed(*_UNUSABLE)


_LITERALS_IN_NAMES = re.compile("""'.*'|(?<=key )".*"|(?<=regex )".*" ?|(?<=Column )".*"(?= was selected)""")
"""What a message about names may quote that is none: literals, keys of structs, patterns and texts of COLUMNS."""


def scrubbed(error: duckdb.Error) -> str:
    """The engine's first line, without quoted values and numbers; names stay where the message is about names."""
    line = RANDOM_NAME.sub("", str(error).partition("\n")[0])
    if isinstance(error, _NAMES_ONLY):
        line = _LITERALS_IN_NAMES.sub("?", line)
    else:
        line = _VALUES.sub("?", line)
        kind, _, rest = line.partition(": ")
        cause, _, more = rest.partition(": ")
        # A function's own message may be nothing but the value it was given.
        line = f"{kind}: {cause}" if more or not isinstance(error, duckdb.InvalidInputException) else kind
    return _NUMBERS.sub("?", line)[:_LONGEST_DETAIL]


def _known(error: duckdb.Error) -> HatiDataError | None:
    message = RANDOM_NAME.sub("", str(error))
    for pattern, make in FAULTS:
        found = re.search(pattern, message)
        if found and (isinstance(error, _NAMES_ONLY) or not found.groupdict()):
            return make(found)
    return None


def _by_class(error: duckdb.Error) -> HatiDataError:
    for engines, ours, message, hint in _BY_CLASS:
        if isinstance(error, engines):
            return ours(message, hint)
    if _NO_ROOM.search(str(error)):
        return LimitExceeded(*_MEMORY)
    return ExecutionFailed("The engine could not finish the statement.", "write it in another way.")
