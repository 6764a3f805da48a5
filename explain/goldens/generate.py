"""Writes small ONNX classifiers and what Zennit and Captum make of them, in float64.

    python -m venv venv && venv/bin/pip install -r requirements.txt && venv/bin/python generate.py

Every network gives three files: NAME.onnx, NAME.json (index) and NAME.bin (float32, little endian). The tests need only those.
"""
import copy
import json
import pathlib
import sys
import types

import numpy as np
import torch
from torch import nn

# Zennit imports torchvision for its ResNet canonizers, which are not used here; without compiled operators it fails.
try:
    import torchvision  # noqa: F401
except (ImportError, RuntimeError):
    for name in [n for n in sys.modules if n.startswith("torchvision")]:
        del sys.modules[name]
    blocks = types.ModuleType("torchvision.models.resnet")
    blocks.Bottleneck, blocks.BasicBlock = type("Bottleneck", (), {}), type("BasicBlock", (), {})
    sys.modules.update({"torchvision": types.ModuleType("torchvision"),
                        "torchvision.models": types.ModuleType("torchvision.models"),
                        "torchvision.models.resnet": blocks})

import onnx
from captum.attr import GuidedBackprop, InputXGradient, IntegratedGradients, LayerAttribution, LayerGradCam, Saliency
from onnx import TensorProto, helper, numpy_helper
from zennit.attribution import Gradient
from zennit.composites import (EpsilonAlpha2Beta1, EpsilonAlpha2Beta1Flat, EpsilonGammaBox, EpsilonPlus, EpsilonPlusFlat,
                               LayerMapComposite, SpecialFirstLayerMapComposite, layer_map_base)
from zennit.layer import Sum
from zennit.rules import Epsilon, Gamma, WSquare, ZPlus
from zennit.types import Convolution, Linear

from batch_norm import MergeBatchNorm

HERE = pathlib.Path(__file__).parent
SHAPE = (3, 8, 8)
CLASSES = 6
TARGET = 2
IG_STEPS = 16


class Residual(nn.Module):
    """ReLU(body(x) + shortcut(x)); the sum is a module, so that Zennit sees it."""

    def __init__(self, body, shortcut):
        super().__init__()
        self.body, self.shortcut, self.sum, self.act = body, shortcut, Sum(), nn.ReLU()

    def forward(self, x):
        return self.act(self.sum(torch.stack([self.body(x), self.shortcut(x)], -1)))


def conv(i, o, **kwargs):
    return nn.Conv2d(i, o, **{"kernel_size": 3, "padding": 1, **kwargs})


def networks():
    yield "vgg", nn.Sequential(
        conv(3, 6), nn.ReLU(), conv(6, 6), nn.ReLU(), nn.MaxPool2d(2), conv(6, 8), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(32, 12), nn.ReLU(), nn.Linear(12, CLASSES))
    yield "vgg-bn", nn.Sequential(
        conv(3, 6, bias=False), nn.BatchNorm2d(6), nn.ReLU(), conv(6, 8, bias=False), nn.BatchNorm2d(8), nn.ReLU(),
        nn.MaxPool2d(3, 2, 1), nn.Flatten(), nn.Linear(128, CLASSES))
    yield "average", nn.Sequential(
        conv(3, 6, stride=2), nn.ReLU(), nn.AvgPool2d(2, 1), conv(6, 6, groups=3), nn.LeakyReLU(0.1),
        conv(6, 8, dilation=2, padding=2), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, CLASSES))
    yield "residual", nn.Sequential(
        conv(3, 6), nn.ReLU(),
        Residual(nn.Sequential(conv(6, 6), nn.ReLU(), conv(6, 6)), nn.Identity()),
        Residual(nn.Sequential(conv(6, 8, stride=2), nn.Tanh(), conv(8, 8)), conv(6, 8, kernel_size=1, padding=0, stride=2)),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, CLASSES))
    yield "transposed", nn.Sequential(
        conv(3, 6, stride=2), nn.Sigmoid(), nn.ConvTranspose2d(6, 4, 3, stride=2, padding=1, output_padding=1),
        nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(64, CLASSES))


