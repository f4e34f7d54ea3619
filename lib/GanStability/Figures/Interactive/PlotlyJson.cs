using System.Globalization;
using Newtonsoft.Json;
using Plotly.NET;

namespace GanStability.Figures.Interactive;

/// <summary>Writes a chart as JSON that is short: five significant digits, no ".0", null for what is not a number.</summary>
internal static class PlotlyJson
{
    private static readonly JsonSerializerSettings settings = new() { Culture = CultureInfo.InvariantCulture, Converters = { new Numbers() } };

    /// <summary>The chart: data, layout and config.</summary>
    public static string Of(GenericChart chart) => Of(GenericChart.toChartDTO(chart));

    /// <summary>Any part of a chart.</summary>
    public static string Of(object value) => JsonConvert.SerializeObject(value, Formatting.None, settings);

    private sealed class Numbers : JsonConverter<double>
    {
        public override bool CanRead => false;

        public override void WriteJson(JsonWriter writer, double value, JsonSerializer serializer)
        {
            if (!double.IsFinite(value)) writer.WriteNull();
            // Steps and counts are exact however long they are.
            else if (value == Math.Round(value) && Math.Abs(value) < 1e15) writer.WriteRawValue(value.ToString("0", CultureInfo.InvariantCulture));
            else writer.WriteRawValue(value.ToString("G5", CultureInfo.InvariantCulture));
        }

        public override double ReadJson(JsonReader reader, Type objectType, double existingValue, bool hasExistingValue, JsonSerializer serializer) => throw new NotSupportedException();
    }
}
