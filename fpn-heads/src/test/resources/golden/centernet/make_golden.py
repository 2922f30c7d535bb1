"""Writes golden.json: targets and losses of the CenterNet head, by dense tensors over all cells and objects.

Run: python3 make_golden.py   (written with torch 2.14.0)

Written from the descriptions of arXiv:1904.07850v2 (finest) and of CenterNet2's ground truth (all), whose steps are named below.
"""
import json
import math
import pathlib

import torch

HEIGHT, WIDTH, CLASSES = 150, 200, 2
# of class 0 an overlapping pair and a speck, of class 1 one so large that two levels care and one at the border
OBJECTS = [[20, 30, 60, 90], [40, 50, 70, 80], [101, 3, 105, 8], [10, 5, 190, 140], [150, 100, 200, 150]]
LABELS = [0, 0, 0, 1, 1]
RANGES = [[0, 80], [64, 160], [128, 320], [256, 640], [512, 1e7]]


def sparse(t):
    flat = t.flatten()
    at = flat.nonzero().flatten()
    return {"at": at.tolist(), "values": [round(v, 7) for v in flat[at].tolist()]}


def all_levels(min_overlap=0.8, min_radius=4):
    boxes = torch.tensor(OBJECTS, dtype=torch.float64)
    points, strides, ranges = [], [], []
    for level, limits in zip(range(3, 8), RANGES):
        s = 2 ** level
        h, w = math.ceil(HEIGHT / s), math.ceil(WIDTH / s)
        y, x = torch.meshgrid(torch.arange(h), torch.arange(w), indexing="ij")
        points.append(torch.stack([x, y], -1).reshape(-1, 2).double() * s + s // 2)
        strides += [s] * (h * w)
        ranges += [limits] * (h * w)
    points = torch.cat(points)
    strides = torch.tensor(strides, dtype=torch.float64)[:, None, None]
    ranges = torch.tensor(ranges, dtype=torch.float64)
    sides = torch.cat([points[:, None] - boxes[None, :, :2], boxes[None, :, 2:] - points[:, None]], -1)
    centers = ((boxes[:, :2] + boxes[:, 2:]) / 2)[None]
    discrete = (centers / strides).floor() * strides + strides / 2
    peak = ((points[:, None] - discrete) ** 2).sum(-1) == 0
    near = ((points[:, None] - discrete).abs() <= strides).all(-1)
    size = ((sides[..., :2] + sides[..., 2:]) ** 2).sum(-1).sqrt() / 2
    cared = (size >= ranges[:, :1]) & (size <= ranges[:, 1:])
    inside = sides.min(-1)[0] > 0
    delta = (1 - min_overlap) / (1 + min_overlap)
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    radius2 = (delta ** 2 * 2 * area).clamp(min=min_radius ** 2)
    distance = ((points[:, None] - centers) ** 2).sum(-1)
    distance[peak] = 0
    distance = distance / radius2
    heat = torch.zeros(len(points), CLASSES, dtype=torch.float64)
    for c in range(CLASSES):
        own = torch.tensor([l == c for l in LABELS])
        heat[:, c] = torch.exp(-distance[:, own].min(1)[0])
    heat[heat < 1e-4] = 0
    masked = distance.clone()
    masked[~(near & cared & inside)] = math.inf
    best, index = masked.min(1)
    chosen = (best < math.inf).nonzero().flatten()
    positive = torch.zeros(len(points), CLASSES)
    for o, c in enumerate(LABELS):
        positive[peak[:, o] & cared[:, o], c] = 1
    return {
        "heat": sparse(heat),
        "peaks": positive.flatten().nonzero().flatten().tolist(),
        "cells": chosen.tolist(),
        "objects": index[chosen].tolist(),
        "sides": (sides[chosen, index[chosen]] / strides[chosen, 0]).flatten().tolist(),
    }


def loss(alpha, beta):
    logits = torch.linspace(-12, 12, 25, dtype=torch.float64).repeat(3).requires_grad_()
    target = torch.tensor([0.0, 0.6, 1.0], dtype=torch.float64).repeat_interleave(25)
    p = logits.sigmoid().clamp(1e-4, 1 - 1e-4)
    positive = target.eq(1).double()
    value = -(positive * (1 - p) ** alpha * p.log() + (1 - positive) * (1 - target) ** beta * p ** alpha * (1 - p).log())
    value.sum().backward()
    return {"values": value.tolist(), "slopes": logits.grad.tolist()}


golden = {"all": all_levels(), "loss": {"paper": loss(2, 4), "other": loss(1.5, 3)}}
pathlib.Path(__file__).with_name("golden.json").write_text(
    "{\n" + ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in golden.items()) + "\n}\n")
