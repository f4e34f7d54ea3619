using GanStability.Training;

namespace GanStability.Stabilizers;

/// <summary>Lets every stabilizer of a recipe reshape it, and refuses two that would set the same thing: the result would depend on their order.</summary>
internal static class Composition
{
    private static readonly (string Name, Func<Recipe, object> Value)[] SetOnce =
    [
        ("the objective", r => r.Objective),
        ("the targets", r => r.Targets),
        ("the generator's optimizer", r => r.GeneratorAdam),
        ("the discriminator's optimizer", r => r.DiscriminatorAdam),
        ("the normalisation of the generator", r => r.Generator.Normalisation),
        ("the normalisation of the discriminator", r => r.Discriminator.Normalisation),
    ];

    public static Recipe Reshape(Recipe recipe)
    {
        var twice = recipe.Stabilizers.GroupBy(s => s.GetType()).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
            throw new ArgumentException($"'{twice.First().Name}' and '{twice.Last().Name}' are the same method: give it once, with the settings you want.", nameof(recipe));
        var setBy = new Dictionary<string, string>();
        var reshaped = recipe;
        foreach (var stabilizer in recipe.Stabilizers)
        {
            var (before, after) = (reshaped, stabilizer.Reshape(reshaped));
            foreach (var (name, value) in SetOnce.Where(setting => !Equals(setting.Value(before), setting.Value(after))))
                if (!setBy.TryAdd(name, stabilizer.Name))
                    throw new ArgumentException($"'{setBy[name]}' and '{stabilizer.Name}' both set {name}: use one of them.", nameof(recipe));
            reshaped = after;
        }
        return reshaped;
    }
}
