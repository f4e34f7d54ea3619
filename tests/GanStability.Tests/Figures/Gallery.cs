using GanStability;

namespace GanStability.Tests.Figures;

/// <summary>One figure of each kind that the notebooks show, from made-up but fixed numbers.</summary>
public static class Gallery
{
    public static IReadOnlyDictionary<string, Func<Figure>> All { get; } =
        new Dictionary<string, Func<Figure>>
        {
            ["losses"] = Losses,
            ["ring"] = Ring,
            ["coverage"] = Coverage,
            ["bars"] = Bars,
            ["field"] = Field,
            ["histogram"] = Histogram,
            ["images"] = Images,
            ["slider"] = Slider,
            ["logs"] = Logs,
            ["replay"] = Replay,
            ["showdown"] = Showdown,
            ["kinds"] = Kinds,
        };

    public static double[] Range(int n, Func<int, double> value) => [.. Enumerable.Range(0, n).Select(value)];

    private static double Gauss(Random r) => Math.Sqrt(-2 * Math.Log(1 - r.NextDouble())) * Math.Cos(2 * Math.PI * r.NextDouble());

    public static Figure Losses()
    {
        var r = new Random(1);
        var t = Range(400, i => 10.0 * i);
        double[] Curve(double end) => Range(400, i => end + (.6 * Math.Exp(-i / 60.0)) + (.03 * Gauss(r)));
        Panel One(string title, double d, double g)
        {
            var (cd, cg) = (Curve(d), Curve(g));
            return new(
                title,
                new("step"),
                new("loss (nats)", Min: 0),
                [
                    new Band("", t, [.. cd.Select(v => v - .12)], [.. cd.Select(v => v + .12)]),
                    new Line("discriminator", t, cd),
                    new Band("", t, [.. cg.Select(v => v - .2)], [.. cg.Select(v => v + .2)]),
                    new Line("generator", t, cg),
                    new Rule("equilibrium, at 2·ln 2", 2 * Math.Log(2)),
                ]
            );
        }
        return new()
        {
            Title = "Losses of both players, with and without minibatch discrimination",
            Caption =
                "Median and quartiles over 10 seeds. The dashed line is the discriminator's loss where it cannot tell real from generated.",
            Alt = "Two panels of loss curves. Without the stabilizer the losses stay apart; with it they approach 1.386.",
            Panels = [One("baseline (ROT)", .6, 2), One("with minibatch discrimination", 1.3, .8)],
        };
    }

    public static Figure Ring()
    {
        var r = new Random(2);
        var field = new double[60, 60];
        for (var i = 0; i < 60; i++)
        for (var j = 0; j < 60; j++)
            field[i, j] = 1 / (1 + Math.Exp(2 * Math.Sin(3 * ((j / 15.0) - 2)) * Math.Cos(2 * ((i / 15.0) - 2))));
        Panel One(string title, int modes)
        {
            (double X, double Y) Draw(int m) =>
                (Math.Cos(2 * Math.PI * m / 8) + (.05 * Gauss(r)), Math.Sin(2 * Math.PI * m / 8) + (.05 * Gauss(r)));
            var real = Enumerable.Range(0, 400).Select(i => Draw(i % 8)).ToList();
            var fake = Enumerable.Range(0, 400).Select(i => Draw(i % modes)).ToList();
            return new(
                title,
                new("x₁", Min: -1.6, Max: 1.6),
                new("x₂", Min: -1.6, Max: 1.6),
                [
                    new HeatMap("D(x)", field, -1.58, 1.58, -1.58, 1.58)
                    {
                        Min = 0,
                        Max = 1,
                        Diverging = true,
                    },
                    new Points("data", [.. real.Select(p => p.X)], [.. real.Select(p => p.Y)])
                    {
                        Color = 6,
                        Opacity = .5,
                        Size = 4,
                    },
                    new Points("generated", [.. fake.Select(p => p.X)], [.. fake.Select(p => p.Y)]) { Color = 3, Size = 5 },
                ]
            )
            {
                EqualAspect = true,
            };
        }
        return new()
        {
            Title = "Samples over the data, and what the discriminator thinks",
            Caption = "Ring of 8 Gaussians, step 4000, one fixed batch of noise.",
            Alt = "Left: generated points sit on one of eight modes. Right: on all eight.",
            Panels = [One("one mode", 1), One("all modes", 8)],
        };
    }

