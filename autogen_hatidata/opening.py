"""How a layer comes to be: its parts on disk, one layer a file in a process, and the layer that nobody named."""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr, ValidationError
from pydantic_settings import SettingsError

from autogen_hatidata.audit.folder import StateFolder
from autogen_hatidata.audit.log import AuditLog
from autogen_hatidata.audit.reading import LOOK, MISFITS
from autogen_hatidata.engines import files
from autogen_hatidata.engines.base import Engine
from autogen_hatidata.engines.kept import Results
from autogen_hatidata.engines.kinds import ENGINES
from autogen_hatidata.errors import AuditError, BadArgument, ConnectionFailed, EmbedderFailed, OpenError
from autogen_hatidata.governance.policy import Policy
from autogen_hatidata.governance.quota import Quota
from autogen_hatidata.healer import Healer
from autogen_hatidata.settings import Settings
from autogen_hatidata.sql import filters

if TYPE_CHECKING:
    from autogen_hatidata.layer import HatiData
    from autogen_hatidata.memory.embedding import Embedder
    from autogen_hatidata.memory.store import MemoryStore

PolicySource = Policy | str | Path | Mapping[str, Any] | None
Opener = Callable[..., "HatiData"]

_log = logging.getLogger("autogen_hatidata")
_lock = threading.RLock()
_layers: dict[Path, HatiData] = {}
_in_memory: set[HatiData] = set()


def _forked() -> None:
    """A lock of its own for a child: another thread may have held this one at that moment, and is not in the child."""
    global _lock
    _lock = threading.RLock()


