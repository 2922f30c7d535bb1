"""Prints what golden.json holds, by the rules of torchvision's RetinaNet and FCOS and of ATSS (arXiv:1912.02424) written out.

Run: python3 make_golden.py   (Python 3.11, nothing else). golden.json itself was computed with torchvision 0.29.1
(AnchorGenerator, Matcher, the rule of FCOS.compute_loss) and numpy; this gives the same counts and compares them.
"""
import json
import math
import pathlib

GOLDEN = json.loads((pathlib.Path(__file__).parent / "golden.json").read_text())
BOXES = GOLDEN["boxes"]
LEVELS = [(8, 32), (16, 16), (32, 8), (64, 4), (128, 2)]  # stride and cells of a side


def iou(a, b):
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    inside = width * height if width > 0 and height > 0 else 0
    area = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
    return inside / (area - inside)


def anchors(stride, cells, sizes, ratios, rounded):
    corners = []
    for ratio in ratios:
        for size in sizes:
            half = (size / math.sqrt(ratio) / 2, size * math.sqrt(ratio) / 2)
            corners.append(tuple(round(side) if rounded else side for side in half))
    return [(x * stride - w, y * stride - h, x * stride + w, y * stride + h)
            for y in range(cells) for x in range(cells) for w, h in corners]


def counts(matches):
    table = [[0] * len(LEVELS) for _ in BOXES]
    for level, objects in enumerate(matches):
        for found in objects:
            if found >= 0:
                table[found][level] += 1
    return table


def retina():
    grids = [anchors(s, n, [int(4 * s * 2 ** (i / 3) + 1e-9) for i in range(3)], [0.5, 1, 2], True) for s, n in LEVELS]
    overlaps = [[[iou(anchor, box) for box in BOXES] for anchor in grid] for grid in grids]
    best = [max(row[i] for grid in overlaps for row in grid) for i in range(len(BOXES))]
    matches, good = [], []
    for grid in overlaps:
        nearest = [max(range(len(BOXES)), key=lambda i: row[i]) for row in grid]
        good.append([i if row[i] >= 0.5 else -1 for row, i in zip(grid, nearest)])
        low = [any(abs(o - b) < 1e-9 for o, b in zip(row, best)) for row in grid]  # an object's best anchor
        matches.append([i if row[i] >= 0.5 or is_best else -1 for row, i, is_best in zip(grid, nearest, low)])
    return {"anchors": sum(map(len, grids)), "best_iou": [round(b, 6) for b in best],
            "positives": counts(matches), "good": counts(good)}


def fcos(radius):
    matches, claims, ambiguous = [], [], 0
    for level, (stride, cells) in enumerate(LEVELS):
        lower = 0 if level == 0 else 4 * stride
        upper = math.inf if level == len(LEVELS) - 1 else 8 * stride
        objects = []
        for y in range(0, cells * stride, stride):
            for x in range(0, cells * stride, stride):
                claimed = []
                for i, (x1, y1, x2, y2) in enumerate(BOXES):
                    sides = (x - x1, y - y1, x2 - x, y2 - y)
                    near = max(abs(x - (x1 + x2) / 2), abs(y - (y1 + y2) / 2)) < radius * stride
                    if near and min(sides) > 0 and lower < max(sides) < upper:
                        claimed.append(((x2 - x1) * (y2 - y1), i))
                claims += [(i, level) for _, i in claimed]
                ambiguous += len(claimed) > 1
                objects.append(min(claimed)[1] if claimed else -1)
        matches.append(objects)
    return {"ambiguous_points": ambiguous, "positive_points": sum(i >= 0 for row in matches for i in row),
            "positives": counts(matches),
            "claims": [[claims.count((i, level)) for level in range(len(LEVELS))] for i in range(len(BOXES))]}


def atss():
    grids = [anchors(s, n, [8 * s], [1], False) for s, n in LEVELS]
    owner = [[(0, -1)] * len(grid) for grid in grids]
    for i, box in enumerate(BOXES):
        center = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        middle = lambda a: ((a[0] + a[2]) / 2, (a[1] + a[3]) / 2)
        chosen = [(level, cell) for level, grid in enumerate(grids)
                  for cell in sorted(range(len(grid)), key=lambda c: math.dist(middle(grid[c]), center))[:9]]
        overlaps = [iou(grids[level][cell], box) for level, cell in chosen]
        mean = sum(overlaps) / len(overlaps)
        least = mean + math.sqrt(sum((o - mean) ** 2 for o in overlaps) / (len(overlaps) - 1))
        for (level, cell), overlap in zip(chosen, overlaps):
            x, y = middle(grids[level][cell])
            if overlap >= least and box[0] < x < box[2] and box[1] < y < box[3]:
                owner[level][cell] = max(owner[level][cell], (overlap, i))
    return {"positives": counts([[i for _, i in row] for row in owner])}


made = {"retina": retina(), "fcos_radius_1_5": fcos(1.5), "fcos_no_center_sampling": fcos(math.inf), "atss": atss()}
print(json.dumps(made))
for name, values in made.items():
    for key, value in values.items():
        print(name, key, "agrees" if value == GOLDEN[name][key] else f"differs from {GOLDEN[name][key]}")