class Exporter:
    """Writes the layers used above; a value is named after the path of the module that made it."""

    def __init__(self):
        self.nodes, self.weights = [], []

    def weight(self, name, tensor):
        self.weights.append(numpy_helper.from_array(tensor.detach().numpy().astype(np.float32), name))
        return name

    def node(self, op, inputs, name, **attrs):
        self.nodes.append(helper.make_node(op, inputs, [name], name=name, **attrs))
        return name

    def add(self, module, x, path):
        if isinstance(module, nn.Sequential):
            for key, child in module.named_children():
                x = self.add(child, x, f"{path}.{key}" if path else key)
            return x
        if isinstance(module, Residual):
            parts = [self.add(module.body, x, f"{path}.body"), self.add(module.shortcut, x, f"{path}.shortcut")]
            return self.node("Relu", [self.node("Add", parts, f"{path}.sum")], f"{path}.act")
        if isinstance(module, nn.Identity):
            return x
        params = [self.weight(f"{path}.{n}", p) for n, p in module.named_parameters(recurse=False)]
        if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
            attrs = dict(kernel_shape=module.kernel_size, strides=module.stride, dilations=module.dilation,
                         group=module.groups, pads=list(module.padding) * 2)
            if isinstance(module, nn.ConvTranspose2d):
                attrs["output_padding"] = module.output_padding
                return self.node("ConvTranspose", [x, *params], path, **attrs)
            return self.node("Conv", [x, *params], path, **attrs)
        if isinstance(module, nn.Linear):
            return self.node("Gemm", [x, *params], path, transB=1)
        if isinstance(module, nn.BatchNorm2d):
            stats = [self.weight(f"{path}.{n}", getattr(module, n)) for n in ("running_mean", "running_var")]
            return self.node("BatchNormalization", [x, *params, *stats], path, epsilon=module.eps)
        if isinstance(module, nn.MaxPool2d):
            k, s, p = module.kernel_size, module.stride, module.padding
            return self.node("MaxPool", [x], path, kernel_shape=[k, k], strides=[s, s], pads=[p] * 4)
        if isinstance(module, nn.AvgPool2d):
            k, s = module.kernel_size, module.stride
            return self.node("AveragePool", [x], path, kernel_shape=[k, k], strides=[s, s])
        if isinstance(module, nn.LeakyReLU):
            return self.node("LeakyRelu", [x], path, alpha=module.negative_slope)
        plain = {nn.ReLU: "Relu", nn.Tanh: "Tanh", nn.Sigmoid: "Sigmoid", nn.Flatten: "Flatten",
                 nn.AdaptiveAvgPool2d: "GlobalAveragePool"}
        return self.node(plain[type(module)], [x], path)


def write_onnx(model, file):
    exporter = Exporter()
    output = exporter.add(model, "image", "")
    ports = [[helper.make_tensor_value_info(n, TensorProto.FLOAT, d)]
             for n, d in (("image", [1, *SHAPE]), (output, [1, CLASSES]))]
    graph = helper.make_graph(exporter.nodes, "golden", *ports, exporter.weights)
    proto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(proto)
    file.write_bytes(proto.SerializeToString())


def composites():
    low, high = -2 * torch.ones(1, 3, 1, 1).double(), 2 * torch.ones(1, 3, 1, 1).double()
    base = layer_map_base()
    yield "epsilon", LayerMapComposite(base + [(Linear, Epsilon())])
    yield "epsilon-plus", EpsilonPlus()
    yield "epsilon-plus-flat", EpsilonPlusFlat()
    yield "epsilon-gamma-box", EpsilonGammaBox(low=low, high=high)
    yield "epsilon-alpha2-beta1", EpsilonAlpha2Beta1()
    yield "epsilon-alpha2-beta1-flat", EpsilonAlpha2Beta1Flat()
    yield "epsilon+wsquare", SpecialFirstLayerMapComposite(
        base + [(Linear, Epsilon())], [(Linear, WSquare())])


