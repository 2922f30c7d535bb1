"""Stages C2-C5 of torchvision's MobileNetV3s, evaluated, images of even and odd sides; and the two maps of SSDlite's."""

import os
import sys

import torch
import torchvision
from torchvision.models.mobilenetv3 import MobileNetV3, _mobilenet_v3_conf

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.dont_write_bytecode = True
import golden_values as golden

LAST = {"mobilenet_v3_large": {"C2": 3, "C3": 6, "C4": 12, "C5": 16}, "mobilenet_v3_small": {"C2": 1, "C3": 3, "C4": 8, "C5": 12}}


def stages(model, images, last):
    x = images
    outputs = {}
    for index, layer in enumerate(model.features):
        x = layer(x)
        for name, end in last.items():
            if index == end:
                outputs[name] = x
    return outputs


def made(arch, **keys):
    settings, channels = _mobilenet_v3_conf(arch, **keys)
    norm = lambda channels: torch.nn.BatchNorm2d(channels, eps=0.001, momentum=0.01)
    model = MobileNetV3(settings, channels, norm_layer=norm)
    return golden.fill(model, lambda key: key)


def main():
    for arch, last in LAST.items():
        model = made(arch)
        for height, width in ((64, 96), (75, 101)):
            outputs = stages(model, golden.given("images", 2, 3, height, width), last)
            golden.write(__file__, "%s_%dx%d" % (arch, height, width), "torchvision " + arch, outputs)
        print(arch, sum(parameter.numel() for parameter in model.features.parameters()))
    wide = made("mobilenet_v3_small", width_mult=1.25)
    print("1.25", sum(parameter.numel() for parameter in wide.features.parameters()))
    outputs = stages(wide, golden.given("images", 1, 3, 65, 64), LAST["mobilenet_v3_small"])
    golden.write(__file__, "wide", "torchvision mobilenet_v3_small, width_mult 1.25", outputs)
    lite = made("mobilenet_v3_large", reduced_tail=True)
    print("reduced", sum(parameter.numel() for parameter in lite.features.parameters()))
    x = golden.given("images", 2, 3, 75, 101)
    for layer in lite.features[:13]:
        x = layer(x)
    expanded = lite.features[13].block[0](x)
    outputs = {"C4": expanded, "C5": lite.features[13:](x)}
    golden.write(__file__, "ssdlite", "torchvision's backbone of ssdlite320_mobilenet_v3_large, reduced tail", outputs)


main()
