#!/usr/bin/env python3
"""The peer that ./fpn bench is compared with: RetinaNet with ResNet-50 and FPN P3-P7 in plain PyTorch.

    torch_peer.py --mode eager --size 512 --batch 1 --threads 2       prints one JSON line

It needs torch and nothing else. One process measures one mode, so that the peak memory is that of the mode. The network
is torchvision's retinanet_resnet50_fpn: stride in the 3x3 convolution of a bottleneck, P6 from P5, nine anchors a cell,
two towers of four convolutions, 91 classes, frozen batch norm as a scale and a shift for each channel, which is as little
as eager PyTorch can do for it. 34 014 999 parameters, as configs/models/retinanet_r50_fpn.yaml has.

Modes and figures are those of peer.py, which lies beside it.

A training step is forward, losses, backward and SGD with momentum and weight decay. --loss focal is the sigmoid focal
loss of every anchor that is not ignored and L1 of the deltas of positive anchors, divided by their number; --loss light is a
mean over all outputs, which asks for the same gradients and costs next to nothing, so that the difference shows what the
losses take. Targets are random and made before the first step; so are the images, the same for every step.
"""
import peer  # first: says what is missing where there is no torch

import torch
import torch.nn.functional as F
from torch import nn

BACKGROUND, IGNORED = -1, -2
ALPHA, GAMMA = 0.25, 2.0


class FrozenNorm(nn.Module):
    """Batch norm whose statistics and factors do not change."""

    def __init__(self, channels):
        super().__init__()
        self.register_buffer("scale", torch.ones(1, channels, 1, 1))
        self.register_buffer("shift", torch.zeros(1, channels, 1, 1))

    def forward(self, x):
        return x * self.scale + self.shift


def normed(inputs, outputs, kernel, stride=1):
    convolution = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)
    return nn.Sequential(convolution, FrozenNorm(outputs))


class Bottleneck(nn.Module):
    def __init__(self, inputs, width, stride):
        super().__init__()
        outputs = 4 * width
        self.reduce = normed(inputs, width, 1)
        self.spatial = normed(width, width, 3, stride)
        self.expand = normed(width, outputs, 1)
        self.shortcut = normed(inputs, outputs, 1, stride) if stride != 1 or inputs != outputs else nn.Identity()

    def forward(self, x):
        y = F.relu(self.reduce(x), inplace=True)
        y = F.relu(self.spatial(y), inplace=True)
        return F.relu(self.expand(y) + self.shortcut(x), inplace=True)


