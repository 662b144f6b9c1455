using System.Globalization;

namespace PixelDiT.Server.Security;

/// <summary>How many jobs one submitter may send in a time; so many may also come at once.</summary>
/// <param name="Count">How many; at least 1.</param>
/// <param name="Per">In which time.</param>
public sealed record SubmitRate(int Count, TimeSpan Per)
{
    /// <summary>Reads <c>N/s</c>, <c>N/m</c> or <c>N/h</c>; null when the text is none of them, or N is not from 1 to 1,000,000.</summary>
    /// <param name="text">The text.</param>
    public static SubmitRate? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('/');
        TimeSpan? per = parts is [_, var unit]
            ? unit switch { "s" => TimeSpan.FromSeconds(1), "m" => TimeSpan.FromMinutes(1), "h" => TimeSpan.FromHours(1), _ => null }
            : null;
        return per is { } time && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 1_000_000
            ? new SubmitRate(count, time)
            : null;
    }

    /// <summary>As it is read: <c>5/s</c>.</summary>
    public override string ToString() => $"{Count}/{(Per == TimeSpan.FromHours(1) ? "h" : Per == TimeSpan.FromMinutes(1) ? "m" : "s")}";
}
