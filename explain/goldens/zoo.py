"""Writes what Zennit makes, in float64, of a full-size network of the zoo: relevance at the image, channels summed.

    node_modules/.bin/tsx explain/bench/write-network.ts VGG-16 FOLDER
    venv/bin/python explain/goldens/zoo.py FOLDER explain/goldens/vgg16

The weights (VGG-16: 553 MB) are not kept: the tests make them again from their seed. Gives NAME.json (index) and NAME.bin
(float32, little endian). The vectors were made with torch 2.14.1 (bench/peers/requirements.txt).
"""
import copy
import json
import pathlib
import sys

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn
from zennit.attribution import Gradient
from zennit.composites import EpsilonPlus, LayerMapComposite, layer_map_base
from zennit.layer import Sum
from zennit.rules import Epsilon
from zennit.types import Linear

from batch_norm import MergeBatchNorm
from undecided import undecided

# An ε beside which float32's rounding is nothing: no neuron is undecided then.
CALM = 0.01
# Six parts of different sizes: rows of equal height, each cut once, further right in each row.
CUTS = [60, 100, 140]
# Side of the squares over which the map of the second composite is summed: 3136 numbers instead of 50176.
BLOCK = 4


def torch_layer(node, constants):
    """The layer of one ONNX node; its constants are taken out of `constants`."""
    attrs = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
    weights = [constants.pop(name) for name in node.input if name in constants]
    if node.op_type == "Conv":
        weight, bias = [*weights, None][:2]
        assert attrs["group"] == 1 and set(attrs["dilations"]) == {1} and attrs["pads"][:2] == attrs["pads"][2:]
        layer = nn.Conv2d(weight.shape[1], weight.shape[0], tuple(attrs["kernel_shape"]), tuple(attrs["strides"]),
                          tuple(attrs["pads"][:2]), bias=bias is not None, device="meta")
    elif node.op_type == "Gemm":
        weight, bias = weights
        assert attrs["transB"] == 1
        layer = nn.Linear(weight.shape[1], weight.shape[0], device="meta")
    elif node.op_type == "BatchNormalization":
        weight, bias, mean, variance = weights
        layer = nn.BatchNorm2d(len(weight), eps=attrs.get("epsilon", 1e-5))
        layer.running_mean, layer.running_var = mean, variance
    elif node.op_type == "MaxPool":
        assert attrs["pads"][:2] == attrs["pads"][2:] and not attrs["ceil_mode"]
        return nn.MaxPool2d(attrs["kernel_shape"], attrs["strides"], attrs["pads"][:2])
    elif node.op_type == "GlobalAveragePool":
        return nn.AdaptiveAvgPool2d(1)
    else:
        return {"Relu": nn.ReLU, "Flatten": nn.Flatten, "Dropout": nn.Identity, "Add": Sum}[node.op_type]()
    layer.weight = nn.Parameter(weight, False)
    layer.bias = None if bias is None else nn.Parameter(bias, False)
    return layer


class Network(nn.Module):
    """
    An ONNX classifier as modules, in double precision.

    A sum of two activations is Zennit's `Sum`, which its composites give the rule Norm: proportional to the summands, as this
    package shares out at an Add. It is what Zennit's own ResNetCanonizer puts into torchvision's blocks.
    """

    def __init__(self, file):
        super().__init__()
        graph = onnx.load(file).graph
        constants = {t.name: torch.from_numpy(numpy_helper.to_array(t).copy()).double() for t in graph.initializer}
        self.image, self.scores = graph.input[0].name, graph.output[0].name
        self.inputs = [[name for name in node.input if name not in constants] for node in graph.node]
        self.outputs = [node.output[0] for node in graph.node]
        # In the order of the file: the canonizer takes a batch normalisation to belong to the layer before it.
        self.layers = nn.ModuleList(torch_layer(node, constants) for node in graph.node)
        last = {name: i for i, names in enumerate(self.inputs) for name in names}
        self.spent = [[name for name in set(names) if last[name] == i] for i, names in enumerate(self.inputs)]

    def forward(self, image):
        values = {self.image: image}
        for layer, inputs, output, spent in zip(self.layers, self.inputs, self.outputs, self.spent):
            found = [values[name] for name in inputs]
            values[output] = layer(torch.stack(found, -1) if len(found) > 1 else found[0])
            for name in spent:
                del values[name]
        return values[self.scores]


def torch_network(file):
    return Network(file).eval()


def epsilon_everywhere(epsilon=1e-6):
    """LRP-ε, the default of this package."""
    return LayerMapComposite(layer_map_base(epsilon) + [(Linear, Epsilon(epsilon))], canonizers=[MergeBatchNorm()])


def relevance(model, composite, image, target):
    """[H, W] in float64."""
    model = copy.deepcopy(model)  # merging batch norms leaves changed parameters behind
    with Gradient(model=model, composite=composite) as attributor:
        scores, found = attributor(image, lambda out: out * torch.eye(out.shape[1]).double()[[target]])
    return scores[0].detach().numpy(), found[0].sum(0).numpy()


def listed(value):
    """JSON with one line for every neuron."""
    if not isinstance(value, list) or not value or not isinstance(value[0], dict):
        return json.dumps(value)
    return "[\n" + ",\n".join(f"  {json.dumps(entry)}" for entry in value) + "\n ]"


def main(folder, output):
    folder, output = pathlib.Path(folder), pathlib.Path(output)
    model = torch_network(folder / "model.onnx")
    image = torch.from_numpy(np.load(folder / "image.npy")).double()
    with torch.no_grad():
        target = int(model(image)[0].argmax())
    scores, chosen = relevance(model, epsilon_everywhere(), image.clone(), target)
    _, calm = relevance(model, epsilon_everywhere(CALM), image.clone(), target)
    _, plus = relevance(model, EpsilonPlus(canonizers=[MergeBatchNorm()]), image.clone(), target)
    h, w = plus.shape
    blocks = plus.reshape(h // BLOCK, BLOCK, w // BLOCK, BLOCK).sum((1, 3))
    values, index, at = {"scores": scores, "epsilon": chosen, "calm": calm, "epsilon-plus": blocks}, {}, 0
    for key, array in values.items():
        index[key] = [at, array.size]
        at += array.size
    output.with_suffix(".bin").write_bytes(np.concatenate([a.ravel() for a in values.values()]).astype("<f4").tobytes())
    y, x = np.mgrid[:h, :w]
    row = y * len(CUTS) // h
    neurons = undecided(model, image, target, 2 * row + (x >= np.array(CUTS)[row]))
    note = {"target": target, "block": BLOCK, "calm": CALM, "cuts": CUTS, "values": index, "undecided": neurons}
    lines = ",\n".join(f" {json.dumps(key)}: {listed(value)}" for key, value in note.items())
    output.with_suffix(".json").write_text(f"{{\n{lines}\n}}\n")
    print(f"target {target}, score {scores[target]:.6f}, sum {chosen.sum():.6f}, "
          f"balance {abs(chosen.sum()) / np.abs(chosen).sum():.4f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
