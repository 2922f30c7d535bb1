"""Golden cases for CocoEvaluatorTest: random ground truth and detections, scored by a plain reference.

Written from the description of the COCO detection metric, one image, class, area range and threshold at a time, with
the conventions that COCOeval is known for: stable sorts by descending score, ignored objects last, an annotation id of
0 reading as "unmatched", numpy's linspace, searchsorted and mean. Numbers of the cases are rounded so that IoUs fall
exactly on thresholds now and then and scores tie.

    python3 make_golden.py        writes case_*.json beside itself

Made with Python 3.11 and numpy 1.24; the seeds are in the file.
"""
import json
import os

import numpy as np

IOUS = np.linspace(0.5, 0.95, 10)
RECALLS = np.linspace(0.0, 1.0, 101)
AREAS = {"all": (0, 1e10), "S": (0, 1024), "M": (1024, 9216), "L": (9216, 1e10)}


def overlap(detection, truth):
    dx, dy, dw, dh = detection["bbox"]
    gx, gy, gw, gh = truth["bbox"]
    width = min(dx + dw, gx + gw) - max(dx, gx)
    height = min(dy + dh, gy + gh) - max(dy, gy)
    if width <= 0 or height <= 0:
        return 0.0
    inter = width * height
    return inter / (dw * dh if truth["iscrowd"] else dw * dh + gw * gh - inter)


def outside(area, bounds):
    return area < bounds[0] or area > bounds[1]


def match_image(truths, detections, bounds, threshold):
    """Returns per detection (matched, ignored) and the number of objects that count."""
    flags = [bool(t["iscrowd"]) or outside(t["area"], bounds) for t in truths]
    order = [i for i in range(len(truths)) if not flags[i]] + [i for i in range(len(truths)) if flags[i]]
    owner = {}
    result = []
    for number, det in enumerate(detections, start=1):
        best, chosen = min(threshold, 1 - 1e-10), None
        for i in order:
            if i in owner and not truths[i]["iscrowd"]:
                continue
            if chosen is not None and not flags[chosen] and flags[i]:
                break
            value = overlap(det, truths[i])
            if value >= best:
                best, chosen = value, i
        if chosen is not None:
            owner[chosen] = number
        matched = chosen is not None and truths[chosen]["id"] != 0
        ignored = chosen is not None and flags[chosen]
        if not matched and outside(det["bbox"][2] * det["bbox"][3], bounds):
            ignored = True
        result.append((matched, ignored))
    return result, len(truths) - sum(flags)


def curve(gt, dts, category, bounds, threshold, limit):
    """Precision on the recall grid and the largest recall; None without objects."""
    scores, matched, ignored, positives = [], [], [], 0
    for image in sorted({i["id"] for i in gt["images"]}):
        truths = [a for a in gt["annotations"] if a["image_id"] == image and a["category_id"] == category]
        found = [d for d in dts if d["image_id"] == image and d["category_id"] == category]
        found = sorted(found, key=lambda d: -d["score"])[:100]
        result, count = match_image(truths, found, bounds, threshold)
        positives += count
        for det, (is_matched, is_ignored) in list(zip(found, result))[:limit]:
            scores.append(det["score"])
            matched.append(is_matched)
            ignored.append(is_ignored)
    if positives == 0:
        return None
    order = np.argsort(-np.array(scores, dtype=float), kind="mergesort")
    matched = np.array(matched, dtype=bool)[order]
    ignored = np.array(ignored, dtype=bool)[order]
    true = np.cumsum(matched & ~ignored).astype(float)
    false = np.cumsum(~matched & ~ignored).astype(float)
    recall = true / positives
    precision = true / (false + true + np.spacing(1))
    precision = np.maximum.accumulate(precision[::-1])[::-1]
    grid = np.zeros(len(RECALLS))
    for i, place in enumerate(np.searchsorted(recall, RECALLS, side="left")):
        if place < len(precision):
            grid[i] = precision[place]
    return grid, (recall[-1] if len(recall) else 0.0)


