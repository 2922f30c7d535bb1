#!/usr/bin/env python3
"""Makes the files beside it: state dicts as PyTorch writes them, and files that attack their reader.

Made with PyTorch 2.13.0. Usage: make_golden.py
"""
import argparse
import collections
import datetime
import enum
import fractions
import functools
import io
import os
import pathlib
import pickle
import struct
import types as python_types
import zipfile

import numpy
import torch

HERE = os.path.dirname(os.path.abspath(__file__))


def path(name):
    return os.path.join(HERE, name)


def state():
    values = torch.arange(12, dtype=torch.float32) * 0.5 - 1
    return collections.OrderedDict(
        [
            ("weight", values.reshape(2, 2, 3, 1)),
            ("bias", torch.tensor([1.5, -2.0])),
            ("num_batches_tracked", torch.tensor(7)),
        ]
    )


def checkpoint():
    """What mmdetection's training scripts save around a state dict."""
    meta = {
        "env_info": "sys.platform: linux\nPython: 3.11",
        "CLASSES": ("gear", "disc"),
        "PALETTE": [(220, 20, 60), (119, 11, 32)],
        "epoch": 12,
        "iter": 87960,
        "seed": None,
        "hook_msgs": {},
    }
    momentum = {0: {"momentum_buffer": torch.ones(2, 2, 3, 1)}, 1: {"momentum_buffer": None}}
    groups = [{"lr": 0.0001, "nesterov": False, "params": [0, 1]}]
    return {"meta": meta, "state_dict": state(), "optimizer": {"state": momentum, "param_groups": groups}}


def types():
    values = torch.tensor([0.0, 1.0, -2.5, 65504.0, 6e-8, 1e-3])
    return {
        "double": values.double(),
        "half": values.half(),
        "bfloat16": values.bfloat16(),
        "transposed": torch.arange(6, dtype=torch.float32).reshape(2, 3).t(),
        "tail": torch.arange(6, dtype=torch.float32)[4:],
    }


class Phase(enum.Enum):
    TRAIN = 1


class Slotted:
    __slots__ = ("value",)

    def __init__(self):
        self.value = 3


class Named(dict):
    """A dictionary with attributes."""


class WithArguments:
    def __new__(cls, *, size):
        return super().__new__(cls)

    def __getnewargs_ex__(self):
        return (), {"size": 3}


def objects():
    """What stands in checkpoints beside tensors."""
    named = Named(a=1)
    named.path = "x"
    itself = []
    itself.append(itself)
    return {
        "namespace": argparse.Namespace(lr=0.02, layers=[1, 2]),
        "simple": python_types.SimpleNamespace(a=1),
        "counter": collections.Counter([8, 11]),
        "ordered": collections.OrderedDict([("a", 1)]),
        "default": collections.defaultdict(list, {"a": [1]}),
        "deque": collections.deque([1, 2], 5),
        "scalar": numpy.float64(0.31),
        "integer": numpy.int64(3),
        "array": numpy.array([0.1, 0.2]),
        "names": numpy.array(["a", "b"], dtype=object),
        "random": numpy.random.RandomState(0).get_state(),
        "set": {1, 2},
        "frozenset": frozenset([1]),
        "bytes": b"abc",
        "many bytes": b"x" * 300,
        "bytearray": bytearray(b"abc"),
        "big": 2**70,
        "huge": -(2**3000),
        "negative": -5,
        "medium": 100000,
        "float": 0.5,
        "not finite": [float("nan"), float("-inf")],
        "complex": 1 + 2j,
        "none": None,
        "truth": [True, False],
        "text": "\u00e4 \U0001f600 \\ \n",
        "long text": "x" * 300,
        "path": pathlib.PurePosixPath("/x"),
        "date": datetime.datetime(2024, 1, 1),
        "zone": datetime.timezone(datetime.timedelta(hours=1)),
        "phase": Phase.TRAIN,
        "partial": functools.partial(int, base=2),
        "function": os.path.join,
        "method": str.upper,
        "class": argparse.ArgumentParser,
        "slots": Slotted() if PROTOCOL[0] >= 2 else None,
        "arguments": WithArguments(size=3) if PROTOCOL[0] >= 2 else None,
        "fraction": fractions.Fraction(1, 3),
        "subclass": named,
        "slice": slice(1, 2),
        "range": range(3),
        "tuple": (1, (2, (3, (4, 5)))),
        ("a", 1): "key",
        1.5: "key",
        None: "key",
        "itself": itself,
    }


PROTOCOL = [2]


def save_objects(protocol):
    PROTOCOL[0] = protocol
    values = {"before": 1, "objects": objects(), "after": "end"}
    with open(path("objects_%d.pkl" % protocol), "wb") as out:
        pickle.dump(values, out, protocol=protocol)


