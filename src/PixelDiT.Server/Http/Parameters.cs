using System.Globalization;
using System.Numerics;
using Microsoft.AspNetCore.Http;

namespace PixelDiT.Server.Http;

/// <summary>Reads parameters of queries and fields of forms. Of one that is given twice the first counts, as with ComfyUI.</summary>
internal static class Parameters
{
    // Digits beyond those of any count; parsing takes time that grows with their square.
    private const int MaxDigits = 100;

    /// <summary>A parameter of the query; null when there is none of this name.</summary>
    public static string? First(this IQueryCollection query, string name) => query.TryGetValue(name, out var values) ? values[0] ?? "" : null;

    /// <summary>A field of the form; null when there is none of this name.</summary>
    public static string? First(this IFormCollection form, string name) => form.TryGetValue(name, out var values) ? values[0] ?? "" : null;

    /// <summary>True when a parameter says so, in upper or lower case.</summary>
    public static bool IsTrue(this IQueryCollection query, string name) => "true".Equals(query.First(name), StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads an integer, perhaps with blanks around it.</summary>
    /// <param name="query">The query.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="value">The integer, at the end of the range of int where it lies beyond; null when there is no such parameter.</param>
    /// <returns>False when there is something else.</returns>
    public static bool TryReadInteger(this IQueryCollection query, string name, out int? value)
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
        value = null;
        if (query.First(name) is not { } text)
        {
            return true;
        }

        if (text.Length > MaxDigits || !BigInteger.TryParse(text, style, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        value = (int)BigInteger.Clamp(number, int.MinValue, int.MaxValue);
        return true;
    }
}
