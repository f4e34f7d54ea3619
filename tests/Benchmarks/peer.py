"""PyTorch eager doing the work of the kit's training step, for the benchmark. Reads one JSON line per request, answers with the seconds it took."""
import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

try:
    from torch.func import functional_call
except ImportError:
    from torch.nn.utils.stateless import functional_call

DEVICE = sys.argv[1] if len(sys.argv) > 1 else "cpu"


def mlp(widths, norm=False):
    layers = []
    for i, (a, b) in enumerate(zip(widths, widths[1:])):
        layers.append(nn.Linear(a, b))
        if i < len(widths) - 2:
            if norm:
                layers.append(nn.BatchNorm1d(b))
            layers.append(nn.ReLU())
    return nn.Sequential(*layers)


class PointDiscriminator(nn.Module):
    def __init__(self, widths, kernels=0, dims=8):
        super().__init__()
        self.body = nn.Sequential(*list(mlp([*widths, 1]))[:-1])
        self.kernels, self.dims = kernels, dims
        if kernels:
            self.T = nn.Parameter(torch.randn(widths[-1], kernels * dims) / widths[-1] ** 0.5)
        self.out = nn.Linear(widths[-1] + kernels, 1)

    def forward(self, x):
        f = self.body(x)
        h = f
        if self.kernels:
            m = (f @ self.T).view(-1, self.kernels, self.dims).transpose(0, 1)
            o = torch.exp(-torch.cdist(m, m, p=1)).sum(2).t() - 1
            h = torch.cat([f, o / (len(x) - 1)], 1)
        return self.out(h), f


class PictureGenerator(nn.Module):
    def __init__(self, latent, w):
        super().__init__()
        self.start = nn.Linear(latent, 2 * w * 49)
        self.w = w
        self.up = nn.Sequential(nn.ReLU(), nn.ConvTranspose2d(2 * w, w, 4, 2, 1), nn.ReLU(), nn.ConvTranspose2d(w, 1, 4, 2, 1), nn.Tanh())

    def forward(self, z):
        return self.up(self.start(z).view(-1, 2 * self.w, 7, 7))


class PictureDiscriminator(nn.Module):
    def __init__(self, w):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(1, w, 4, 2, 1), nn.LeakyReLU(.2), nn.Conv2d(w, 2 * w, 4, 2, 1), nn.LeakyReLU(.2), nn.Flatten())
        self.out = nn.Linear(2 * w * 49, 1)

    def forward(self, x):
        f = self.body(x)
        return self.out(f), f


def unrolled(D, cost_of, steps, length):
    """What D would pay some normalised gradient steps later, with the graph of those steps."""
    weights = dict(D.named_parameters())
    for _ in range(steps):
        slopes = torch.autograd.grad(cost_of(weights), list(weights.values()), create_graph=True)
        scale = length / (sum(g.square().sum() for g in slopes) + 1e-12).sqrt()
        weights = {name: w - scale * g for (name, w), g in zip(weights.items(), slopes)}
    return cost_of(weights)


