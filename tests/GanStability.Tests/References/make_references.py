#!/usr/bin/python3
"""Makes references.json: costs and twenty steps of every method of the library, in float64, from the papers' formulas.

Run with Debian's PyTorch (apt-get install python3-torch libopenblas0-openmp):

    /usr/bin/python3 make_references.py

Nothing here is taken from the library but what two programs must agree on to be compared: where the parameters
start (start), in which order random numbers are drawn (Stream) and what a method leaves open (comments at each).
One replica is trained after the other, with plain tensors [batch, ...]. To add a method, add a line to CASES, and
a term, an objective or a layer where it has one.
"""
import hashlib
import json
import math
import os
from types import SimpleNamespace

import torch
from torch import relu
from torch.nn.functional import softplus

from networks import discriminator, discriminator_roles, generator, generator_roles

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
STEPS, BATCH, LATENT, SEED, REPLICAS = 20, 6, 3, 7, 2
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
    """Where a parameter starts: numbers of a congruential generator whose seed is the parameter's name; the scale of a normalisation near 1."""
    state = replica
    for letter in role:
        state = (31 * state + ord(letter)) % 2 ** 31
    numbers = []
    for _ in range(math.prod(shape)):
        state = (1103515245 * state + 12345) % 2 ** 31
        numbers.append(state / 2 ** 30 - 1)
    middle, width = (1, 0.3) if role.endswith("scale") else (0.05, 0.3) if role.startswith(("up", "down")) else (0.35, 0.5)
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


# Objectives: what D and G minimise, of logits on real (r) and on generated (f) samples. -log D = softplus(-l).
def cross_entropy(logits, target):
    return (target * softplus(-logits) + (1 - target) * softplus(logits)).mean()


def targets(real, fake):
    return (lambda r, f: cross_entropy(r, real) + cross_entropy(f, fake), lambda r, f: softplus(-f).mean())


NON_SATURATING = targets(1, 0)
MINIMAX = (NON_SATURATING[0], lambda r, f: -softplus(f).mean())
WASSERSTEIN = (lambda r, f: f.mean() - r.mean(), lambda r, f: -f.mean())
HINGE = (lambda r, f: relu(1 - r).mean() + relu(1 + f).mean(), lambda r, f: -f.mean())
LEAST_SQUARES = (lambda r, f: ((r - 1) ** 2).mean() / 2 + (f ** 2).mean() / 2, lambda r, f: ((f - 1) ** 2).mean() / 2)
RELATIVISTIC = (lambda r, f: softplus(f - r).mean(), lambda r, f: softplus(r - f).mean())
NO_GENERATOR = (NON_SATURATING[0], lambda r, f: torch.zeros(()))


# Terms: what a method adds to a cost in a turn.
def slopes(logits, samples):
    """The norm of the gradient of each logit in its sample (or pack), squared."""
    gradient, = torch.autograd.grad(logits.sum(), samples, create_graph=True)
    return (gradient ** 2).reshape(len(logits), -1).sum(1)


def r1(gamma):
    return lambda game, turn: gamma / 2 * slopes(turn.on_real, turn.real).mean()


def r2(gamma):
    return lambda game, turn: gamma / 2 * slopes(turn.on_fake, turn.fake).mean()


def centred(weight, centre, place):
    """weight * E(|grad D(x)| - centre)^2 at x = place(game, turn)."""
    def term(game, turn):
        x = place(game, turn).detach().requires_grad_(True)
        squares = slopes(game.judge(x)[0], x)
        # The library's guard for the root at 0.
        return weight * (squares if centre == 0 else ((squares + 1e-12).sqrt() - centre) ** 2).mean()
    return term


def between(game, turn):
    """x = e real + (1 - e) fake, one e ~ U[0, 1] per sample (Gulrajani et al. 2017, Algorithm 1)."""
    e = game.interpolates.uniform(len(turn.real)).view(-1, *[1] * (turn.real.dim() - 1))
    return e * turn.real + (1 - e) * turn.fake


