"""Stages C3-C6 of torchvision's ssd300_vgg16, images of 75x96, and two levels above by its unpadded convolutions.

Written with torchvision 0.29, torch 2.14.0.
"""

import os
import sys

import torch
import torchvision

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.dont_write_bytecode = True
import golden_values as golden

NAMES = {"scale_weight": "conv4_3.scale"}
for block, indices in enumerate([(0, 2), (5, 7), (10, 12, 14), (17, 19, 21)]):
    NAMES.update({"features.%d" % at: "conv%d_%d" % (block + 1, i + 1) for i, at in enumerate(indices)})
NAMES.update({"extra.0.%d" % (2 * i + 1): "conv5_%d" % (i + 1) for i in range(3)})
NAMES.update({"extra.0.7.1": "fc6", "extra.0.7.3": "fc7"})
NAMES.update({"extra.%d.%d" % (b, 2 * i): "conv%d_%d" % (b + 7, i + 1) for b in (1, 2) for i in (0, 1)})
NAMES.update({"extra.%d.%d" % (b, 2 * i): "p%d.%s" % (b + 4, p)
              for b in (3, 4) for i, p in enumerate(("between", "output"))})


def ours(name):
    if name in NAMES:
        return NAMES[name]
    scope, leaf = name.rsplit(".", 1)
    return NAMES[scope] + "." + leaf


def main():
    ssd = torchvision.models.detection.ssd300_vgg16(weights=None, weights_backbone=None)
    model = golden.fill(ssd.backbone, ours)
    x = model.features(golden.given("images", 2, 3, 75, 96))
    outputs = {"C3": model.scale_weight.view(1, -1, 1, 1) * torch.nn.functional.normalize(x)}
    for i in range(3):
        x = model.extra[i](x)
        outputs["C%d" % (i + 4)] = x
    golden.write(__file__, "stages", "torchvision ssd300_vgg16", outputs)
    x = golden.given("P6", 2, 256, 6, 5)
    levels = {}
    for i in (3, 4):
        x = model.extra[i](x)
        levels["P%d" % (i + 4)] = x
    golden.write(__file__, "levels", "torchvision ssd300_vgg16", levels)


with torch.no_grad():
    main()
