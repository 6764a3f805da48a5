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
        """Pixels 0…255 uint8 [B,3,224,224] (channels last), segmenter classes [B,224,224], labels [B]."""
        indices = np.asarray(indices)
        rgb = torch.from_numpy(self.rgb[indices]).permute(0, 3, 1, 2)
        seg = torch.from_numpy(self.seg[indices].astype(np.int64))
        return rgb, seg, self.labels[torch.from_numpy(indices)]


def normalise(rgb: torch.Tensor, gain: torch.Tensor | float = 1.0, offset: torch.Tensor | float = 0.0) -> torch.Tensor:
    """Network input from bytes, after `value · gain + offset` on the 0…1 scale; one multiplication and addition."""
    mean = torch.tensor(MEAN).view(1, 3, 1, 1)
    std = torch.tensor(STD).view(1, 3, 1, 1)
    return torch.addcmul(((offset - mean) / std).expand(rgb.shape[0], 3, 1, 1), rgb.float(), gain / (255 * std))


def augment(rgb: torch.Tensor, seg: torch.Tensor, crop: int, g: torch.Generator):
    """Network input and labels, mirrored, cut to a random square and scaled back to `crop`, in another light."""
    b, full = rgb.shape[0], rgb.shape[2]
    uniform = lambda low, high, *shape: low + (high - low) * torch.rand(shape, generator=g)
    if torch.rand(1, generator=g).item() < 0.5:
        rgb, seg = rgb.flip(3), seg.flip(2)
    # Scaling costs as much as a layer: half of the batches are only cut.
    zoom = uniform(0.8, 1.0, 1).item() if torch.rand(1, generator=g).item() < 0.5 else 1.0
    side = int(crop * zoom) if crop == full else min(full, int(crop / zoom))
    y, x = torch.randint(0, full - side + 1, (2,), generator=g).tolist()
    rgb, seg = rgb[:, :, y : y + side, x : x + side], seg[:, y : y + side, x : x + side]
    if side != crop:
        # On bytes; enlarging softens, as photographs scaled down are soft.
        rgb = F.interpolate(rgb.contiguous(memory_format=torch.channels_last), crop, mode="bilinear")
        seg = F.interpolate(seg[:, None].float(), crop, mode="nearest")[:, 0].long()
    contrast = uniform(0.75, 1.25, b, 1, 1, 1) * uniform(0.94, 1.06, b, 3, 1, 1)
    brightness = uniform(-0.08, 0.08, b, 1, 1, 1)
    x = normalise(rgb, contrast, 0.5 * (1 - contrast) + brightness)
    return x.add_(0.08 * torch.randn((1, 3, crop, crop), generator=g)), seg