os.register_at_fork(after_in_child=_forked)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What `HatiData.open` was asked for. ``database`` None stands for ``:memory:``."""

    database: Path | None
    policy: Policy
    read_only: bool
    state_dir: Path | None
    settings: Settings
    embedder: str | Path | Embedder = "auto"
    clock: Callable[[], float] = time.time
    healer: Healer | None = None

    @classmethod
    def of(
        cls,
        path: str | Path,
        policy: PolicySource,
        read_only: bool,
        state_dir: str | Path | None,
        settings: Settings | None,
        embedder: str | Path | Embedder,
        clock: Callable[[], float],
        healer: Healer | None,
    ) -> Wanted:
        """The same in plain terms: absolute paths, a policy that was read, settings from the environment."""
        database = _database(path)
        if database is None and read_only:
            raise BadArgument("An in-memory layer cannot be read-only.", "name a file, or leave read_only out.")
        if settings is not None and not isinstance(settings, Settings):
            raise BadArgument("settings must be a Settings object.", "write Settings(max_rows=200).")
        check_healer(healer)
        check_embedder(embedder)
        folder = None if state_dir is None else Path(state_dir).expanduser().resolve()
        chosen = settings or _settings()
        return cls(database, read_policy(policy), read_only, folder, chosen, embedder, clock, healer)


def check_healer(healer: object) -> None:
    """Refuse a healer that cannot be called."""
    if healer is not None and not callable(healer):
        raise BadArgument("A healer is called with SQL, error and schema.", "pass a function, or leave healer out.")


def check_embedder(embedder: str | Path | Embedder) -> None:
    """Refuse a class in the place of an object of it. What else is no embedder is told to who needs one first."""
    if isinstance(embedder, type):
        from autogen_hatidata.memory.embedders import choose  # it loads numpy

        choose(embedder)


def _database(path: object) -> Path | None:
    if not isinstance(path, (str, Path)) or not str(path).strip():
        raise BadArgument(f"The path of a database must be text or a Path, not {path!r}.", "name a file or :memory:.")
    if str(path) == ":memory:":
        return None
    found = Path(path).expanduser().resolve()
    if found.suffix.lower() in (".yaml", ".yml", ".toml"):
        raise BadArgument(f"{found.name} looks like a policy, not like a database.", "pass it as policy=.")
    return found


def _settings() -> Settings:
    """The settings of the environment. The values are not repeated: some are keys."""
    try:
        return Settings()
    except ValidationError as unusable:
        names = ", ".join(f"HATIDATA_{'.'.join(map(str, one['loc'])).upper()}" for one in unusable.errors())
        problem = unusable.errors()[0]["msg"]
        raise BadArgument(f"The environment has an unusable {names}: {problem}.", "correct or unset it.") from None
    except SettingsError as unreadable:
        raise BadArgument(
            "HATIDATA_PRICES cannot be read.", 'write JSON, such as {"scan": 4.0}, or unset it.'
        ) from unreadable


@dataclass(slots=True)
class Parts:
    """What a layer holds open, and how many hold the layer."""

    database: Path | None
    settings: Settings
    policy: Policy
    read_only: bool
    folder: Path
    engine: Engine
    log: AuditLog
    quota: Quota
    embedder: str | Path | Embedder
    stack: ExitStack
    healer: Healer | None = None
    pid: int = field(default_factory=os.getpid)
    holders: int = 0
    closed: bool = False


def build(wanted: Wanted) -> Parts:
    """Open everything, or nothing: what was opened is closed again when a later part fails."""
    with ExitStack() as stack:
        # The file first: where there is none to be opened, no folder for its log is left behind.
        created = wanted.database is not None and files.find(wanted.database, read_only=wanted.read_only)
        state = StateFolder.open(wanted.database, wanted.state_dir)
        stack.push(lambda kind, error, trace: state.close(failed=kind is not None))
        database = wanted.database or state.path / "data.duckdb"
        engine = ENGINES[wanted.settings.isolation](
            database,
            settings=wanted.settings,
            read_only=wanted.read_only,
            writable=wanted.policy.writes,
            results=Results(state.path / "memory.duckdb", wanted.clock, _secret(wanted.settings.mask_key)),
        )
        stack.callback(engine.close)
        check_policy(wanted.policy, engine)
        quota = Quota(wanted.clock, wanted.settings.prices)
        secret = _secret(wanted.settings.audit_key)
        log = AuditLog.open(
            state.path / "audit",
            secret,
            clock=wanted.clock,
            snapshot=quota.snapshot,
            segment_bytes=int(wanted.settings.audit_segment_mb * 2**20),
            durability=wanted.settings.durability,
        )
        stack.callback(log.close)
        stack.callback(engine.close)  # before the log: it waits for calls under way, which still write their outcome
        _replay(log, quota)
        _settle(log, quota, engine)
        log.append("policy", in_force(wanted.policy, wanted.settings, engine))
        _tell(wanted.database, created, log, state.path)
        return Parts(
            wanted.database,
            wanted.settings,
            wanted.policy,
            wanted.read_only,
            state.path,
            engine,
            log,
            quota,
            wanted.embedder,
            stack.pop_all(),
            wanted.healer,
        )


def embedder_of(parts: Parts) -> Embedder:
    """What makes the vectors of a layer's memory.

    Raises:
        EmbedderFailed: also for one that is none: no agent whose call comes first has given a wrong argument.
    """
    from autogen_hatidata.memory.embedders import choose

    try:
        return choose(parts.embedder)
    except BadArgument as wrong:
        raise EmbedderFailed(wrong.message, wrong.hint) from None


def open_memory(parts: Parts) -> MemoryStore:
    """The memory of a layer. What finds by meaning is loaded here, and not before."""
    from autogen_hatidata.memory.store import MemoryStore

    return MemoryStore(
        parts.engine,
        parts.folder / "index",
        lambda: embedder_of(parts),
        parts.quota.clock,
        parts.settings,
    )


def _secret(key: SecretStr | None) -> bytes | None:
    return key.get_secret_value().encode() if key else None


def _replay(log: AuditLog, quota: Quota) -> None:
    """Let spending go on from where the log ends. Fields of another form than this package writes stop it here."""
    try:
        for record in log.replay():
            quota.apply(record)
        quota.finish_replay()
    except MISFITS as odd:
        raise AuditError(
            "The audit log holds a record that spending cannot be counted from.", LOOK, detail=type(odd).__name__
        ) from odd


def _settle(log: AuditLog, quota: Quota, engine: Engine) -> None:
    """Have it on record whether the changes were made whose process was killed in the middle."""
    made = engine.committed()
    for call_id, call in quota.unsettled().items():
        fields = {"id": call_id, "agent": call.agent, "role": call.role, "chat": call.chat}
        log.append("settled", {**fields, "committed": call_id in made})
        quota.apply({"kind": "settled", "time": "", "id": call_id})
    for call_id in made:
        engine.settle(call_id)


def in_force(policy: Policy, settings: Settings, engine: Engine) -> dict[str, Any]:
    """The record of what holds from here on: policy, schema and price list, so that a log explains itself."""
    return {"policy": policy.digest, "schema": engine.version, "prices": asdict(settings.prices)}


def _tell(database: Path | None, created: bool, log: AuditLog, folder: Path) -> None:
    if database is None:
        _log.info("the audit log of this in-memory layer is in %s", folder)
    elif created:
        _log.warning("%s did not exist and was created", database)
    if log.repaired:
        _log.warning("%s", log.repaired)
    if log.found:
        _log.warning("the audit log was found changed: %s", log.found.text)


def read_policy(source: PolicySource) -> Policy:
    """The policy that was given in any of its forms; None is the open one."""
    if source is None:
        return Policy.open()
    return source if isinstance(source, Policy) else Policy.load(source)


def check_policy(policy: Policy, engine: Engine) -> None:
    """Raises PolicyError when the policy names what the database lacks, or has a filter that cannot be used."""
    policy.check(engine.schema(), filters.placeholders, filters.columns)


def shared(wanted: Wanted, make: Callable[[], HatiData]) -> HatiData:
    """The open layer of that file, or a new one."""
    if wanted.database is None:
        layer = make()
        layer._parts.holders = 1
        _in_memory.add(layer)
        return layer
    with _lock:
        layer = _layers.get(wanted.database)  # type: ignore[assignment]
        if layer is None or layer._parts.pid != os.getpid():
            layer = make()
            _layers[wanted.database] = layer
        else:
            _check_same(layer, wanted)
        layer._parts.holders += 1
        return layer


def _check_same(layer: HatiData, wanted: Wanted) -> None:
    parts = layer._parts
    here = (layer._policy.digest, parts.settings, parts.read_only, parts.folder, parts.embedder, parts.healer)
    asked = (wanted.policy.digest, wanted.settings, wanted.read_only, wanted.state_dir or parts.folder)
    if here != (*asked, wanted.embedder, wanted.healer):
        raise OpenError(
            f"{wanted.database} is open in this process with another policy, folder, embedder, healer or settings.",
            "use that layer, or close it first.",
            code="already_open",
        )


def release(layer: HatiData, parts: Parts) -> None:
    """Let go of a layer; its last holder closes it."""
    with _lock:
        parts.holders -= 1
        if parts.closed or parts.holders > 0 or parts.pid != os.getpid():
            return
        parts.closed = True
        if parts.database is not None and _layers.get(parts.database) is layer:
            del _layers[parts.database]
        _in_memory.discard(layer)
    parts.stack.close()


def default(open_layer: Opener) -> HatiData:
    """The layer of ``HATIDATA_PATH``, opened on first use and kept open for the process."""
    return at_path(Path(os.environ.get("HATIDATA_PATH") or "hatidata.duckdb"), open_layer)


def layer_at(host: str, port: int, open_layer: Opener) -> HatiData:
    """The layer that a connection to ``host`` means here."""
    local = os.environ.get("HATIDATA_LOCAL")
    if local:
        _say_once(f"HATIDATA_LOCAL is set: agents use {local}; host, port, database and password are ignored.")
        return at_path(Path(local), open_layer)
    if host in ("localhost", "127.0.0.1", "::1"):
        return default(open_layer)
    raise ConnectionFailed(
        f"There is no HatiData server to connect to at {host}:{port}.",
        "set HATIDATA_LOCAL to a DuckDB file to use it in this process.",
    )


def at_path(path: Path, open_layer: Opener) -> HatiData:
    """The open layer of ``path``, whoever opened it, or a new one under ``HATIDATA_POLICY``, kept for the process."""
    with _lock:
        layer = _layers.get(path.expanduser().resolve())
        if layer is not None and layer._parts.pid == os.getpid():
            return layer
        return open_layer(path, policy=os.environ.get("HATIDATA_POLICY") or None)


_said: set[str] = set()


def _say_once(text: str) -> None:
    with _lock:
        if text not in _said:
            _said.add(text)
            _log.warning("%s", text)


@atexit.register
def _close_all() -> None:
    """Close what is still open when the interpreter ends: the next start has less to replay, and no data in memory
    stays on the disk."""
    for layer in [*_layers.values(), *_in_memory]:
        layer._parts.holders = 1
        with contextlib.suppress(OpenError):
            layer.close()
