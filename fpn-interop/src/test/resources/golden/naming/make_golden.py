"""Detectors of mmdetection and effdet with the names that their state dicts have, and what they compute.

Each module here is written from the description of theirs; only the names of attributes and the order of operations are
theirs. Values come by formula from their names, so a tensor that takes another's place is noticed.

mmdet_*   RetinaNet and FCOS with ResNet, FPN or PAFPN. A ConvModule is a convolution, a norm beside it (then without a
          bias) and an activation. Extra levels are the last of fpn_convs.
effdet_*  BiFPN; a cell's maps are counted from 0, the levels that come in first, then its nodes. resdet50 is trained in
          PyTorch: max pooling pads by one, convolutions are dense, the activation is ReLU. Its image sizes are 2^k + 1,
          where that padding and TensorFlow's are one. efficientnet_b0 and tf_efficientnet_b0 are whole models on timm's
          backbones, whose heads give deltas of y before those of x.
*_full    names and shapes of the published sizes, without outputs
"""

import os
import sys

import torch
import torch.nn.functional as functional
import torchvision
from torch import nn

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, *[".."] * 6, "fpn-core", "src", "test", "resources", "golden"))
sys.dont_write_bytecode = True
import golden_values as golden


def nearest(x, like):
    return functional.interpolate(x, size=like.shape[-2:])


def resnet(depth):
    network = getattr(torchvision.models, "resnet%d" % depth)()
    del network.fc
    return network


def stages(network, images):
    x = network.maxpool(network.relu(network.bn1(network.conv1(images))))
    maps = []
    for layer in (network.layer1, network.layer2, network.layer3, network.layer4):
        x = layer(x)
        maps.append(x)
    return maps


