"""Writes golden.json: torchvision's anchors, box coder and matcher on inputs given here and by a formula.

Run: python3 make_golden.py   (written with torchvision 0.14.1, torch 1.13.0)

Anchors of mmdetection are written down from its generator's description: sides of 4 strides times 2^(i / 3), height over
width outermost, no rounding, fixed strides.
"""
import json
import pathlib
import sys

import torch
from torchvision.models.detection._utils import BoxCoder, Matcher
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.models.detection.image_list import ImageList
from torchvision.ops import box_iou

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
sys.dont_write_bytecode = True
from waves import wave

SIZES = [(256, 320), (224, 352), (97, 133)]  # height, width
CODED = 60
# twice the same, one inside it, one that no anchor fits, a speck that many anchors hold, one at the edge, one beyond it, one
# between two cells on both axes
OBJECTS = [
    [20, 20, 90, 84],
    [20, 20, 90, 84],
    [30, 30, 62, 62],
    [10, 60, 150, 64],
    [41, 41, 47, 47],
    [120, 100, 160, 128],
    [-30, 90, 30, 150],
    [76, 76, 124, 124],
]
MATCHERS = [(0.5, 0.4, True), (0.5, 0.4, False), (0.7, 0.3, True), (0.5, 0.5, True)]


def numbers(tensor):
    return [float("%.9g" % value) for value in tensor.flatten().tolist()]


def grids(height, width):
    return [(-(-height // (1 << level)), -(-width // (1 << level))) for level in range(3, 8)]


def anchors(height, width):
    sides = tuple((x, int(x * 2 ** (1.0 / 3)), int(x * 2 ** (2.0 / 3))) for x in [32, 64, 128, 256, 512])
    generator = AnchorGenerator(sides, ((0.5, 1.0, 2.0),) * 5)
    images = ImageList(torch.zeros(1, 3, height, width), [(height, width)])
    return generator(images, [torch.zeros(1, 1, *grid) for grid in grids(height, width)])[0]


def mmdet_anchors(height, width):
    rows = []
    scales = torch.tensor([4 * 2 ** (i / 3) for i in range(3)])
    tall = torch.tensor([0.5, 1.0, 2.0]).sqrt()
    for level, (cells_y, cells_x) in enumerate(grids(height, width)):
        stride = 8 << level
        widths = (stride * (1 / tall)[:, None] * scales[None, :]).flatten()
        heights = (stride * tall[:, None] * scales[None, :]).flatten()
        base = torch.stack([-widths / 2, -heights / 2, widths / 2, heights / 2], 1)
        y, x = torch.meshgrid(torch.arange(cells_y) * stride, torch.arange(cells_x) * stride, indexing="ij")
        points = torch.stack([x, y, x, y], -1).reshape(-1, 1, 4)
        rows.append((points + base).reshape(-1, 4))
    return torch.cat(rows)


def sampled(boxes):
    """Every 149th value: all anchors of a cell and all four sides come in turn."""
    return {"count": boxes.numel(), "every": 149, "values": numbers(boxes.flatten()[::149])}


def boxes(name):
    """Boxes with centres around (200, 200) and sides of 4 to 124."""
    center = 200 + wave(name + "_center", (CODED, 2), 150)
    half = 2 + wave(name + "_side", (CODED, 2), 60).abs()
    return torch.cat([center - half, center + half], 1)


def coder():
    cases = {}
    for name, weights in (("retina", (1.0, 1.0, 1.0, 1.0)), ("region", (10.0, 10.0, 5.0, 5.0))):
        box_coder = BoxCoder(weights)
        deltas = wave(name + "_deltas", (CODED, 4), 6 * weights[2])  # some beyond the clamp at 4.135
        cases[name] = {
            "encoded": numbers(box_coder.encode_single(boxes("object"), boxes("anchor"))),
            "decoded": numbers(box_coder.decode_single(deltas, boxes("anchor"))),
        }
    return cases


def matches():
    overlaps = box_iou(torch.tensor(OBJECTS, dtype=torch.float32), anchors(128, 160))
    cases = []
    for foreground, background, low_quality in MATCHERS:
        found = Matcher(foreground, background, allow_low_quality_matches=low_quality)(overlaps.clone()).tolist()
        pairs = [[i, match] for i, match in enumerate(found) if match != -1]
        cases.append({"foreground": foreground, "background": background, "low_quality": low_quality, "matches": pairs})
    return cases


golden = {
    "anchors": [sampled(anchors(*size)) for size in SIZES],
    "mmdet_anchors": [sampled(mmdet_anchors(*size)) for size in SIZES],
    "coder": coder(),
    "matchers": matches(),
}
path = pathlib.Path(__file__).with_name("golden.json")
path.write_text("{\n" + ",\n".join(f'"{k}": {json.dumps(v)}' for k, v in golden.items()) + "\n}\n")
