"""Names and shapes in the state dicts of torchvision's detectors with regions, one tensor a line.

Models are made on the meta device: no values, and no operation of torchvision's is run, so that two of them need no more
than their signature where its library of operations is not there.

Made with torch 2.13.0 and torchvision 0.28.0.
"""

import os

import torch

operations = torch.library.Library("torchvision", "FRAGMENT")
for operation in ("nms", "qnms"):
    if not hasattr(torch.ops.torchvision, operation):
        operations.define(operation + "(Tensor boxes, Tensor scores, float iou_threshold) -> Tensor")

from torchvision.models import detection

here = os.path.dirname(os.path.abspath(__file__))
for family in ("fasterrcnn", "maskrcnn"):
    for version in ("", "_v2"):
        with torch.device("meta"):
            model = getattr(detection, family + "_resnet50_fpn" + version)(weights=None, weights_backbone=None)
        with open(os.path.join(here, "torchvision_" + family + version + ".txt"), "w") as file:
            for name, tensor in model.state_dict().items():
                kind = "" if tensor.is_floating_point() else " whole numbers"
                file.write(name + " " + str(list(tensor.shape)).replace(" ", "") + kind + "\n")
