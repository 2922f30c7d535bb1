"""Writes golden.json: what torchvision's FCOS computes on inputs given by a formula, and the losses of two others.

Run: python3 make_golden.py   (written with torchvision 0.14.1, torch 1.13.0)
"""
import json
import math
import pathlib
import sys
from functools import partial
from types import SimpleNamespace

import torch
from torch import nn
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.models.detection._utils import BoxLinearCoder
from torchvision.models.detection.fcos import FCOS, FCOSClassificationHead, FCOSHead, FCOSRegressionHead
from torchvision.models.detection.image_list import ImageList
from torchvision.ops import generalized_box_iou_loss, sigmoid_focal_loss

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
sys.dont_write_bytecode = True
from waves import vectors, wave

HEIGHT, WIDTH, CHANNELS, CLASSES, GROUPS = 130, 150, 8, 3, 4
GRIDS = [(17, 19), (9, 10), (5, 5), (3, 3), (2, 2)]  # P3-P7
IMAGES = [
    ([[10, 20, 50, 70], [5, 5, 140, 120], [60, 60, 75, 72], [14, 22, 46, 66]], [1, 0, 2, 0]),
    ([[0, 0, 150, 130], [30, 80, 120, 129]], [2, 1]),
    ([], []),
]


def fill(head):
    names = {}
    for ours, part in (("cls", head.classification_head), ("box", head.regression_head)):
        for i in range(4):
            names[f"head.{ours}_tower.{i}"] = part.conv[3 * i]
            names[f"head.{ours}_tower.{i}.norm"] = part.conv[3 * i + 1]
    names["head.cls_logits"] = head.classification_head.cls_logits
    names["head.box_deltas"] = head.regression_head.bbox_reg
    names["head.centerness"] = head.regression_head.bbox_ctrness
    with torch.no_grad():
        for name, layer in names.items():
            amplitude = 0.8 if name == "head.box_deltas" else 0.2
            layer.weight.copy_(wave(name + ".weight", tuple(layer.weight.shape), amplitude))
            layer.bias.copy_(wave(name + ".bias", tuple(layer.bias.shape), 0.1))
    with torch.no_grad():
        head.regression_head.bbox_reg.bias.add_(1)  # so that most distances are above 0
    return names


def numbers(tensor):
    return [float("%.7g" % value) for value in tensor.flatten().tolist()]


generator = AnchorGenerator(((8,), (16,), (32,), (64,), (128,)), ((1.0,),) * 5)
head = FCOSHead(32, 1, CLASSES)
norm = partial(nn.GroupNorm, GROUPS)
head.classification_head = FCOSClassificationHead(CHANNELS, 1, CLASSES, norm_layer=norm)
head.regression_head = FCOSRegressionHead(CHANNELS, 1, norm_layer=norm)
names = fill(head)
features = [wave(f"level_P{3 + i}", (len(IMAGES), CHANNELS, *grid), 1) for i, grid in enumerate(GRIDS)]
images = ImageList(torch.zeros(len(IMAGES), 3, HEIGHT, WIDTH), [(HEIGHT, WIDTH)] * len(IMAGES))
anchors = generator(images, features)
per_level = [height * width for height, width in GRIDS]

targets = [
    {
        "boxes": torch.tensor(boxes, dtype=torch.float32).reshape(-1, 4),
        "labels": torch.tensor(labels, dtype=torch.int64),
    }
    for boxes, labels in IMAGES
]
outputs = head(features)


class Spy:
    """Keeps what the detector hands to its head's loss."""

    def compute_loss(self, targets, outputs, anchors, matches):
        self.matches = matches
        return head.compute_loss(targets, outputs, anchors, matches)


spy = Spy()
losses = FCOS.compute_loss(
    SimpleNamespace(center_sampling_radius=1.5, head=spy), targets, outputs, anchors, per_level
)
sum(losses.values()).backward()
gradients = vectors(names, numbers)

# the same losses of predictions that no network made
size = sum(per_level)
given = {
    "cls_logits": wave("given_logits", (len(IMAGES), size, CLASSES), 4).requires_grad_(),
    "bbox_regression": (wave("given_deltas", (len(IMAGES), size, 4), 1).abs() * 3 + 0.1).requires_grad_(),
    "bbox_ctrness": wave("given_centerness", (len(IMAGES), size, 1), 3).requires_grad_(),
}
given_losses = head.compute_loss(targets, given, anchors, spy.matches)
sum(given_losses.values()).backward()

detector = SimpleNamespace(
    score_thresh=0.2,
    topk_candidates=50,
    nms_thresh=0.6,
    detections_per_img=40,
    box_coder=BoxLinearCoder(normalize_by_size=True),
)
logits = wave("logits", (1, sum(per_level), CLASSES), 4)
deltas = wave("deltas", (1, sum(per_level), 4), 1).abs() * 3
centerness = wave("centerness", (1, sum(per_level), 1), 3)
detections = FCOS.postprocess_detections(
    detector,
    {
        "cls_logits": logits.split(per_level, 1),
        "bbox_regression": deltas.split(per_level, 1),
        "bbox_ctrness": centerness.split(per_level, 1),
    },
    [anchors[0].split(per_level)],
    [(HEIGHT, WIDTH)],
)[0]



