#!/usr/bin/env python3
"""The peer of configs/models/faster_rcnn_r50_fpn.yaml: torchvision's Faster R-CNN with ResNet-50 and FPN, random weights.

    torchvision_peer.py --mode eager --size 800 --batch 1 --threads 2       prints one JSON line

It needs torch and torchvision; modes and figures are those of peer.py, which lies beside it. The images have the network's size, so torchvision's resizing is left out: backbone, region proposals, region heads and post-processing are
timed, as ./fpn bench times them. Every batch norm is frozen. A training step is forward, the four losses on eight random
objects an image, backward and SGD with momentum and weight decay.
"""
import sys

import peer

try:
    import torch
    from torchvision.models.detection import FasterRCNN
    from torchvision.models.detection.backbone_utils import _resnet_fpn_extractor
    from torchvision.models.detection.image_list import ImageList
    from torchvision.models.resnet import resnet50
    from torchvision.ops.misc import FrozenBatchNorm2d
except ImportError as error:
    print(f"torchvision_peer.py: this Python ({sys.executable}) lacks torch or torchvision ({error}).", file=sys.stderr)
    sys.exit(2)

MODES = ("eager", "channels_last", "bfloat16")
OBJECTS = 8


def random_objects(batch, size, classes):
    """As many as ./fpn bench has; labels from 1, for 0 is the background."""
    objects = []
    for _ in range(batch):
        sides = size * (0.05 + 0.45 * torch.rand(OBJECTS, 2))
        corners = torch.rand(OBJECTS, 2) * (size - sides)
        objects.append({"boxes": torch.cat([corners, corners + sides], 1), "labels": torch.randint(1, classes, (OBJECTS,))})
    return objects


def measure(options):
    def make():
        backbone = _resnet_fpn_extractor(resnet50(weights=None, norm_layer=FrozenBatchNorm2d), 5)
        return FasterRCNN(backbone, options.classes)

    bench = peer.Bench(options, make)
    sizes = [(options.size, options.size)] * options.batch

    def detect(model):
        features = model.backbone(bench.images)
        proposals, _ = model.rpn(ImageList(bench.images, sizes), features, None)
        return model.roi_heads(features, proposals, sizes, None)

    bench.model.eval()
    bench.forward(detect)
    bench.model.train()
    objects = random_objects(options.batch, options.size, options.classes)
    objects = [{name: values.to(bench.device) for name, values in image.items()} for image in objects]

    def losses(model):
        with bench.cast():
            features = model.backbone(bench.images)
            proposals, first = model.rpn(ImageList(bench.images, sizes), features, objects)
            _, second = model.roi_heads(features, proposals, sizes, objects)
        return sum(first.values()) + sum(second.values())

    bench.train_step(losses)
    bench.print()


if __name__ == "__main__":
    measure(peer.parser("torchvision's Faster R-CNN", size=800, classes=91, modes=MODES).parse_args())
