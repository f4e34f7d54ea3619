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

    private sealed class Numbers : JsonConverter
    {
        public override bool CanRead => false;

        public override bool CanConvert(Type objectType) => objectType == typeof(double) || objectType == typeof(float);

        public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer)
        {
            var number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
            if (!double.IsFinite(number)) writer.WriteNull();
            // Steps and counts are exact however long they are.
            else writer.WriteRawValue(number.ToString(number == Math.Round(number) && Math.Abs(number) < 1e15 ? "0" : "G5", CultureInfo.InvariantCulture));
        }

        public override object ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer) => throw new NotSupportedException();
    }
}