def described(pixels, radius):
    """mmdetection's (pixels, no centre sampling, -ln IoU) or the authors' improved FCOS, from their descriptions.

    Points lie in the middle of cells, both ends of a level's range belong to it, the smallest object wins; the box loss
    is weighted by centre-ness and divided by its sum.
    """
    rows = []
    for level, (height, width) in enumerate(GRIDS):
        stride = 8 << level
        y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
        low = -1 if level == 0 else 8 * stride // 2
        high = math.inf if level == len(GRIDS) - 1 else 8 * stride
        for i, j in zip(y.flatten().tolist(), x.flatten().tolist()):
            rows.append(((j + 0.5) * stride, (i + 0.5) * stride, stride, low, high))
    matches, distances = [], []
    for boxes, _ in IMAGES:
        match, distance = [], []
        for x, y, stride, low, high in rows:
            best, found, sides = math.inf, -1, (1.0, 1.0, 1.0, 1.0)
            for index, (x1, y1, x2, y2) in enumerate(boxes):
                reach = (x - x1, y - y1, x2 - x, y2 - y)
                inside = min(reach) > 0
                if radius:
                    cx, cy = (x1 + x2) / 2, (y1 + y2) / 2
                    inside = inside and max(abs(x - cx), abs(y - cy)) < radius * stride
                area = (x2 - x1) * (y2 - y1)
                if inside and low <= max(reach) <= high and area < best:
                    best, found = area, index
                    sides = reach if pixels else tuple(side / stride for side in reach)
            match.append(found)
            distance.append(sides)
        matches.append(match)
        distances.append(distance)
    matched, wanted = torch.tensor(matches), torch.tensor(distances)
    strides = torch.tensor([row[2] for row in rows], dtype=torch.float32)[None, :, None]
    size = (len(IMAGES), len(rows))
    logits = wave("given_logits", (*size, CLASSES), 4).requires_grad_()
    sides = wave("given_deltas", (*size, 4), 1).abs() * 3 + 0.1
    sides = (sides * strides if pixels else sides).requires_grad_()
    centers = wave("given_centerness", (*size, 1), 3).requires_grad_()

    labels = torch.zeros(*size, CLASSES)
    for image, (_, classes) in enumerate(IMAGES):
        for cell, object in enumerate(matches[image]):
            if object >= 0:
                labels[image, cell, classes[object]] = 1
    positive = matched >= 0
    count = int(positive.sum())
    given, target = sides[positive], wanted[positive]
    horizontal, vertical = target[:, [0, 2]], target[:, [1, 3]]
    shares = (horizontal.amin(1) / horizontal.amax(1)) * (vertical.amin(1) / vertical.amax(1))
    centerness = shares.sqrt()
    signs = torch.tensor([-1.0, -1.0, 1.0, 1.0])
    if pixels:
        inner = torch.minimum(given, target)
        outer = (given[:, 0] + given[:, 2]) * (given[:, 1] + given[:, 3])
        outer = outer + (target[:, 0] + target[:, 2]) * (target[:, 1] + target[:, 3])
        common = (inner[:, 0] + inner[:, 2]) * (inner[:, 1] + inner[:, 3])
        each = -(common / (outer - common)).clamp(min=1e-6).log()
    else:
        each = generalized_box_iou_loss(given * signs, target * signs)
    losses = {
        "classification": sigmoid_focal_loss(logits, labels, reduction="sum") / count,
        "bbox_regression": (each * centerness).sum() / centerness.sum(),
        "bbox_ctrness": nn.functional.binary_cross_entropy_with_logits(centers[positive][:, 0], centerness),
    }
    sum(losses.values()).backward()
    return {
        "matches": matches,
        "losses": {name: float(value) for name, value in losses.items()},
        "box_deltas": numbers(sides.grad),
        "centerness": numbers(centers.grad),
    }


golden = {
    "matches": [match.tolist() for match in spy.matches],
    "cls_logits": numbers(outputs["cls_logits"][0]),
    "box_deltas": numbers(outputs["bbox_regression"][0]),
    "centerness": numbers(outputs["bbox_ctrness"][0]),
    "losses": {name: float(value) for name, value in losses.items()},
    "gradients": gradients,
    "given": {
        "losses": {name: float(value) for name, value in given_losses.items()},
        "cls_logits": numbers(given["cls_logits"].grad),
        "box_deltas": numbers(given["bbox_regression"].grad),
        "centerness": numbers(given["bbox_ctrness"].grad),
    },
    "mmdet": described(pixels=True, radius=0),
    "authors": described(pixels=False, radius=1.5),
    "detections": {
        "boxes": numbers(detections["boxes"]),
        "scores": numbers(detections["scores"]),
        "labels": detections["labels"].tolist(),
    },
}
path = pathlib.Path(__file__).with_name("golden.json")
path.write_text("{\n" + ",\n".join(f'"{k}": {json.dumps(v)}' for k, v in golden.items()) + "\n}\n")
