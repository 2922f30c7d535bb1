"""What the peers in PyTorch share: their arguments, how a mode runs a network, and how its times and memory are taken.

One process measures one mode, so that the peak memory is that of the mode. Modes other than eager are channels-last; bfloat16
ones run under autocast. Compiled ones have the network compiled by inductor (torch.compile), which needs a C++ compiler:
the forward pass frozen, its weights folded and packed once. What compiling takes is not timed, and its memory is a part of
the peak. On a card (--device cuda) each run ends when the card has ended it, and its peak is what PyTorch reserved there.
"""
import argparse
import contextlib
import json
import os
import resource
import shutil
import sys
import time

try:
    import torch
except ImportError as error:
    print(f"{os.path.basename(sys.argv[0])}: this Python ({sys.executable}) has no torch ({error}).", file=sys.stderr)
    sys.exit(2)

MODES = ("eager", "channels_last", "bfloat16", "compiled", "compiled_bfloat16")


def parser(description, size, classes, modes=MODES):
    asked = argparse.ArgumentParser(description=description + ": forward, training step, peak memory.")
    asked.add_argument("--mode", choices=modes, default="eager")
    asked.add_argument("--size", type=int, default=size, help="height and width of the images")
    asked.add_argument("--batch", type=int, default=1)
    asked.add_argument("--classes", type=int, default=classes)
    asked.add_argument("--threads", type=int, default=2)
    asked.add_argument("--warmup", type=int, default=2)
    asked.add_argument("--repeats", type=int, default=8)
    asked.add_argument("--only", choices=("forward", "train_step"))
    asked.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    return asked


class Bench:
    """One mode of one network."""

    def __init__(self, options, make):
        """make() builds the network, on the CPU, after the seed is set."""
        require_compiler(options)
        torch.set_num_threads(options.threads)
        torch.manual_seed(0)
        self.options = options
        self.device = torch.device(options.device)
        self.model = make()
        images = torch.randn(options.batch, 3, options.size, options.size)
        if options.mode != "eager":
            self.model = self.model.to(memory_format=torch.channels_last)
            images = images.contiguous(memory_format=torch.channels_last)
        self.model = self.model.to(self.device)
        self.images = images.to(self.device)
        self.result = {
            "peer": "torch " + torch.__version__,
            "mode": options.mode,
            "batch": options.batch,
            "height": options.size,
            "width": options.size,
            "threads": options.threads,
            "parameters": sum(parameter.numel() for parameter in self.model.parameters()),
        }

    def cast(self):
        if self.options.mode.endswith("bfloat16"):
            return torch.autocast(self.options.device, torch.bfloat16)
        return contextlib.nullcontext()

    def network(self):
        """The model as the mode runs it; what was compiled before is dropped."""
        if not self.options.mode.startswith("compiled"):
            return self.model
        torch._dynamo.reset()
        return torch.compile(self.model)

    def forward(self, detect):
        """Times detect(network), without gradients."""
        if self.options.only == "train_step":
            return
        network = self.network()

        def run():
            with torch.no_grad(), self.cast():
                return detect(network)

        self.prepare(run, frozen=True)
        self.result["forward_ms"] = self.timed(run)

    def train_step(self, losses, decay=1e-4):
        """Times forward, losses(network), which is cast as it wants, backward and SGD with momentum and weight decay."""
        if self.options.only == "forward":
            return
        optimizer = torch.optim.SGD(self.model.parameters(), lr=1e-4, momentum=0.9, weight_decay=decay)
        network = self.network()

        def step():
            loss = losses(network)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

        self.prepare(step, frozen=False)
        self.result["train_step_ms"] = self.timed(step)

    def prepare(self, run, frozen):
        """Lets inductor compile what a run computes where the mode asks for it, before anything is timed."""
        if self.options.mode.startswith("compiled"):
            import torch._inductor.config as inductor  # loads much

            with inductor.patch(freezing=frozen and self.options.device == "cpu"):
                run()

    def timed(self, run):
        for _ in range(self.options.warmup):
            run()
        self.wait()
        seconds = []
        for _ in range(self.options.repeats):
            begun = time.perf_counter()
            run()
            self.wait()
            seconds.append(time.perf_counter() - begun)
        return milliseconds(seconds)

    def wait(self):
        if self.options.device == "cuda":
            torch.cuda.synchronize()

    def print(self):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        self.result["peak_rss_mb"] = round(peak / (2 ** 20 if sys.platform == "darwin" else 2 ** 10))
        if self.options.device == "cuda":
            self.result["device"] = torch.cuda.get_device_name()
            self.result["peak_device_mb"] = round(torch.cuda.max_memory_reserved() / 2 ** 20)
        print(json.dumps(self.result))


def milliseconds(seconds):
    ordered = sorted(seconds)
    middle = len(ordered) // 2
    median = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    return {"min": round(1e3 * ordered[0], 3), "median": round(1e3 * median, 3)}


def require_compiler(options):
    """Inductor takes what CXX names, or the system's own; a card has a compiler of its own."""
    compiler = os.environ.get("CXX", "clang++" if sys.platform == "darwin" else "g++")
    if options.mode.startswith("compiled") and options.device == "cpu" and not shutil.which(compiler):
        name = os.path.basename(sys.argv[0])
        print(f"{name}: --mode {options.mode} needs a C++ compiler, and there is no {compiler}; CXX names another.",
              file=sys.stderr)
        sys.exit(2)
