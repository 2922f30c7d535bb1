"""Writes golden.json: what torchvision's RetinaNet computes on inputs given by a formula.

Run: python3 make_golden.py   (written with torchvision 0.14.1, torch 1.13.0)
"""
import json
import pathlib
import sys
from functools import partial
from types import SimpleNamespace

import torch
from torch import nn
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.models.detection._utils import BoxCoder, Matcher
from torchvision.models.detection.image_list import ImageList
from torchvision.models.detection.retinanet import RetinaNet, RetinaNetHead
from torchvision.ops import boxes as box_ops

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
sys.dont_write_bytecode = True
from waves import vectors, wave

HEIGHT, WIDTH, CHANNELS, CLASSES, GROUPS = 45, 37, 8, 3, 4
GRIDS = [(6, 5), (3, 3), (2, 2), (1, 1), (1, 1)]  # P3-P7
IMAGES = [
    ([[3, 4, 20, 30], [10, 2, 36, 44], [0, 0, 9, 9]], [1, 0, 2]),
    ([[5, 25, 35, 40]], [2]),
    ([], []),
]


def fill(head):
    names = {}
    for ours, part in (("cls", head.classification_head), ("box", head.regression_head)):
        for i, layer in enumerate(part.conv):
            names[f"head.{ours}_tower.{i}"] = layer[0]
            if isinstance(layer[1], nn.GroupNorm):
                names[f"head.{ours}_tower.{i}.norm"] = layer[1]
    names["head.cls_logits"] = head.classification_head.cls_logits
    names["head.box_deltas"] = head.regression_head.bbox_reg
    with torch.no_grad():
        for name, layer in names.items():
            layer.weight.copy_(wave(name + ".weight", tuple(layer.weight.shape), 0.15))
            if layer.bias is not None:
                layer.bias.copy_(wave(name + ".bias", tuple(layer.bias.shape), 0.1))
    return names


def numbers(tensor):
    return [float("%.7g" % value) for value in tensor.flatten().tolist()]


sizes = tuple((x, int(x * 2 ** (1.0 / 3)), int(x * 2 ** (2.0 / 3))) for x in [32, 64, 128, 256, 512])
generator = AnchorGenerator(sizes, ((0.5, 1.0, 2.0),) * 5)
head = RetinaNetHead(CHANNELS, generator.num_anchors_per_location()[0], CLASSES)
names = fill(head)
features = [wave(f"level_P{3 + i}", (len(IMAGES), CHANNELS, *grid), 1) for i, grid in enumerate(GRIDS)]
images = ImageList(torch.zeros(len(IMAGES), 3, HEIGHT, WIDTH), [(HEIGHT, WIDTH)] * len(IMAGES))
anchors = generator(images, features)

targets = [
    {
        "boxes": torch.tensor(boxes, dtype=torch.float32).reshape(-1, 4),
        "labels": torch.tensor(labels, dtype=torch.int64),
    }
    for boxes, labels in IMAGES
]
matcher = Matcher(0.5, 0.4, allow_low_quality_matches=True)
matches = []
for target in targets:
    if len(target["labels"]) == 0:
        matches.append(torch.full((len(anchors[0]),), -1, dtype=torch.int64))
    else:
        matches.append(matcher(box_ops.box_iou(target["boxes"], anchors[0])))

outputs = head(features)
losses, gradients = {}, {}
for kind in ("l1", "smooth_l1", "giou"):
    head.regression_head._loss_type = kind
    result = head.compute_loss(targets, outputs, anchors, matches)
    losses[kind] = {name: float(value) for name, value in result.items()}
    head.zero_grad()
    sum(result.values()).backward(retain_graph=True)
    gradients[kind] = vectors(names, numbers)

# the same losses of predictions that no network made
given = {"losses": {}, "box_deltas": {}}
for kind in losses:
    head.regression_head._loss_type = kind
    logits = wave("given_logits", (len(IMAGES), len(anchors[0]), CLASSES), 4).requires_grad_()
    deltas = wave("given_deltas", (len(IMAGES), len(anchors[0]), 4), 0.5).requires_grad_()
    result = head.compute_loss(targets, {"cls_logits": logits, "bbox_regression": deltas}, anchors, matches)
    sum(result.values()).backward()
    given["losses"][kind] = {name: float(value) for name, value in result.items()}
    given["cls_logits"] = numbers(logits.grad)
    given["box_deltas"][kind] = numbers(deltas.grad)

# the second version: group norm in the towers, GIoU
second = RetinaNetHead(CHANNELS, 9, CLASSES, norm_layer=partial(nn.GroupNorm, GROUPS))
names = fill(second)
second.regression_head._loss_type = "giou"
normed = second(features)
result = second.compute_loss(targets, normed, anchors, matches)
sum(result.values()).backward()
version2 = {
    "cls_logits": numbers(normed["cls_logits"][0]),
    "box_deltas": numbers(normed["bbox_regression"][0]),
    "losses": {name: float(value) for name, value in result.items()},
    "gradients": vectors(names, numbers),
}

per_level = [height * width * 9 for height, width in GRIDS]
detector = SimpleNamespace(
    score_thresh=0.05, topk_candidates=50, nms_thresh=0.5, detections_per_img=40, box_coder=BoxCoder((1.0,) * 4)
)
logits = wave("logits", (1, sum(per_level), CLASSES), 4)
deltas = wave("deltas", (1, sum(per_level), 4), 0.5)
detections = RetinaNet.postprocess_detections(
    detector,
    {"cls_logits": logits.split(per_level, 1), "bbox_regression": deltas.split(per_level, 1)},
    [anchors[0].split(per_level)],
    [(HEIGHT, WIDTH)],
)[0]

golden = {
    "anchors": [int(value) for value in anchors[0].flatten().tolist()],
    "matches": [match.tolist() for match in matches],
    "cls_logits": numbers(outputs["cls_logits"][0]),
    "box_deltas": numbers(outputs["bbox_regression"][0]),
    "losses": losses,
    "gradients": gradients,
    "given": given,
    "version2": version2,
    "detections": {
        "boxes": numbers(detections["boxes"]),
        "scores": numbers(detections["scores"]),
        "labels": detections["labels"].tolist(),
    },
}
path = pathlib.Path(__file__).with_name("golden.json")
path.write_text("{\n" + ",\n".join(f'"{k}": {json.dumps(v)}' for k, v in golden.items()) + "\n}\n")
