namespace PixelDiT.App.Doctor;

/// <summary>Something that was looked at.</summary>
/// <param name="Level">How it is.</param>
/// <param name="Area">What it belongs to, one word.</param>
/// <param name="Text">What was found.</param>
/// <param name="Advice">What to do; null when there is nothing to do.</param>
internal sealed record Finding(FindingLevel Level, string Area, string Text, string? Advice = null)
{
    /// <summary>All is well.</summary>
    public static Finding Ok(string area, string text) => new(FindingLevel.Ok, area, text);

    /// <summary>It works, but not as well as it could.</summary>
    public static Finding Warn(string area, string text, string advice) => new(FindingLevel.Warn, area, text, advice);

    /// <summary>Something is broken: it keeps the server from starting, or jobs from running.</summary>
    public static Finding Fail(string area, string text, string advice) => new(FindingLevel.Fail, area, text, advice);

    /// <summary>A number of things: <c>1 pack</c>, <c>2 packs</c>.</summary>
    public static string Count(int count, string one, string more) => $"{count} {(count == 1 ? one : more)}";
}

/// <summary>How something is.</summary>
internal enum FindingLevel
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Worth knowing.</summary>
    Warn,

    /// <summary>In the way.</summary>
    Fail,
}