def train(s, steps):
    """Adam, one step of D (WGAN-GP: five) and one of G. Tuned: gradients set to none, D frozen in G's step, many tensors per optimizer call. Stock: as tutorials write it."""
    torch.set_num_threads(s["threads"])
    torch.manual_seed(0)
    tuned, kind, batch, latent = s["tuned"], s.get("with", ""), s["batch"], s["latent"]
    pack = 2 if kind == "packing" else 1
    batch *= pack
    if s["data"] == "ring":
        G = mlp([latent, 64, 64, 2], norm=kind == "batch normalisation").to(DEVICE)
        D = PointDiscriminator([2 * pack, 64, 64], kernels=16 if kind == "minibatch discrimination" else 0).to(DEVICE)
        angle = torch.arange(8, device=DEVICE) * (2 * torch.pi / 8)
        centres = torch.stack([angle.cos(), angle.sin()], 1)
        real = lambda: centres[torch.randint(8, (batch,), device=DEVICE)] + .05 * torch.randn(batch, 2, device=DEVICE)
    else:
        G, D = PictureGenerator(latent, s["width"]).to(DEVICE), PictureDiscriminator(s["width"]).to(DEVICE)
        pictures = torch.randint(256, (2000, 1, 28, 28), device=DEVICE, dtype=torch.uint8)
        real = lambda: pictures[torch.randint(2000, (batch,), device=DEVICE)].float() / 127.5 - 1
    if kind == "spectral normalisation":
        for module in list(D.modules()):
            if isinstance(module, nn.Linear):
                nn.utils.parametrizations.spectral_norm(module)
    adam = lambda net, rate=5e-4: torch.optim.Adam(net.parameters(), lr=rate, betas=(.5, .999), foreach=tuned)
    og, od = adam(G), adam(D, 2e-3 if kind == "two time scales" else 5e-4)
    ones, zeros = torch.ones(batch // pack, 1, device=DEVICE), torch.zeros(batch // pack, 1, device=DEVICE)
    target = .9 * ones if kind == "label smoothing" else ones
    bce = F.binary_cross_entropy_with_logits
    means = [[p.detach().clone() for p in net.parameters()] for net in (G, D)]
    away = lambda net, mean: sum((p - m).square().sum() for p, m in zip(net.parameters(), mean))

    def seen(x, t):
        if kind == "instance noise":
            x = x + .3 * (1 - t / steps) * torch.randn_like(x)
        return x.view(batch // pack, -1) if pack > 1 else x

    begin = time.perf_counter()
    for t in range(1, steps + 1):
        for _ in range(5 if kind == "WGAN-GP" else 1):
            x = seen(real(), t)
            if kind == "R1":
                x.requires_grad_(True)
            with torch.no_grad():
                fake = seen(G(torch.randn(batch, latent, device=DEVICE)), t)
            on_real, _ = D(x)
            on_fake, _ = D(fake)
            if kind == "WGAN-GP":
                share = torch.rand(batch, 1, device=DEVICE)
                between = (fake + share * (x - fake)).requires_grad_(True)
                slope, = torch.autograd.grad(D(between)[0].sum(), between, create_graph=True)
                loss = on_fake.mean() - on_real.mean() + 10 * ((slope.square().sum(1) + 1e-12).sqrt() - 1).square().mean()
            else:
                loss = bce(on_real, target) + bce(on_fake, zeros)
            if kind == "R1":
                slope, = torch.autograd.grad(on_real.sum(), x, create_graph=True)
                loss = loss + .5 * slope.square().sum(1).mean()
            if kind == "historical averaging":
                loss = loss + .01 * away(D, means[1])
            od.zero_grad(set_to_none=tuned)
            loss.backward()
            od.step()

        freeze = tuned and kind != "unrolled discriminator"
        if freeze:
            for p in D.parameters():
                p.requires_grad_(False)
        y = seen(G(torch.randn(batch, latent, device=DEVICE)), t)
        if kind == "unrolled discriminator":
            cost = -unrolled(D, lambda w: bce(functional_call(D, w, (x,))[0], ones) + bce(functional_call(D, w, (y,))[0], zeros), 5, 5e-4 * sum(p.numel() for p in D.parameters()) ** .5)
        else:
            logits, features = D(y)
            cost = -logits.mean() if kind == "WGAN-GP" else bce(logits, ones)
        if kind == "feature matching":
            with torch.no_grad():
                goal = D(x)[1].mean(0)
            cost = cost + (features.mean(0) - goal).square().sum()
        if kind == "historical averaging":
            cost = cost + .01 * away(G, means[0])
        og.zero_grad(set_to_none=tuned)
        cost.backward()
        og.step()
        if freeze:
            for p in D.parameters():
                p.requires_grad_(True)
        with torch.no_grad():
            if kind == "historical averaging":
                for net, mean in zip((G, D), means):
                    torch._foreach_mul_(mean, t / (t + 1))
                    torch._foreach_add_(mean, list(net.parameters()), alpha=1 / (t + 1))
            if kind == "weight averaging":
                torch._foreach_mul_(means[0], .995)
                torch._foreach_add_(means[0], list(G.parameters()), alpha=.005)
    if DEVICE == "cuda":
        torch.cuda.synchronize()
    return time.perf_counter() - begin


torch.ones(64, 64) @ torch.ones(64, 64)
with open("/proc/self/maps") as maps:
    blas = sorted({line.rsplit("/", 1)[-1].strip() for line in maps if "blas" in line or "mkl_rt" in line})
print(f"Python {sys.version.split()[0]}, PyTorch {torch.__version__}, BLAS {', '.join(blas) or 'its own'}", flush=True)
for line in sys.stdin:
    request = json.loads(line)
    print(train(request["settings"], request["steps"]), flush=True)
