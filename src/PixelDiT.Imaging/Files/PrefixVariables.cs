using System.Globalization;

namespace PixelDiT.Imaging;

/// <summary>The variables of a file name prefix.</summary>
internal static class PrefixVariables
{
    /// <summary>Replaces what the server knows; other <c>%…%</c> stay as they are.</summary>
    public static string Expand(string prefix, int width, int height, DateTimeOffset localNow)
    {
        if (!prefix.Contains('%', StringComparison.Ordinal))
        {
            return prefix;
        }

        return prefix
            .Replace("%width%", Number(width, "0"), StringComparison.Ordinal)
            .Replace("%height%", Number(height, "0"), StringComparison.Ordinal)
            .Replace("%year%", Number(localNow.Year, "0"), StringComparison.Ordinal)
            .Replace("%month%", Number(localNow.Month, "00"), StringComparison.Ordinal)
            .Replace("%day%", Number(localNow.Day, "00"), StringComparison.Ordinal)
            .Replace("%hour%", Number(localNow.Hour, "00"), StringComparison.Ordinal)
            .Replace("%minute%", Number(localNow.Minute, "00"), StringComparison.Ordinal)
            .Replace("%second%", Number(localNow.Second, "00"), StringComparison.Ordinal);
    }

    private static string Number(int value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
