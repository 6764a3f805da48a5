"""The two demo networks. Batch normalisation is for training only: it is folded away before export."""

import torch
import torch.nn.functional as F
from torch import nn


def conv(i: int, o: int, k: int = 3, stride: int = 1, dilation: int = 1, relu: bool = True) -> nn.Sequential:
    pad = dilation * (k // 2)
    layers: list[nn.Module] = [nn.Conv2d(i, o, k, stride, pad, dilation), nn.BatchNorm2d(o)]
    return nn.Sequential(*layers, nn.ReLU()) if relu else nn.Sequential(*layers)


class DemoVgg(nn.Module):
    """VGG in miniature: stacked convolutions and max pooling, then two fully connected layers."""

    # Channels, kernel, stride, and whether max pooling halves the side afterwards: 224 -> 112 -> 56 -> 28 -> 14 -> 7.
    PLAN = ((24, 5, 2, True), (48, 3, 1, True), (80, 3, 1, False), (80, 3, 1, True), (128, 3, 1, True))

    def __init__(self, classes: int):
        super().__init__()
        self.convs = nn.ModuleList()
        self.norms = nn.ModuleList()
        channels = 3
        for width, kernel, stride, _ in self.PLAN:
            self.convs.append(nn.Conv2d(channels, width, kernel, stride, kernel // 2))
            self.norms.append(nn.BatchNorm2d(width))
            channels = width
        for norm in self.norms:
            norm.weight.requires_grad = False  # stays 1: see forward
        self.pooled = [pool for *_, pool in self.PLAN]
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
    """DeepLabV3 in miniature: atrous residual blocks and ASPP with image pooling at output stride 8, then the
    small decoder of DeepLabV3+, which brings back edges from stride 4, and bilinear upsampling."""

    WIDTH = 96
    DILATIONS = (1, 2, 4)
    RATES = (3, 6, 9)

    def __init__(self, classes: int):
        super().__init__()
        w = self.WIDTH
        self.stem = nn.Sequential(conv(3, 16, stride=2), conv(16, 32, stride=2), conv(32, 32))
        self.down = conv(32, w, stride=2)
        self.blocks = nn.Sequential(*[Block(w, d) for d in self.DILATIONS])
        self.branches = nn.ModuleList([conv(w, 32, k=1), *[conv(w, 32, dilation=r) for r in self.RATES]])
        self.pooled = nn.Sequential(nn.Conv2d(w, 32, 1), nn.ReLU())
        self.merge = conv(32 * 5, 48, k=1)
        self.decode = conv(48 + 32, 48)
        self.classify = nn.Conv2d(48, classes, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        size = x.shape[2:]
        low = self.stem(x)
        x = self.blocks(self.down(low))
        branches = [b(x) for b in self.branches]
        pooled = self.pooled(x.mean((2, 3), keepdim=True)).expand(-1, -1, *x.shape[2:])
        x = self.merge(torch.cat([*branches, pooled], 1))
        x = F.interpolate(x, low.shape[2:], mode="bilinear", align_corners=False)
        x = self.classify(self.decode(torch.cat([x, low], 1)))
        return F.interpolate(x, size, mode="bilinear", align_corners=False)


def folded(c: nn.Conv2d, bn: nn.BatchNorm2d) -> tuple[torch.Tensor, torch.Tensor]:
    """Weight and bias of a convolution with its batch normalisation folded in."""
    factor = bn.weight / torch.sqrt(bn.running_var + bn.eps)
    weight = c.weight * factor.view(-1, 1, 1, 1)
    bias = (c.bias - bn.running_mean) * factor + bn.bias
    return weight.detach(), bias.detach()
