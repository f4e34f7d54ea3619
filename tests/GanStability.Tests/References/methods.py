"""The methods of the references: objectives, the terms that a method adds to a cost, and the cases that are trained."""
import math
from types import SimpleNamespace

import torch
from torch import relu
from torch.nn.functional import softplus

BATCH = 6


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
    return turn.real + 0.5 * turn.real.std(unbiased=False) * game.neighbourhood.uniform(*turn.real.shape)


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
        fake = game.generate(turn.z)
        on_real, on_fake = game.judge(turn.real)[0], game.judge(fake)[0]
        d_cost, g_cost = (play(on_real, on_fake) for play in game.case.objective)
        v = (torch.autograd.grad(cost, player.values(), create_graph=True) for cost, player in ((d_cost, game.d), (g_cost, game.g)))
        return gamma / 2 * sum((slope ** 2).sum() for slopes in v for slope in slopes)
    return term


def unrolled(k, g_cost=NON_SATURATING[1]):
    """Metz et al. 2017: G's cost against D after k steps of D, differentiated through them; zero-sum, minus D's cost there. The steps are
    gradient steps of length rate * sqrt(number of parameters)."""
    def term(game, turn):
        d, length = game.d, game.rate_d * math.sqrt(sum(p.numel() for p in game.d.values()))

        def cost():
            return game.case.objective[0](game.judge(turn.real, d)[0], game.judge(turn.fake, d)[0])
        for _ in range(k):
            gradients = torch.autograd.grad(cost(), d.values(), create_graph=True)
            norm = (sum((g ** 2).sum() for g in gradients) + 1e-12).sqrt()
            d = {name: p - length * g / norm for (name, p), g in zip(d.items(), gradients)}
        return g_cost(game.judge(turn.real, d)[0], game.judge(turn.fake, d)[0]) if g_cost else -cost()
    return term


def case(**settings):
    """A training; whatever is not given is as in the baseline."""
    baseline = dict(objective=NON_SATURATING, d_terms=[], g_terms=[], d_steps=1, rate=1, decay_from=1, batch=BATCH, pack=1, noise=0,
                    average=0, spectral=False, norm_g=None, norm_d=None, kernels=0, dimensions=0, mean=True, pictures=False)
    return SimpleNamespace(**{**baseline, **settings})


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
    "layer normalisation": case(norm_g="layer", norm_d="layer"),
    "layer normalisation of pictures": case(pictures=True, norm_g="layer", norm_d="layer"),
    "virtual batch normalisation in G": case(norm_g="virtual"),
    "virtual batch normalisation in D": case(norm_d="virtual"),
    "virtual batch normalisation of pictures": case(pictures=True, norm_g="virtual", norm_d="virtual"),
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
    "unrolled discriminator 3, zero-sum": case(objective=NO_GENERATOR, g_terms=[unrolled(3, None)]),
    "learning-rate decay": case(decay_from=0.5),
}
