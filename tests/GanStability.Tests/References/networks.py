"""The two players of the references: small multilayer perceptrons or convolutional networks, as functions of their parameters."""
import torch
from torch import tanh
from torch.nn.functional import conv2d, conv_transpose2d


def normalise(x, kind, parameters, name):
    """Batch normalisation (Ioffe and Szegedy 2015) and instance normalisation (Ulyanov et al. 2016): biased variance, epsilon 1e-5."""
    axes = {"batch": [0, 2, 3][:x.dim() - 1], "instance": [2, 3]}[kind]
    axes = [0] if x.dim() == 2 else axes
    mean = x.mean(axes, keepdim=True)
    variance = ((x - mean) ** 2).mean(axes, keepdim=True)
    shape = [1, -1] + [1] * (x.dim() - 2)
    return (x - mean) / (variance + 1e-5).sqrt() * parameters[f"{name}.scale"].view(shape) + parameters[f"{name}.shift"].view(shape)


def linear(x, parameters, name):
    return x @ parameters[f"{name}.weight"] + parameters.get(f"{name}.bias", 0)


def roles(layers):
    """Names and shapes of parameters, of (name, shape of the weights, length of the bias or 0, length of a normalisation or 0)."""
    all = {}
    for name, weight, bias, norm in layers:
        all[f"{name}.weight"] = weight
        if bias:
            all[f"{name}.bias"] = (bias,)
        if norm:
            number = name[-1]
            all[f"norm{number}.scale"] = all[f"norm{number}.shift"] = (norm,)
    return all


def generator_roles(case, latent):
    n = case.norm_g is not None
    if not case.pictures:
        return roles([("linear1", (latent, 5), 0 if n else 5, 5 if n else 0), ("output", (5, 2), 2, 0)])
    return roles([("project", (latent, 16), 16, 0), ("up1", (4, 2, 4, 4), 0 if n else 2, 4 if n else 0), ("up2", (2, 1, 4, 4), 1, 2 if n else 0)])


def generator(p, z, case):
    """Latents [batch, latent] to samples [batch, ...]."""
    if not case.pictures:
        h = linear(z, p, "linear1")
        return linear(tanh(normalise(h, case.norm_g, p, "norm1") if case.norm_g else h), p, "output")
    # Radford et al. 2016: every transposed convolution doubles height and width.
    h = linear(z, p, "project").view(-1, 4, 2, 2)
    for i in ("1", "2"):
        h = tanh(normalise(h, case.norm_g, p, "norm" + i) if case.norm_g else h)
        h = conv_transpose2d(h, p[f"up{i}.weight"], p.get(f"up{i}.bias"), stride=2, padding=1)
    return tanh(h)


def discriminator_roles(case):
    n = case.norm_d is not None
    if case.pictures:
        return roles([("down1", (2, 1, 4, 4), 2, 0), ("down2", (4, 2, 4, 4), 0 if n else 4, 4 if n else 0), ("output", (16, 1), 1, 0)])
    layers = [("linear1", (2 * case.pack, 6), 0 if n else 6, 6 if n else 0), ("linear2", (6, 4), 0 if n else 4, 4 if n else 0), ("output", (4, 1), 1, 0)]
    all = roles(layers)
    if case.kernels:
        all["extension1.projection"] = (4, case.kernels * case.dimensions)
        all["extensionOutput1.weight"] = (case.kernels, 1)
    return all


def discriminator(p, x, case):
    """Samples [batch, ...] to logits [batch] and features [batch, a]; packs of k samples, one logit each (Lin et al. 2018)."""
    if case.pictures:
        h = tanh(conv2d(x, p["down1.weight"], p["down1.bias"], stride=2, padding=1))
        h = conv2d(h, p["down2.weight"], p.get("down2.bias"), stride=2, padding=1)
        h = tanh(normalise(h, case.norm_d, p, "norm2") if case.norm_d else h).flatten(1)
    else:
        h = x.reshape(-1, 2 * case.pack)
        for i in ("1", "2"):
            h = linear(h, p, "linear" + i)
            h = tanh(normalise(h, case.norm_d, p, "norm" + i) if case.norm_d else h)
    logits = linear(h, p, "output")
    if case.kernels:
        logits = logits + linear(similarities(h, p["extension1.projection"], case), p, "extensionOutput1")
    return logits.squeeze(1), h


def similarities(features, t, case):
    """Minibatch discrimination (Salimans et al. 2016, section 3.2): sum over j != i of exp(-|M_i - M_j|_1), or its mean."""
    n = len(features)
    m = (features @ t).view(n, case.kernels, case.dimensions)
    rows = [sum(torch.exp(-(m[i] - m[j]).abs().sum(1)) for j in range(n) if j != i) for i in range(n)]
    return torch.stack(rows) / (n - 1 if case.mean else 1)
