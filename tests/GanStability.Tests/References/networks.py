"""The two players of the references: small multilayer perceptrons or convolutional networks, as functions of their parameters."""
import torch
from torch import tanh
from torch.nn.functional import conv2d, conv_transpose2d


def statistics(x, kind):
    """Mean and mean square, each over what a normalisation averages over."""
    axes = {"batch": [0], "virtual": [0], "instance": [], "layer": [1]}[kind] + [2, 3][:x.dim() - 2]
    return x.mean(axes, keepdim=True), (x ** 2).mean(axes, keepdim=True)


def normalise(x, reference, kind, parameters, name):
    """Batch (Ioffe and Szegedy 2015), instance (Ulyanov et al. 2016) and layer normalisation (Ba et al. 2016) and virtual batch
    normalisation (Salimans et al. 2016, section 3.5): biased variance, epsilon 1e-5, scale and shift per feature or channel.
    Gives the samples and the reference batch of the virtual kind, which is normalised by itself."""
    def scaled(x, mean, square):
        shape = [1, -1] + [1] * (x.dim() - 2)
        scale, shift = (parameters[f"{name}.{part}"].view(shape) for part in ("gamma", "beta"))
        return (x - mean) / (square - mean ** 2 + 1e-5).sqrt() * scale + shift
    if kind is None:
        return x, reference
    if kind != "virtual":
        return scaled(x, *statistics(x, kind)), reference
    # The reference batch and the sample itself, which is one of n + 1.
    n, of_all = len(reference), statistics(reference, kind)
    own = statistics(x, "instance") if x.dim() > 2 else (x, x ** 2)
    joined = [(n * all + one) / (n + 1) for all, one in zip(of_all, own)]
    return scaled(x, *joined), scaled(reference, *of_all)


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
            all[f"norm{number}.gamma"] = all[f"norm{number}.beta"] = (norm,)
    return all


def bias(length, kind):
    """The bias before a normalisation that subtracts a mean per feature or channel would have no effect; layer normalisation keeps it."""
    return length if kind in (None, "layer") else 0


def generator_roles(case, latent):
    n, kind = case.norm_g is not None, case.norm_g
    if not case.pictures:
        return roles([("linear1", (latent, 5), bias(5, kind), 5 if n else 0), ("output", (5, 2), 2, 0)])
    return roles([("project", (latent, 16), 16, 0), ("up1", (4, 2, 4, 4), bias(2, kind), 4 if n else 0),
                  ("up2", (2, 1, 4, 4), 1, 2 if n else 0)])


def both(step, samples, reference):
    """One step of a network for the samples and, where there is one, the reference batch."""
    return step(samples), None if reference is None else step(reference)


def generator(p, z, case, reference=None):
    """Latents [batch, latent] to samples [batch, ...]."""
    def normalised(h, name):
        return both(tanh, *normalise(*h, case.norm_g, p, name))
    if not case.pictures:
        return linear(normalised(both(lambda h: linear(h, p, "linear1"), z, reference), "norm1")[0], p, "output")
    # Radford et al. 2016: every transposed convolution doubles height and width.
    h = both(lambda h: linear(h, p, "project").view(-1, 4, 2, 2), z, reference)
    for i in ("1", "2"):
        h = both(lambda h: conv_transpose2d(h, p[f"up{i}.weight"], p.get(f"up{i}.bias"), stride=2, padding=1), *normalised(h, "norm" + i))
    return tanh(h[0])


def discriminator_roles(case):
    n, kind = case.norm_d is not None, case.norm_d
    if case.pictures:
        return roles([("down1", (2, 1, 4, 4), 2, 0), ("down2", (4, 2, 4, 4), bias(4, kind), 4 if n else 0), ("output", (16, 1), 1, 0)])
    all = roles([("linear1", (2 * case.pack, 6), bias(6, kind), 6 if n else 0), ("linear2", (6, 4), bias(4, kind), 4 if n else 0),
                 ("output", (4, 1), 1, 0)])
    if case.kernels:
        all["extension1.projection"] = (4, case.kernels * case.dimensions)
        all["extensionOutput1.weight"] = (case.kernels, 1)
    return all


def discriminator(p, x, case, reference=None):
    """Samples [batch, ...] to logits [batch] and features [batch, a]; packs of k samples, one logit each (Lin et al. 2018)."""
    if case.pictures:
        h = both(lambda h: tanh(conv2d(h, p["down1.weight"], p["down1.bias"], stride=2, padding=1)), x, reference)
        h = both(lambda h: conv2d(h, p["down2.weight"], p.get("down2.bias"), stride=2, padding=1), *h)
        h = tanh(normalise(*h, case.norm_d, p, "norm2")[0]).flatten(1)
    else:
        h = both(lambda h: h.reshape(-1, 2 * case.pack), x, reference)
        for i in ("1", "2"):
            h = both(lambda h: linear(h, p, "linear" + i), *h)
            h = both(tanh, *normalise(*h, case.norm_d, p, "norm" + i))
        h = h[0]
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
