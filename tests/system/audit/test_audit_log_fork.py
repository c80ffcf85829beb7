"""A log is written by the process that opened it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autogen_hatidata.audit import AuditLog
from autogen_hatidata.errors import AuditError


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_forked_child_cannot_write_into_its_parents_log(tmp_path: Path) -> None:
    """Two processes that append to one chain would break it: the child is refused."""
    log = AuditLog.open(tmp_path / "audit")
    child = os.fork()
    if child == 0:
        code = 1
        try:
            log.append("owner", {"action": "sql"})
        except AuditError:
            code = 0
        finally:
            os._exit(code)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert log.verify().ok
    log.close()
