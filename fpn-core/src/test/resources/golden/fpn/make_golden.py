"""torchvision's FeaturePyramidNetwork on three stages of odd sizes, with each of its extra blocks."""

import collections
import os
import sys

from torchvision.ops import feature_pyramid_network as tv

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.dont_write_bytecode = True
import golden_values as golden

STAGES = {3: (6, 25, 19), 4: (10, 13, 10), 5: (12, 7, 5)}  # channels, height, width
CHANNELS = 8


def name(key):
    """inner_blocks.0.0.weight -> lateral.C3.weight; the blocks of the list start at the finest level."""
    parts = key.split(".")
    if parts[0] == "extra_blocks":
        return "extra_levels." + ".".join(parts[1:])
    level = int(parts[1]) + 3
    return ("lateral.C%d." if parts[0] == "inner_blocks" else "output.P%d.") % level + parts[-1]


def main():
    stages = collections.OrderedDict(
        ("C%d" % level, golden.given("C%d" % level, 2, *shape)) for level, shape in STAGES.items()
    )
    channels = [shape[0] for shape in STAGES.values()]
    cases = {
        "plain": None,
        "last_level_maxpool": tv.LastLevelMaxPool(),
        "last_level_p6p7_on_c5": tv.LastLevelP6P7(STAGES[5][0], CHANNELS),
        "last_level_p6p7_on_p5": tv.LastLevelP6P7(CHANNELS, CHANNELS),
    }
    for case, extra in cases.items():
        network = golden.fill(tv.FeaturePyramidNetwork(channels, CHANNELS, extra), name)
        levels = network(collections.OrderedDict(stages)).values()
        outputs = {"P%d" % (3 + i): level for i, level in enumerate(levels)}
        golden.write(__file__, case, "torchvision FeaturePyramidNetwork, " + case, outputs)


main()