class ConvModule(nn.Module):
    def __init__(self, inside, out, size, stride=1, norm=None, relu=False):
        super().__init__()
        self.conv = nn.Conv2d(inside, out, size, stride, size // 2, bias=norm is None)
        if norm == "bn":
            self.bn = nn.BatchNorm2d(out)
        elif norm:
            self.gn = nn.GroupNorm(norm, out)
        self.norm, self.relu = norm, relu

    def forward(self, x):
        x = self.conv(x)
        if self.norm:
            x = self.bn(x) if self.norm == "bn" else self.gn(x)
        return functional.relu(x) if self.relu else x


class Fpn(nn.Module):
    """`extra`: None, on_input or on_output; stages C3-C5 are used."""

    def __init__(self, channels, out, extra=None, relu=False, norm=None, path=False):
        super().__init__()
        self.extra, self.relu, self.path = extra, relu, path
        self.lateral_convs = nn.ModuleList([ConvModule(c, out, 1, norm=norm) for c in channels])
        self.fpn_convs = nn.ModuleList([ConvModule(out, out, 3, norm=norm) for c in channels])
        if extra:
            first = channels[-1] if extra == "on_input" else out
            self.fpn_convs.append(ConvModule(first, out, 3, 2, norm))
            self.fpn_convs.append(ConvModule(out, out, 3, 2, norm))
        if path:
            self.downsample_convs = nn.ModuleList([ConvModule(out, out, 3, 2, norm) for c in channels[1:]])
            self.pafpn_convs = nn.ModuleList([ConvModule(out, out, 3, 1, norm) for c in channels[1:]])

    def forward(self, inputs):
        sums = [lateral(x) for lateral, x in zip(self.lateral_convs, inputs)]
        for i in (1, 0):
            sums[i] = sums[i] + nearest(sums[i + 1], sums[i])
        levels = [convolution(x) for convolution, x in zip(self.fpn_convs, sums)]
        if self.path:
            for i in (1, 2):
                levels[i] = levels[i] + self.downsample_convs[i - 1](levels[i - 1])
            levels[1:] = [convolution(x) for convolution, x in zip(self.pafpn_convs, levels[1:])]
        if self.extra:
            levels.append(self.fpn_convs[3](inputs[-1] if self.extra == "on_input" else levels[-1]))
            levels.append(self.fpn_convs[4](functional.relu(levels[-1]) if self.relu else levels[-1]))
        return levels


def cells(maps, values):
    """[N, A * K, H, W] of all levels to [N, L, K]: rows, columns, anchors."""
    rows = [x.permute(0, 2, 3, 1).reshape(x.shape[0], -1, values) for x in maps]
    return torch.cat(rows, 1)


class RetinaHead(nn.Module):
    def __init__(self, channels, classes, convs, anchors=9):
        super().__init__()
        self.classes = classes
        self.cls_convs = nn.ModuleList([ConvModule(channels, channels, 3, relu=True) for _ in range(convs)])
        self.reg_convs = nn.ModuleList([ConvModule(channels, channels, 3, relu=True) for _ in range(convs)])
        self.retina_cls = nn.Conv2d(channels, anchors * classes, 3, padding=1)
        self.retina_reg = nn.Conv2d(channels, anchors * 4, 3, padding=1)

    def forward(self, levels):
        logits, deltas = [], []
        for x in levels:
            y = x
            for one, other in zip(self.cls_convs, self.reg_convs):
                x, y = one(x), other(y)
            logits.append(self.retina_cls(x))
            deltas.append(self.retina_reg(y))
        return {"head/cls_logits": cells(logits, self.classes), "head/box_deltas": cells(deltas, 4)}


class Scale(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.tensor(1.0))


class FcosHead(nn.Module):
    """Centre-ness on the classes' tower, a scale per level, then exp."""

    def __init__(self, channels, classes, convs, groups, levels=5):
        super().__init__()
        self.classes = classes
        self.cls_convs = nn.ModuleList([ConvModule(channels, channels, 3, 1, groups, True) for _ in range(convs)])
        self.reg_convs = nn.ModuleList([ConvModule(channels, channels, 3, 1, groups, True) for _ in range(convs)])
        self.conv_cls = nn.Conv2d(channels, classes, 3, padding=1)
        self.conv_reg = nn.Conv2d(channels, 4, 3, padding=1)
        self.conv_centerness = nn.Conv2d(channels, 1, 3, padding=1)
        self.scales = nn.ModuleList([Scale() for _ in range(levels)])

    def forward(self, levels):
        logits, distances, centers = [], [], []
        for x, scale in zip(levels, self.scales):
            y = x
            for one, other in zip(self.cls_convs, self.reg_convs):
                x, y = one(x), other(y)
            logits.append(self.conv_cls(x))
            centers.append(self.conv_centerness(x))
            distances.append(torch.exp(self.conv_reg(y) * scale.scale))
        return {
            "head/cls_logits": cells(logits, self.classes),
            "head/box_deltas": cells(distances, 4),
            "head/centerness": cells(centers, 1),
        }


class Mmdet(nn.Module):
    def __init__(self, depth, neck, head):
        super().__init__()
        self.backbone, self.neck, self.bbox_head = resnet(depth), neck, head

    def forward(self, images):
        levels = self.neck(stages(self.backbone, images)[1:])
        outputs = {"pyramid/P%d" % (3 + i): level for i, level in enumerate(levels)}
        outputs.update(self.bbox_head(levels))
        return outputs


class ConvBn(nn.Module):
    def __init__(self, inside, out, size, bias):
        super().__init__()
        self.conv = nn.Conv2d(inside, out, size, padding=size // 2, bias=bias)
        self.bn = nn.BatchNorm2d(out, eps=1e-3)

    def forward(self, x):
        return self.bn(self.conv(x))


class SeparableConv(nn.Module):
    def __init__(self, channels, bias):
        super().__init__()
        self.conv_dw = nn.Conv2d(channels, channels, 3, padding=1, groups=channels, bias=False)
        self.conv_pw = nn.Conv2d(channels, channels, 1, bias=bias)
        self.bn = nn.BatchNorm2d(channels, eps=1e-3)

    def forward(self, x):
        return self.bn(self.conv_pw(self.conv_dw(x)))


class Resample(nn.Module):
    """To another number of channels, where it is another, and then to a size."""

    def __init__(self, inside, options):
        super().__init__()
        if inside != options["channels"]:
            self.conv = ConvBn(inside, options["channels"], 1, options["bias"])
        self.same = options["same"]

    def forward(self, x, size=None):
        x = self.conv(x) if hasattr(self, "conv") else x
        if size is None or x.shape[-2] > size[0]:
            padding = [1, 1, 1, 1]  # left, right, top, bottom
            if self.same:
                padding[0], padding[2] = x.shape[-1] % 2, x.shape[-2] % 2
            return functional.max_pool2d(functional.pad(x, padding, value=float("-inf")), 3, 2)
        return functional.interpolate(x, size=size)


class Combine(nn.Module):
    def __init__(self, channels, offsets, options):
        super().__init__()
        self.offsets, self.method = offsets, options["method"]
        self.resample = nn.ModuleDict({str(i): Resample(channels[i], options) for i in offsets})
        if self.method != "sum":
            self.edge_weights = nn.Parameter(torch.ones(len(offsets)))

    def forward(self, maps, size):
        maps = [self.resample[str(i)](maps[i], size) for i in self.offsets]
        if self.method == "sum":
            return sum(maps)
        if self.method == "attn":
            shares = torch.softmax(self.edge_weights, 0)
        else:
            shares = torch.relu(self.edge_weights)
            shares = shares / (shares.sum() + 1e-4)
        return sum(share * x for share, x in zip(shares, maps))


class Node(nn.Module):
    def __init__(self, channels, offsets, options):
        super().__init__()
        self.combine = Combine(channels, offsets, options)
        self.after_combine = nn.Module()
        width, bias = options["channels"], options["bias"]
        self.after_combine.conv = SeparableConv(width, bias) if options["separable"] else ConvBn(width, width, 3, bias)
        self.activation = options["activation"]

    def forward(self, maps, size):
        return self.after_combine.conv(self.activation(self.combine(maps, size)))


class Cell(nn.Module):
    """Five levels: nodes 5-8 go down to the finest level, 9-12 up to the coarsest."""

    NODES = [(3, [3, 4]), (2, [2, 5]), (1, [1, 6]), (0, [0, 7])]
    NODES += [(1, [1, 7, 8]), (2, [2, 6, 9]), (3, [3, 5, 10]), (4, [4, 11])]

    def __init__(self, channels, options):
        super().__init__()
        known = channels + [options["channels"]] * len(self.NODES)
        self.fnode = nn.ModuleList([Node(known, offsets, options) for _, offsets in self.NODES])

    def forward(self, maps):
        sizes = [tuple(x.shape[-2:]) for x in maps]
        for (level, _), node in zip(self.NODES, self.fnode):
            maps = maps + [node(maps, sizes[level])]
        return maps[-5:]


class BiFpn(nn.Module):
    def __init__(self, channels, repeats, options):
        super().__init__()
        width = options["channels"]
        self.resample = nn.ModuleDict({"3": Resample(channels[-1], options), "4": Resample(width, options)})
        first = channels + [width] * 2
        self.cell = nn.ModuleList([Cell(first if i == 0 else [width] * 5, options) for i in range(repeats)])

    def forward(self, maps):
        maps = list(maps)
        for resample in self.resample.values():
            maps.append(resample(maps[-1]))
        for cell in self.cell:
            maps = cell(maps)
        return maps


class HeadNet(nn.Module):
    """Separable convolutions for all levels, norms for each."""

    def __init__(self, channels, out, repeats, bias, levels=5):
        super().__init__()
        separable = [SeparableConv(channels, bias) for _ in range(repeats)]
        for one in separable:
            del one.bn
        self.conv_rep = nn.ModuleList(separable)
        self.bn_rep = nn.ModuleList()
        for _ in range(repeats):
            norms = [nn.Sequential() for _ in range(levels)]
            for norm in norms:
                norm.add_module("bn", nn.BatchNorm2d(channels, eps=1e-3))
            self.bn_rep.append(nn.ModuleList(norms))
        self.predict = SeparableConv(channels, True)
        self.predict.conv_pw = nn.Conv2d(channels, out, 1)
        del self.predict.bn

    def forward(self, levels):
        outputs = []
        for level, x in enumerate(levels):
            for one, norms in zip(self.conv_rep, self.bn_rep):
                x = swish(norms[level](one.conv_pw(one.conv_dw(x))))
            outputs.append(self.predict.conv_pw(self.predict.conv_dw(x)))
        return outputs


class EfficientDet(nn.Module):
    """A feature extractor of timm, BiFPN and both nets."""

    def __init__(self, name, classes, repeats, convs, **options):
        super().__init__()
        import timm

        self.backbone = timm.create_model(name, features_only=True, out_indices=(2, 3, 4))
        self.classes = classes
        self.fpn = BiFpn(self.backbone.feature_info.channels(), repeats, options)
        self.class_net = HeadNet(options["channels"], 9 * classes, convs, options["bias"])
        self.box_net = HeadNet(options["channels"], 9 * 4, convs, options["bias"])

    def forward(self, images):
        levels = self.fpn(self.backbone(images))
        outputs = {"pyramid/P%d" % (3 + i): level for i, level in enumerate(levels)}
        outputs["head/cls_logits"] = cells(self.class_net(levels), self.classes)
        outputs["head/box_deltas"] = cells(self.box_net(levels), 4)[:, :, [1, 0, 3, 2]]
        return outputs


class Effdet(nn.Module):
    """Without its class_net and box_net."""

    def __init__(self, backbone, stages_in, repeats, **options):
        super().__init__()
        if backbone:
            self.backbone = backbone
        self.fpn = BiFpn(stages_in, repeats, options)

    def forward(self, x):
        levels = self.fpn(stages(self.backbone, x)[1:] if hasattr(self, "backbone") else x)
        prefix = "pyramid/" if hasattr(self, "backbone") else ""
        return {"%sP%d" % (prefix, 3 + i): level for i, level in enumerate(levels)}


def swish(x):
    return x * torch.sigmoid(x)


def run(case, about, network, inputs):
    golden.fill(network, lambda name: name)
    with torch.no_grad():
        golden.write(__file__, case, about, network(inputs), golden.tensors(network))


def mmdet():
    images = golden.given("images", 2, 3, 72, 100)
    small = [128, 256, 512]
    run(
        "mmdet_retinanet_fpn",
        "mmdetection's RetinaNet, ResNet-18, FPN, extra levels on C5 without ReLU",
        Mmdet(18, Fpn(small, 16, "on_input"), RetinaHead(16, 3, 2)),
        images,
    )
    run(
        "mmdet_retinanet_pafpn",
        "mmdetection's RetinaNet, ResNet-18, PAFPN, extra levels on P5 without ReLU",
        Mmdet(18, Fpn(small, 16, "on_output", path=True), RetinaHead(16, 3, 2)),
        images,
    )
    run(
        "mmdet_retinanet_pafpn_norm",
        "mmdetection's RetinaNet, ResNet-18, PAFPN with batch norm, no extra levels",
        Mmdet(18, Fpn(small, 16, norm="bn", path=True), RetinaHead(16, 3, 1)),
        images,
    )
    run(
        "mmdet_fcos",
        "mmdetection's FCOS, ResNet-18, FPN, extra levels on P5 with ReLU, group norm in the head",
        Mmdet(18, Fpn(small, 16, "on_output", relu=True), FcosHead(16, 3, 2, 4)),
        images,
    )
    full = [512, 1024, 2048]
    for case, network in {
        "mmdet_retinanet_fpn_full": Mmdet(50, Fpn(full, 256, "on_input"), RetinaHead(256, 80, 4)),
        "mmdet_retinanet_pafpn_full": Mmdet(50, Fpn(full, 256, "on_input", path=True), RetinaHead(256, 80, 4)),
        "mmdet_fcos_full": Mmdet(50, Fpn(full, 256, "on_output", relu=True), FcosHead(256, 80, 4, 32)),
    }.items():
        golden.write(__file__, case, "names and shapes alone", {}, golden.tensors(network))


def effdet():
    even = [golden.given("C3", 2, 40, 32, 48), golden.given("C4", 2, 112, 16, 24), golden.given("C5", 2, 320, 8, 12)]
    odd = [golden.given("C3", 2, 40, 25, 19), golden.given("C4", 2, 112, 13, 10), golden.given("C5", 2, 320, 7, 5)]
    d0 = dict(channels=64, method="fastattn", separable=True, bias=True, activation=swish, same=True)
    stages_of_b0 = [40, 112, 320]
    about = "effdet's BiFPN of tf_efficientdet_d0, stages of EfficientNet-B0, "
    run("effdet_d0_even", about + "even sizes", Effdet(None, stages_of_b0, 3, **d0), even)
    run("effdet_d0_odd", about + "odd sizes", Effdet(None, stages_of_b0, 3, **d0), odd)
    d0["method"] = "sum"
    run("effdet_sum", about + "without fusion weights", Effdet(None, stages_of_b0, 1, **d0), odd)
    resdet = dict(channels=88, method="fastattn", separable=False, bias=False, activation=torch.relu, same=False)
    run(
        "effdet_resdet50",
        "effdet's resdet50: ResNet-50 and BiFPN, an image of 128x192",
        Effdet(resnet(50), [512, 1024, 2048], 4, **resdet),
        golden.given("images", 2, 3, 128, 192),
    )


def whole():
    images = golden.given("images", 2, 3, 133, 101)
    options = dict(channels=24, method="fastattn", separable=True, activation=swish)
    about = "a small effdet on timm's %s: two cells, a head of two convolutions, three classes"
    for name, official in {"efficientnet_b0": False, "tf_efficientnet_b0": True}.items():
        network = EfficientDet(name, 3, 2, 2, bias=official, same=official, **options)
        run("effdet_" + name, about % name, network, images)


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["mmdet", "effdet", "whole"]  # the last needs timm
    for part in wanted:
        {"mmdet": mmdet, "effdet": effdet, "whole": whole}[part]()
