"""EfficientDet's BiFPN written down node by node in PyTorch: levels 3-7 out of stages 3-5, evaluated.

Each node: inputs resized to its level, weighted, swish, depthwise 3x3, pointwise 1x1, batch norm with epsilon 1e-3.
Where the channels differ, 1x1 convolution and batch norm come before the resizing. Down is max pooling with a window of 3
and stride 2, padded as TensorFlow's SAME; up is nearest neighbour. The official code is TensorFlow's, so the network
stands here from its description.
"""

import os
import sys

import torch
import torch.nn.functional as functional

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, *[".."] * 6, "fpn-core", "src", "test", "resources", "golden"))
sys.dont_write_bytecode = True
import golden_values as golden

CHANNELS = 8
ODD = {3: (6, 25, 19), 4: (10, 13, 10), 5: (12, 7, 5)}  # channels, height, width
EVEN = {3: (6, 32, 48), 4: (10, 16, 24), 5: (12, 8, 12)}


class Cell:
    """What the nodes of one cell share; `fusion` is fast, softmax or sum."""

    def __init__(self, scope, fusion, separable, redundant_bias):
        self.scope = scope
        self.fusion = fusion
        self.separable = separable
        self.redundant_bias = redundant_bias

    def norm(self, x, name):
        return functional.batch_norm(
            x,
            golden.parameter(name + ".norm.running_mean", CHANNELS),
            golden.parameter(name + ".norm.running_var", CHANNELS),
            golden.parameter(name + ".norm.weight", CHANNELS),
            golden.parameter(name + ".norm.bias", CHANNELS),
            eps=1e-3,
        )

    def bias(self, name):
        return golden.parameter(name + ".bias", CHANNELS) if self.redundant_bias else None

    def project(self, x, name):
        if x.shape[1] == CHANNELS:
            return x
        weight = golden.parameter(name + ".weight", CHANNELS, x.shape[1], 1, 1)
        return self.norm(functional.conv2d(x, weight, self.bias(name)), name)

    def fuse(self, maps, node):
        if self.fusion == "sum":
            return sum(maps)
        raw = golden.parameter("%s.%s.fusion" % (self.scope, node), len(maps))
        if self.fusion == "softmax":
            shares = torch.softmax(raw, 0)
        else:
            shares = torch.relu(raw) / (torch.relu(raw).sum() + 1e-4)
        return sum(share * x for share, x in zip(shares, maps))

    def node(self, node, like, inputs):
        """`inputs`: pairs of a name and a map that is already resized by `up`, `down` or `same`."""
        scope = "%s.%s" % (self.scope, node)
        maps = [resize(self.project(x, "%s.%s" % (scope, name)), like) for name, resize, x in inputs]
        x = self.fuse(maps, node)
        x = x * torch.sigmoid(x)
        if self.separable:
            depthwise = golden.parameter(scope + ".depthwise.weight", CHANNELS, 1, 3, 3)
            x = functional.conv2d(x, depthwise, padding=1, groups=CHANNELS)
            pointwise = golden.parameter(scope + ".pointwise.weight", CHANNELS, CHANNELS, 1, 1)
            x = functional.conv2d(x, pointwise, self.bias(scope + ".pointwise"))
        else:
            dense = golden.parameter(scope + ".conv.weight", CHANNELS, CHANNELS, 3, 3)
            x = functional.conv2d(x, dense, self.bias(scope + ".conv"), padding=1)
        return self.norm(x, scope)


def same(x, like):
    return x


def up(x, like):
    return functional.interpolate(x, size=like.shape[-2:])


def down(x, like=None):
    """TensorFlow's SAME: one row of padding above and below an odd size, one below an even one."""
    bottom, right = 1, 1
    top, left = x.shape[-2] % 2, x.shape[-1] % 2
    x = functional.pad(x, (left, right, top, bottom), value=float("-inf"))
    return functional.max_pool2d(x, 3, 2)


def bifpn(stages, cells, fusion="fast", separable=True, redundant_bias=False):
    first = Cell("input", fusion, separable, redundant_bias)
    p3, p4, p5 = stages[3], stages[4], stages[5]
    p6 = down(first.project(p5, "input.P6"))
    p7 = down(p6)
    for i in range(cells):
        cell = Cell("cell%d" % i, fusion, separable, redundant_bias)
        td6 = cell.node("P6_td", p6, [("P6_in", same, p6), ("P7_in", up, p7)])
        td5 = cell.node("P5_td", p5, [("P5_in", same, p5), ("P6_td", up, td6)])
        td4 = cell.node("P4_td", p4, [("P4_in", same, p4), ("P5_td", up, td5)])
        out3 = cell.node("P3_out", p3, [("P3_in", same, p3), ("P4_td", up, td4)])
        out4 = cell.node("P4_out", p4, [("P4_in", same, p4), ("P4_td", same, td4), ("P3_out", down, out3)])
        out5 = cell.node("P5_out", p5, [("P5_in", same, p5), ("P5_td", same, td5), ("P4_out", down, out4)])
        out6 = cell.node("P6_out", p6, [("P6_in", same, p6), ("P6_td", same, td6), ("P5_out", down, out5)])
        out7 = cell.node("P7_out", p7, [("P7_in", same, p7), ("P6_out", down, out6)])
        p3, p4, p5, p6, p7 = out3, out4, out5, out6, out7
    return {"P3": p3, "P4": p4, "P5": p5, "P6": p6, "P7": p7}


def main():
    odd = {level: golden.given("C%d" % level, 2, *shape) for level, shape in ODD.items()}
    even = {level: golden.given("C%d" % level, 2, *shape) for level, shape in EVEN.items()}
    cases = {
        "one_cell_odd": bifpn(odd, 1),
        "one_cell_even": bifpn(even, 1),
        "two_cells_odd": bifpn(odd, 2),
        "two_cells_even": bifpn(even, 2),
        "softmax": bifpn(odd, 1, fusion="softmax"),
        "sum": bifpn(odd, 1, fusion="sum"),
        "dense": bifpn(odd, 1, separable=False),
        "redundant_bias": bifpn(odd, 1, redundant_bias=True),
    }
    for case, outputs in cases.items():
        golden.write(__file__, case, "EfficientDet's BiFPN written in PyTorch, " + case, outputs)


main()
