"""The two demo networks. Batch normalisation is for training only: it is folded away before export."""

import torch
import torch.nn.functional as F
from torch import nn


def conv(i: int, o: int, k: int = 3, stride: int = 1, dilation: int = 1, relu: bool = True) -> nn.Sequential:
    pad = dilation * (k // 2)
    layers: list[nn.Module] = [nn.Conv2d(i, o, k, stride, pad, dilation), nn.BatchNorm2d(o)]
    return nn.Sequential(*layers, nn.ReLU()) if relu else nn.Sequential(*layers)


class DemoVgg(nn.Module):
    """VGG in miniature: stacked 3x3 convolutions, max pooling, two fully connected layers."""

    # Numbers are channels of a convolution, "M" halves the side.
    PLAN = (16, "M", 32, 32, "M", 64, 64, "M", 96, 96, "M", 128, "M")

    def __init__(self, classes: int):
        super().__init__()
        self.convs = nn.ModuleList()
        self.norms = nn.ModuleList()
        self.pooled: list[bool] = []
        channels = 3
        for at, step in enumerate(self.PLAN):
            if step == "M":
                continue
            self.convs.append(nn.Conv2d(channels, step, 3, padding=1))
            self.norms.append(nn.BatchNorm2d(step))
            self.pooled.append(self.PLAN[at + 1] == "M")
            channels = step
        for norm in self.norms:
            norm.weight.requires_grad = False  # stays 1: see forward
        self.fc1 = nn.Linear(channels * 7 * 7, 128)
        self.fc2 = nn.Linear(128, classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        # Pooling first, then normalising and rectifying, touches a quarter of the numbers. It is the same function
        # as Conv-ReLU-MaxPool with the normalisation folded in, because its scale is positive (never learnt).
        for c, norm, pool in zip(self.convs, self.norms, self.pooled):
            x = c(x)
            x = F.relu(norm(F.max_pool2d(x, 2) if pool else x))
        x = x.contiguous().flatten(1)
        x = F.dropout(x, 0.3, self.training)
        x = F.relu(self.fc1(x))
        return self.fc2(F.dropout(x, 0.3, self.training))


class Block(nn.Module):
    """Residual pair of atrous convolutions."""

    def __init__(self, channels: int, dilation: int):
        super().__init__()
        self.a = conv(channels, channels, dilation=dilation)
        self.b = conv(channels, channels, dilation=dilation, relu=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.relu(x + self.b(self.a(x)))


class DemoDeepLab(nn.Module):
    """DeepLabV3 in miniature: output stride 4, atrous blocks, ASPP with image pooling, bilinear upsampling."""

    WIDTH = 48
    DILATIONS = (1, 1, 2, 4)
    RATES = (6, 12, 18)

    def __init__(self, classes: int):
        super().__init__()
        w = self.WIDTH
        self.stem = nn.Sequential(conv(3, 24, stride=2), conv(24, w, stride=2))
        self.blocks = nn.Sequential(*[Block(w, d) for d in self.DILATIONS])
        self.branches = nn.ModuleList([conv(w, 32, k=1), *[conv(w, 32, dilation=r) for r in self.RATES]])
        self.pooled = nn.Sequential(nn.Conv2d(w, 32, 1), nn.ReLU())
        self.merge = conv(32 * 5, 64, k=1)
        self.classify = nn.Conv2d(64, classes, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        size = x.shape[2:]
        x = self.blocks(self.stem(x))
        branches = [b(x) for b in self.branches]
        pooled = self.pooled(x.mean((2, 3), keepdim=True)).expand(-1, -1, *x.shape[2:])
        x = self.classify(self.merge(torch.cat([*branches, pooled], 1)))
        return F.interpolate(x, size, mode="bilinear", align_corners=False)


def folded(c: nn.Conv2d, bn: nn.BatchNorm2d) -> tuple[torch.Tensor, torch.Tensor]:
    """Weight and bias of a convolution with its batch normalisation folded in."""
    factor = bn.weight / torch.sqrt(bn.running_var + bn.eps)
    weight = c.weight * factor.view(-1, 1, 1, 1)
    bias = (c.bias - bn.running_mean) * factor + bn.bias
    return weight.detach(), bias.detach()
