"""Computes what golden.json expects from its inputs with torchvision, and compares.

Run: python3 make_golden.py   (golden.json was computed with torchvision 0.29.1, torch 2.14.1)
"""
import json
import pathlib
from types import SimpleNamespace

import torch
from torch.nn import functional
from torchvision.models.detection._utils import BoxCoder, Matcher
from torchvision.models.detection.roi_heads import RoIHeads, fastrcnn_loss
from torchvision.models.detection.rpn import RegionProposalNetwork
from torchvision.ops import box_iou
from torchvision.ops.poolers import LevelMapper


def levels(given, parameters):
    all_levels = parameters["levels"]
    mapper = LevelMapper(all_levels[0], all_levels[-1], parameters["canonical_size"], parameters["canonical_level"])
    return {"level": mapper([torch.tensor(given, dtype=torch.float32)]) + all_levels[0]}


def coders(given, parameters):
    answers = {}
    anchors, boxes, deltas = (torch.tensor(given[name], dtype=torch.float32) for name in ("anchors", "boxes", "deltas"))
    for name, weights in parameters["weights"].items():
        coder = BoxCoder(weights)
        answers[name] = {"encoded": coder.encode_single(boxes, anchors), "decoded": coder.decode_single(deltas, anchors)}
    return answers


def proposals(given, parameters):
    best, most = (int(parameters[name].split()[0]) for name in ("pre_nms_top_n", "post_nms_top_n"))
    network = SimpleNamespace(
        pre_nms_top_n=lambda: best, post_nms_top_n=lambda: most, nms_thresh=parameters["nms"],
        score_thresh=parameters["score_threshold"], min_size=parameters["min_size"])
    network._get_top_n_idx = lambda *given: RegionProposalNetwork._get_top_n_idx(network, *given)
    boxes, scores = RegionProposalNetwork.filter_proposals(
        network, torch.tensor(given["proposals"]), torch.tensor(given["objectness"]),
        [tuple(size) for size in given["image_sizes"]], given["anchors_per_level"])
    return {"boxes": torch.stack(boxes), "scores": torch.stack(scores)}


def matches(given, parameters):
    overlaps = box_iou(*(torch.tensor(given[name], dtype=torch.float32) for name in ("ground_truth", "boxes")))
    answers = {"iou": overlaps}
    for stage in ("rpn", "roi_head"):
        rule = parameters[stage]
        answers[stage] = Matcher(rule["foreground"], rule["background"], rule["low_quality"])(overlaps.clone())
    return answers


def detections(given, parameters):
    head = SimpleNamespace(
        box_coder=BoxCoder((10.0, 10.0, 5.0, 5.0)), score_thresh=float(parameters["score_threshold"].split()[-1]),
        nms_thresh=parameters["nms"], detections_per_img=parameters["max_detections"])
    boxes, scores, labels = RoIHeads.postprocess_detections(
        head, torch.tensor(given["class_logits"]), torch.tensor(given["box_deltas"]), [torch.tensor(given["proposals"])],
        [(parameters["image_height"], parameters["image_width"])])
    return {"boxes": boxes[0], "scores": scores[0], "labels": labels[0]}


def losses(given, parameters):
    classes, boxes = fastrcnn_loss(
        torch.tensor(given["class_logits"]), torch.tensor(given["box_deltas"]), [torch.tensor(given["labels"])],
        [torch.tensor(given["targets"])])
    rpn = {name: torch.tensor(values) for name, values in given["rpn"].items()}
    sampled, labels = rpn["sampled"], rpn["labels"].float()
    positives = sampled[labels[sampled] > 0]
    objectness = functional.binary_cross_entropy_with_logits(rpn["objectness"].flatten()[sampled], labels[sampled])
    anchors = functional.smooth_l1_loss(
        rpn["deltas"][positives], rpn["targets"][positives], beta=1 / 9, reduction="sum") / len(sampled)
    return {"roi_classification": classes, "roi_box": boxes, "rpn_objectness": objectness, "rpn_box": anchors}


def difference(found, expected):
    if isinstance(found, dict):
        return max(difference(found[name], expected[name]) for name in expected)
    return float((found.double() - torch.tensor(expected, dtype=torch.float64)).abs().max())


ANSWERS = {
    "level-mapper": levels, "box-coder": coders, "rpn-proposals": proposals, "matcher": matches,
    "postprocess": detections, "two-stage-losses": losses,
}
for case in json.loads(pathlib.Path(__file__).with_name("golden.json").read_text()):
    found = ANSWERS[case["kind"]](case["input"], case["parameters"])
    for name, expected in case["expect"].items():
        off = difference(found[name], expected["value"])
        assert off <= expected["tolerance"], (case["kind"], name, off)
        print(case["kind"], name, off)
