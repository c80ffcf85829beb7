"""The audit log: append-only, hash-chained files beside the database, and the folder they live in."""

from __future__ import annotations

from autogen_hatidata.audit.folder import StateFolder
from autogen_hatidata.audit.log import AuditLog
from autogen_hatidata.audit.reading import verify

__all__ = ["AuditLog", "StateFolder", "verify"]
