"""Writes small files of torch.save in both forms, honest ones and others, with the numbers they hold.

Run with Debian's python3-torch:  /usr/bin/python3 tests/golden/pickles/make_checkpoints.py
"""
import collections
import json
import os
import pathlib

import torch

HERE = pathlib.Path(__file__).parent


class Evil:
    def __reduce__(self):
        return os.system, ("echo this must never run",)


def state():
    torch.manual_seed(20261122)
    shared = torch.arange(12, dtype=torch.float32)
    model = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.LayerNorm(2))
    tensors = collections.OrderedDict(model.state_dict())
    tensors._metadata = model.state_dict()._metadata
    tensors["view"] = shared[4:10].view(2, 3)
    tensors["same"] = shared
    tensors["parameter"] = torch.nn.Parameter(torch.tensor([0.5, -1.5]))
    tensors["half"] = torch.tensor([1.0, -2.5], dtype=torch.float16)
    tensors["brain"] = torch.tensor([[1.0], [-2.5]], dtype=torch.bfloat16)
    tensors["ids"] = torch.tensor([[0, 1, 2**40]])
    tensors["flags"] = torch.tensor([True, False])
    tensors["number"] = torch.tensor(7.25)
    tensors["none"] = torch.zeros(0, 4)
    return tensors


def main():
    tensors = state()
    torch.save(tensors, HERE / "zip.bin")
    torch.save(tensors, HERE / "legacy.bin", _use_new_zipfile_serialization=False)
    torch.save({"weight": torch.ones(2), "extra": Evil()}, HERE / "evil.bin")
    torch.save({"weight": torch.ones(2), "extra": Evil()}, HERE / "evil-legacy.bin", _use_new_zipfile_serialization=False)
    torch.save({"weight": torch.arange(6.0).view(2, 3).t()}, HERE / "transposed.bin")
    torch.save({"state_dict": {"weight": torch.ones(2)}, "epoch": 3}, HERE / "nested.bin")
    torch.save(torch.nn.Linear(2, 2), HERE / "module.bin")
    torch.save({"weight": torch.ones(2, dtype=torch.float64)}, HERE / "double.bin")
    expected = {name: {"shape": list(t.shape), "values": [float(x) for x in t.detach().flatten()]} for name, t in tensors.items()}
    (HERE / "expected.json").write_text(json.dumps({"torch": torch.__version__, "tensors": expected}, indent=1) + "\n")


main()
