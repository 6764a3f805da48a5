"""Times Zennit, Captum and this package on the same weights and the same image, warm, in alternation; prints one table.

    python -m venv venv && venv/bin/pip install -r explain/bench/peers/requirements.txt
    venv/bin/python explain/bench/peers/compare.py [NETWORK …]        from the repository's root; default: AlexNet VGG-16 ResNet-50

Networks are chains of layers, or have residual sums (ResNet-50). A row is printed only after both sides gave the same numbers.
"""
import copy
import datetime
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
import torch
from captum.attr import IntegratedGradients, Saliency
from zennit.attribution import Gradient

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "explain" / "goldens"))
from zoo import epsilon_everywhere, torch_network  # noqa: E402

ROUNDS = 5
STEPS = 16
# As many images in one run as this package takes by default.
BATCH = 8
TSX = ROOT / "node_modules" / ".bin" / "tsx"


class Ours:
    """The Node process that explains on demand."""

    def __init__(self, folder):
        self.folder = folder
        self.process = subprocess.Popen([TSX, ROOT / "explain/bench/peers/ours.ts", folder, str(STEPS)], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ms(self, method, target, out=""):
        self.process.stdin.write(f"{method} {target} {out}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError("the Node process ended; its error stands above")
        return json.loads(answer)["ms"]

    def result(self, method, target):
        file = self.folder / "ours.npy"
        self.ms(method, target, file)
        return np.load(file).ravel()

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def timed(run):
    started = time.perf_counter()
    run()
    return 1000 * (time.perf_counter() - started)


def row(network, ours, target, method, peer, run):
    """Checks that both sides give the same numbers, then times them in alternation and prints a line of the table."""
    theirs_map, ours_map = run().detach().numpy().ravel(), ours.result(method, target)
    apart = np.linalg.norm(ours_map - theirs_map) / np.linalg.norm(theirs_map)
    assert apart < 2e-2, f"{method}: the two results are {apart:.1e} apart; their times mean nothing"
    run(), ours.ms(method, target)
    mine, other = [], []
    for i in range(ROUNDS):
        if i % 2:
            mine.append(ours.ms(method, target))
        other.append(timed(run))
        if not i % 2:
            mine.append(ours.ms(method, target))
    ratios = [b / a for a, b in zip(mine, other)]
    cells = [network, method, peer, f"{statistics.median(other):.0f}", f"{statistics.median(mine):.0f}",
             f"**{statistics.median(ratios):.1f}** ({min(ratios):.1f}–{max(ratios):.1f})", f"{apart:.0e}"]
    print(f"| {' | '.join(cells)} |", flush=True)


def compare(network, folder):
    subprocess.run([TSX, ROOT / "explain/bench/write-network.ts", network, folder], check=True)
    model = torch_network(folder / "model.onnx").float()
    image = torch.from_numpy(np.load(folder / "image.npy"))
    with torch.no_grad():
        target = int(model(image)[0].argmax())
    select = torch.eye(1000)[[target]]
    inputs = image.clone().requires_grad_()
    integrated = IntegratedGradients(model)

    def forward():
        with torch.no_grad():
            return model(image)

    ours = Ours(folder)
    row(network, ours, target, "forward", "PyTorch", forward)
    # Hooks are put in place once: what is timed is the passes alone.
    with Gradient(model=copy.deepcopy(model), composite=epsilon_everywhere()) as attributor:
        row(network, ours, target, "lrp", "Zennit, ε everywhere",
            lambda: attributor(image.clone(), lambda out: out * select)[1])
    row(network, ours, target, "gradient", "Captum", lambda: Saliency(model).attribute(inputs, target, abs=False))
    row(network, ours, target, "integrated-gradients", f"Captum, {STEPS} steps", lambda: integrated.attribute(
        inputs, target=target, n_steps=STEPS, internal_batch_size=BATCH))
    ours.close()


def main(networks):
    load = os.getloadavg()[0]
    print(f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC, load average {load:.1f} at the start; "
          f"{len(os.sched_getaffinity(0))} cores, {platform.machine()}; PyTorch {torch.__version__}, "
          f"{torch.get_num_threads()} threads; batch 1, median of {ROUNDS} alternating pairs after two warm-ups\n")
    print("| network | method | peer | peer, ms | here, ms | peer / here (lowest–highest) | results apart, relative L2 |")
    print("|---|---|---|---|---|---|---|", flush=True)
    for network in networks:
        with tempfile.TemporaryDirectory() as folder:
            compare(network, pathlib.Path(folder))
    print(f"\nLoad average {os.getloadavg()[0]:.1f} at the end")


if __name__ == "__main__":
    main(sys.argv[1:] or ["AlexNet", "VGG-16", "ResNet-50"])
