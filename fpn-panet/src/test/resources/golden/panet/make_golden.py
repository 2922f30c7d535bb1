"""The three networks that go by the name of PANet, written down step by step in PyTorch for levels 3-5.

paper          arXiv:1803.01534v4, section 3.1: every convolution of the path is followed by ReLU, and the next step starts
               from the smoothed map
author_plain   as the paper without any ReLU, which is what the authors' code does without group norm
author_norm    group norm and ReLU after each convolution of the path, which keeps its bias; group norm in the FPN too,
               where it replaces the bias
mmdet          the path runs on the sums before smoothing; no ReLU
"""

import os
import sys

import torch.nn.functional as functional

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, *[".."] * 6, "fpn-core", "src", "test", "resources", "golden"))
sys.dont_write_bytecode = True
import golden_values as golden

STAGES = {3: (6, 25, 19), 4: (10, 13, 10), 5: (12, 7, 5)}  # channels, height, width
CHANNELS = 8
GROUPS = 2


def convolution(x, name, size, stride=1, bias=True):
    weight = golden.parameter(name + ".weight", CHANNELS, x.shape[1], size, size)
    shift = golden.parameter(name + ".bias", CHANNELS) if bias else None
    return functional.conv2d(x, weight, shift, stride=stride, padding=size // 2)


def group_norm(x, name):
    scale = golden.parameter(name + ".norm.weight", CHANNELS)
    shift = golden.parameter(name + ".norm.bias", CHANNELS)
    return functional.group_norm(x, GROUPS, scale, shift, eps=1e-5)


def fpn(stages, norm):
    def block(x, name, size):
        x = convolution(x, name, size, bias=not norm)
        return group_norm(x, name) if norm else x

    sum5 = block(stages[5], "fpn.lateral.C5", 1)
    sum4 = block(stages[4], "fpn.lateral.C4", 1) + functional.interpolate(sum5, size=stages[4].shape[-2:])
    sum3 = block(stages[3], "fpn.lateral.C3", 1) + functional.interpolate(sum4, size=stages[3].shape[-2:])
    return {level: block(x, "fpn.output.P%d" % level, 3) for level, x in ((3, sum3), (4, sum4), (5, sum5))}


def smoothed(stages, relu, norm):
    """Paper and authors: each step of the path starts from the output of the step before."""

    def block(x, name, stride):
        x = convolution(x, name, 3, stride)
        x = group_norm(x, name) if norm else x
        return functional.relu(x) if relu else x

    p = fpn(stages, norm)
    n3 = p[3]
    n4 = block(p[4] + block(n3, "down.P4", 2), "output.P4", 1)
    n5 = block(p[5] + block(n4, "down.P5", 2), "output.P5", 1)
    return {"P3": n3, "P4": n4, "P5": n5}


def mmdet(stages):
    p = fpn(stages, norm=False)
    s4 = p[4] + convolution(p[3], "down.P4", 3, 2)
    s5 = p[5] + convolution(s4, "down.P5", 3, 2)
    return {"P3": p[3], "P4": convolution(s4, "output.P4", 3), "P5": convolution(s5, "output.P5", 3)}


def main():
    stages = {level: golden.given("C%d" % level, 2, *shape) for level, shape in STAGES.items()}
    about = "PANet written in PyTorch, "
    golden.write(__file__, "paper", about + "paper", smoothed(stages, relu=True, norm=False))
    golden.write(__file__, "author_plain", about + "author without norm", smoothed(stages, relu=False, norm=False))
    golden.write(__file__, "author_norm", about + "author with norm", smoothed(stages, relu=True, norm=True))
    golden.write(__file__, "mmdet", about + "mmdet", mmdet(stages))


main()
