"""A model's ONNX file, run without torch: loaded in half a second, and more than twice as fast for one text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.memory.weights import table

# Others in such folders are quantised: those are other models, whose vectors are 0.96 alike.
_PLACES = ("onnx/model.onnx", "model.onnx")
_STEPS = (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])
_MEAN = "pooling_mode_mean_tokens"
_LIBRARIES = ("onnxruntime", "tokenizers")


def usable(folder: Path, modules: Sequence[Mapping[str, Any]]) -> Path | None:
    """The ONNX file to run in place of torch: where its runtime is installed and the model is one that is known here.

    Known are models that take the mean over the tokens of one text as it stands.

    Args:
        modules: the steps of the model in this folder.
    """
    file = next((folder / place for place in _PLACES if (folder / place).is_file()), None)
    if file is None or not all(map(find_spec, _LIBRARIES)) or not (folder / "tokenizer.json").is_file():
        return None
    if [str(one.get("type")).rpartition(".")[2] for one in modules] not in _STEPS or modules[0].get("path"):
        return None
    return file if _means(folder / str(modules[1].get("path"))) and _as_they_stand(folder) else None


def _means(folder: Path) -> bool:
    pooling = table(folder / "config.json")
    chosen = [name for name, value in pooling.items() if name.startswith("pooling_mode_") and value]
    return chosen == [_MEAN] or pooling.get("pooling_mode") == "mean"


def _as_they_stand(folder: Path) -> bool:
    lowered = table(folder / "sentence_bert_config.json").get("do_lower_case")
    return not lowered and not table(folder / "config_sentence_transformers.json").get("default_prompt_name")


class OnnxModel:
    """The model in that folder, run from its ONNX file.

    Attributes:
        max_tokens: a text is cut there.
    """

    def __init__(self, folder: Path, file: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        limits = (table(folder / "sentence_bert_config.json"), table(folder / "config.json"))
        self.max_tokens = int(limits[0].get("max_seq_length") or limits[1].get("max_position_embeddings") or 512)
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(self.max_tokens)
        pad = table(folder / "tokenizer_config.json").get("pad_token", "[PAD]")
        self._tokenizer.enable_padding(pad_id=self._tokenizer.token_to_id(pad) or 0, pad_token=pad)
        self._session: Any = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
        self._inputs = {one.name for one in self._session.get_inputs()}

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        """One row for each text, the mean of its tokens."""
        found = self._tokenizer.encode_batch(texts)
        feeds = {
            "input_ids": np.array([one.ids for one in found], dtype=np.int64),
            "attention_mask": np.array([one.attention_mask for one in found], dtype=np.int64),
            "token_type_ids": np.array([one.type_ids for one in found], dtype=np.int64),
        }
        tokens: NDArray[np.float32] = self._session.run(
            None, {name: ids for name, ids in feeds.items() if name in self._inputs}
        )[0]
        mask = feeds["attention_mask"][:, :, None].astype(np.float32)
        rows: NDArray[np.float32] = (tokens * mask).sum(axis=1) / mask.sum(axis=1)
        return rows
