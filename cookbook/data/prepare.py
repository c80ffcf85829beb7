"""Turns CDNOW_master.txt, as the package ``lifetimes`` carries it, into cdnow_orders.csv.gz.

    python cookbook/data/prepare.py path/to/CDNOW_master.txt

Every purchase stays, in the order of the source; only the layout changes. Running it again gives the same content.
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

TARGET = Path(__file__).parent / "cdnow_orders.csv.gz"
HEADER = "order_id,customer_id,day,quantity,amount"


def rows(lines: Iterable[str]) -> Iterator[str]:
    """CSV lines for the purchases in ``lines`` (customer, yyyymmdd, quantity, dollars), numbered from 1."""
    purchases = (line.split() for line in lines if line.strip() and not line.lstrip().startswith("customer_id"))
    for order_id, (customer, date, quantity, dollars) in enumerate(purchases, start=1):
        yield f"{order_id},{int(customer)},{date[:4]}-{date[4:6]}-{date[6:]},{int(quantity)},{dollars}"


def main(source: str) -> None:
    text = "\n".join([HEADER, *rows(Path(source).read_text("ascii").splitlines())]) + "\n"
    TARGET.write_bytes(gzip.compress(text.encode("ascii"), compresslevel=9, mtime=0))
    print(f"{TARGET}: {text.count(chr(10)) - 1} purchases")


if __name__ == "__main__":
    main(sys.argv[1])
