#!/usr/bin/env python3
"""Makes the files beside it: state dicts as PyTorch writes them, and files that attack their reader.

Made with PyTorch 2.13.0. Usage: make_golden.py
"""
import collections
import io
import os
import pickle
import struct
import zipfile

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
    torch.save({"weight": Attack()}, path("attack_zip.pth"))
    torch.save({"weight": Attack()}, path("attack_legacy.pth"), _use_new_zipfile_serialization=False)
    torch.save({"weight": torch.ones(3), "other": slice(1, 2)}, path("foreign_object.pth"))
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
