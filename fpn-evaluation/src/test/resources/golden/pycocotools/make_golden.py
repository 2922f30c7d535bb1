"""Golden cases for CocoEvaluatorTest: random ground truth and detections, scored by pycocotools itself.

    python3 make_golden.py        writes case_*.json beside itself

Made with Python 3.11, numpy 2.4 and pycocotools 2.0.11; the seeds are in the file. Boxes stand on whole or half pixels,
so that some IoUs fall exactly on thresholds and some areas on the bounds of small, medium and large; scores have few
digits, so that they tie; the last class has detections but no object, and some objects are crowds.
"""
import contextlib
import io
import json
import os

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

NAMES = ["AP", "AP50", "AP75", "AP_S", "AP_M", "AP_L", "AR1", "AR10", "AR100", "AR_S", "AR_M", "AR_L"]
SIDES = [6.0, 12.5, 16.0, 32.0, 64.0, 96.0, 128.0]  # 32 x 32 and 96 x 96 are bounds


def score(truth, detections):
    with contextlib.redirect_stdout(io.StringIO()):
        reference = COCO()
        reference.dataset = truth
        reference.createIndex()
        evaluation = COCOeval(reference, reference.loadRes(detections), "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    metrics = {name: float(value) for name, value in zip(NAMES, evaluation.stats)}
    metrics["per_class"] = {}
    for place, category in enumerate(evaluation.params.catIds):
        precision = evaluation.eval["precision"][:, :, place, 0, 2]
        precision = precision[precision > -1]
        name = reference.cats[category]["name"]
        metrics["per_class"][name] = float(np.mean(precision)) if precision.size else -1.0
    return metrics


def random_box(rng):
    corner = [float(rng.integers(0, 500)) / 2, float(rng.integers(0, 400)) / 2]
    return corner + [float(rng.choice(SIDES)), float(rng.choice(SIDES))]


def near(rng, box):
    moved = [value + float(rng.choice([-4, -1, -0.5, 0, 0, 0.5, 1, 4])) for value in box]
    return moved[:2] + [max(1.0, side) for side in moved[2:]]


def case(seed, images, classes, objects, found, crowd, digits):
    rng = np.random.default_rng(seed)
    identities = [int(i) for i in rng.permutation(90)[:classes] + 1]
    truth = {"info": {}, "images": [], "annotations": []}
    truth["categories"] = [{"id": identity, "name": f"class{identity}"} for identity in identities]
    detections = []
    for identity in rng.permutation(500)[:images]:
        image = int(identity)
        truth["images"].append({"id": image, "file_name": f"{image}.png", "width": 400, "height": 300})
        here = []
        for _ in range(int(rng.integers(0, objects + 1))):
            box = random_box(rng)
            here.append({
                "id": 11 + len(truth["annotations"]) + len(here),
                "image_id": image,
                "category_id": int(rng.choice(identities[:-1])),
                "bbox": box,
                "area": box[2] * box[3] * float(rng.choice([1.0, 0.75])),
                "iscrowd": int(rng.random() < crowd),
            })
        truth["annotations"] += here
        for _ in range(int(rng.integers(0, found + 1))):
            box, category = random_box(rng), int(rng.choice(identities))
            if here and rng.random() < 0.7:
                of = here[int(rng.integers(len(here)))]
                box, category = near(rng, of["bbox"]), of["category_id"]
            detections.append({
                "image_id": image, "category_id": category, "bbox": box, "score": round(float(rng.random()), digits)})
    rng.shuffle(detections)
    # the reference writes into what it is given
    expected = score(json.loads(json.dumps(truth)), json.loads(json.dumps(detections)))
    return {"ground_truth": truth, "detections": detections, "expected": expected}


CASES = {
    "mixed": dict(seed=21, images=14, classes=4, objects=6, found=14, crowd=0.1, digits=3),
    "ties": dict(seed=22, images=10, classes=3, objects=6, found=16, crowd=0.1, digits=1),
    "crowds": dict(seed=23, images=8, classes=3, objects=6, found=16, crowd=0.6, digits=2),
    "more_than_a_hundred": dict(seed=26, images=2, classes=2, objects=9, found=240, crowd=0.0, digits=2),
}

if __name__ == "__main__":
    folder = os.path.dirname(os.path.abspath(__file__))
    for name, settings in CASES.items():
        made = case(**settings)
        with open(os.path.join(folder, f"case_{name}.json"), "w") as out:
            json.dump(made, out, separators=(",", ":"))
            out.write("\n")
        print(name, made["expected"])