def around(game, turn):
    """Kodali et al. 2017 and their code: x + 0.5 std(x) U[0, 1), the deviation over all numbers of the batch."""
    return turn.real + 0.5 * turn.real.std(unbiased=False) * game.dragan.uniform(*turn.real.shape)


def matching(weight):
    def term(game, turn):
        with torch.no_grad():
            features = game.judge(turn.real)[1]
        return weight * ((features.mean(0) - turn.features.mean(0)) ** 2).sum()
    return term


def history(weight, player):
    def term(game, turn):
        past = game.past[player]
        return weight * sum(((p - torch.stack([s[k] for s in past]).mean(0)) ** 2).sum() for k, p in getattr(game, player).items())
    return term


def consensus(gamma):
    """Mescheder et al. 2017: gamma/2 |v|^2 with v the joint gradient of both players' own costs on this turn's samples."""
    def term(game, turn):
        fake = generator(game.g, turn.z, game.case)
        on_real, on_fake = game.judge(turn.real)[0], game.judge(fake)[0]
        d_cost, g_cost = (play(on_real, on_fake) for play in game.case.objective)
        v = [*torch.autograd.grad(d_cost, game.d.values(), create_graph=True), *torch.autograd.grad(g_cost, game.g.values(), create_graph=True)]
        return gamma / 2 * sum((x ** 2).sum() for x in v)
    return term


def unrolled(k):
    """Metz et al. 2017: minus D's cost after k steps of D, differentiated through them. The steps are gradient steps of
    length rate * sqrt(number of parameters)."""
    def term(game, turn):
        d, length = game.d, game.rate_d * math.sqrt(sum(p.numel() for p in game.d.values()))

        def cost():
            return game.case.objective[0](game.judge(turn.real, d)[0], game.judge(turn.fake, d)[0])
        for _ in range(k):
            gradients = torch.autograd.grad(cost(), d.values(), create_graph=True)
            norm = (sum((g ** 2).sum() for g in gradients) + 1e-12).sqrt()
            d = {name: p - length * g / norm for (name, p), g in zip(d.items(), gradients)}
        return -cost()
    return term


def case(**settings):
    """A training; whatever is not given is as in the baseline."""
    baseline = dict(objective=NON_SATURATING, d_terms=[], g_terms=[], d_steps=1, rate=1, batch=BATCH, pack=1, noise=0, average=0, decay_from=1,
                    spectral=False, norm_g=None, norm_d=None, kernels=0, dimensions=0, mean=True, pictures=False)
    return SimpleNamespace(**{**baseline, **settings})


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
        self.interpolates, self.dragan = Stream(seed, "interpolates"), Stream(seed, "dragan")
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
        """Linear learning-rate decay to 0 from a share of the steps on."""
        begin = self.case.decay_from * STEPS
        return 1 if self.step <= begin else (STEPS - self.step) / (STEPS - begin)

    def d_cost(self, real):
        z = self.noise.batch(self.case.batch)
        with torch.no_grad():
            fake = generator(self.g, z, self.case)
        fake, real = self.seen(fake).detach().requires_grad_(True), self.seen(real).requires_grad_(True)
        turn = SimpleNamespace(z=z, real=real, fake=fake, on_real=self.judge(real)[0], on_fake=self.judge(fake)[0])
        return self.case.objective[0](turn.on_real, turn.on_fake) + sum(term(self, turn) for term in self.case.d_terms)

    def g_cost(self, real):
        z = self.noise.batch(self.case.batch)
        fake = self.seen(generator(self.g, z, self.case))
        on_fake, features = self.judge(fake)
        on_real = self.judge(real)[0].detach()
        turn = SimpleNamespace(z=z, real=real, fake=fake, on_fake=on_fake, features=features)
        return self.case.objective[1](on_real, on_fake) + sum(term(self, turn) for term in self.case.g_terms)

    def seen(self, samples):
        """Instance noise (Sonderby et al. 2017) falls linearly to 0 at the last step."""
        if self.case.noise == 0:
            return samples
        return samples + self.case.noise * (1 - self.step / STEPS) * self.instance_noise.batch(self.case.batch)

    def judge(self, samples, parameters=None):
        parameters = parameters or self.d
        weights = {k: w / (self.singular[k][0] @ w.flatten(1) @ self.singular[k][1]) if k in self.singular else w for k, w in parameters.items()}
        return discriminator(weights, samples, self.case)

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


