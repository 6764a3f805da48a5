#!/usr/bin/env python3
"""Exports a torchvision classifier or DeepLabV3 to ONNX, with the description Partwise wants beside it.

    pip install torch torchvision onnx
    python scripts/export-torchvision.py vgg16 --out vgg16.onnx
    python scripts/export-torchvision.py deeplabv3_resnet50 --out deeplabv3.onnx
    python scripts/export-torchvision.py resnet50 --weights my-checkpoint.pth --classes my-classes.txt --out mine.onnx

Writes FILE.onnx (float32, opset 17, dynamic batch, logits) and FILE.json (class names and how a photograph becomes
the input). Pretrained weights are downloaded by torchvision; `--weights random` needs no network.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

import torch

IMAGENET = {"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}
VOC = (
    "background aeroplane bicycle bird boat bottle bus car cat chair cow diningtable dog horse motorbike person "
    "pottedplant sheep sofa train tvmonitor"
).split()


class OnlyOut(torch.nn.Module):
    """Segmentation models return a dictionary; the platform wants its `out`."""

    def __init__(self, model: torch.nn.Module):
        super().__init__()
        self.model = model

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.model(x)["out"]


def load(name: str, weights: str, class_file: str | None):
    """The model in evaluation mode, its class names, and the preset its weights were trained with (or None)."""
    import torchvision

    if name not in torchvision.models.list_models():
        close = [m for m in torchvision.models.list_models() if name.split("_")[0] in m]
        sys.exit(f"torchvision {torchvision.__version__} has no model “{name}”." + (f" Near: {', '.join(close)}." if close else ""))
    segmenter = name in torchvision.models.list_models(module=torchvision.models.segmentation)
    names = Path(class_file).read_text().split("\n") if class_file else None
    names = [n.strip() for n in names if n.strip()] if names else None
    extra = {"weights_backbone": None} if segmenter else {}
    if weights == "default":
        chosen = torchvision.models.get_model_weights(name).DEFAULT
        model = torchvision.models.get_model(name, weights=chosen)
        return model.eval(), names or list(chosen.meta["categories"]), chosen.transforms(), segmenter
    count = len(names) if names else (21 if segmenter else 1000)
    model = torchvision.models.get_model(name, weights=None, num_classes=count, **extra)
    if weights != "random":
        state = torch.load(weights, map_location="cpu", weights_only=True)
        model.load_state_dict(state.get("state_dict", state) if isinstance(state, dict) else state)
    if names is None:
        names = VOC if segmenter else [f"class {i}" for i in range(count)]
    return model.eval(), names, None, segmenter


def describe(preset, segmenter: bool, size: int | None) -> dict:
    """The `InputTransform`: taken from the weights' own preset where there is one."""
    if segmenter:
        # torchvision resizes the shorter side to 520 and keeps the shape; a fixed frame is padded instead.
        side = size or 520
        geometry = {"size": {"width": side, "height": side}, "resize": "longer-side-pad"}
    else:
        crop = size or (preset.crop_size[0] if preset else 224)
        resize_to = preset.resize_size[0] if preset and not size else round(crop * 256 / 224)
        geometry = {"size": {"width": crop, "height": crop}, "resize": "shorter-side", "resizeTo": max(crop, resize_to)}
    mean = list(preset.mean) if preset else IMAGENET["mean"]
    std = list(preset.std) if preset else IMAGENET["std"]
    return {**geometry, "scale": 1 / 255, "mean": mean, "std": std, "channelOrder": "RGB"}


def export(model: torch.nn.Module, path: Path, side: int, output: str) -> None:
    example = torch.zeros(1, 3, side, side)
    torch.onnx.export(
        model, (example,), str(path), dynamo=False, opset_version=17, do_constant_folding=True,
        input_names=["input"], output_names=[output],
        dynamic_axes={"input": {0: "N"}, output: {0: "N"}},
    )


def check(model: torch.nn.Module, path: Path, side: int) -> str:
    """Compares with ONNX Runtime where it is installed."""
    try:
        import onnxruntime
    except ImportError:
        return "not compared (onnxruntime is not installed)"
    x = torch.randn(1, 3, side, side, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        expected = model(x).numpy()
    got = onnxruntime.InferenceSession(str(path)).run(None, {"input": x.numpy()})[0]
    error = float(abs(got - expected).max() / max(1e-9, abs(expected).max()))
    if error > 1e-3:
        sys.exit(f"The exported file disagrees with the model: relative error {error:.2e}. Nothing to be used.")
    return f"agrees with the model to {error:.1e}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="a torchvision name, e.g. vgg16, resnet50, deeplabv3_resnet50")
    parser.add_argument("--out", type=Path, required=True, help="the .onnx file to write")
    parser.add_argument("--weights", default="default", help="default (pretrained), random, or a state-dict file")
    parser.add_argument("--classes", help="text file, one class name a line")
    parser.add_argument("--size", type=int, help="side of the input in pixels (default: the weights' own)")
    parser.add_argument("--seed", type=int, default=0, help="for --weights random")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    try:
        model, names, preset, segmenter = load(args.model, args.weights, args.classes)
    except ImportError:
        sys.exit("torchvision is not installed: pip install torchvision")
    transform = describe(preset, segmenter, args.size)
    side, output = transform["size"]["width"], "out" if segmenter else "logits"
    if segmenter:
        model = OnlyOut(model).eval()
    args.out.parent.mkdir(parents=True, exist_ok=True)
    export(model, args.out, side, output)
    verdict = check(model, args.out, side)
    card = {
        "name": args.model + ("" if args.weights == "default" else f" ({Path(args.weights).stem})"),
        "kind": "segmenter" if segmenter else "classifier",
        "file": args.out.name,
        "sha256": hashlib.sha256(args.out.read_bytes()).hexdigest(),
        "input": "input",
        "output": output,
        "classNames": names,
        "transform": transform,
    }
    args.out.with_suffix(".json").write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n")
    print(f"{args.out} ({args.out.stat().st_size / 1e6:.1f} MB, {len(names)} classes): {verdict}")


if __name__ == "__main__":
    main()