    public static Figure Coverage()
    {
        var t = Range(100, i => 40.0 * i);
        return new()
        {
            Title = "Modes held",
            Caption = "Mean over 10 seeds with the range between the 10 % and the 90 % quantile.",
            Alt = "The baseline holds two modes, the others climb to eight.",
            Panels =
            [
                new(
                    "",
                    new("step"),
                    new("modes of 8", Min: 0, Max: 8.4),
                    [
                        .. new[]
                        {
                            ("baseline", 1.8),
                            ("feature matching", 5.5),
                            ("minibatch discrimination", 7.9),
                            ("historical averaging", 3.2),
                            ("one-sided label smoothing", 2.4),
                            ("batch normalisation", 6.8),
                        }.SelectMany(
                            (m, k) =>
                            {
                                var y = Range(100, i => m.Item2 * (1 - Math.Exp(-i / (10.0 + (5 * k)))));
                                return new Series[]
                                {
                                    new Band("", t, [.. y.Select(v => v * .9)], [.. y.Select(v => Math.Min(8, v * 1.1))]),
                                    new Line(m.Item1, t, y),
                                };
                            }
                        ),
                        new Rule("all modes", 8),
                    ]
                ),
            ],
        };
    }

    public static Figure Bars() =>
        new()
        {
            Title = "Modes held, by stabilizer",
            Caption = "Mean over 10 seeds, 95 % intervals.",
            Alt = "Bars per stabilizer.",
            Panels =
            [
                new(
                    "",
                    new("")
                    {
                        Categories =
                        [
                            "baseline",
                            "feature matching",
                            "minibatch discrimination",
                            "historical averaging",
                            "label smoothing",
                            "batch norm",
                        ],
                    },
                    new("modes of 8", Min: 0, Max: 9),
                    [
                        new Bars("preset ROT", Range(6, i => i), [1.2, 5.1, 7.8, 1.9, 1.4, 6.6])
                        {
                            Low = [1, 4.2, 7.5, 1.1, 1, 6],
                            High = [1.5, 6, 8, 2.6, 2, 7.4],
                        },
                        new Bars("preset STUCK", Range(6, i => i), [1, 1.4, 3.3, 1.1, 1.2, 2.5])
                        {
                            Low = [1, 1, 2.4, 1, 1, 1.8],
                            High = [1, 2, 4.1, 1.3, 1.6, 3.2],
                        },
                    ]
                ),
            ],
        };

    public static Figure Showdown() =>
        new()
        {
            Title = "Every stabilizer against the baseline",
            Caption = "Paired differences.",
            Alt = "Bars per stabilizer.",
            Panels =
            [
                .. new[] { "ring of 8", "grid of 25" }.Select(data => new Panel(
                    data,
                    new("")
                    {
                        Categories =
                        [
                            "baseline",
                            "feature matching",
                            "minibatch discrimination",
                            "historical averaging",
                            "one-sided label smoothing",
                            "batch normalisation",
                            "instance normalisation",
                            "packing",
                            "spectral normalisation",
                            "true samples",
                        ],
                    },
                    new("modes"),
                    [
                        new Bars("", Range(10, i => i), [1.2, 5.1, 7.8, 1.9, 1.4, 6.6, 3, 7, 6, 8])
                        {
                            Low = Range(10, i => 1),
                            High = Range(10, i => 8),
                        },
                    ]
                )),
            ],
        };