class RetinaNet(nn.Module):
    def __init__(self, classes, anchors=9, width=256):
        super().__init__()
        self.stem = normed(3, 64, 7, 2)
        stages, inputs = [], 64
        for index, blocks in enumerate((3, 4, 6, 3)):
            base = 64 * 2 ** index
            stage = []
            for block in range(blocks):
                stage.append(Bottleneck(inputs, base, 2 if block == 0 and index > 0 else 1))
                inputs = 4 * base
            stages.append(nn.Sequential(*stage))
        self.stages = nn.ModuleList(stages)
        self.lateral = nn.ModuleList(nn.Conv2d(channels, width, 1) for channels in (512, 1024, 2048))
        self.smooth = nn.ModuleList(nn.Conv2d(width, width, 3, padding=1) for _ in range(3))
        self.p6 = nn.Conv2d(width, width, 3, 2, 1)
        self.p7 = nn.Conv2d(width, width, 3, 2, 1)
        self.class_tower, self.class_predictor = self.tower(width), nn.Conv2d(width, anchors * classes, 3, padding=1)
        self.box_tower, self.box_predictor = self.tower(width), nn.Conv2d(width, anchors * 4, 3, padding=1)
        self.classes = classes
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_uniform_(module.weight, a=1)
                if module.bias is not None:
                    nn.init.zeros_(module.bias)
        for predictor in (self.class_predictor, self.box_predictor):
            nn.init.normal_(predictor.weight, std=0.01)
        nn.init.constant_(self.class_predictor.bias, -4.595)  # a score of 0.01 everywhere

    @staticmethod
    def tower(width):
        layers = []
        for _ in range(4):
            layers += [nn.Conv2d(width, width, 3, padding=1), nn.ReLU(inplace=True)]
        return nn.Sequential(*layers)

    def pyramid(self, x):
        x = F.max_pool2d(F.relu(self.stem(x), inplace=True), 3, 2, 1)
        stages = []
        for stage in self.stages:
            x = stage(x)
            stages.append(x)
        merged = [lateral(stage) for lateral, stage in zip(self.lateral, stages[1:])]
        for finer in (1, 0):
            size = merged[finer].shape[-2:]
            merged[finer] = merged[finer] + F.interpolate(merged[finer + 1], size=size, mode="nearest")
        levels = [smooth(level) for smooth, level in zip(self.smooth, merged)]
        levels.append(self.p6(levels[2]))
        levels.append(self.p7(F.relu(levels[3])))
        return levels

    @staticmethod
    def rows(values, width):
        """[N, A * width, H, W] to [N, H * W * A, width]."""
        n, _, height, breadth = values.shape
        return values.view(n, -1, width, height, breadth).permute(0, 3, 4, 1, 2).reshape(n, -1, width)

    def forward(self, x):
        levels = self.pyramid(x)
        classes = [self.rows(self.class_predictor(self.class_tower(level)), self.classes) for level in levels]
        boxes = [self.rows(self.box_predictor(self.box_tower(level)), 4) for level in levels]
        return torch.cat(classes, 1), torch.cat(boxes, 1)


def random_targets(batch, cells, classes):
    """Labels [N, L] and deltas [N, L, 4]: about 60 positives an image, one anchor in a hundred ignored."""
    labels = torch.full((batch, cells), BACKGROUND)
    labels[torch.rand(batch, cells) < 0.01] = IGNORED
    positive = torch.rand(batch, cells) < min(1.0, 60 / cells)
    positive[:, 0] = True
    labels[positive] = torch.randint(0, classes, (int(positive.sum()),))
    return labels, 0.3 * torch.randn(batch, cells, 4)


def focal_loss(logits, deltas, labels, targets):
    total = 0
    for image in range(logits.shape[0]):
        valid = labels[image] != IGNORED
        positive = labels[image] >= 0
        count = max(1, int(positive.sum()))
        wanted = torch.zeros_like(logits[image])
        wanted[positive, labels[image][positive]] = 1
        x, y = logits[image][valid], wanted[valid]
        probability = torch.sigmoid(x)
        hit = probability * y + (1 - probability) * (1 - y)
        entropy = F.binary_cross_entropy_with_logits(x, y, reduction="none")
        weight = ALPHA * y + (1 - ALPHA) * (1 - y)
        total = total + (weight * (1 - hit) ** GAMMA * entropy).sum() / count
        total = total + F.l1_loss(deltas[image][positive], targets[image][positive], reduction="sum") / count
    return total / logits.shape[0]


def light_loss(logits, deltas, _labels, _targets):
    return logits.sigmoid().mean() + deltas.abs().mean()


def measure(options):
    bench = peer.Bench(options, lambda: RetinaNet(options.classes))
    bench.result["loss"] = options.loss
    with torch.no_grad(), bench.cast():
        cells = bench.model(bench.images)[0].shape[1]
    bench.forward(lambda network: network(bench.images))
    labels, targets = (values.to(bench.device) for values in random_targets(options.batch, cells, options.classes))
    loss_of = {"focal": focal_loss, "light": light_loss}[options.loss]

    def losses(network):
        with bench.cast():
            logits, deltas = network(bench.images)
        return loss_of(logits.float(), deltas.float(), labels, targets)

    bench.train_step(losses)
    bench.print()


if __name__ == "__main__":
    parser = peer.parser("RetinaNet-R50-FPN in PyTorch", size=512, classes=91)
    parser.add_argument("--loss", choices=("focal", "light"), default="focal")
    measure(parser.parse_args())
