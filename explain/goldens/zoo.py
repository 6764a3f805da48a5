"""Writes what Zennit makes, in float64, of a full-size network of the zoo: relevance at the image, channels summed.

    node_modules/.bin/tsx explain/bench/write-network.ts VGG-16 FOLDER
    venv/bin/python explain/goldens/zoo.py FOLDER explain/goldens/vgg16

The weights (553 MB) are not kept: the tests make them again from their seed. Gives NAME.json (index) and NAME.bin (float32,
little endian). Only chains of layers are read. The vectors were made with torch 2.14.1 (bench/peers/requirements.txt).
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
from zennit.rules import Epsilon
from zennit.types import Linear

# Side of the squares over which the map of the second composite is summed: 3136 numbers instead of 50176.
BLOCK = 4


def torch_chain(file):
    """The ONNX chain as an nn.Sequential, in double precision."""
    graph = onnx.load(file).graph
    constants = {t.name: torch.from_numpy(numpy_helper.to_array(t).copy()).double() for t in graph.initializer}
    layers, value = [], graph.input[0].name
    for node in graph.node:
        assert node.input[0] == value, f"{node.name}: not a chain"
        value = node.output[0]
        attrs = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
        if node.op_type in ("Conv", "Gemm"):
            weight, bias = constants.pop(node.input[1]), constants.pop(node.input[2])
            if node.op_type == "Conv":
                layer = nn.Conv2d(weight.shape[1], weight.shape[0], tuple(attrs["kernel_shape"]), tuple(attrs["strides"]),
                                  tuple(attrs["pads"][:2]), device="meta")
            else:
                assert attrs["transB"] == 1
                layer = nn.Linear(weight.shape[1], weight.shape[0], device="meta")
            layer.weight, layer.bias = nn.Parameter(weight, False), nn.Parameter(bias, False)
        elif node.op_type == "MaxPool":
            assert not any(attrs["pads"]) and not attrs["ceil_mode"]
            layer = nn.MaxPool2d(attrs["kernel_shape"], attrs["strides"])
        else:
            layer = {"Relu": nn.ReLU, "Flatten": nn.Flatten, "Dropout": nn.Identity}[node.op_type]()
        layers.append(layer)
    return nn.Sequential(*layers).eval()


def relevance(model, composite, image, target):
    """[H, W] in float64."""
    model = copy.deepcopy(model)
    with Gradient(model=model, composite=composite) as attributor:
        scores, found = attributor(image, lambda out: out * torch.eye(out.shape[1]).double()[[target]])
    return scores[0].detach().numpy(), found[0].sum(0).numpy()


def main(folder, output):
    folder, output = pathlib.Path(folder), pathlib.Path(output)
    model = torch_chain(folder / "model.onnx")
    image = torch.from_numpy(np.load(folder / "image.npy")).double()
    with torch.no_grad():
        target = int(model(image)[0].argmax())
    epsilon = LayerMapComposite(layer_map_base() + [(Linear, Epsilon())])
    scores, chosen = relevance(model, epsilon, image.clone(), target)
    _, plus = relevance(model, EpsilonPlus(), image.clone(), target)
    h, w = plus.shape
    blocks = plus.reshape(h // BLOCK, BLOCK, w // BLOCK, BLOCK).sum((1, 3))
    values, index, at = {"scores": scores, "epsilon": chosen, "epsilon-plus": blocks}, {}, 0
    for key, array in values.items():
        index[key] = [at, array.size]
        at += array.size
    output.with_suffix(".bin").write_bytes(np.concatenate([a.ravel() for a in values.values()]).astype("<f4").tobytes())
    note = {"target": target, "block": BLOCK, "values": index}
    output.with_suffix(".json").write_text(json.dumps(note, indent=1) + "\n")
    print(f"target {target}, score {scores[target]:.6f}, sum {chosen.sum():.6f}, "
          f"balance {abs(chosen.sum()) / np.abs(chosen).sum():.4f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
