#!/usr/bin/env python3
"""Compares ./fpn bench with a peer in PyTorch in one go and prints ratios. Needs Python's standard library alone.

    bench/compare.py --python /path/to/python-with-torch [--sizes 256,512,800] [--batches 1,4] [--json FILE]
    bench/compare.py --model faster_rcnn --sizes 800 --batches 1      its peer is torchvision's own, never compiled
    bench/compare.py --model efficientdet --sizes 512 --batches 1     D0; its peer needs timm
    bench/compare.py --model yolox --sizes 640 --batches 1            YOLOX-s

Ours and the peer take turns, each in a process of its own, --rounds times over, so that whatever else the machine does
meets both; figures are medians over the rounds of each process's median, peak memory the median of its peaks. A ratio
below 1 means that ours takes less. float32 is set against the faster of the peer's eager and channels-last for time and
against the smaller for memory, bfloat16 against its bfloat16 autocast. Where there is a C++ compiler, both are also set
against what inductor makes of the peer, the hardest one: in rows of their own, "ours float32 : compiled".
"""
import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MODELS = {
    "retinanet": ("retinanet_r50_fpn.yaml", "torch_peer.py"),
    "faster_rcnn": ("faster_rcnn_r50_fpn.yaml", "torchvision_peer.py"),
    "efficientdet": ("efficientdet_d0.yaml", "efficientdet_peer.py"),
    "yolox": ("yolox_s.yaml", "yolox_peer.py"),
}
SETS = {"efficientdet": {"head.redundant_bias": "false", "neck.redundant_bias": "false"}}  # effdet has none
COMPILED = {"float32": ("compiled",), "bfloat16": ("compiled_bfloat16",)}
EAGER = {"float32": ("eager", "channels_last"), "bfloat16": ("bfloat16",)}
MODES = ("eager", "channels_last", "bfloat16", "compiled", "compiled_bfloat16")
FIGURES = ("forward_ms", "train_step_ms", "peak_rss_mb")


class Refused(Exception):
    """A process that could not measure, with its own words."""


def run(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, cwd=ROOT)
    if done.returncode != 0:
        said = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        said = [line for line in said if not line.endswith(("problem.", "problems."))]
        reason = (said[0] if done.returncode == 2 else said[-1]) if said else "no message"
        raise Refused(f"exit code {done.returncode}: {reason}")
    return json.loads(done.stdout[done.stdout.index("{"):])  # libraries greet before


def ours(options, dtype, size, batch):
    sets = {
        "input.height": size,
        "input.width": size,
        "training.batch_size": batch,
        "execution.threads": options.threads,
        "execution.dtype": dtype,
        "execution.kernels": options.kernels,
        **SETS.get(options.model, {}),
    }
    config = os.path.join(ROOT, "configs", "models", MODELS[options.model][0])
    command = [os.path.join(ROOT, "fpn"), "bench", config, "--json", "-"]
    command += ["--repeats", str(options.repeats), "--warmup", str(options.warmup)]
    for key, value in sets.items():
        command += ["--set", f"{key}={value}"]
    return run(command)


def peer(options, mode, size, batch):
    script = os.path.join(ROOT, "bench", MODELS[options.model][1])
    loss = ["--loss", options.loss] if options.model == "retinanet" else []
    return run([
        options.python, script, "--mode", mode, *loss, "--size", str(size), "--batch", str(batch),
        "--threads", str(options.threads), "--repeats", str(options.repeats), "--warmup", str(options.warmup)])


def contestants(options):
    for dtype in options.dtypes:
        yield "ours " + dtype, lambda size, batch, dtype=dtype: ours(options, dtype, size, batch)
    for mode in options.modes:
        yield "peer " + mode, lambda size, batch, mode=mode: peer(options, mode, size, batch)


def figure(result, name):
    return result[name]["median"] if isinstance(result[name], dict) else result[name]


def summary(results):
    """Medians over the rounds; a figure that is unknown in one round, as -1, is left out."""
    medians = {}
    for name in FIGURES:
        values = [figure(result, name) for result in results]
        if min(values) >= 0:
            medians[name] = statistics.median(values)
    return medians


def measure(options, size, batch):
    """Runs all rounds of one size; returns raw results and refusals by contestant."""
    raw, refused = {}, {}
    for number in range(options.rounds):
        for name, measured in contestants(options):
            if name in refused:
                continue
            print(f"{size}x{size}, batch {batch}, round {number + 1} of {options.rounds}: {name} ...", file=sys.stderr)
            try:
                raw.setdefault(name, []).append(measured(size, batch))
            except Refused as reason:
                refused[name] = str(reason)
                raw.pop(name, None)
                print(f"  {name}: {reason}", file=sys.stderr)
    check_same_network(raw)
    return raw, refused


def check_same_network(raw):
    counts = {name: results[0]["parameters"] for name, results in raw.items()}
    if len(set(counts.values())) > 1:
        sys.exit(f"compare.py: the networks differ: parameters {counts}")


def against(modes, medians):
    """The best figures of some of the peer's modes."""
    best = {}
    for name in FIGURES:
        values = [medians["peer " + mode][name] for mode in modes if name in medians.get("peer " + mode, {})]
        if values:
            best[name] = min(values)
    return best


