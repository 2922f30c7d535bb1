#!/usr/bin/env python3
"""The peer of configs/models/efficientdet_d0.yaml: EfficientDet-D0 as effdet has it, on timm's EfficientNet-B0, random weights.

    efficientdet_peer.py --mode eager --size 512 --batch 1 --threads 2       prints one JSON line

It needs torch and timm; modes and figures are those of peer.py, which lies beside it. BiFPN and heads are written here after the
paper (arXiv:1911.09070) in effdet's arrangement. A forward pass ends with the raw outputs and the best 5000 of them; a training
step is forward, focal loss (gamma 1.5) and Huber loss on random targets, of which a few hundred anchors are positive, backward
and SGD with momentum and weight decay.
"""
import sys

import peer

try:
    import timm
    import torch
    from torch import nn
    from torch.nn import functional
except ImportError as error:
    print(f"efficientdet_peer.py: this Python ({sys.executable}) lacks torch or timm ({error}).", file=sys.stderr)
    sys.exit(2)

ANCHORS = 9
LEVELS = 5
# Inputs of each node: levels 0-4 come in finest first, nodes are counted from 5.
NODES = [(3, [3, 4]), (2, [2, 5]), (1, [1, 6]), (0, [0, 7]), (1, [1, 7, 8]), (2, [2, 6, 9]), (3, [3, 5, 10]), (4, [4, 11])]


def norm(channels):
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=0.01)


def separable(channels, out, bias):
    return nn.Sequential(
        nn.Conv2d(channels, channels, 3, padding=1, groups=channels, bias=False), nn.Conv2d(channels, out, 1, bias=bias))


class Node(nn.Module):
    def __init__(self, inputs, width):
        super().__init__()
        self.project = nn.ModuleList([
            nn.Sequential(nn.Conv2d(channels, width, 1, bias=False), norm(width)) if channels != width else nn.Identity()
            for channels in inputs])
        self.weights = nn.Parameter(torch.ones(len(inputs)))
        self.convolution = nn.Sequential(nn.SiLU(), separable(width, width, False), norm(width))

    def forward(self, maps, size):
        shares = functional.relu(self.weights)
        shares = shares / (shares.sum() + 1e-4)
        total = 0
        for share, project, x in zip(shares, self.project, maps):
            x = project(x)
            while x.shape[-1] > size[-1]:
                x = functional.max_pool2d(x, 3, 2, 1)
            if x.shape[-1] < size[-1]:
                x = functional.interpolate(x, size=size)
            total = total + share * x
        return self.convolution(total)


class Cell(nn.Module):
    def __init__(self, channels, width):
        super().__init__()
        known = channels + [width] * len(NODES)
        self.nodes = nn.ModuleList([Node([known[i] for i in inputs], width) for _, inputs in NODES])

    def forward(self, maps):
        sizes = [x.shape[-2:] for x in maps]
        for (level, inputs), node in zip(NODES, self.nodes):
            maps = maps + [node([maps[i] for i in inputs], sizes[level])]
        return maps[-LEVELS:]


class Net(nn.Module):
    """Shared convolutions, a norm for each level."""

    def __init__(self, width, out, repeats):
        super().__init__()
        self.convolutions = nn.ModuleList([separable(width, width, False) for _ in range(repeats)])
        self.norms = nn.ModuleList([nn.ModuleList([norm(width) for _ in range(LEVELS)]) for _ in range(repeats)])
        self.predict = separable(width, out, True)

    def forward(self, levels, values):
        rows = []
        for level, x in enumerate(levels):
            for convolution, norms in zip(self.convolutions, self.norms):
                x = functional.silu(norms[level](convolution(x)))
            x = self.predict(x)
            rows.append(x.permute(0, 2, 3, 1).reshape(x.shape[0], -1, values))
        return torch.cat(rows, 1)


class EfficientDet(nn.Module):
    def __init__(self, classes, width=64, cells=3, repeats=3):
        super().__init__()
        self.classes = classes
        self.backbone = timm.create_model("efficientnet_b0", features_only=True, out_indices=(2, 3, 4), drop_path_rate=0.2)
        channels = self.backbone.feature_info.channels()
        self.top = nn.Sequential(nn.Conv2d(channels[-1], width, 1, bias=False), norm(width))
        self.cells = nn.Sequential(*[Cell(channels + [width] * 2 if i == 0 else [width] * 5, width) for i in range(cells)])
        self.class_net = Net(width, ANCHORS * classes, repeats)
        self.box_net = Net(width, ANCHORS * 4, repeats)

    def forward(self, images):
        maps = list(self.backbone(images))
        maps.append(functional.max_pool2d(self.top(maps[-1]), 3, 2, 1))
        maps.append(functional.max_pool2d(maps[-1], 3, 2, 1))
        levels = self.cells(maps)
        return self.class_net(levels, self.classes), self.box_net(levels, 4)


def losses(logits, deltas, labels, boxes, positives):
    """Focal loss of all anchors and Huber loss of the positives."""
    p = torch.sigmoid(logits)
    entropy = functional.binary_cross_entropy_with_logits(logits, labels, reduction="none")
    miss = labels * (1 - p) + (1 - labels) * p
    share = labels * 0.25 + (1 - labels) * 0.75
    count = positives.sum() + 1
    classes = (share * miss ** 1.5 * entropy).sum() / count
    huber = functional.huber_loss(deltas, boxes, reduction="none", delta=0.1) * positives[..., None]
    return classes + 50 * huber.sum() / (4 * count)


def measure(options):
    bench = peer.Bench(options, lambda: EfficientDet(options.classes))
    bench.model.eval()
    bench.forward(lambda network: torch.topk(network(bench.images)[0].flatten(1), 5000))
    with torch.no_grad():
        anchors = bench.model(bench.images)[1].shape[1]
    bench.model.train()
    positives = (torch.rand(options.batch, anchors) < 0.005).float()
    labels = functional.one_hot(torch.randint(options.classes, positives.shape), options.classes) * positives[..., None]
    boxes = torch.randn(options.batch, anchors, 4)
    labels, boxes, positives = (values.to(bench.device) for values in (labels, boxes, positives))

    def step(network):
        with bench.cast():
            logits, deltas = network(bench.images)
        return losses(logits.float(), deltas.float(), labels, boxes, positives)

    bench.train_step(step, decay=4e-5)
    bench.print()


if __name__ == "__main__":
    measure(peer.parser("EfficientDet-D0 in PyTorch", size=512, classes=90).parse_args())
