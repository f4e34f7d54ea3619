#!/usr/bin/python3
"""Makes references.json: costs and twenty steps of every method of the library, in float64, from the papers' formulas.

Run with Debian's PyTorch (apt-get install python3-torch libopenblas0-openmp):

    /usr/bin/python3 make_references.py

Nothing here is taken from the library but what two programs must agree on to be compared: where the parameters
start (start), in which order random numbers are drawn (Stream) and what a method leaves open (comments at each).
One replica is trained after the other, with plain tensors [batch, ...]. To add a method, add a line to CASES in
methods.py, and a term, an objective or a layer (networks.py) where it has one.
"""
import hashlib
import json
import math
import os
from types import SimpleNamespace

import torch

from methods import CASES
from networks import discriminator, discriminator_roles, generator, generator_roles

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
STEPS, LATENT, SEED, REPLICAS = 20, 3, 7, 2
LEARNING_RATE, BETA1, BETA2, EPSILON = 0.01, 0.5, 0.999, 1e-8


class Stream:
    """Random numbers of one purpose; batches are drawn sixteen at a time, as the library does."""

    def __init__(self, seed, purpose, draw=None):
        digest = hashlib.sha256(f"{purpose}:{seed}".encode()).digest()
        self.random = torch.Generator().manual_seed(int.from_bytes(digest[:8], "little"))
        self.draw, self.ahead = draw, []

    def batch(self, size):
        if not self.ahead:
            self.ahead = list(self.draw(16 * size, self.random).split(size))
        return self.ahead.pop(0)

    def uniform(self, *shape):
        return torch.rand(*shape, generator=self.random, dtype=torch.float32).double()


def normal(*shape):
    return lambda count, random: torch.randn(count, *shape, generator=random)


def start(role, shape, replica):
    """Where a parameter starts: numbers of a congruential generator whose seed is the parameter's name."""
    state = replica
    for letter in role:
        state = (31 * state + ord(letter)) % 2 ** 31
    numbers = []
    for _ in range(math.prod(shape)):
        state = (1103515245 * state + 12345) % 2 ** 31
        numbers.append(state / 2 ** 30 - 1)
    middle, width = (1, 0.3) if role.endswith("gamma") else (0.05, 0.3) if role.startswith(("up", "down")) else (0.35, 0.5)
    return (middle + width * torch.tensor(numbers)).view(shape).requires_grad_(True)


def phase(role):
    return float(sum(map(ord, role)))


def summary(parameters):
    """Two numbers of a player that depend on every parameter."""
    return [sum((p.detach().flatten() * wave(phase(role) + 0.9 * torch.arange(p.numel()))).sum().item()
                for role, p in parameters.items()) for wave in (torch.cos, torch.sin)]


class Adam:
    """Kingma and Ba 2015, Algorithm 1."""

    def __init__(self, parameters, rate):
        self.rate, self.t = rate, 0
        self.m = {k: torch.zeros_like(p) for k, p in parameters.items()}
        self.v = {k: torch.zeros_like(p) for k, p in parameters.items()}

    @torch.no_grad()
    def step(self, parameters, gradients, share):
        self.t += 1
        for k, g in zip(parameters, gradients):
            self.m[k] = BETA1 * self.m[k] + (1 - BETA1) * g
            self.v[k] = BETA2 * self.v[k] + (1 - BETA2) * g * g
            m, v = self.m[k] / (1 - BETA1 ** self.t), self.v[k] / (1 - BETA2 ** self.t)
            parameters[k] -= share * self.rate * m / (v.sqrt() + EPSILON)


