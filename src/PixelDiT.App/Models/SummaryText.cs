using System.Globalization;
using System.Text;
using PixelDiT.Models.Checkpoints;

namespace PixelDiT.App.Models;

/// <summary>A model's summary for people.</summary>
internal static class SummaryText
{
    private const int LongestValue = 60;

    /// <summary>The whole of it, a line for each fact.</summary>
    public static string Of(CheckpointSummary summary)
    {
        var text = new StringBuilder();
        Line("file", summary.Path);
        Line("container", $"{summary.Container}, {Bytes(summary.Bytes)}");
        Line("holds", summary.Kind + (summary.IsRunnable || summary.Problem is not null ? "" : " (not run by PixelDiT.Nodes)"));
        if (summary.Problem is not null)
        {
            Line("problem", summary.Problem);
        }

        Line("parameters", $"{Count(summary.Parameters)} in {summary.Tensors.ToString("N0", CultureInfo.InvariantCulture)} tensors");
        if (summary.Sizes.Count > 0)
        {
            Line("sizes", string.Join(", ", summary.Sizes.Select(s => $"{s.Name} {s.Value}")));
        }

        foreach (var type in summary.Types)
        {
            Line("element type", $"{type.Name}: {type.Tensors} tensor{(type.Tensors == 1 ? "" : "s")}, {Bytes(type.Bytes)}");
        }

        foreach (var (format, weights) in summary.Quantization)
        {
            Line("quantized", $"{weights} weights as {format}");
        }

        if (summary.Prefix is not null)
        {
            Line("prefix", summary.Prefix.Length == 0 ? "none" : summary.Prefix);
        }

        if (summary.Ignored.Count > 0)
        {
            Line("ignored", string.Join(", ", summary.Ignored.Select(i => $"{i.Name} ({i.Tensors})")));
        }

        foreach (var (key, value) in summary.Metadata.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            var shown = value.ReplaceLineEndings(" ");
            Line("metadata", $"{key} = {(shown.Length > LongestValue ? shown[..LongestValue] + "…" : shown)}");
        }

        return text.ToString();

        void Line(string name, string value) => text.Append(CultureInfo.InvariantCulture, $"{name,-13} {value}{Environment.NewLine}");
    }

    /// <summary>A number of bytes: <c>2.61 GB</c>.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.00} GB"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        >= 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
    };

    private static string Count(long parameters) => parameters < 1_000_000
        ? parameters.ToString("N0", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{parameters / 1e6:N1} million");
}
