"""Writes the trained networks as ONNX, opset 17, by hand: readable names, plain operators, dynamic batch."""

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from networks import DemoDeepLab, DemoVgg, folded


class Graph:
    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def const(self, name: str, value: torch.Tensor | np.ndarray) -> str:
        array = value.contiguous().numpy() if isinstance(value, torch.Tensor) else value
        self.weights.append(numpy_helper.from_array(array, name))
        return name

    def op(self, kind: str, name: str, inputs: list[str], **attributes) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    def conv(self, name: str, x: str, pair: nn.Sequential | tuple | nn.Conv2d, relu: bool = True) -> str:
        """A convolution, or one with the batch normalisation that follows it, and then ReLU."""
        plain = isinstance(pair, nn.Conv2d)
        c = pair if plain else pair[0]
        weight, bias = (c.weight.detach(), c.bias.detach()) if plain else folded(pair[0], pair[1])
        w, b = self.const(f"{name}.weight", weight), self.const(f"{name}.bias", bias)
        pad, dilation = c.padding[0], c.dilation[0]
        x = self.op(
            "Conv", name, [x, w, b], kernel_shape=list(c.kernel_size), strides=list(c.stride),
            pads=[pad] * 4, dilations=[dilation] * 2,
        )
        return self.op("Relu", f"{name}.relu", [x]) if relu else x

    def save(self, path: str, output: str, shape: list, doc: str) -> None:
        graph = helper.make_graph(
            self.nodes, "demo",
            [helper.make_tensor_value_info("input", TensorProto.FLOAT, ["N", 3, 224, 224])],
            [helper.make_tensor_value_info(output, TensorProto.FLOAT, shape)],
            self.weights,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="partwise-demo")
        model.ir_version = 8
        model.doc_string = doc
        onnx.checker.check_model(model, full_check=True)
        onnx.save(model, path)


def export_vgg(net: DemoVgg, path: str) -> None:
    g = Graph()
    x = "input"
    for i, (conv, norm, pool) in enumerate(zip(net.convs, net.norms, net.pooled), 1):
        x = g.conv(f"conv{i}", x, (conv, norm))
        if pool:
            x = g.op("MaxPool", f"pool{i}", [x], kernel_shape=[2, 2], strides=[2, 2])
    x = g.op("Flatten", "flatten", [x], axis=1)
    for name, fc in (("fc1", net.fc1), ("logits", net.fc2)):
        w, b = g.const(f"{name}.weight", fc.weight.detach()), g.const(f"{name}.bias", fc.bias.detach())
        x = g.op("Gemm", name, [x, w, b], transB=1)
        if name == "fc1":
            x = g.op("Relu", "fc1.relu", [x])
    g.save(path, "logits", ["N", net.fc2.out_features], "Demo classifier of rendered animals and things; logits.")


def export_deeplab(net: DemoDeepLab, path: str) -> None:
    g = Graph()
    low = "input"
    for i, layer in enumerate(net.stem, 1):
        low = g.conv(f"stem{i}", low, layer)
    x = g.conv("down", low, net.down)
    for i, block in enumerate(net.blocks, 1):
        y = g.conv(f"block{i}.b", g.conv(f"block{i}.a", x, block.a), block.b, relu=False)
        x = g.op("Relu", f"block{i}.out", [g.op("Add", f"block{i}.sum", [x, y])])
    branches = [g.conv(f"aspp{i}", x, b) for i, b in enumerate(net.branches)]
    pooled = g.conv("aspp_pool", g.op("GlobalAveragePool", "image_pool", [x]), net.pooled[0])
    spread = g.const("aspp_pool.scales", np.array([1, 1, 28, 28], np.float32))
    branches.append(g.op("Resize", "aspp_pool.spread", [pooled, "", spread], mode="nearest"))
    x = g.conv("merge", g.op("Concat", "aspp", branches, axis=1), net.merge)
    twice = g.const("decoder.scales", np.array([1, 1, 2, 2], np.float32))
    x = g.op("Resize", "decoder.up", [x, "", twice], mode="linear", coordinate_transformation_mode="half_pixel")
    x = g.conv("decoder", g.op("Concat", "decoder.in", [x, low], axis=1), net.decode)
    x = g.conv("classify", x, net.classify, relu=False)
    scales = g.const("upsample.scales", np.array([1, 1, 4, 4], np.float32))
    g.op("Resize", "out", [x, "", scales], mode="linear", coordinate_transformation_mode="half_pixel")
    classes = net.classify.out_channels
    g.save(path, "out", ["N", classes, 224, 224], "Demo segmenter of rendered animals; logits per pixel.")
