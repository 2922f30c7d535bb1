"""Stages C1-C5 of timm's EfficientNets with batch norm, evaluated, images of even and odd sides. Needs timm 1.0.29."""

import os
import sys

import timm

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.dont_write_bytecode = True
import golden_values as golden


def main():
    for name, height, width in (
        ("efficientnet_b0", 64, 96),
        ("efficientnet_b0", 75, 101),
        ("tf_efficientnet_b0", 64, 96),
        ("tf_efficientnet_b0", 75, 101),
        ("tf_efficientnet_b2", 66, 71),
    ):
        model = timm.create_model(name, features_only=True)
        golden.fill(model, lambda key: key)
        stages = model(golden.given("images", 2, 3, height, width))
        outputs = {"C%d" % (i + 1): stage for i, stage in enumerate(stages)}
        case = "%s_%dx%d" % (name, height, width)
        golden.write(__file__, case, "timm %s %s" % (timm.__version__, name), outputs)
    for size in range(8):
        model = timm.create_model("efficientnet_b%d" % size, features_only=True)
        print(size, sum(parameter.numel() for parameter in model.parameters()))


main()