def score(gt, dts):
    categories = sorted({c["id"] for c in gt["categories"]})

    def table(area, limit):
        return [[curve(gt, dts, c, AREAS[area], t, limit) for c in categories] for t in IOUS]

    def ap(rows, columns=None):
        cube = np.array([
            [np.full(101, -1.0) if cell is None else cell[0] for cell in (row if columns is None else [row[columns]])]
            for row in rows]).transpose(0, 2, 1)
        kept = cube[cube > -1]
        return float(np.mean(kept)) if len(kept) else -1.0

    def ar(rows):
        grid = np.array([[-1.0 if cell is None else cell[1] for cell in row] for row in rows])
        kept = grid[grid > -1]
        return float(np.mean(kept)) if len(kept) else -1.0

    full = {name: table(name, 100) for name in AREAS}
    names = {c["id"]: c["name"] for c in gt["categories"]}
    return {
        "AP": ap(full["all"]),
        "AP50": ap(full["all"][0:1]),
        "AP75": ap(full["all"][5:6]),
        "AP_S": ap(full["S"]),
        "AP_M": ap(full["M"]),
        "AP_L": ap(full["L"]),
        "AR1": ar(table("all", 1)),
        "AR10": ar(table("all", 10)),
        "AR100": ar(full["all"]),
        "AR_S": ar(full["S"]),
        "AR_M": ar(full["M"]),
        "AR_L": ar(full["L"]),
        "per_class": {names[c]: ap(full["all"], k) for k, c in enumerate(categories)},
    }


def case(seed, images, categories, objects, found, crowd, first_id, score_digits):
    rng = np.random.default_rng(seed)
    gt = {"images": [], "categories": [], "annotations": []}
    for k in range(categories):
        gt["categories"].append({"id": 3 * (categories - k), "name": f"class{k}"})
    dts = []
    number = first_id
    for i in range(images):
        image = {"id": 100 - 7 * i, "file_name": f"{i}.png", "width": 400, "height": 300}
        gt["images"].append(image)
        if i % 5 == 4:
            truths = []
        else:
            truths = range(int(rng.integers(0, objects + 1)))
        here = []
        for _ in truths:
            # the last class never has an object
            category = gt["categories"][int(rng.integers(0, max(1, categories - 1)))]["id"]
            size = float(rng.choice([8, 16, 32, 64, 96, 128]))
            box = [float(rng.integers(0, 250)), float(rng.integers(0, 180)), size, float(rng.integers(4, 130))]
            area = box[2] * box[3] * float(rng.choice([1.0, 0.7]))
            here.append({
                "id": number, "image_id": image["id"], "category_id": category, "bbox": box, "area": area,
                "iscrowd": int(rng.random() < crowd)})
            number += 1
        gt["annotations"] += here
        for _ in range(int(rng.integers(0, found + 1))):
            if here and rng.random() < 0.7:
                truth = here[int(rng.integers(0, len(here)))]
                shift = rng.choice([0, 0, 1, 2, 4, 8], size=4)
                box = [float(v) for v in np.array(truth["bbox"]) + shift]
                category = truth["category_id"] if rng.random() < 0.9 else gt["categories"][-1]["id"]
            else:
                box = [float(v) for v in rng.integers(1, 150, size=4)]
                category = gt["categories"][int(rng.integers(0, categories))]["id"]
            dts.append({
                "image_id": image["id"], "category_id": category, "bbox": box,
                "score": round(float(rng.random()), score_digits)})
    rng.shuffle(dts)
    if dts:
        dts.append({"image_id": dts[0]["image_id"], "category_id": 9999, "bbox": [0.0, 0.0, 9.0, 9.0], "score": 1.0})
    return {"ground_truth": gt, "detections": dts, "expected": score(gt, dts)}


CASES = {
    "mixed": dict(seed=1, images=12, categories=4, objects=8, found=14, crowd=0.2, first_id=1, score_digits=3),
    "ties": dict(seed=2, images=9, categories=2, objects=8, found=14, crowd=0.1, first_id=1, score_digits=1),
    "id_zero": dict(seed=3, images=5, categories=2, objects=6, found=12, crowd=0.0, first_id=0, score_digits=2),
    "crowds": dict(seed=4, images=8, categories=2, objects=6, found=12, crowd=0.7, first_id=7, score_digits=2),
    "many": dict(seed=5, images=2, categories=2, objects=20, found=180, crowd=0.1, first_id=1, score_digits=2),
    "nothing_found": dict(seed=6, images=3, categories=2, objects=4, found=0, crowd=0.0, first_id=1, score_digits=2),
}

if __name__ == "__main__":
    folder = os.path.dirname(os.path.abspath(__file__))
    for name, settings in CASES.items():
        made = case(**settings)
        with open(os.path.join(folder, f"case_{name}.json"), "w") as out:
            json.dump(made, out, separators=(",", ":"))
            out.write("\n")
        print(name, {k: v for k, v in made["expected"].items()})
