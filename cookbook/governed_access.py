"""One SQL under three roles: other rows, other masks, and a refusal.

python cookbook/governed_access.py [FOLDER]
"""

from __future__ import annotations

from pathlib import Path

import _screen as screen
import _shop as shop

from autogen_hatidata import HatiDataError

OUT = Path(__file__).resolve().parent.parent / "demo-output" / "governed_access"
SQL = "SELECT id, region, email, phone, spent FROM customers WHERE segment = 'champion' ORDER BY spent DESC, id LIMIT 3"
ROLES = {
    "researcher": "regional: rows of region EU, phone numbers masked",
    "analyst": "head_office: all rows, e-mail addresses hashed",
    "writer": "guest: nothing",
}


def main(out: Path = OUT) -> None:
    """Ask the same question as each agent, then show what the log knows of it."""
    screen.line("files", str(out))
    screen.line("sql", SQL)
    with shop.build(out) as layer:
        for name, role in ROLES.items():
            screen.heading(f"{name} ({role})")
            try:
                result = layer.agent(name).run(SQL)
            except HatiDataError as refused:
                screen.line("", str(refused))
            else:
                screen.table(result.columns, result.rows)
                screen.line(
                    "", f"{screen.counted(result.credits, 'credit')}; masked: {', '.join(result.masked) or 'nothing'}"
                )
        screen.heading("Who asked what, from the audit log")
        screen.ledger(layer)


if __name__ == "__main__":
    main(shop.chosen(OUT, __doc__))
