using System.Globalization;

namespace PixelDiT.Graph.Workflows.Flattening;

/// <summary>
/// The order in which JavaScript keeps the members of an object, and with it the front end's exports: whole numbers first, ascending, then the others as
/// they were added. Clients see it as the order of <c>outputs</c> and of cached nodes.
/// </summary>
internal static class JavaScriptOrder
{
    /// <summary>Sorts by key.</summary>
    /// <param name="items">The items in the order in which they were added.</param>
    /// <param name="key">Their keys.</param>
    public static IEnumerable<T> Of<T>(IEnumerable<T> items, Func<T, string> key) => items.OrderBy(item => Index(key(item)));

    // 2^32 - 1 and above are names like any other.
    private static long Index(string key) =>
        uint.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number != uint.MaxValue && (key.Length == 1 || key[0] != '0')
            ? number : long.MaxValue;
}