def relevances(model, composite, x):
    """Relevance at the input of every module, by module path, and at the image."""
    model = copy.deepcopy(model)  # merging batch norms leaves changed parameters behind
    arrived, handles = {}, []

    def keep(name):
        def hook(_, inputs):
            if inputs[0].requires_grad and inputs[0].grad_fn is not None:
                inputs[0].retain_grad()
            arrived[name] = inputs[0]
        return hook

    for name, module in model.named_modules():
        if not list(module.children()) and not isinstance(module, (nn.Identity, Sum)):
            handles.append(module.register_forward_pre_hook(keep(name)))
    composite.canonizers = [MergeBatchNorm()]
    with Gradient(model=model, composite=composite) as attributor:
        _, relevance = attributor(x, lambda out: out * torch.eye(CLASSES).double()[[TARGET]])
    found = {name: t.grad for name, t in arrived.items() if t.grad is not None}
    return relevance, found


def value_names(model):
    """Module path → name of the ONNX value it reads."""
    names = {}

    def visit(module, x, path):
        if isinstance(module, nn.Sequential):
            for key, child in module.named_children():
                x = visit(child, x, f"{path}.{key}" if path else key)
            return x
        if isinstance(module, Residual):
            visit(module.body, x, f"{path}.body")
            visit(module.shortcut, x, f"{path}.shortcut")
            names[f"{path}.act"] = f"{path}.sum"
            return f"{path}.act"
        if isinstance(module, nn.Identity):
            return x
        names[path] = x
        return path

    visit(model, "image", "")
    return names


def main():
    for seed, (name, model) in enumerate(networks()):
        torch.manual_seed(seed)
        for module in model.modules():
            if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d, nn.Linear)):
                nn.init.kaiming_normal_(module.weight)
                if module.bias is not None:
                    nn.init.normal_(module.bias, std=0.1)
            if isinstance(module, nn.BatchNorm2d):
                for p, low, high in ((module.weight, 0.5, 1.5), (module.bias, -0.3, 0.3),
                                     (module.running_mean, -0.3, 0.3), (module.running_var, 0.5, 1.5)):
                    nn.init.uniform_(p, low, high)
        # Weights as the ONNX file holds them, then double precision.
        model = model.float().double().eval()
        x = torch.randn(1, *SHAPE).float().double()
        write_onnx(model, HERE / f"{name}.onnx")

        chunks, index = [], {}

        def store(key, tensor):
            data = tensor.detach().numpy().astype("<f4").ravel()
            index[key] = [sum(len(c) for c in chunks), len(data)]
            chunks.append(data)

        store("image", x)
        store("logits", model(x))
        names = value_names(model)
        for composite, made in composites():
            relevance, found = relevances(model, made, x.clone())
            store(f"{composite}/image", relevance)
            for path, tensor in found.items():
                if names[path] != "image":
                    store(f"{composite}/{names[path]}", tensor)
        if name in ("vgg", "vgg-bn", "average"):
            inputs = x.clone().requires_grad_()
            store("captum/gradient", Saliency(model).attribute(inputs, TARGET, abs=False))
            store("captum/gradient-x-input", InputXGradient(model).attribute(inputs, TARGET))
            store("captum/integrated-gradients",
                  IntegratedGradients(model).attribute(inputs, target=TARGET, n_steps=IG_STEPS, method="gausslegendre"))
            stage = [m for m in model if isinstance(m, (nn.ReLU, nn.LeakyReLU))][-1 if name == "average" else 1]
            path = next(k for k, m in model.named_modules() if m is stage)
            cam = LayerGradCam(model, stage).attribute(inputs, TARGET, relu_attributions=True)
            store(f"captum/grad-cam@{path}", LayerAttribution.interpolate(cam, SHAPE[1:], "bilinear"))
            if name != "average":
                store("captum/guided-backprop", GuidedBackprop(copy.deepcopy(model)).attribute(inputs, TARGET))
        (HERE / f"{name}.bin").write_bytes(np.concatenate(chunks).tobytes())
        (HERE / f"{name}.json").write_text(json.dumps({"target": TARGET, "igSteps": IG_STEPS, "values": index}, indent=1) + "\n")
        print(name, len(index), "vectors")


if __name__ == "__main__":
    main()
