"""The rendered splits as memory-mapped arrays, and the augmentation both networks share."""

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

SIZE = 224
# The usual photograph statistics; any fixed numbers would do, these are what users of torchvision expect.
MEAN = (0.485, 0.456, 0.406)
STD = (0.229, 0.224, 0.225)


class Split:
    """One split written by render-dataset.ts: `rgb` [N,224,224,3], `seg` [N,224,224], `labels` [N]."""

    def __init__(self, folder: Path, name: str):
        meta = json.loads((folder / f"{name}.json").read_text())
        self.classes: list[str] = meta["classes"]
        self.segment_classes: list[str] = meta["segmentClasses"]
        self.specs: list[dict] = meta["specs"]
        self.labels = torch.tensor(meta["labels"])
        n = len(self.labels)
        self.rgb = np.memmap(folder / f"{name}.rgb", np.uint8, "r", shape=(n, SIZE, SIZE, 3))
        self.seg = np.memmap(folder / f"{name}.seg", np.uint8, "r", shape=(n, SIZE, SIZE))

    def __len__(self) -> int:
        return len(self.labels)

    def batch(self, indices) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Pixels in 0…1 [B,3,224,224], segmenter classes [B,224,224], labels [B]."""
        indices = np.asarray(indices)
        rgb = torch.from_numpy(self.rgb[indices]).permute(0, 3, 1, 2).float() / 255
        seg = torch.from_numpy(self.seg[indices].astype(np.int64))
        return rgb, seg, self.labels[torch.from_numpy(indices)]


def normalise(rgb: torch.Tensor) -> torch.Tensor:
    mean = torch.tensor(MEAN).view(1, 3, 1, 1)
    std = torch.tensor(STD).view(1, 3, 1, 1)
    return ((rgb - mean) / std).contiguous(memory_format=torch.channels_last)


def augment(rgb: torch.Tensor, seg: torch.Tensor, g: torch.Generator):
    """Mirror, shift and scale per batch; light, tint, blur and noise per image."""
    b = rgb.shape[0]
    uniform = lambda low, high, *shape: low + (high - low) * torch.rand(shape, generator=g)
    if torch.rand(1, generator=g).item() < 0.5:
        rgb, seg = rgb.flip(3), seg.flip(2)
    full = rgb.shape[2]
    side = int(uniform(0.8, 1.0).item() * full) if torch.rand(1, generator=g).item() < 0.6 else full
    if side < full:
        y, x = torch.randint(0, full - side + 1, (2,), generator=g).tolist()
        rgb = F.interpolate(rgb[:, :, y : y + side, x : x + side], full, mode="bilinear", antialias=True)
        seg = F.interpolate(seg[:, None, y : y + side, x : x + side].float(), full, mode="nearest")[:, 0].long()
    # Some images are softened, as photographs are that were taken large and scaled down.
    soft = torch.rand(b, generator=g) < 0.4
    if soft.any():
        rgb = rgb.clone()
        rgb[soft] = F.avg_pool2d(F.pad(rgb[soft], (1, 1, 1, 1), mode="replicate"), 3, 1) * 0.5 + rgb[soft] * 0.5
    contrast = uniform(0.75, 1.25, b, 1, 1, 1)
    gain = uniform(0.8, 1.15, b, 1, 1, 1) * uniform(0.94, 1.06, b, 3, 1, 1)
    rgb = ((rgb - 0.5) * contrast).add_(0.5).mul_(gain)
    # One grain pattern for the whole batch: cheap, and new for every batch.
    grain = 0.02 * torch.randn((1, 3, full, full), generator=g)
    return rgb.add_(grain).clamp_(0, 1), seg
