"""What the generators of heads share: values by a formula that the tests know too (Wave), and gradients that are kept."""

import math

import torch


def wave(name, shape, amplitude):
    """amplitude * sin(0.618 i + 0.0001 i^2 + sum of the name's characters), in double, then float32."""
    phase = sum(map(ord, name))
    count = math.prod(shape)
    values = [amplitude * math.sin(0.618 * i + 0.0001 * i * i + phase) for i in range(count)]
    return torch.tensor(values, dtype=torch.float32).reshape(shape)


def vectors(names, numbers):
    """Gradients of biases and norms, which every value of a loss goes through."""
    gradients = {}
    for name, layer in names.items():
        for leaf, parameter in layer.named_parameters():
            if parameter.dim() == 1:
                gradients[f"{name}.{leaf}"] = numbers(parameter.grad)
    return gradients
