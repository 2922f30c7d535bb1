"""What YOLOX's head learns from fixed predictions: SimOTA and the four losses, written step by step in PyTorch from the
description of YOLOX's (arXiv:2107.08430, its public code under Apache 2.0), in double precision, with gradients.

Two images of 64 x 48 pixels with levels of stride 8 and 16; three objects in the first, none in the second.
"""

import json
import os
import sys

import torch

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(here))
sys.dont_write_bytecode = True
from waves import wave

CLASSES = 3
LEVELS = ((8, 8, 6), (16, 4, 3))  # stride, rows, columns
OBJECTS = [[4.0, 6.0, 40.0, 44.0, 2], [8.0, 10.0, 30.0, 28.0, 0], [30.0, 40.0, 44.0, 60.0, 1]]
RADIUS = 2.5


def cells():
    rows = []
    for stride, height, width in LEVELS:
        rows += [(x, y, stride) for y in range(height) for x in range(width)]
    return torch.tensor(rows, dtype=torch.float64)


def overlap(a, b):
    low, high = torch.maximum(a[..., :2], b[..., :2]), torch.minimum(a[..., 2:], b[..., 2:])
    sides = (high - low).clamp(min=0)
    inner = sides[..., 0] * sides[..., 1]
    area = lambda box: (box[..., 2] - box[..., 0]) * (box[..., 3] - box[..., 1])
    return inner / (area(a) + area(b) - inner)


def assign(grid, boxes, classes, objectness, objects):
    """The object of each cell, -1 for none, and their overlaps."""
    middles = (grid[:, :2] + 0.5) * grid[:, 2:]
    corners = objects[:, None, :4]
    inside = torch.cat([middles - corners[..., :2], corners[..., 2:] - middles], -1).amin(-1) > 0
    centers = (corners[..., :2] + corners[..., 2:]) / 2
    around = ((middles - centers).abs() < RADIUS * grid[:, 2:]).all(-1)
    asked = (inside | around).any(0)
    both = (inside & around)[:, asked]
    ious = overlap(boxes[None, asked], corners)
    scores = (classes[asked].sigmoid() * objectness[asked].sigmoid()).sqrt()
    wanted = torch.nn.functional.one_hot(objects[:, 4].long(), CLASSES).double()
    entropy = torch.nn.functional.binary_cross_entropy(
        scores[None].expand(len(objects), -1, -1), wanted[:, None].expand(-1, len(scores), -1), reduction="none"
    ).sum(-1)
    costs = entropy - 3 * torch.log(ious + 1e-8) + 100000.0 * ~both
    matching = torch.zeros_like(costs)
    counts = ious.topk(min(10, ious.shape[1]), dim=1).values.sum(1).int().clamp(min=1)
    for i, count in enumerate(counts):
        matching[i, costs[i].topk(count.item(), largest=False).indices] = 1
    several = matching.sum(0) > 1
    matching[:, several] = torch.nn.functional.one_hot(costs[:, several].argmin(0), len(objects)).double().T
    taken = matching.sum(0) > 0
    found = torch.full((len(grid),), -1)
    found[asked] = torch.where(taken, matching.argmax(0), -1)
    overlaps = torch.zeros(len(grid), dtype=torch.float64)
    overlaps[asked] = (matching * ious).sum(0)
    return found, overlaps, counts


def main():
    grid = cells()
    names = {"cls_logits": (CLASSES, 2.0), "box_deltas": (4, 0.9), "objectness": (1, 2.0)}
    raw = {
        name: wave(name, (2, len(grid), width), amplitude).double().requires_grad_()
        for name, (width, amplitude) in names.items()
    }
    stride = grid[None, :, 2:]
    centers = (raw["box_deltas"][..., :2] + grid[None, :, :2]) * stride
    sides = raw["box_deltas"][..., 2:].exp() * stride
    boxes = torch.cat([centers - sides / 2, centers + sides / 2], -1)
    objects = torch.tensor(OBJECTS, dtype=torch.float64)
    found, overlaps, counts = assign(
        grid, boxes[0].detach(), raw["cls_logits"][0].detach(), raw["objectness"][0].detach(), objects
    )
    positive = found >= 0
    total = max(int(positive.sum()), 1)
    target = objects[found[positive]]
    entropy = torch.nn.functional.binary_cross_entropy_with_logits
    of_objects = torch.zeros(2, len(grid), 1, dtype=torch.float64)
    of_objects[0, positive] = 1
    of_classes = torch.nn.functional.one_hot(target[:, 4].long(), CLASSES) * overlaps[positive, None]
    middle, side = (target[:, :2] + target[:, 2:4]) / 2, target[:, 2:4] - target[:, :2]
    at = grid[positive]
    numbers = torch.cat([middle / at[:, 2:] - at[:, :2], torch.log(side / at[:, 2:] + 1e-8)], -1)
    losses = {
        "classification": entropy(raw["cls_logits"][0, positive], of_classes, reduction="sum") / total,
        "box_regression": 5 * (1 - overlap(boxes[0, positive], target[:, :4]) ** 2).sum() / total,
        "objectness": entropy(raw["objectness"], of_objects, reduction="sum") / total,
        "l1": (raw["box_deltas"][0, positive] - numbers).abs().sum() / total,
    }
    sum(losses.values()).backward()
    numbers = lambda tensor: [float("%.9g" % value) for value in tensor.detach().reshape(-1)]
    made = {
        "torch": torch.__version__,
        "counts": counts.tolist(),
        "assigned": found.tolist(),
        "losses": {name: float(loss.detach()) for name, loss in losses.items()},
        "gradients": {name: numbers(value.grad) for name, value in raw.items()},
    }
    with open(os.path.join(here, "golden.json"), "w", encoding="ascii") as file:
        json.dump(made, file, indent=1)
        file.write("\n")
    print(made["counts"], made["losses"], [i for i in found.tolist() if i >= 0])


main()
