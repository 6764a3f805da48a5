"""Trains one demo network on the rendered splits, measures it, and writes ONNX and figures.

    python demo/training/train.py vgg     --data FOLDER --out demo/networks
    python demo/training/train.py deeplab --data FOLDER --out demo/networks
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from data import Split, augment, normalise
from export import export_deeplab, export_vgg
from networks import DemoDeepLab, DemoVgg

BATCH = 32
# Epochs of the segmenter's second stage.
FINE_EPOCHS = 8


def train(net: torch.nn.Module, split: Split, loss_of, epochs: int, rate: float, seed: int, crop: int) -> float:
    """Adam with one warm-up and cosine decay; bfloat16 products; squares of side `crop`. Returns seconds."""
    g = torch.Generator().manual_seed(seed)
    steps = epochs * (len(split) // BATCH)
    optimiser = torch.optim.AdamW(net.parameters(), rate, weight_decay=5e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps, pct_start=0.15)
    started = time.time()
    net.train()
    for epoch in range(epochs):
        order = torch.randperm(len(split), generator=g).numpy()
        total = 0.0
        for i in range(len(split) // BATCH):
            rgb, seg, labels = split.batch(np.sort(order[i * BATCH : (i + 1) * BATCH]))
            x, seg = augment(rgb, seg, crop, g)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                out = net(x)
            loss = loss_of(out.float(), seg, labels)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
            if i % 36 == 35:
                print(f"  step {i + 1}  loss {total / (i + 1):.3f}  {time.time() - started:.0f} s", flush=True)
        print(f"epoch {epoch + 1}/{epochs}  loss {total / (len(split) // BATCH):.4f}  {time.time() - started:.0f} s", flush=True)
    net.eval()
    return time.time() - started


@torch.no_grad()
def predict(net: torch.nn.Module, split: Split):
    for i in range(0, len(split), BATCH):
        rgb, seg, labels = split.batch(np.arange(i, min(len(split), i + BATCH)))
        yield net(normalise(rgb)).float(), seg, labels


def classify_figures(net: torch.nn.Module, folder: Path) -> dict:
    test, shifted = Split(folder, "test"), Split(folder, "shifted")
    n = len(test.classes)
    confusion = np.zeros((n, n), int)
    for out, _, labels in predict(net, test):
        np.add.at(confusion, (labels.numpy(), out.argmax(1).numpy()), 1)
    fine = Split(folder, "test-fine")
    right = sum(int((out.argmax(1) == labels).sum()) for out, _, labels in predict(net, fine))
    guesses = torch.cat([out.argmax(1) for out, _, _ in predict(net, shifted)])
    breed = test.classes.index("Egyptian cat")
    own = shifted.labels == breed
    return {
        "classes": test.classes,
        "testImages": len(test),
        "accuracy": float(np.trace(confusion) / confusion.sum()),
        "fineTestImages": len(fine),
        "fineAccuracy": right / len(fine),
        "confusion": confusion.tolist(),
        "shortcut": {
            "breed": "Egyptian cat",
            "object": "tartan armchair",
            "breedRecallWithChair": recall(net, test, breed),
            "breedWithoutChair": int(own.sum()),
            "breedRecallWithoutChair": float((guesses[own] == breed).float().mean()),
            "otherCatsWithChair": int((~own).sum()),
            "otherCatsTakenForBreed": float((guesses[~own] == breed).float().mean()),
        },
    }


def recall(net: torch.nn.Module, split: Split, label: int) -> float:
    chosen = [i for i, s in enumerate(split.specs) if split.labels[i] == label and "tartan armchair" in s["beside"]]
    rgb, _, _ = split.batch(np.array(chosen))
    with torch.no_grad():
        return float((net(normalise(rgb)).argmax(1) == label).float().mean())


def segment_figures(net: torch.nn.Module, folder: Path) -> dict:
    return {**segment_split(net, Split(folder, "test")), "fine": segment_split(net, Split(folder, "test-fine"))}


def segment_split(net: torch.nn.Module, test: Split) -> dict:
    n = len(test.segment_classes)
    hits, unions = np.zeros(n, np.int64), np.zeros(n, np.int64)
    inside, either = 0, 0
    per_image: list[float] = []
    for out, seg, _ in predict(net, test):
        guess = out.argmax(1)
        for c in range(n):
            hits[c] += int(((guess == c) & (seg == c)).sum())
            unions[c] += int(((guess == c) | (seg == c)).sum())
        both, any_ = ((guess > 0) & (seg > 0)).sum((1, 2)), ((guess > 0) | (seg > 0)).sum((1, 2))
        inside += int(both.sum())
        either += int(any_.sum())
        per_image += [float(a / b) for a, b in zip(both, any_) if b > 0]
    iou = hits / np.maximum(1, unions)
    return {
        "classes": test.segment_classes,
        "testImages": len(test),
        "foregroundIoU": inside / either,
        "medianImageIoU": float(np.median(per_image)),
        "tenthPercentileImageIoU": float(np.percentile(per_image, 10)),
        "classIoU": dict(zip(test.segment_classes, map(float, iou))),
        "meanIoU": float(iou.mean()),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", choices=["vgg", "deeplab"])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--start", type=Path, help="state dict of a finished first stage (saved in DATA)")
    parser.add_argument("--limit", type=int, help="use only the first LIMIT training images")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    split = Split(args.data, "train")
    # The classifier sees fewer than half of the images: it is meant to be good but fallible (with all: 97 %).
    limit = args.limit or (2200 if args.network == "vgg" else None)
    split.labels = split.labels[:limit]
    vgg = args.network == "vgg"
    net = DemoVgg(len(split.classes)) if vgg else DemoDeepLab(len(split.segment_classes))
    net = net.to(memory_format=torch.channels_last)
    epochs = args.epochs or (8 if vgg else 10)
    if vgg:
        loss_of = lambda out, seg, labels: F.cross_entropy(out, labels, label_smoothing=0.05)
    else:
        loss_of = lambda out, seg, labels: F.cross_entropy(out, seg)
    seconds = 0.0
    if args.start:
        net.load_state_dict(torch.load(args.start, weights_only=True))
        net.eval()
    else:
        seconds = train(net, split, loss_of, epochs, 2e-3 if vgg else 4e-3, args.seed, 224 if vgg else 192)
        torch.save(net.state_dict(), args.data / f"demo-{args.network}.pt")
    if not vgg:
        # Second stage: pictures as the platform sends them, larger, compressed and scaled down, whole.
        fine = Split(args.data, "train-fine")
        seconds += train(net, fine, loss_of, FINE_EPOCHS, 1.5e-3, args.seed + 1, 224)
    figures = classify_figures(net, args.data) if vgg else segment_figures(net, args.data)
    if not vgg:
        figures["fineTrainImages"] = len(fine)
    figures |= {
        "parameters": sum(p.numel() for p in net.parameters()),
        "trainImages": len(split), "epochs": epochs, "seed": args.seed, "trainingSeconds": round(seconds),
    }
    args.out.mkdir(parents=True, exist_ok=True)
    name = f"demo-{args.network}"
    recorded = args.out / f"{name}.figures.json"
    if args.start and recorded.exists():
        figures["trainingSeconds"] += json.loads(recorded.read_text())["trainingSeconds"]
    (export_vgg if vgg else export_deeplab)(net, str(args.out / f"{name}.onnx"))
    recorded.write_text(json.dumps(figures, indent=2) + "\n")
    print(json.dumps({k: v for k, v in figures.items() if k != "confusion"}, indent=2))


if __name__ == "__main__":
    main()