def ratios(medians):
    found = {}
    for name, figures in medians.items():
        side, kind = name.split(" ", 1)
        if side == "ours":
            found[kind] = ratio(figures, against(EAGER[kind], medians))
            compiled = ratio(figures, against(COMPILED[kind], medians))
            if compiled:
                found[kind + " : compiled"] = compiled
    return found


def ratio(figures, best):
    return {key: round(figures[key] / best[key], 3) for key in figures if key in best}


def cell(values, key, form):
    return form.format(values[key]) if key in values else "-"


def row(size, batch, name, values, share):
    columns = [f"{size}x{size}", str(batch), name]
    columns += [cell(values, key, "{:,.0f}") for key in FIGURES]
    columns += [cell(share, key, "{:.2f}") for key in FIGURES]
    return "| " + " | ".join(columns) + " |"


def table(cases):
    lines = [
        "| input | batch | what | forward ms | step ms | peak MB | forward ratio | step ratio | memory ratio |",
        "|---|--:|---|--:|--:|--:|--:|--:|--:|",
    ]
    for case in cases:
        for name, values in case["medians"].items():
            side, kind = name.split(" ", 1)
            share = case["ratios"].get(kind, {}) if side == "ours" else {}
            lines.append(row(case["size"], case["batch"], name, values, share))
        for kind, share in case["ratios"].items():
            if kind.endswith(": compiled"):
                lines.append(row(case["size"], case["batch"], "ours " + kind, {}, share))
        for name, reason in case["refused"].items():
            lines.append(f"| {case['size']}x{case['size']} | {case['batch']} | {name} | {reason} | | | | | |")
    return "\n".join(lines)


def processor():
    try:
        with open("/proc/cpuinfo") as lines:
            for line in lines:
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass  # not Linux
    return platform.processor() or platform.machine()


def machine(options, torch_version):
    try:
        gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2 ** 30
        memory = f", {gigabytes:.0f} GB"
    except (ValueError, OSError, AttributeError):
        memory = ""
    return (f"{processor()}, {os.cpu_count()} cores{memory}, {platform.system()}; {options.threads} threads, "
            f"PyTorch {torch_version}, {options.model}, loss {options.loss}, {options.rounds} rounds of {options.repeats} runs")


def torch_version(python):
    asked = [python, "-c", "import torch; print(torch.__version__)"]
    try:
        done = subprocess.run(asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, universal_newlines=True)
    except OSError as error:
        print(f"compare.py: --python {python} does not run ({error.strerror}).", file=sys.stderr)
        sys.exit(2)
    if done.returncode != 0:
        print(f"compare.py: {python} has no torch; name a Python that has it with --python.", file=sys.stderr)
        sys.exit(2)
    return done.stdout.strip()


def usual_modes(model):
    """All that this machine can run: inductor takes the compiler that CXX names, or the system's own."""
    if model == "faster_rcnn":
        return [mode for mode in MODES if not mode.startswith("compiled")]
    compiler = os.environ.get("CXX", "clang++" if sys.platform == "darwin" else "g++")
    if shutil.which(compiler):
        return list(MODES)
    print(f"compare.py: there is no C++ compiler ({compiler}), so no compiled peer is measured.", file=sys.stderr)
    return [mode for mode in MODES if not mode.startswith("compiled")]


def listed(known=None, kind=str):
    def parse(text):
        values = [kind(part) for part in text.split(",") if part]
        wrong = [value for value in values if known and value not in known]
        if wrong or not values:
            raise argparse.ArgumentTypeError(f"{text}: expected some of {', '.join(known or ['numbers'])}, with commas")
        return values
    return parse


def arguments():
    parser = argparse.ArgumentParser(description="Runs ./fpn bench and the PyTorch peer in turns and prints ratios.")
    parser.add_argument("--python", default=sys.executable, help="a Python that has torch")
    parser.add_argument("--model", choices=sorted(MODELS), default="retinanet")
    parser.add_argument("--sizes", type=listed(kind=int), default=[256, 512, 800])
    parser.add_argument("--batches", type=listed(kind=int), default=[1, 4])
    parser.add_argument("--modes", type=listed(MODES), help="of the peer; without it all that this machine can run")
    parser.add_argument("--dtypes", type=listed(("float32", "bfloat16")), default=["float32", "bfloat16"], help="of ours")
    parser.add_argument("--kernels", default="auto", help="execution.kernels of ours")
    parser.add_argument("--loss", choices=("focal", "light"), default="focal", help="of RetinaNet's peer; ours has focal")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--repeats", type=int, default=8)
    parser.add_argument("--warmup", type=int, default=2)
    parser.add_argument("--json", metavar="FILE", help="gets every figure of every round")
    return parser.parse_args()


def main():
    options = arguments()
    options.modes = options.modes or usual_modes(options.model)
    about = machine(options, torch_version(options.python))
    cases = []
    for size in options.sizes:
        for batch in options.batches:
            raw, refused = measure(options, size, batch)
            medians = {name: summary(results) for name, results in raw.items()}
            cases.append({
                "size": size, "batch": batch, "medians": medians, "ratios": ratios(medians), "refused": refused,
                "rounds": raw})
            if options.json:  # after each case: what is measured stays if the rest is interrupted
                with open(options.json, "w") as file:
                    json.dump({"machine": about, "cases": cases}, file, indent=2)
                    file.write("\n")
    print(table(cases))
    print()
    print(about)


if __name__ == "__main__":
    main()
