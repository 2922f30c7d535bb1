"""Small worlds of masks in all of COCO's spellings, with crowds, empty masks and ties, and COCOeval's twelve numbers of them by
iouType segm: python make_segm.py > segm.json. Made with pycocotools 2.0.11 and numpy 2.4.6."""

import contextlib
import copy
import io
import json
import math
import random

import numpy as np
from pycocotools import mask
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval


def polygon(rng, width, height, size):
    x, y = rng.uniform(0, width), rng.uniform(0, height)
    angles = sorted(rng.uniform(0, 2 * math.pi) for _ in range(rng.randint(3, 7)))
    points = []
    for angle in angles:
        points.append(round(x + size * math.cos(angle) * rng.uniform(0.5, 1), 1))
        points.append(round(y + size * math.sin(angle) * rng.uniform(0.5, 1), 1))
    return points


def uncompressed(rle):
    counts, last = [0], 0
    for bit in mask.decode(rle).ravel(order="F"):
        if bit != last:
            counts.append(0)
            last = bit
        counts[-1] += 1
    return {"size": list(rle["size"]), "counts": [int(count) for count in counts]}


def text(rle):
    return {"size": list(rle["size"]), "counts": rle["counts"].decode()}


def moved(rng, rle):
    bits = mask.decode(rle)
    if rng.random() < 0.8:
        bits = np.roll(bits, (rng.randint(-4, 4), rng.randint(-4, 4)), (0, 1))
    if rng.random() < 0.08:
        bits = bits * 0
    return text(mask.encode(np.asfortranarray(bits.astype(np.uint8))))


def world(seed):
    rng = random.Random(seed)
    images, annotations, detections = [], [], []
    classes = rng.randint(1, 3)
    for image in range(1, rng.randint(2, 4)):
        width, height = rng.randint(20, 160), rng.randint(20, 160)
        images.append({"id": image, "width": width, "height": height})
        for _ in range(rng.randint(0, 5)):
            parts = [polygon(rng, width, height, rng.choice([6, 15, 60])) for _ in range(rng.choice([1, 1, 2]))]
            rle = mask.merge(mask.frPyObjects(parts, height, width))
            form = rng.choice([parts, text(rle), uncompressed(rle)])
            if rng.random() < 0.1:
                form = {"size": [height, width], "counts": [height * width]}
                rle = mask.frPyObjects(form, height, width)
            category = rng.randint(1, classes)
            annotations.append({
                "id": len(annotations) + 1, "image_id": image, "category_id": category, "segmentation": form,
                "area": float(mask.area(rle)), "bbox": [float(side) for side in mask.toBbox(rle)],
                "iscrowd": int(rng.random() < 0.2)})
            for _ in range(rng.choice([0, 1, 1, 2, 3])):
                detections.append({
                    "image_id": image, "category_id": category if rng.random() < 0.9 else rng.randint(1, classes),
                    "segmentation": moved(rng, rle), "score": round(rng.random(), 1)})
    truth = {"images": images, "annotations": annotations,
             "categories": [{"id": id, "name": f"class {id}"} for id in range(1, classes + 1)]}
    return truth, detections


def segm(truth, detections):
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = copy.deepcopy(truth)
        coco.createIndex()
        evaluation = COCOeval(coco, coco.loadRes(copy.deepcopy(detections)), "segm")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return [float(value) for value in evaluation.stats]


worlds = []
for seed in range(1, 30):
    truth, detections = world(seed)
    if detections and len(worlds) < 12:
        worlds.append({"ground_truth": truth, "detections": detections, "segm": segm(truth, detections)})
print("[" + ",\n".join(json.dumps(one) for one in worlds) + "]")
