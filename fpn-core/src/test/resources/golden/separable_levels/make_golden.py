"""Two levels by the blocks of torchvision's ssdlite, above a map of 6x5.

Written with torchvision 0.29, torch 2.14.0.
"""

import functools
import os
import sys

import torch
from torchvision.models.detection.ssdlite import _extra_block

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.dont_write_bytecode = True
import golden_values as golden

PARTS = ["narrow", "filter", "widen"]


def ours(name):
    level, part, kind, leaf = name.split(".")
    return "p%d.%s.%s%s" % (int(level) + 6, PARTS[int(part)], "norm." if kind == "1" else "", leaf)


with torch.no_grad():
    norm = functools.partial(torch.nn.BatchNorm2d, eps=0.001, momentum=0.03)
    blocks = golden.fill(torch.nn.ModuleList([_extra_block(12, 16, norm), _extra_block(16, 8, norm)]), ours)
    x = 8 * golden.given("P5", 2, 12, 6, 5)  # some reach six
    outputs = {}
    for i, block in enumerate(blocks):
        x = block(x)
        outputs["P%d" % (i + 6)] = x
    golden.write(__file__, "levels", "torchvision ssdlite", outputs)
