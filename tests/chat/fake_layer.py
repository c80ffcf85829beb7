"""A stand-in for the data layer with the methods that the tools use."""

from __future__ import annotations

import uuid
from types import SimpleNamespace
from typing import Any

import duckdb

from autogen_hatidata.caller import current_caller
from autogen_hatidata.errors import HatiDataError, NotAllowed, SqlError, UnknownCaller, UnknownName
from autogen_hatidata.settings import Settings
from autogen_hatidata.types import ColumnInfo, Estimate, QueryResult, TableInfo

REGIONS = {"ana": "EU", "bob": "US"}


class FakeHandle:
    def __init__(self, layer: Any, name: str) -> None:
        self.layer, self.name, self.chat = layer, name, str(uuid.uuid4())
        self.db = duckdb.connect()
        region = REGIONS.get(name, "EU")
        self.db.execute(
            f"CREATE VIEW orders AS SELECT * FROM ({layer.rows}) t(id, region, amount) WHERE region='{region}'"
        )

    def record(self, tool, sql=None, status="ok", code=None, credits=1.0, rows=0):
        c = current_caller()
        self.layer.records_.append(
            dict(
                kind="outcome",
                id=str(uuid.uuid4()),
                agent=self.name,
                role=None,
                chat=c.chat if c else self.chat,
                executor=c.executor if c else None,
                source=c.source if c else "handle",
                tool=tool,
                sql=sql,
                call_id=c.tool_call_id if c else None,
                status=status,
                code=code,
                credits=credits,
                rows=rows,
                healed=[],
                seq=len(self.layer.records_),
            )
        )

    def run(self, sql, params=None, *, dialect=None, tool="query"):
        try:
            if "DROP" in sql:
                raise NotAllowed("Only reading.", "write a SELECT.")
            cur = self.db.execute(sql)
        except (duckdb.Error, HatiDataError) as e:
            err = (
                e
                if isinstance(e, HatiDataError)
                else UnknownName("x")
                if "does not exist" in str(e)
                else SqlError("bad")
            )
            self.record(tool, sql, "error", err.code)
            raise err from None
        rows = cur.fetchmany(1000)
        self.record(tool, sql, rows=len(rows))
        return QueryResult(
            tuple(d[0] for d in cur.description),
            tuple(rows),
            len(rows),
            False,
            1.0,
            Estimate(1.0, ()),
            (),
            (),
            (),
            (),
            "x",
        )

    def query(self, sql, params=None):
        return self.run(sql).dicts()

    def list_tables(self, tool="list_tables"):
        self.record(tool, credits=0)
        return (
            TableInfo(
                "main",
                "orders",
                (ColumnInfo("id", "INTEGER"), ColumnInfo("region", "VARCHAR"), ColumnInfo("amount", "INTEGER")),
            ),
        )

    def describe_table(self, table_name, tool="describe_table"):
        return self.list_tables(tool)[0]

    def estimate(self, sql, tool="estimate_query"):
        self.record(tool, sql, credits=0)
        return Estimate(1.0, (("statement", 1.0),))

    def my_usage(self, tool="my_usage"):
        self.record(tool, credits=0)
        return {"agent": self.name, "credits": 3}

    def refuse(self, tool, error):
        self.record(tool, status="refused", code=error.code, credits=0)
        return error


class FakeLayer:
    def __init__(self) -> None:
        self.rows = "VALUES (1,'EU',10),(2,'EU',20),(3,'US',100),(4,'US',300)"
        self.settings = Settings()
        self.handles: dict[str, FakeHandle] = {}
        self.records_: list[dict[str, Any]] = []
        self.audit = SimpleNamespace(
            records=self._records,
            tail=lambda n=20, **k: list(self._records(**k))[-n:],
            verify=lambda: SimpleNamespace(ok=True),
        )

    def _records(self, kind=None, agent=None, since=None):
        return (r for r in self.records_ if agent in (None, r["agent"]) and kind in (None, r["kind"]))

    def agent(self, name, role=None, attributes=None, framework="custom"):
        name = name.removeprefix("autogen-")
        return self.handles.setdefault(name, FakeHandle(self, name))

    def refuse_caller(self, tool, name, why):
        self.records_.append(
            dict(
                kind="outcome",
                agent=name,
                tool=tool,
                status="refused",
                code="unknown_caller",
                credits=0,
                rows=0,
                healed=[],
                chat=getattr(current_caller(), "chat", None),
                detail=why,
            )
        )
        return UnknownCaller("This call cannot be charged to a registered agent.", "register the agent.")

    def close(self): ...
