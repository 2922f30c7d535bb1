"""Weights and inputs from a tensor's name, as org.fpn4j.core.golden.GoldenValues computes them, and golden files.

The scripts beside the golden files import this module. They run with Debian's python3-torchvision (torchvision 0.14.1,
torch 1.13.0) and no network: /usr/bin/python3 make_golden.py
"""

import json
import math
import os

import numpy
import torch
import torchvision

VALUES = 120  # about as many of each tensor are kept


def uniform(name, shape, scale, offset):
    """offset + scale * u, u in [-1, 1) by a hash of the name and the position."""
    digest = 0x811C9DC5
    for letter in name:
        digest = ((digest ^ ord(letter)) * 0x01000193) & 0xFFFFFFFF
    count = int(numpy.prod(shape, dtype=numpy.int64))
    bits = (digest + numpy.arange(count, dtype=numpy.uint64) * 0x9E3779B1) & 0xFFFFFFFF
    bits = ((bits ^ (bits >> numpy.uint64(16))) * 0x85EBCA6B) & 0xFFFFFFFF
    bits = ((bits ^ (bits >> numpy.uint64(13))) * 0xC2B2AE35) & 0xFFFFFFFF
    bits = bits ^ (bits >> numpy.uint64(16))
    values = offset + scale * (bits.astype(numpy.float64) / 2**31 - 1)
    # rounded to float32, because that is what the other side computes with
    return torch.from_numpy(values.astype(numpy.float32).astype(numpy.float64)).reshape(tuple(shape))


def parameter(name, *shape):
    if len(shape) == 4:
        return uniform(name, shape, math.sqrt(3 / (shape[1] * shape[2] * shape[3])), 0)
    if name.endswith("bias") or name.endswith("running_mean"):
        return uniform(name, shape, 0.1, 0)
    if name.endswith("running_var"):
        return uniform(name, shape, 0.5, 1)
    if name.endswith("fusion"):
        return uniform(name, shape, 1, 0.5)
    return uniform(name, shape, 0.2, 1)


def given(name, *shape):
    """An input of variance 1."""
    return uniform(name, shape, math.sqrt(3), 0)


def fill(module, names):
    """Gives a module the values of the names that `names` makes of its own; integers stay."""
    state = module.state_dict()
    for key, old in state.items():
        if old.is_floating_point():
            state[key] = parameter(names(key), *old.shape)
    module.double().load_state_dict(state)
    return module.eval()


def tensors(module):
    """Names and sizes of what a module keeps, "64 3 7 7"; counters of whole numbers left out."""
    state = module.state_dict().items()
    return {name: " ".join(map(str, tensor.shape)) for name, tensor in state if tensor.is_floating_point()}


def write(script, case, about, outputs, tensors=None):
    """One JSON file beside the script; with `tensors` it names what the values by formula went into."""
    summary = {}
    for name, tensor in outputs.items():
        flat = tensor.detach().reshape(-1)
        every = max(1, flat.numel() // VALUES) | 1  # odd: visits all columns and channels
        summary[name] = {
            "shape": list(tensor.shape),
            "mean": float(flat.mean()),
            "absmax": float(flat.abs().max()),
            "every": every,
            "values": [float("%.9g" % value) for value in flat[::every]],
        }
    made = {
        "about": about,
        "made_by": os.path.basename(script),
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
    }
    if tensors is not None:
        made["tensors"] = tensors
    made["outputs"] = summary
    path = os.path.join(os.path.dirname(os.path.abspath(script)), case + ".json")
    with open(path, "w", encoding="ascii") as file:
        json.dump(made, file, indent=1)
        file.write("\n")
    print(path, os.path.getsize(path))