    public static Figure Field()
    {
        var (x, y, dx, dy) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var i = -7; i <= 7; i++)
        for (var j = -7; j <= 7; j++)
        {
            x.Add(i / 4.0);
            y.Add(j / 4.0);
            dx.Add(-j / 28.0);
            dy.Add(i / 28.0);
        }
        Line Spiral(string name, double growth) =>
            new(name, Range(300, i => Math.Exp(growth * i) * Math.Cos(.1 * i)), Range(300, i => Math.Exp(growth * i) * Math.Sin(.1 * i)));
        return new()
        {
            Title = "The game V(θ, ψ) = θψ: simultaneous steps spiral outwards",
            Caption = "Step size h = 0.1.",
            Alt = "A rotating vector field with one outward spiral and one circle.",
            Panels =
            [
                new(
                    "",
                    new("θ (generator)", Min: -2, Max: 2),
                    new("ψ (discriminator)", Min: -2, Max: 2),
                    [
                        new Arrows("−∇ of each player", x, y, dx, dy),
                        Spiral("simultaneous", .0022),
                        Spiral("alternating", 0),
                        Spiral("with R1", -.01),
                        new Points("equilibrium", [0], [0])
                        {
                            Marker = Marker.Diamond,
                            Color = 6,
                            Size = 11,
                        },
                    ]
                )
                {
                    EqualAspect = true,
                },
            ],
        };
    }

    public static Figure Histogram()
    {
        var r = new Random(3);
        var counts = new double[40];
        for (var i = 0; i < 4000; i++)
            counts[Math.Clamp((int)((Gauss(r) + 4) * 5), 0, 39)] += 5.0 / 4000;
        var x = Range(200, i => -4 + (.04 * i));
        double Pdf(double v, double m, double s) => Math.Exp(-(v - m) * (v - m) / (2 * s * s)) / (s * Math.Sqrt(2 * Math.PI));
        return new()
        {
            Title = "4000 draws against the density they came from",
            Caption = "Bins of width 0.2.",
            Alt = "A bell-shaped histogram under its density.",
            Panels =
            [
                new(
                    "",
                    new("x"),
                    new("density"),
                    [
                        new Bars("draws", Range(40, i => -3.9 + (.2 * i)), counts)
                        {
                            Fill = 1,
                            Color = 5,
                            Opacity = .6,
                        },
                        new Line("p = N(0, 1)", x, [.. x.Select(v => Pdf(v, 0, 1))]) { Color = 0 },
                        new Line("q = N(1, 1.5²)", x, [.. x.Select(v => Pdf(v, 1, 1.5))]),
                        new Rule("mean of q", 1, Vertical: true) { Color = 1, Dash = Dash.Dotted },
                    ]
                ),
            ],
        };
    }

    public static Figure Images()
    {
        ImageSeries Grid(int seed, bool colour)
        {
            const int cell = 28,
                across = 8;
            var r = new Random(seed);
            var bytes = new byte[cell * across * cell * across * (colour ? 3 : 1)];
            for (var gy = 0; gy < across; gy++)
            for (var gx = 0; gx < across; gx++)
            {
                var (radius, cx) = (5 + (r.NextDouble() * 6), 14 + (r.NextDouble() * 4) - 2);
                for (var y = 0; y < cell; y++)
                for (var x = 0; x < cell; x++)
                {
                    var v = (byte)(255 * Math.Exp(-Math.Pow(Math.Sqrt(((x - cx) * (x - cx)) + ((y - 14) * (y - 14))) - radius, 2) / 3));
                    var at = (((gy * cell) + y) * cell * across) + (gx * cell) + x;
                    if (!colour)
                        bytes[at] = v;
                    else
                        (bytes[3 * at], bytes[(3 * at) + 1], bytes[(3 * at) + 2]) = (v, (byte)(v / 2), (byte)(gx * 30));
                }
            }
            return new($"seed {seed}", bytes, cell * across, cell * across);
        }
        return new()
        {
            Title = "Generated digits over time",
            Caption = "The same 64 noise vectors at each time.",
            Alt = "Three grids of small round shapes.",
            Panels =
            [
                .. new[] { 100, 1000, 5000 }.Select((step, i) => new Panel($"step {step}", new(""), new(""), [Grid(i, colour: i == 2)])),
            ],
        };
    }

    public static Figure Slider()
    {
        var x = Range(241, i => -4 + (i * .05));
        double Pdf(double v, double m) => Math.Exp(-(v - m) * (v - m) / 2) / Math.Sqrt(2 * Math.PI);
        var means = Range(21, i => i * .25);
        IReadOnlyList<Panel> At(double m) =>
            [
                new(
                    "densities",
                    new("x"),
                    new("density"),
                    [new Line("p = N(0, 1)", x, [.. x.Select(v => Pdf(v, 0))]), new Line("q = N(m, 1)", x, [.. x.Select(v => Pdf(v, m))])]
                ),
                new(
                    "KL(p‖q) = m²/2",
                    new("m"),
                    new("nats"),
                    [new Line("KL", means, [.. means.Select(k => k * k / 2)]), new Points("here", [m], [m * m / 2]) { Size = 10 }]
                ),
            ];
        return new()
        {
            Title = "How KL grows as q moves away",
            Caption = "Move the slider: it works without a kernel.",
            Alt = "Two bell curves, and a parabola with a point on it.",
            Panels = At(2),
            Slider = new(
                "m",
                [.. means.Select(m => new Frame(m.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture), At(m)))],
                Shown: 8
            ),
        };
    }

    public static Figure Logs() =>
        new()
        {
            Title = "Gradient norm per layer: how depth starves the first layers",
            Caption = "Depth 10, width 64.",
            Alt = "Lines falling on a log axis.",
            Panels =
            [
                new(
                    "",
                    new("layer", Min: 1, Max: 10),
                    new("‖∂L/∂W‖", Log: true),
                    [
                        .. new[] { ("sigmoid", .2), ("tanh", .7), ("ReLU", .95), ("bound ∏ σ′ ≤ 4⁻ˡ", .25) }.Select(a => new Line(
                            a.Item1,
                            Range(10, i => i + 1),
                            Range(10, i => Math.Pow(a.Item2, 9 - i) * .1)
                        )
                        {
                            Marker = Marker.Circle,
                        }),
                    ]
                ),
                new(
                    "error against N",
                    new("samples N", Log: true),
                    new("FID bias", Log: true),
                    [
                        new Line("measured", [1000, 5000, 20000], [2.19, .439, .111]) { Marker = Marker.Ring },
                        new Points("formula", [1000, 5000, 20000], [2.2, .44, .11]),
                    ]
                ),
            ],
        };

    public static Figure Replay()
    {
        var r = new Random(4);
        var z = Enumerable.Range(0, 500).Select(_ => (A: 2 * Math.PI * r.NextDouble(), E: .1 * Gauss(r))).ToList();
        IReadOnlyList<Panel> At(double t) =>
            [
                new(
                    "",
                    new("x₁", Min: -1.5, Max: 1.5),
                    new("x₂", Min: -1.5, Max: 1.5),
                    [new Points("generated", [.. z.Select(p => (t + p.E) * Math.Cos(p.A))], [.. z.Select(p => (t + p.E) * Math.Sin(p.A))])]
                )
                {
                    EqualAspect = true,
                },
            ];
        return new()
        {
            Title = "Replay of a training run",
            Caption = "500 points.",
            Alt = "Points spreading to a ring.",
            Panels = At(1),
            Slider = new("step", [.. Enumerable.Range(0, 20).Select(k => new Frame($"{k * 200}", At(k / 19.0)))], Shown: 19),
        };
    }

    /// <summary>Every kind of series, each moved by the slider.</summary>
    public static Figure Kinds()
    {
        IReadOnlyList<Panel> At(double t)
        {
            var field = new double[20, 30];
            for (var i = 0; i < 20; i++)
            for (var j = 0; j < 30; j++)
                field[i, j] = Math.Sin((j / 5.0) + t) * Math.Cos(i / 5.0);
            var x = Range(30, i => i);
            var pixels = new byte[16 * 12 * 3];
            for (var i = 0; i < 16 * 12; i++)
                (pixels[3 * i], pixels[(3 * i) + 1]) = ((byte)(i < 16 ? 255 : 40), (byte)(i % 16 < 1 + (4 * t) ? 200 : 0));
            return
            [
                new(
                    $"field at t = {t:0}",
                    new("x"),
                    new("y"),
                    [
                        new HeatMap("value", field, 0, 29, 0, 19),
                        new Arrows("flow", [5, 15, 25], [5, 10, 15], [4 * Math.Cos(t), 4, 3], [4 * Math.Sin(t), -3, t]),
                    ]
                ),
                new(
                    "band, line, rule",
                    new("x"),
                    new("y"),
                    [
                        new Band(
                            "spread",
                            x,
                            [.. x.Select(v => v is > 10 and < 14 ? double.NaN : v - 3 - t)],
                            [.. x.Select(v => v + 3 + t)]
                        ),
                        new Line("mean", x, [.. x.Select(v => v is > 10 and < 14 ? double.NaN : v)]),
                        new Rule("limit", 10 + t),
                        new Rule("now", 8 * t, Vertical: true) { Dash = Dash.Dotted, Color = 3 },
                    ]
                ),
                new(
                    "bars",
                    new("") { Categories = ["one", "two", "three"] },
                    new("height"),
                    [
                        new Bars("a", [0, 1, 2], [1 + t, 2, 3]) { Low = [t, 1, 2], High = [2 + (1.5 * t), 3, 4] },
                        new Bars("b", [0, 1, 2], [-1, -t, 1]),
                        new Bars("c", [0, 1, 2], [1, 1, 1]),
                    ]
                ),
                new("picture, red row on top", new(""), new(""), [new ImageSeries("pixels", pixels, 16, 12)]),
            ];
        }
        return new()
        {
            Title = "Every kind of series",
            Caption = "Moved by a slider.",
            Alt = "Four panels.",
            Panels = At(1),
            Columns = 2,
            Slider = new("t", [.. Enumerable.Range(0, 4).Select(k => new Frame($"{k}", At(k)))], Shown: 1),
        };
    }
}
