"""Writes golden.json: torchvision's default boxes, SSD matching, losses and post-processing.

Run: python3 make_golden.py   (written with torchvision 0.29, torch 2.14.0)
"""
import json
import pathlib

import torch
from torchvision.models.detection import _utils as det_utils
from torchvision.models.detection.anchor_utils import DefaultBoxGenerator
from torchvision.models.detection.image_list import ImageList
from torchvision.models.detection.ssd import SSD
from torchvision.ops import box_iou

RATIOS, SCALES, STEPS = [[2], [2, 3]], [0.1, 0.35, 0.6], [8, 16]
HEIGHT, WIDTH, LEVELS = 38, 50, [(5, 7), (3, 4)]
CLASSES = 3  # and the background
OBJECTS = [[[3, 4, 21, 30], [4, 5, 20, 29], [30, 8, 34, 12]], []]
LABELS = [[2, 1, 3], []]


def wave(phase, shape, amplitude):
    count = 1
    for s in shape:
        count *= s
    i = torch.arange(count, dtype=torch.float64)
    return (amplitude * torch.sin(0.618 * i + 0.0001 * i * i + phase)).float().reshape(shape)


def boxes(steps):
    generator = DefaultBoxGenerator(RATIOS, scales=SCALES, steps=steps)
    maps = [torch.zeros(2, 1, h, w) for h, w in LEVELS]
    return generator(ImageList(torch.zeros(2, 3, HEIGHT, WIDTH), [(HEIGHT, WIDTH)] * 2), maps)[0]


def spread():
    generator = DefaultBoxGenerator([[2, 3]] * 3, min_ratio=0.2, max_ratio=0.95)
    return [float(s) for s in generator.scales]


class Bare(SSD):
    def __init__(self):
        torch.nn.Module.__init__(self)
        self.box_coder = det_utils.BoxCoder(weights=(10.0, 10.0, 5.0, 5.0))
        self.neg_to_pos_ratio = 3.0
        self.score_thresh, self.nms_thresh, self.topk_candidates, self.detections_per_img = 0.3, 0.45, 15, 12


anchors = boxes(STEPS)
count = len(anchors)
outputs = {
    "cls_logits": wave(1, (2, count, CLASSES + 1), 2).requires_grad_(),
    "bbox_regression": wave(2, (2, count, 4), 1.5).requires_grad_(),
}
targets = [{"boxes": torch.tensor(o, dtype=torch.float32).reshape(-1, 4), "labels": torch.tensor(l, dtype=torch.int64)}
           for o, l in zip(OBJECTS, LABELS)]
matcher = det_utils.SSDMatcher(0.5)
matched = [matcher(box_iou(t["boxes"], anchors)) if len(t["boxes"]) else torch.full((count,), -1) for t in targets]
model = Bare()
losses = model.compute_loss(targets, outputs, [anchors] * 2, matched)
sum(losses.values()).backward()
found = model.postprocess_detections({k: v.detach() for k, v in outputs.items()}, [anchors] * 2, [(HEIGHT, WIDTH)] * 2)
golden = {
    "steps": anchors.flatten().tolist(),
    "fractions": boxes(None).flatten().tolist(),
    "spread": spread(),
    "matches": matched[0].tolist(),
    "losses": {k: float(v) for k, v in losses.items()},
    "slopes": {k: v.grad.flatten().tolist() for k, v in outputs.items()},
    "detections": [{k: v.flatten().tolist() for k, v in image.items()} for image in found],
}
pathlib.Path(__file__).with_name("golden.json").write_text(
    "{\n" + ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in golden.items()) + "\n}\n")
