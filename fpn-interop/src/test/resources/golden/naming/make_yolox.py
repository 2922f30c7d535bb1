"""YOLOX with the names that its state dict has, and what it computes.

Every module is written from the description of YOLOX's (arXiv:2107.08430 and its public code, Apache 2.0); names of
attributes and the order of operations are theirs. Values come by formula from the names, but scales of norms are 1.4 times
that. Maps are resized to the size of the target, so that levels of odd sizes work.

yolox_*        levels and raw outputs of small networks, one with depthwise convolutions
yolox_*_full   names and shapes of published sizes, 80 classes, without outputs

Without an argument it writes the files; with one it prints the number of parameters of the six published sizes.
"""

import os
import sys

import torch
import torch.nn.functional as functional
from torch import nn

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, *[".."] * 6, "fpn-core", "src", "test", "resources", "golden"))
sys.dont_write_bytecode = True
import golden_values as golden

SIZES = {  # depth, width, depthwise
    "nano": (0.33, 0.25, True),
    "tiny": (0.33, 0.375, False),
    "s": (0.33, 0.5, False),
    "m": (0.67, 0.75, False),
    "l": (1.0, 1.0, False),
    "x": (1.33, 1.25, False),
}


class Unit(nn.Module):
    def __init__(self, inside, out, size, stride=1, groups=1):
        super().__init__()
        self.conv = nn.Conv2d(inside, out, size, stride, (size - 1) // 2, groups=groups, bias=False)
        self.bn = nn.BatchNorm2d(out, eps=1e-3, momentum=0.03)

    def forward(self, x):
        return functional.silu(self.bn(self.conv(x)))


class Separable(nn.Module):
    def __init__(self, inside, out, size, stride=1):
        super().__init__()
        self.dconv = Unit(inside, inside, size, stride, groups=inside)
        self.pconv = Unit(inside, out, 1)

    def forward(self, x):
        return self.pconv(self.dconv(x))


class Bottleneck(nn.Module):
    def __init__(self, channels, shortcut, window):
        super().__init__()
        self.conv1 = Unit(channels, channels, 1)
        self.conv2 = window(channels, channels, 3)
        self.shortcut = shortcut

    def forward(self, x):
        y = self.conv2(self.conv1(x))
        return y + x if self.shortcut else y


class Csp(nn.Module):
    def __init__(self, inside, out, count, shortcut, window):
        super().__init__()
        half = out // 2
        self.conv1 = Unit(inside, half, 1)
        self.conv2 = Unit(inside, half, 1)
        self.conv3 = Unit(2 * half, out, 1)
        self.m = nn.Sequential(*[Bottleneck(half, shortcut, window) for _ in range(count)])

    def forward(self, x):
        return self.conv3(torch.cat([self.m(self.conv1(x)), self.conv2(x)], 1))


class Spp(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = Unit(channels, channels // 2, 1)
        self.conv2 = Unit(channels // 2 * 4, channels, 1)

    def forward(self, x):
        x = self.conv1(x)
        pooled = [functional.max_pool2d(x, size, 1, size // 2) for size in (5, 9, 13)]
        return self.conv2(torch.cat([x] + pooled, 1))


class Focus(nn.Module):
    def __init__(self, out):
        super().__init__()
        self.conv = Unit(12, out, 3)

    def forward(self, x):
        corners = [x[..., 0::2, 0::2], x[..., 1::2, 0::2], x[..., 0::2, 1::2], x[..., 1::2, 1::2]]
        return self.conv(torch.cat(corners, 1))


class Darknet(nn.Module):
    def __init__(self, depth, width, window):
        super().__init__()
        base = int(width * 64)
        count = max(round(depth * 3), 1)
        self.stem = Focus(base)
        self.dark2 = nn.Sequential(window(base, 2 * base, 3, 2), Csp(2 * base, 2 * base, count, True, window))
        self.dark3 = nn.Sequential(window(2 * base, 4 * base, 3, 2), Csp(4 * base, 4 * base, 3 * count, True, window))
        self.dark4 = nn.Sequential(window(4 * base, 8 * base, 3, 2), Csp(8 * base, 8 * base, 3 * count, True, window))
        self.dark5 = nn.Sequential(
            window(8 * base, 16 * base, 3, 2),
            Spp(16 * base),
            Csp(16 * base, 16 * base, count, False, window),
        )

    def forward(self, x):
        maps = []
        x = self.stem(x)
        for stage in (self.dark2, self.dark3, self.dark4, self.dark5):
            x = stage(x)
            maps.append(x)
        return maps


class Pan(nn.Module):
    def __init__(self, depth, width, window):
        super().__init__()
        self.backbone = Darknet(depth, width, window)
        c3, c4, c5 = int(256 * width), int(512 * width), int(1024 * width)
        count = round(3 * depth)
        self.lateral_conv0 = Unit(c5, c4, 1)
        self.C3_p4 = Csp(2 * c4, c4, count, False, window)
        self.reduce_conv1 = Unit(c4, c3, 1)
        self.C3_p3 = Csp(2 * c3, c3, count, False, window)
        self.bu_conv2 = window(c3, c3, 3, 2)
        self.C3_n3 = Csp(2 * c3, c4, count, False, window)
        self.bu_conv1 = window(c4, c4, 3, 2)
        self.C3_n4 = Csp(2 * c4, c5, count, False, window)

    def forward(self, images):
        c2, c3, c4, c5 = self.backbone(images)
        top = self.lateral_conv0(c5)
        middle = self.C3_p4(torch.cat([functional.interpolate(top, size=c4.shape[-2:]), c4], 1))
        reduced = self.reduce_conv1(middle)
        p3 = self.C3_p3(torch.cat([functional.interpolate(reduced, size=c3.shape[-2:]), c3], 1))
        p4 = self.C3_n3(torch.cat([self.bu_conv2(p3), reduced], 1))
        p5 = self.C3_n4(torch.cat([self.bu_conv1(p4), top], 1))
        return (c2, c3, c4, c5), (p3, p4, p5)


class Head(nn.Module):
    def __init__(self, classes, width, window):
        super().__init__()
        inner = int(256 * width)
        self.cls_convs, self.reg_convs, self.stems = nn.ModuleList(), nn.ModuleList(), nn.ModuleList()
        self.cls_preds, self.reg_preds, self.obj_preds = nn.ModuleList(), nn.ModuleList(), nn.ModuleList()
        for channels in (256, 512, 1024):
            self.stems.append(Unit(int(channels * width), inner, 1))
            self.cls_convs.append(nn.Sequential(window(inner, inner, 3), window(inner, inner, 3)))
            self.reg_convs.append(nn.Sequential(window(inner, inner, 3), window(inner, inner, 3)))
            self.cls_preds.append(nn.Conv2d(inner, classes, 1))
            self.reg_preds.append(nn.Conv2d(inner, 4, 1))
            self.obj_preds.append(nn.Conv2d(inner, 1, 1))

    def forward(self, levels):
        classes, boxes, objectness = [], [], []
        for i, x in enumerate(levels):
            x = self.stems[i](x)
            for_classes, for_boxes = self.cls_convs[i](x), self.reg_convs[i](x)
            classes.append(self.cls_preds[i](for_classes))
            boxes.append(self.reg_preds[i](for_boxes))
            objectness.append(self.obj_preds[i](for_boxes))
        join = lambda maps: torch.cat([map.flatten(2) for map in maps], 2).transpose(1, 2)
        return {"cls_logits": join(classes), "box_deltas": join(boxes), "objectness": join(objectness)}


class Yolox(nn.Module):
    def __init__(self, classes, depth, width, depthwise):
        super().__init__()
        window = Separable if depthwise else Unit
        self.backbone = Pan(depth, width, window)
        self.head = Head(classes, width, window)

    def forward(self, images):
        stages, levels = self.backbone(images)
        outputs = {"features/C%d" % (2 + i): x for i, x in enumerate(stages)}
        outputs.update({"pyramid/P%d" % (3 + i): x for i, x in enumerate(levels)})
        outputs.update({"head/" + name: x for name, x in self.head(levels).items()})
        return outputs


def main():
    if len(sys.argv) > 1:
        for name, size in SIZES.items():
            print(name, sum(parameter.numel() for parameter in Yolox(80, *size).parameters()))
        return
    for case, depth, width, depthwise in (("yolox", 0.33, 0.125, False), ("yolox_depthwise", 0.67, 0.125, True)):
        network = golden.fill(Yolox(3, depth, width, depthwise), lambda name: name)
        for module in network.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.weight.data *= 1.4  # or SiLU leaves next to nothing after so many units
        outputs = network(golden.given("images", 2, 3, 72, 104))
        golden.write(__file__, case, "YOLOX written in PyTorch", outputs, golden.tensors(network))
    for name in ("nano", "s"):
        network = Yolox(80, *SIZES[name])
        golden.write(__file__, "yolox_%s_full" % name, "names and shapes of YOLOX-%s" % name, {}, golden.tensors(network))


main()
