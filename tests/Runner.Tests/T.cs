using Xunit;

namespace GanStability.Runner.Tests;

public class T { [Fact] public void Loads() => Assert.Equal(3, int.Parse("3", System.Globalization.CultureInfo.InvariantCulture)); }
