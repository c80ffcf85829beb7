"""What is told beside the rows: the notes of an answer, and the explanation of a statement."""

from __future__ import annotations

from autogen_hatidata.pipeline.call import Call
from autogen_hatidata.pipeline.context import Context
from autogen_hatidata.pipeline.heal import told as healed
from autogen_hatidata.sql.dialects.source import told
from autogen_hatidata.sql.render import to_duckdb
from autogen_hatidata.types import Explanation, shown_name


def notes_of(call: Call) -> tuple[str, ...]:
    """What an answer says of itself: how the text was read and repaired, what was cut, and what stands masked."""
    ctx, table = call.ctx, call.ctx.table
    notes = [healed(one) for one in call.repairs]
    if table is not None and table.truncated:
        notes.append(f"Only the first {len(table.rows)} rows are here. Filter or aggregate to see all of it.")
    made = table is not None and (table.changed or ctx.request.saving is not None)
    if ctx.masked and table is not None and not made and all(value is None for row in table.rows for value in row):
        notes.append(f"Masked for you: {', '.join(sorted(ctx.masked))}. Conditions see the mask, too.")
    if ctx.warned:
        notes.extend(note for _, note in ctx.warned)
    dialect = told(ctx.checked.tree)
    return (*([dialect] if dialect else []), *notes, *ctx.notes)


def explanation_of(ctx: Context) -> Explanation:
    """Tables, filters, masks, price and rules of a statement that would run."""
    plan = ctx.plan
    if plan is None:
        return Explanation("ok")
    tables = [ctx.lease.info.tables[key] for key in plan.facts.tables]
    shown = {f"{table.schema}.{table.name}": table for table in tables}
    masks = {f"{shown_name(t.schema, t.name)}.{c.name}": c.mask for t in tables for c in t.columns if c.mask}
    return Explanation(
        verdict="ok",
        sql=to_duckdb(plan.tree),
        tables=tuple(shown),
        filters={name: table.filter for name, table in shown.items() if table.filter},
        masks={name: mask for name, mask in masks.items() if name in plan.facts.masked},
        estimate=ctx.estimate,
        rules=tuple(id for id, _ in ctx.warned),
    )
