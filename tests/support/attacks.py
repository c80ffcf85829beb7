"""The attacks of ``tests/cases/attacks_*.sql``, each with where it is stopped and what it would do without guards.

    # attack: 2 | values | unknown_name names._check | value
    VALUES ((SELECT max(v) FROM secrets));

The third part is the error's code and the function of the package that raises it; or ``answer`` and what makes the
answer right (``lens.filter``, ``lens.mask``, ``lens.columns``, ``lens.catalog``); or ``contained`` where no physical
database can say the answer. The fourth part is a row of ``unguarded.EFFECTS``. Further lines before the SQL:

    # dialect: snowflake        the dialect it is sent as
    # escapes: yes              \\uXXXX in the SQL stands for the character
    # only: 2                   the DuckDB that it does harm on
    # plain: SELECT ...         a bounded form of it, to see what it would do without guards
    # same: NAME                another attack of the category that the same guard stops in the same place

``a/b`` stands for either code, where it depends on the machine which limit is met first.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from support import cases

FILES = ("names", "rows", "masks", "columns", "functions", "engine", "text")


@dataclass(frozen=True, slots=True)
class Attack:
    """One attack. ``code`` may be ``answer`` or ``contained`` too; ``guard`` is where that comes from."""

    category: int
    name: str
    code: str
    guard: str
    reveals: str
    sql: str
    dialect: str | None = None
    only: str | None = None
    plain: str | None = None
    same: str | None = None

    @property
    def id(self) -> str:
        """What pytest shows of it."""
        return f"{self.category}-{self.name}".replace(" ", "-")

    @property
    def place(self) -> tuple[int, str, str, str]:
        """What makes it another attack: two with the same place count once. Statements are told apart by their kind."""
        statement = self.guard == "characters._check_start"
        return (self.category, self.code, self.guard, self.sql.split()[0] if statement else self.same or self.name)


def read() -> list[Attack]:
    """All attacks, in the order of the files."""
    return [attack(case) for name in FILES for case in cases.read(f"attacks_{name}.sql")]


def attack(case: cases.Case) -> Attack:
    """The attack of one case."""
    category, name, guard, reveals = (part.strip() for part in case["attack"].split("|"))
    code, site = guard.split()
    return Attack(
        int(category),
        name,
        code,
        site,
        reveals,
        case.sql,
        case["dialect"] or None,
        case["only"] or None,
        case["plain"] or None,
        case["same"] or None,
    )


def raised_in(error: BaseException) -> str:
    """The module and function of the package that raised an error; of one from a worker process, where it was raised
    there."""
    place, trace = "", error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if "autogen_hatidata" in code.co_filename:
            place = f"{Path(code.co_filename).stem}.{code.co_name}"
        trace = trace.tb_next
    return "lease._doubted" if place == "workers.call" else place


def lines(folder: Path = cases.FOLDER) -> dict[str, int]:
    """How long each file of attacks is."""
    return {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in folder.glob("attacks*.sql")}
