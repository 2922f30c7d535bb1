"""Writes python.safetensors with Python's safetensors, and reads ours.safetensors, which org.fpn4j wrote, with it.

Run: python3 make_golden.py   (written with safetensors 0.8.0, torch 2.13.0)

ours.safetensors holds the two tensors of expected(); a test compares its bytes with what the writer makes today. This
script ends with an error where Python's reader finds anything else in it.
"""
import os

import torch
from safetensors.torch import load_file, save_file

here = os.path.dirname(os.path.abspath(__file__))


def expected():
    kernel = torch.arange(2 * 3 * 1 * 2, dtype=torch.float32).reshape(2, 3, 1, 2) * 0.5 - 1
    return {"neck.cell0.P4_td.fusion": torch.tensor([1.0, -0.25]), "head.cls_logits.weight": kernel}


def main():
    values = torch.tensor([0.0, 1.0, -2.5, 65504.0, 0.0009765625, -0.0])
    tensors = {
        "float32": values.reshape(2, 3),
        "float64": values.double() / 3,
        "float16": values.half(),
        "bfloat16": values.bfloat16(),
        "scalar": torch.tensor(7.5),
        "num_batches_tracked": torch.tensor(12),
        "kernel": torch.arange(2 * 3 * 3 * 3, dtype=torch.float32).reshape(2, 3, 3, 3),
        "name.with \"signs\" and \u00fc": torch.ones(1),
    }
    save_file(tensors, os.path.join(here, "python.safetensors"), metadata={"format": "pt"})
    ours = load_file(os.path.join(here, "ours.safetensors"))
    wanted = expected()
    assert ours.keys() == wanted.keys(), ours.keys()
    for name, tensor in wanted.items():
        assert ours[name].dtype == torch.float32 and torch.equal(ours[name], tensor), name


if __name__ == "__main__":
    main()
