#!/usr/bin/env python3
"""The peer of configs/models/yolox_s.yaml: YOLOX-s after the paper (arXiv:2107.08430) in the authors' arrangement, random weights.

    yolox_peer.py --mode eager --size 640 --batch 1 --threads 2       prints one JSON line

It needs torch and nothing else; modes and figures are those of peer.py, which lies beside it. A forward pass ends with boxes and
the best 1000 products of objectness and class. A training step is forward, the square IoU loss and the class loss of random positive
cells and the objectness of all, backward and SGD with momentum and weight decay: without the assignment of SimOTA, which
./fpn bench has in its step.
"""
import peer

import torch
from torch import nn
from torch.nn import functional

DEPTH, WIDTH = 0.33, 0.5
STRIDES = (8, 16, 32)


def conv(channels, out, kernel, stride=1):
    return nn.Sequential(
        nn.Conv2d(channels, out, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(out, eps=1e-3, momentum=0.03), nn.SiLU())


class Bottleneck(nn.Module):
    def __init__(self, width, shortcut):
        super().__init__()
        self.reduce, self.spatial, self.shortcut = conv(width, width, 1), conv(width, width, 3), shortcut

    def forward(self, x):
        y = self.spatial(self.reduce(x))
        return x + y if self.shortcut else y


class Csp(nn.Module):
    def __init__(self, channels, out, blocks, shortcut):
        super().__init__()
        half = out // 2
        self.main, self.side, self.merge = conv(channels, half, 1), conv(channels, half, 1), conv(2 * half, out, 1)
        self.blocks = nn.Sequential(*[Bottleneck(half, shortcut) for _ in range(blocks)])

    def forward(self, x):
        return self.merge(torch.cat([self.blocks(self.main(x)), self.side(x)], 1))


class Pyramids(nn.Module):
    """Spatial pyramid pooling."""

    def __init__(self, width):
        super().__init__()
        self.reduce, self.merge = conv(width, width // 2, 1), conv(2 * width, width, 1)

    def forward(self, x):
        x = self.reduce(x)
        return self.merge(torch.cat([x] + [functional.max_pool2d(x, kernel, 1, kernel // 2) for kernel in (5, 9, 13)], 1))


class Darknet(nn.Module):
    def __init__(self):
        super().__init__()
        base, blocks = int(64 * WIDTH), max(round(3 * DEPTH), 1)
        self.stem = conv(12, base, 3)
        stages = []
        for index, count in enumerate((blocks, 3 * blocks, 3 * blocks, blocks)):
            channels, out, last = base << index, base << index + 1, index == 3
            stages.append(nn.Sequential(
                conv(channels, out, 3, 2), *([Pyramids(out)] if last else []), Csp(out, out, count, not last)))
        self.stages = nn.ModuleList(stages)

    def forward(self, x):
        x = self.stem(torch.cat([x[..., ::2, ::2], x[..., 1::2, ::2], x[..., ::2, 1::2], x[..., 1::2, 1::2]], 1))
        maps = []
        for stage in self.stages:
            x = stage(x)
            maps.append(x)
        return maps[1:]


class Pan(nn.Module):
    def __init__(self):
        super().__init__()
        fine, middle, coarse = (int(channels * WIDTH) for channels in (256, 512, 1024))
        blocks = round(3 * DEPTH)
        self.lateral, self.down = conv(coarse, middle, 1), Csp(2 * middle, middle, blocks, False)
        self.reduce, self.finest = conv(middle, fine, 1), Csp(2 * fine, fine, blocks, False)
        self.first, self.up = conv(fine, fine, 3, 2), Csp(2 * fine, middle, blocks, False)
        self.second, self.coarsest = conv(middle, middle, 3, 2), Csp(2 * middle, coarse, blocks, False)

    def forward(self, maps):
        c3, c4, c5 = maps
        top = self.lateral(c5)
        inner = self.reduce(self.down(torch.cat([functional.interpolate(top, scale_factor=2), c4], 1)))
        p3 = self.finest(torch.cat([functional.interpolate(inner, scale_factor=2), c3], 1))
        p4 = self.up(torch.cat([self.first(p3), inner], 1))
        return p3, p4, self.coarsest(torch.cat([self.second(p4), top], 1))


class Head(nn.Module):
    def __init__(self, channels, classes):
        super().__init__()
        width = int(256 * WIDTH)
        self.stem = conv(channels, width, 1)
        self.class_tower = nn.Sequential(conv(width, width, 3), conv(width, width, 3))
        self.box_tower = nn.Sequential(conv(width, width, 3), conv(width, width, 3))
        self.classes, self.box, self.objectness = (nn.Conv2d(width, out, 1) for out in (classes, 4, 1))

    def forward(self, x):
        x = self.stem(x)
        boxes = self.box_tower(x)
        return torch.cat([self.box(boxes), self.objectness(boxes), self.classes(self.class_tower(x))], 1).flatten(2)


class Yolox(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.backbone, self.neck = Darknet(), Pan()
        self.heads = nn.ModuleList([Head(int(channels * WIDTH), classes) for channels in (256, 512, 1024)])

    def forward(self, images):
        """[N, cells, 4 + 1 + classes]."""
        return torch.cat([head(level) for head, level in zip(self.heads, self.neck(self.backbone(images)))], 2).transpose(1, 2)


def places(size, device):
    """Corners and strides of all cells."""
    corners, strides = [], []
    for stride in STRIDES:
        y, x = torch.meshgrid(torch.arange(size // stride), torch.arange(size // stride), indexing="ij")
        corners.append(torch.stack([x, y], -1).reshape(-1, 2))
        strides.append(torch.full((len(corners[-1]), 1), stride))
    return torch.cat(corners).float().to(device), torch.cat(strides).float().to(device)


def boxes_of(outputs, corners, strides):
    centers = (outputs[..., :2] + corners) * strides
    halves = outputs[..., 2:4].exp() * strides / 2
    return torch.cat([centers - halves, centers + halves], -1)


def box_loss(boxes, wanted):
    sides = (torch.minimum(boxes[..., 2:], wanted[..., 2:]) - torch.maximum(boxes[..., :2], wanted[..., :2])).clamp(min=0)
    areas = [(box[..., 2:] - box[..., :2]).prod(-1) for box in (boxes, wanted)]
    shared = sides.prod(-1)
    return 1 - (shared / (areas[0] + areas[1] - shared + 1e-16)) ** 2


def measure(options):
    bench = peer.Bench(options, lambda: Yolox(options.classes))
    corners, strides = places(options.size, bench.device)

    def detect(network):
        outputs = network(bench.images).float()
        scores = (outputs[..., 4:5].sigmoid() * outputs[..., 5:].sigmoid()).flatten(1)
        return boxes_of(outputs, corners, strides), scores.topk(1000)

    bench.model.eval()
    bench.forward(detect)
    bench.model.train()
    cells = len(corners)
    positive = torch.rand(options.batch, cells, device=bench.device) < 80 / cells
    count = int(positive.sum())
    labels = functional.one_hot(torch.randint(options.classes, (count,), device=bench.device), options.classes).float()
    wanted = torch.tensor([0.0, 0.0, 60.0, 60.0], device=bench.device) + options.size / 2 * torch.rand(count, 1, device=bench.device)
    entropy = functional.binary_cross_entropy_with_logits

    def losses(network):
        with bench.cast():
            outputs = network(bench.images)
        outputs = outputs.float()
        boxes = 5 * box_loss(boxes_of(outputs, corners, strides)[positive], wanted).sum()
        classes = entropy(outputs[..., 5:][positive], labels, reduction="sum")
        return (boxes + classes + entropy(outputs[..., 4], positive.float(), reduction="sum")) / count

    bench.train_step(losses, decay=5e-4)
    bench.print()


if __name__ == "__main__":
    measure(peer.parser("YOLOX-s in PyTorch", size=640, classes=80).parse_args())
