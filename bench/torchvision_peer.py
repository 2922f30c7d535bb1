#!/usr/bin/env python3
"""The peer of configs/models/faster_rcnn_r50_fpn.yaml: torchvision's Faster R-CNN with ResNet-50 and FPN, random weights.

    torchvision_peer.py --mode eager --size 800 --batch 1 --threads 2       prints one JSON line

It needs torch and torchvision. One process measures one mode, so that the peak memory is that of the mode. The images have
the network's size, so torchvision's resizing is left out: backbone, region proposals, region heads and post-processing are
timed, as ./fpn bench times them. Every batch norm is frozen. A training step is forward, the four losses on eight random
objects an image, backward and SGD with momentum and weight decay. Modes other than eager are channels-last; bfloat16 runs
under autocast.
"""
import argparse
import contextlib
import json
import resource
import sys

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

from torch_peer import timed

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
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    backbone = _resnet_fpn_extractor(resnet50(weights=None, norm_layer=FrozenBatchNorm2d), 5)
    model = FasterRCNN(backbone, options.classes)
    images = torch.randn(options.batch, 3, options.size, options.size)
    if options.mode != "eager":
        model = model.to(memory_format=torch.channels_last)
        images = images.contiguous(memory_format=torch.channels_last)
    sizes = [(options.size, options.size)] * options.batch

    def cast():
        return torch.autocast("cpu", torch.bfloat16) if options.mode == "bfloat16" else contextlib.nullcontext()

    def detect():
        with torch.no_grad(), cast():
            features = model.backbone(images)
            proposals, _ = model.rpn(ImageList(images, sizes), features, None)
            return model.roi_heads(features, proposals, sizes, None)

    result = {
        "peer": "torch " + torch.__version__,
        "mode": options.mode,
        "batch": options.batch,
        "height": options.size,
        "width": options.size,
        "threads": options.threads,
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
    }
    if options.only != "train_step":
        model.eval()
        result["forward_ms"] = timed(detect, options.warmup, options.repeats)
    if options.only != "forward":
        model.train()
        objects = random_objects(options.batch, options.size, options.classes)
        optimizer = torch.optim.SGD(model.parameters(), lr=1e-4, momentum=0.9, weight_decay=1e-4)

        def step():
            with cast():
                features = model.backbone(images)
                proposals, first = model.rpn(ImageList(images, sizes), features, objects)
                _, second = model.roi_heads(features, proposals, sizes, objects)
            loss = sum(first.values()) + sum(second.values())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

        result["train_step_ms"] = timed(step, options.warmup, options.repeats)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result["peak_rss_mb"] = round(peak / (2 ** 20 if sys.platform == "darwin" else 2 ** 10))
    return result


def main():
    parser = argparse.ArgumentParser(description="torchvision's Faster R-CNN: forward, training step, peak memory.")
    parser.add_argument("--mode", choices=MODES, default="eager")
    parser.add_argument("--size", type=int, default=800, help="height and width of the images")
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--classes", type=int, default=91, help="the background among them")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--warmup", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=8)
    parser.add_argument("--only", choices=("forward", "train_step"))
    print(json.dumps(measure(parser.parse_args())))


if __name__ == "__main__":
    main()
