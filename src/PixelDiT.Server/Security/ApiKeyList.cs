namespace PixelDiT.Server.Security;

/// <summary>Reads API keys from text: one <c>name:key</c> or <c>name:key:admin</c> a line; empty lines and those that begin with <c>#</c> say nothing.</summary>
public static class ApiKeyList
{
    /// <summary>Most keys: each request is compared with all of them.</summary>
    public const int MaxKeys = 10_000;

    /// <summary>Reads the keys.</summary>
    /// <param name="text">The lines.</param>
    /// <param name="source">What error messages call the text, for example the name of its file.</param>
    /// <returns>The keys, in order; at least one.</returns>
    /// <exception cref="ApiKeyException">A line is not as it should be, a key appears twice, or there is none; the message names the line and never contains a key.</exception>
    public static IReadOnlyList<ApiKey> Parse(string text, string source)
    {
        ArgumentNullException.ThrowIfNull(text);
        var keys = new List<ApiKey>();
        var hashes = new HashSet<string>();
        var number = 0;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.TrimEntries))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var key = ParseLine(line, $"{source}, line {number}");
            if (!hashes.Add(Convert.ToHexString(key.Hash)))
            {
                throw new ApiKeyException($"{source}, line {number}: this key is there twice; every line needs a key of its own");
            }

            keys.Add(key);
        }

        return keys.Count switch
        {
            0 => throw new ApiKeyException($"{source}: there is no key; a line looks like name:key or name:key:admin"),
            > MaxKeys => throw new ApiKeyException($"{source}: there are {keys.Count} keys, at most {MaxKeys} are taken"),
            _ => keys,
        };
    }

    private static ApiKey ParseLine(string line, string place)
    {
        var parts = line.Split(':');
        if (parts.Length is not (2 or 3) || (parts.Length == 3 && parts[2] != "admin"))
        {
            throw new ApiKeyException($"{place}: a line looks like name:key or name:key:admin, and a key has no ':' in it");
        }

        try
        {
            return new ApiKey(parts[0], parts[1], parts.Length == 3);
        }
        catch (ApiKeyException e)
        {
            throw new ApiKeyException($"{place}: {e.Message}");
        }
    }
}
