"""Golden values for CocoParametersTest: the cases beside this file, scored by pycocotools with other parameters.

    python3 make_parameters.py    writes parameters.json

Made with Python 3.11, numpy 2.4 and pycocotools 2.0.11. COCOeval.summarize asks for 100 detections whatever the limits
are, so that the numbers are taken from its arrays: AP with the last limit, AR with each.
"""
import contextlib
import io
import json
import os

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

COCO_IOUS = np.linspace(0.5, 0.95, 10).tolist()
COCO_AREAS = [[0, 1e10], [0, 1024], [1024, 9216], [9216, 1e10]]
OTHER_AREAS = [[0, 1e10], [0, 400], [400, 4096], [4096, 1e10]]
SETTINGS = [
    dict(case="mixed", ious=[0.3, 0.5, 0.75], limits=[1, 10, 100], areas=COCO_AREAS, classes=True),
    dict(case="mixed", ious=[0.6], limits=[1, 2, 3], areas=OTHER_AREAS, classes=True),
    dict(case="ties", ious=COCO_IOUS, limits=[1, 10, 100], areas=COCO_AREAS, classes=False),
    dict(case="crowds", ious=[0.5, 0.9], limits=[2, 2, 20], areas=OTHER_AREAS, classes=False),
    dict(case="more_than_a_hundred", ious=COCO_IOUS, limits=[1, 10, 1000], areas=COCO_AREAS, classes=True),
    dict(case="more_than_a_hundred", ious=[0.25, 0.75, 1.0], limits=[5, 50, 150], areas=COCO_AREAS, classes=False),
]


def mean(values):
    values = values[values > -1]
    return float(np.mean(values)) if values.size else -1.0


def score(truth, detections, setting):
    with contextlib.redirect_stdout(io.StringIO()):
        reference = COCO()
        reference.dataset = truth
        reference.createIndex()
        evaluation = COCOeval(reference, reference.loadRes(detections), "bbox")
        evaluation.params.iouThrs = np.array(setting["ious"])
        evaluation.params.maxDets = setting["limits"]
        evaluation.params.areaRng = setting["areas"]
        evaluation.params.useCats = int(setting["classes"])
        evaluation.evaluate()
        evaluation.accumulate()
    precision, recall = evaluation.eval["precision"], evaluation.eval["recall"]
    at = lambda iou: mean(precision[[i for i, t in enumerate(setting["ious"]) if t == iou], :, :, 0, 2])
    return (
        [mean(precision[:, :, :, 0, 2]), at(0.5), at(0.75)]
        + [mean(precision[:, :, :, size, 2]) for size in (1, 2, 3)]
        + [mean(recall[:, :, 0, limit]) for limit in (0, 1, 2)]
        + [mean(recall[:, :, size, 2]) for size in (1, 2, 3)]
    )


if __name__ == "__main__":
    folder = os.path.dirname(os.path.abspath(__file__))
    made = []
    for setting in SETTINGS:
        with open(os.path.join(folder, f"case_{setting['case']}.json")) as file:
            golden = json.load(file)
        made.append({**setting, "expected": score(golden["ground_truth"], golden["detections"], setting)})
    with open(os.path.join(folder, "parameters.json"), "w") as out:
        json.dump(made, out, indent=1)
        out.write("\n")