def training():
    """A checkpoint of a training script with everything in it."""
    return {
        "model": state(),
        "model_ema": collections.OrderedDict((k, v * 0) for k, v in state().items()),
        "args": argparse.Namespace(lr=0.02, device=torch.device("cpu")),
        "scheduler": {"milestones": collections.Counter([8, 11]), "last_epoch": 3},
        "optimizer": {"state": {0: {"momentum_buffer": torch.ones(3)}}, "param_groups": [{"lr": 0.1, "params": [0]}]},
        "rng": torch.arange(4, dtype=torch.uint8),
        "spectrum": torch.zeros(2, dtype=torch.complex64),
        "shape": torch.Size([2, 3]),
        "type": torch.float32,
        "layout": torch.strided,
        "best": numpy.float64(0.31),
        "phase": Phase.TRAIN,
    }


def parameters():
    weight = torch.nn.Parameter(state()["weight"], requires_grad=False)
    weight.note = "text"
    return {
        "weight": weight,
        "bias": torch.nn.Parameter(state()["bias"], requires_grad=False),
        "num_batches_tracked": torch.tensor(7),
        "empty": torch.zeros(0),
        "note": "text",
        "extra": None,
        "options": argparse.Namespace(a=1),
    }


class Attack:
    def __reduce__(self):
        return os.system, ("touch /tmp/fpn4j_was_attacked",)


def rezip(source, target, change, method=zipfile.ZIP_STORED):
    """A copy of a zip file with one entry changed: change(name, bytes) gives the new bytes, or None to leave it out."""
    with zipfile.ZipFile(path(source)) as old, zipfile.ZipFile(path(target), "w", method) as new:
        for entry in old.namelist():
            data = change(entry, old.read(entry))
            if data is not None:
                new.writestr(zipfile.ZipInfo(entry), data, method)


def save_legacy(values, target):
    """The older format names storages by their addresses and sorts by them; here they are numbered in the order given."""
    storages = sorted((torch.UntypedStorage(1) for _ in values), key=lambda storage: str(storage._cdata))
    placed = collections.OrderedDict()
    for storage, (name, old) in zip(storages, values.items()):
        storage.resize_(old.numel() * old.element_size())
        placed[name] = torch.empty(0, dtype=old.dtype).set_(storage, 0, old.shape, old.stride()).copy_(old)
    stream = io.BytesIO()
    torch.save(placed, stream, _use_new_zipfile_serialization=False)
    data = stream.getvalue()
    for i, storage in enumerate(storages):
        address = str(storage._cdata).encode()
        number = b"%d" % i
        data = data.replace(
            b"X" + struct.pack("<I", len(address)) + address, b"X" + struct.pack("<I", len(number)) + number
        )
    with open(path(target), "wb") as out:
        out.write(data)


def main():
    torch.save(state(), path("zip.pth"))
    save_legacy(state(), "legacy.pth")
    torch.save({"epoch": 3, "state_dict": {"module." + k: v for k, v in state().items()}}, path("wrapped.pth"))
    torch.save(checkpoint(), path("mmdetection.pth"))
    torch.save(state(), path("protocol4.pth"), pickle_protocol=4)
    torch.save(types(), path("types.pth"))
    torch.save(training(), path("training.pth"))
    torch.save(training(), path("training_protocol5.pth"), pickle_protocol=5)
    torch.save(parameters(), path("parameters.pth"))
    torch.save({}, path("empty.pth"))
    torch.save({"weight": torch.tensor([1, 2])}, path("integers.pth"))
    torch.save(torch.ones(2), path("bare_tensor.pth"))
    torch.save(torch.nn.Linear(1, 1), path("whole_module.pth"))
    torch.save((state(), 3), path("tuple.pth"))
    for protocol in range(6):
        save_objects(protocol)
    torch.save({"weight": Attack()}, path("attack_zip.pth"))
    torch.save({"weight": Attack()}, path("attack_legacy.pth"), _use_new_zipfile_serialization=False)
    torch.save({"weight": torch.ones(3), "other": Attack()}, path("attack_beside.pth"))
    rezip("zip.pth", "compressed.pth", lambda n, d: d, zipfile.ZIP_DEFLATED)
    rezip("zip.pth", "short_storage.pth", lambda n, d: d[:8] if n.endswith("data/0") else d)
    rezip("zip.pth", "no_storage.pth", lambda n, d: None if n.endswith("data/1") else d)
    rezip("zip.pth", "no_pickle.pth", lambda n, d: None if n.endswith("data.pkl") else d)
    # the sizes (2, 2, 3, 1) of the view become (2, 2, 3, 200)
    size = b"K\x02K\x02K\x03K\x01t"
    rezip("zip.pth", "large_view.pth", lambda n, d: d.replace(size, b"K\x02K\x02K\x03K\xc8t") if n.endswith("data.pkl") else d)
    with open(path("bare_attack.pth"), "wb") as out:
        pickle.dump(Attack(), out, protocol=2)


if __name__ == "__main__":
    main()
