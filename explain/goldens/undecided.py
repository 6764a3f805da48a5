"""Finds the neurons of a ReLU network of which float32 cannot tell whether they are on, and what that moves."""
import copy

import numpy as np
import torch
from torch import nn

# Neurons nearer 0 than so many times float32's root mean square error in their layer.
REACH = 3
# Largest change of a part's score that is not worth a line.
LEAST = 1e-7


def short(number):
    return float(f"{number:.3g}")


def part_scores(relevance, labels):
    """The share of each part in all parts' relevance of its sign (`partScores` in measures.ts)."""
    parts = [relevance[labels == k] for k in range(labels.max() + 1)]
    positive, negative = (np.array([part[mask(part)].sum() / part.size for part in parts])
                          for mask in (lambda part: part >= 0, lambda part: part < 0))
    return np.where(positive + negative >= 0, positive / positive.sum(), negative / -negative.sum())


def undecided(model, image, target, labels):
    """
    A neuron at z = ±1e-6 is on in one way of rounding and off in another, and its relevance goes on to the image or does not;
    with ε = 1e-6 it may also be half on. Gives for each such neuron the value it makes, its place, z in float64, float32's
    error there, and how far it moves the map (relative L2) and the score of every part.

    On a network of ReLUs relevance under LRP-ε is gradient × image, which is how the moves are found.
    """
    at = {k: name for k, (layer, name) in enumerate(zip(model.layers, model.outputs)) if isinstance(layer, nn.ReLU)}
    exact, rounded = {}, {}

    def keep(store, key):
        def hook(_, inputs, output):
            if output.requires_grad:
                output.retain_grad()
            store[key] = (inputs[0], output)
        return hook

    single = copy.deepcopy(model).float()
    for key in at:
        model.layers[key].register_forward_hook(keep(exact, key))
        single.layers[key].register_forward_hook(keep(rounded, key))
    with torch.no_grad():
        single(image.float())
    image = image.clone().requires_grad_()
    model(image)[0, target].backward(retain_graph=True)
    whole = (image.grad * image).sum(1)[0].detach().numpy()
    found = []
    for key, name in at.items():
        z, output = exact[key]
        error = (rounded[key][0].double() - z).detach().pow(2).mean().sqrt().item()
        for place in (z.detach().abs() < REACH * error).nonzero().tolist():
            value, slope = z[tuple(place)], output.grad[tuple(place)].item()
            if slope == 0:
                continue
            share = slope * (torch.autograd.grad(value, image, retain_graph=True)[0] * image).sum(1)[0].detach().numpy()
            off = whole - share if value > 0 else whole
            moves = np.abs(part_scores(off + share, labels) - part_scores(off, labels))
            if moves.max() < LEAST:
                continue
            found.append({"value": name, "at": place[1:], "float64": short(value.item()), "error": short(error),
                          "map": short(np.linalg.norm(share) / np.linalg.norm(whole)), "parts": [short(m) for m in moves]})
    return sorted(found, key=lambda neuron: -max(neuron["parts"]))
