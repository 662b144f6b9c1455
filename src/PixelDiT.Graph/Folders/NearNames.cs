namespace PixelDiT.Graph.Folders;

/// <summary>Finds what someone may have meant by a name that does not exist.</summary>
public static class NearNames
{
    // Names are cut before they are compared: the cost is quadratic and clients choose the length.
    private const int MaxLength = 128;

    /// <summary>The candidates nearest to a name, best first; those that have little in common with it are left out.</summary>
    /// <param name="name">The name that was not found.</param>
    /// <param name="candidates">The names that exist.</param>
    /// <param name="limit">Most names to return. Default 3.</param>
    /// <param name="farthest">How far a name may be to be returned: 0 is equal, 1 has nothing in common. Default 0.6.</param>
    public static IReadOnlyList<string> Of(string name, IEnumerable<string> candidates, int limit = 3, double farthest = 0.6)
    {
        var wanted = Fold(name);
        return [.. candidates
            .Select((text, index) => (text, index, score: Score(wanted, Fold(text))))
            .Where(c => c.score < farthest)
            .OrderBy(c => c.score).ThenBy(c => c.index)
            .Take(limit)
            .Select(c => c.text)];
    }

    private static string Fold(string text) => text.Length > MaxLength ? text[..MaxLength].ToLowerInvariant() : text.ToLowerInvariant();

    // 0 = equal, 1 = nothing in common. A file that only lies in another subfolder, or misses its ending, counts as near.
    private static double Score(string a, string b)
    {
        if (a.Length == 0 || b.Length == 0)
        {
            return 1;
        }

        if (Stem(a) == Stem(b))
        {
            return 0.1;
        }

        var distance = (double)Distance(a, b) / Math.Max(a.Length, b.Length);
        var contained = Math.Min(a.Length, b.Length) >= 4 && (a.Contains(b) || b.Contains(a));
        return contained ? Math.Min(distance, 0.4) : distance;
    }

    private static string Stem(string name) => Path.GetFileNameWithoutExtension(name[(name.LastIndexOfAny(['/', '\\']) + 1)..]);

    // Levenshtein's edit distance with two rows.
    private static int Distance(string a, string b)
    {
        Span<int> previous = stackalloc int[MaxLength + 1];
        Span<int> current = stackalloc int[MaxLength + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(change, Math.Min(previous[j], current[j - 1]) + 1);
            }

            var swap = previous;
            previous = current;
            current = swap;
        }

        return previous[b.Length];
    }
}