class Game:
    """Algorithm 1 of Goodfellow et al. 2014 for one replica."""

    def __init__(self, case, replica):
        self.case, seed, shape = case, SEED + replica, (1, 8, 8) if case.pictures else (2,)
        self.g = {role: start(role, shape, replica) for role, shape in generator_roles(case, LATENT).items()}
        self.d = {role: start(role, shape, replica) for role, shape in discriminator_roles(case).items()}
        self.rate_d = case.rate * LEARNING_RATE
        self.adam_g, self.adam_d = Adam(self.g, LEARNING_RATE), Adam(self.d, self.rate_d)
        self.data, self.noise = Stream(seed, "data", normal(*shape)), Stream(seed, "noise", normal(LATENT))
        self.instance_noise = Stream(seed, "instance noise", normal(*shape))
        self.interpolates, self.neighbourhood = Stream(seed, "interpolates"), Stream(seed, "neighbourhood")
        # Virtual batch normalisation: one batch that is kept.
        self.reference_d = start("reference.samples", (case.batch, *shape), replica).detach() if case.norm_d == "virtual" else None
        self.reference_g = start("reference.samples", (case.batch, LATENT), replica).detach() if case.norm_g == "virtual" else None
        self.past = {"g": [self.copy(self.g)], "d": [self.copy(self.d)]}
        self.average = self.copy(self.g)
        self.singular = {k: self.singular_vectors(w) for k, w in self.d.items() if case.spectral and k.endswith("weight")}
        self.step, self.d_costs, self.g_costs = 0, [], []

    @staticmethod
    def copy(parameters):
        return {k: p.detach().clone() for k, p in parameters.items()}

    def play(self):
        self.step += 1
        for _ in range(self.case.d_steps):
            real = self.data.batch(self.case.batch)
            self.move(self.d, self.adam_d, self.d_cost(real), self.d_costs)
        self.move(self.g, self.adam_g, self.g_cost(real), self.g_costs)
        self.past["g"].append(self.copy(self.g))
        self.past["d"].append(self.copy(self.d))
        self.average = {k: self.case.average * a + (1 - self.case.average) * self.g[k].detach() for k, a in self.average.items()}
        for k in self.singular:
            self.singular[k] = self.power_iteration(self.d[k].detach(), self.singular[k][0])

    def move(self, player, adam, cost, costs):
        costs.append(cost.item())
        adam.step(player, torch.autograd.grad(cost, player.values()), self.share())

    def share(self):
        """Linear learning-rate decay from a share of the steps on, towards 0 at the step after the last."""
        return min(1, (STEPS - self.step + 1) / (STEPS * (1 - self.case.decay_from) or 1))

    def d_cost(self, real):
        z = self.noise.batch(self.case.batch)
        with torch.no_grad():
            fake = self.generate(z)
        fake, real = self.seen(fake).detach().requires_grad_(True), self.seen(real).requires_grad_(True)
        turn = SimpleNamespace(z=z, real=real, fake=fake, on_real=self.judge(real)[0], on_fake=self.judge(fake)[0])
        return self.case.objective[0](turn.on_real, turn.on_fake) + sum(term(self, turn) for term in self.case.d_terms)

    def g_cost(self, real):
        z = self.noise.batch(self.case.batch)
        fake = self.seen(self.generate(z))
        on_fake, features = self.judge(fake)
        on_real = self.judge(real)[0].detach()
        turn = SimpleNamespace(z=z, real=real, fake=fake, on_fake=on_fake, features=features)
        return self.case.objective[1](on_real, on_fake) + sum(term(self, turn) for term in self.case.g_terms)

    def generate(self, z):
        return generator(self.g, z, self.case, self.reference_g)

    def seen(self, samples):
        """Instance noise (Sonderby et al. 2017) falls linearly to 0 at the last step."""
        if self.case.noise == 0:
            return samples
        return samples + self.case.noise * (1 - self.step / STEPS) * self.instance_noise.batch(self.case.batch)

    def judge(self, samples, parameters=None):
        parameters = parameters or self.d
        weights = dict(parameters)
        for k, (u, v) in self.singular.items():
            weights[k] = weights[k] / (u @ weights[k].flatten(1) @ v)
        return discriminator(weights, samples, self.case, self.reference_d)

    @staticmethod
    def singular_vectors(w):
        u, s, v = torch.linalg.svd(w.detach().flatten(1), full_matrices=False)
        # The library finds them by fifty iterations: exact only if the second singular value is clearly smaller.
        assert len(s) == 1 or s[1] < 0.7 * s[0], s
        return u[:, 0], v[0]

    @staticmethod
    def power_iteration(w, u):
        """Miyato et al. 2018, Algorithm 1, once per step, on W as it is stored: [in, out], a convolution [out, in * height * width]."""
        w = w.flatten(1)
        v = w.T @ u / (w.T @ u).norm()
        return w @ v / (w @ v).norm(), v


def short(numbers):
    return [float(f"{x:.13g}") for x in numbers]


def reference(case, replica):
    game = Game(case, replica)
    for _ in range(STEPS):
        game.play()
    end = summary(game.d) + summary(game.g) + summary(game.average)
    return json.dumps({"discriminator": short(game.d_costs), "generator": short(game.g_costs), "end": short(end)})


if __name__ == "__main__":
    lines = [f"{json.dumps(name)}: [\n" + ",\n".join(reference(case, r) for r in range(REPLICAS)) + "]" for name, case in CASES.items()]
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "references.json"), "w") as file:
        file.write("{\n" + ",\n".join(lines) + "\n}\n")
