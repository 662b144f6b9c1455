namespace PixelDiT.Conformance.Tests.Support;

/// <summary>A way to keep results between prompts, as the command line names it.</summary>
/// <param name="Name">Short name.</param>
/// <param name="Arguments">The option and its value; none for the server's default.</param>
/// <param name="KeepsResults">True when a prompt that is sent again runs nothing.</param>
internal sealed record CacheMode(string Name, string[] Arguments, bool KeepsResults)
{
    public static readonly CacheMode Classic = new("classic", ["--cache-classic"], true);
    public static readonly CacheMode Lru = new("lru", ["--cache-lru", "100"], true);
    public static readonly CacheMode None = new("none", ["--cache-none"], false);
    public static readonly CacheMode Default = new("default", [], true);
    public static readonly CacheMode Ram = new("ram", ["--cache-ram"], true);

    /// <summary>The modes that every behaviour is checked in.</summary>
    public static readonly CacheMode[] All = [Classic, Lru, None, Ram, Default];

    public override string ToString() => Name;
}
