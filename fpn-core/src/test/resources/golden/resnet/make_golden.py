"""Stages C2-C5 of torchvision's ResNets with batch norm, evaluated, images of 64x96."""

import os
import sys

import torch
import torchvision

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.dont_write_bytecode = True
import golden_values as golden


def stages(model, images):
    x = model.maxpool(model.relu(model.bn1(model.conv1(images))))
    outputs = {}
    for i in range(1, 5):
        x = getattr(model, "layer%d" % i)(x)
        outputs["C%d" % (i + 1)] = x
    return outputs


def main():
    images = golden.given("images", 2, 3, 64, 96)
    for depth in (18, 50):
        model = golden.fill(getattr(torchvision.models, "resnet%d" % depth)(), lambda name: name)
        golden.write(__file__, "resnet%d" % depth, "torchvision resnet%d" % depth, stages(model, images))
    # the original ResNet: a stage's stride stands in its first 1x1 convolution
    for stage in (model.layer2, model.layer3, model.layer4):
        stage[0].conv1.stride, stage[0].conv2.stride = (2, 2), (1, 1)
    golden.write(__file__, "resnet50_caffe", "torchvision resnet50, stride moved to conv1", stages(model, images))
    # Keras': a bias in every convolution and another epsilon besides
    for module in model.modules():
        if isinstance(module, torch.nn.Conv2d):
            module.bias = torch.nn.Parameter(torch.zeros(module.out_channels))
        elif isinstance(module, torch.nn.BatchNorm2d):
            module.eps = 1e-3
    golden.fill(model, lambda name: name)
    golden.write(__file__, "resnet50_keras", "torchvision resnet50, as Keras has it", stages(model, images))


main()
