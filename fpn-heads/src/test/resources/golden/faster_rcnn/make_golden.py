"""Writes golden.json: what torchvision's Faster R-CNN computes on levels given by a formula, without backbone and neck.

Run: python3 make_golden.py   (written with torchvision 0.29.1, torch 2.14.1)

Before the head, each level goes through a 1x1 convolution, so that its parameters have the gradients that flow into levels.
"""
import json
import pathlib
import sys

import torch
from torch import nn
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.models.detection.faster_rcnn import FastRCNNConvFCHead, FastRCNNPredictor, TwoMLPHead
from torchvision.models.detection.image_list import ImageList
from torchvision.models.detection.roi_heads import RoIHeads
from torchvision.models.detection.rpn import RegionProposalNetwork, RPNHead
from torchvision.ops import MultiScaleRoIAlign

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
sys.dont_write_bytecode = True
from waves import wave

HEIGHT, WIDTH, CHANNELS, CLASSES = 93, 74, 8, 3
NAMES = ["P2", "P3", "P4", "P5", "P6"]
GRIDS = [(24, 19), (12, 10), (6, 5), (3, 3), (2, 2)]
SIZES = [8, 16, 32, 64, 128]
IMAGES = [
    ([[3, 4, 20, 30], [30, 12, 66, 84], [0, 0, 9, 9]], [2, 1, 3]),
    ([[25, 45, 70, 85.5]], [3]),
    ([], []),
]


# of weights; 0.3 where nothing is said, 0.1 for biases
SCALES = {"head.rpn.objectness": 0.8, "head.rpn.deltas": 0.6, "head.box.classes": 2, "head.box.deltas": 2}


def numbers(tensor):
    return [float("%.6g" % value) for value in tensor.flatten().tolist()]


def spread(count, device=None):
    """In place of chance: all over the candidates."""
    return torch.tensor(sorted(range(count), key=lambda i: (619 * i % 1009, i)), dtype=torch.int64)