CASES = {
    "non-saturating": case(),
    "minimax": case(objective=MINIMAX),
    "Wasserstein": case(objective=WASSERSTEIN),
    "hinge": case(objective=HINGE),
    "least squares": case(objective=LEAST_SQUARES),
    "relativistic": case(objective=RELATIVISTIC),
    "two discriminator steps": case(d_steps=2),
    "one-sided label smoothing": case(objective=targets(0.9, 0)),
    "two-sided label smoothing": case(objective=targets(0.9, 0.1)),
    "feature matching": case(g_terms=[matching(0.7)]),
    "feature matching only": case(objective=NO_GENERATOR, g_terms=[matching(1)]),
    "minibatch discrimination": case(kernels=4, dimensions=3),
    "minibatch discrimination, sum": case(kernels=4, dimensions=3, mean=False),
    "minibatch discrimination with R1": case(kernels=4, dimensions=3, d_terms=[r1(0.5)]),
    "historical averaging": case(d_terms=[history(0.3, "d")], g_terms=[history(0.3, "g")]),
    "batch normalisation in G": case(norm_g="batch"),
    "batch normalisation in D": case(norm_d="batch"),
    "batch normalisation of pictures": case(pictures=True, norm_g="batch", norm_d="batch"),
    "instance normalisation": case(pictures=True, norm_g="instance", norm_d="instance"),
    "pictures": case(pictures=True),
    "R1": case(d_terms=[r1(0.5)]),
    "R1 of pictures": case(pictures=True, d_terms=[r1(0.5)]),
    "R2": case(d_terms=[r2(0.5)]),
    "R3GAN": case(objective=RELATIVISTIC, d_terms=[r1(0.5), r2(0.5)]),
    "WGAN-GP": case(objective=WASSERSTEIN, d_steps=5, d_terms=[centred(10, 1, between)]),
    "WGAN-GP 3, critic 2": case(objective=WASSERSTEIN, d_steps=2, d_terms=[centred(3, 1, between)]),
    "one-centred penalty": case(d_terms=[centred(10, 1, between)]),
    "zero-centred penalty": case(d_terms=[centred(10, 0, between)]),
    "DRAGAN": case(d_terms=[centred(10, 1, around)]),
    "consensus": case(d_terms=[consensus(0.5)], g_terms=[consensus(0.5)]),
    "instance noise": case(noise=0.3),
    "instance noise with R1": case(noise=0.3, d_terms=[r1(0.5)]),
    "two time scales": case(rate=4),
    "packing": case(batch=2 * BATCH, pack=2),
    "packing, same samples": case(pack=2),
    "packing with R1": case(batch=2 * BATCH, pack=2, d_terms=[r1(0.5)]),
    "weight averaging": case(average=0.8),
    "spectral normalisation": case(spectral=True),
    "unrolled discriminator 1": case(objective=NO_GENERATOR, g_terms=[unrolled(1)]),
    "unrolled discriminator 3": case(objective=NO_GENERATOR, g_terms=[unrolled(3)]),
    "learning-rate decay": case(decay_from=0.5),
}


def reference(case, replica):
    game = Game(case, replica)
    for _ in range(STEPS):
        game.play()
    short = lambda numbers: [float(f"{x:.13g}") for x in numbers]
    return {"discriminator": short(game.d_costs), "generator": short(game.g_costs), "end": short(summary(game.d) + summary(game.g) + summary(game.average))}


if __name__ == "__main__":
    lines = [f"{json.dumps(name)}: [\n" + ",\n".join(json.dumps(reference(case, r)) for r in range(REPLICAS)) + "]" for name, case in CASES.items()]
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "references.json"), "w") as file:
        file.write("{\n" + ",\n".join(lines) + "\n}\n")
