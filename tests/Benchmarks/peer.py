"""PyTorch eager doing the work of the kit's training step, for the benchmark. Reads one JSON line per request, answers with the seconds it took."""
import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

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
    def __init__(self, hidden, kernels=0, dims=8):
        super().__init__()
        self.body = nn.Sequential(*list(mlp([2, *hidden, 1]))[:-1])
        self.kernels, self.dims = kernels, dims
        if kernels:
            self.T = nn.Parameter(torch.randn(hidden[-1], kernels * dims) / hidden[-1] ** 0.5)
        self.out = nn.Linear(hidden[-1] + kernels, 1)

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


def train(s, steps):
    """Adam, one step of D and one of G. Tuned: gradients set to none, D frozen in G's step, many tensors per optimizer call. Stock: as tutorials write it."""
    torch.set_num_threads(s["threads"])
    torch.manual_seed(0)
    tuned, kind, batch, latent = s["tuned"], s.get("with", ""), s["batch"], s["latent"]
    if s["data"] == "ring":
        G = mlp([latent, 64, 64, 2], norm=kind == "batch normalisation").to(DEVICE)
        D = PointDiscriminator([64, 64], kernels=16 if kind == "minibatch discrimination" else 0).to(DEVICE)
        angle = torch.arange(8, device=DEVICE) * (2 * torch.pi / 8)
        centres = torch.stack([angle.cos(), angle.sin()], 1)
        real = lambda: centres[torch.randint(8, (batch,), device=DEVICE)] + .05 * torch.randn(batch, 2, device=DEVICE)
    else:
        G, D = PictureGenerator(latent, s["width"]).to(DEVICE), PictureDiscriminator(s["width"]).to(DEVICE)
        pictures = torch.rand(2000, 1, 28, 28, device=DEVICE) * 2 - 1
        real = lambda: pictures[torch.randint(2000, (batch,), device=DEVICE)]
    adam = lambda net: torch.optim.Adam(net.parameters(), lr=5e-4, betas=(.5, .999), foreach=tuned)
    og, od = adam(G), adam(D)
    ones, zeros = torch.ones(batch, 1, device=DEVICE), torch.zeros(batch, 1, device=DEVICE)
    target = .9 * ones if kind == "label smoothing" else ones
    means = [[p.detach().clone() for p in net.parameters()] for net in (G, D)]
    begin = time.perf_counter()
    for t in range(1, steps + 1):
        x = real()
        if kind == "R1":
            x.requires_grad_(True)
        with torch.no_grad():
            fake = G(torch.randn(batch, latent, device=DEVICE))
        on_real, _ = D(x)
        on_fake, _ = D(fake)
        loss = F.binary_cross_entropy_with_logits(on_real, target) + F.binary_cross_entropy_with_logits(on_fake, zeros)
        if kind == "R1":
            slope, = torch.autograd.grad(on_real.sum(), x, create_graph=True)
            loss = loss + .5 * slope.square().sum(1).mean()
        if kind == "historical averaging":
            loss = loss + .01 * sum((p - m).square().sum() for p, m in zip(D.parameters(), means[1]))
        od.zero_grad(set_to_none=tuned)
        loss.backward()
        od.step()

        if tuned:
            for p in D.parameters():
                p.requires_grad_(False)
        y = G(torch.randn(batch, latent, device=DEVICE))
        logits, features = D(y)
        if kind == "feature matching":
            with torch.no_grad():
                goal = D(x)[1].mean(0)
            cost = F.binary_cross_entropy_with_logits(logits, ones) + (features.mean(0) - goal).square().sum()
        else:
            cost = F.binary_cross_entropy_with_logits(logits, ones)
        if kind == "historical averaging":
            cost = cost + .01 * sum((p - m).square().sum() for p, m in zip(G.parameters(), means[0]))
        og.zero_grad(set_to_none=tuned)
        cost.backward()
        og.step()
        if tuned:
            for p in D.parameters():
                p.requires_grad_(True)
        if kind == "historical averaging":
            with torch.no_grad():
                for net, mean in zip((G, D), means):
                    torch._foreach_mul_(mean, t / (t + 1))
                    torch._foreach_add_(mean, list(net.parameters()), alpha=1 / (t + 1))
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