class Detector:
    def __init__(self, convs, box_head, rpn_batch, roi_batch):
        self.lateral = nn.ModuleList([nn.Conv2d(CHANNELS, CHANNELS, 1) for _ in NAMES])
        generator = AnchorGenerator(tuple((size,) for size in SIZES), ((0.5, 1.0, 2.0),) * 5)
        self.rpn = RegionProposalNetwork(
            generator, RPNHead(CHANNELS, 3, convs), 0.7, 0.3, rpn_batch, 0.5,
            {"training": 60, "testing": 40}, {"training": 50, "testing": 30}, 0.7)
        self.roi = RoIHeads(
            MultiScaleRoIAlign(NAMES[:4], 7, 2), box_head, FastRCNNPredictor(16, CLASSES + 1),
            0.5, 0.5, roi_batch, 0.25, None, 0.05, 0.5, 12)
        self.layers = {f"lateral.{name}": layer for name, layer in zip(NAMES, self.lateral)}
        for i, layer in enumerate(self.rpn.head.conv):
            self.layers[f"head.rpn.tower.{i}"] = layer[0]
        self.layers["head.rpn.objectness"] = self.rpn.head.cls_logits
        self.layers["head.rpn.deltas"] = self.rpn.head.bbox_pred
        self.layers["head.box.classes"] = self.roi.box_predictor.cls_score
        self.layers["head.box.deltas"] = self.roi.box_predictor.bbox_pred
        if isinstance(box_head, TwoMLPHead):
            self.layers["head.box.fc.0"] = box_head.fc6
            self.layers["head.box.fc.1"] = box_head.fc7
        else:
            for i in range(2):
                self.layers[f"head.box.conv.{i}"] = box_head[i][0]
                self.layers[f"head.box.conv.{i}.norm"] = box_head[i][1]
            self.layers["head.box.fc.0"] = box_head[3]
        with torch.no_grad():
            for name, layer in self.layers.items():
                scale = SCALES.get(name, 0.3)
                layer.weight.copy_(wave(name + ".weight", tuple(layer.weight.shape), scale))
                if layer.bias is not None:
                    layer.bias.copy_(wave(name + ".bias", tuple(layer.bias.shape), 0.1))

    def levels(self, count):
        return {
            name: layer(wave("level_" + name, (count, CHANNELS, *grid), 1))
            for name, layer, grid in zip(NAMES, self.lateral, GRIDS)
        }

    def gradients(self):
        found = {}
        for name, layer in self.layers.items():
            for leaf, parameter in layer.named_parameters():
                if parameter.numel() <= 300:
                    found[f"{name}.{leaf}"] = numbers(parameter.grad)
        return found

    def predictions(self, count):
        self.rpn.eval(), self.roi.eval()
        levels = self.levels(count)
        images = ImageList(torch.zeros(count, 3, HEIGHT, WIDTH), [(HEIGHT, WIDTH)] * count)
        with torch.no_grad():
            objectness, deltas = self.rpn.head(list(levels.values()))
            scores = []
            filtered = self.rpn.filter_proposals
            self.rpn.filter_proposals = lambda *given: scores.append(filtered(*given)) or scores[0]
            proposals, _ = self.rpn(images, levels)
            self.rpn.filter_proposals = filtered
            vectors = self.roi.box_head(self.roi.box_roi_pool(levels, proposals, images.image_sizes))
            logits, box_deltas = self.roi.box_predictor(vectors)
            found, _ = self.roi(levels, proposals, images.image_sizes)
        return {
            "objectness": numbers(torch.cat([level[0].permute(1, 2, 0).flatten() for level in objectness])[::7]),
            "deltas": numbers(torch.cat([level[0].permute(1, 2, 0).flatten() for level in deltas])[::7]),
            "proposals": [numbers(boxes) for boxes in proposals],
            "proposal_scores": [numbers(one) for one in scores[0][1]],
            "logits": numbers(logits[: len(proposals[0])]),
            "box_deltas": numbers(box_deltas[: len(proposals[0])]),
            "boxes": [numbers(image["boxes"]) for image in found],
            "scores": [numbers(image["scores"]) for image in found],
            "labels": [image["labels"].tolist() for image in found],
        }

    def learning(self, count):
        self.rpn.train(), self.roi.train()
        levels = self.levels(count)
        images = ImageList(torch.zeros(count, 3, HEIGHT, WIDTH), [(HEIGHT, WIDTH)] * count)
        targets = [
            {"boxes": torch.tensor(boxes, dtype=torch.float32).reshape(-1, 4), "labels": torch.tensor(labels, dtype=torch.int64)}
            for boxes, labels in IMAGES[:count]
        ]
        drawn, sampler = [], torch.randperm
        torch.randperm = spread
        sample = self.rpn.fg_bg_sampler
        self.rpn.fg_bg_sampler = lambda labels: drawn.append(sample(labels)) or drawn[0]
        proposals, losses = self.rpn(images, levels, targets)
        self.rpn.fg_bg_sampler = sample
        candidates = [len(boxes) for boxes in proposals]
        regions, _, labels, _ = self.roi.select_training_samples(proposals, targets)
        indices = self.roi.subsample(self.all_labels(proposals, targets))
        _, more = self.roi(levels, proposals, images.image_sizes, targets)
        torch.randperm = sampler
        losses.update(more)
        sum(losses.values()).backward()
        return {
            "anchors": [torch.where(positive | negative)[0].tolist() for positive, negative in zip(*drawn[0])],
            "proposals": candidates,
            "sampled": [one.tolist() for one in indices],
            "regions": [numbers(boxes) for boxes in regions],
            "classes": [one.tolist() for one in labels],
            "losses": {name: float(value.detach()) for name, value in losses.items()},
            "gradients": self.gradients(),
        }

    def all_labels(self, proposals, targets):
        boxes = [target["boxes"] for target in targets]
        candidates = self.roi.add_gt_proposals(proposals, boxes)
        return self.roi.assign_targets_to_proposals(candidates, boxes, [target["labels"] for target in targets])[1]


first = Detector(1, TwoMLPHead(CHANNELS * 49, 16), 400, 64)
second = Detector(2, FastRCNNConvFCHead((CHANNELS, 7, 7), [8, 8], [16], nn.BatchNorm2d), 400, 24)
golden = {
    "first": first.predictions(2),
    "learning": first.learning(3),
    "second": second.predictions(1),
    "second_learning": second.learning(2),
}
path = pathlib.Path(__file__).with_name("golden.json")
path.write_text("{\n" + ",\n".join(f'"{k}": {json.dumps(v)}' for k, v in golden.items()) + "\n}\n")
