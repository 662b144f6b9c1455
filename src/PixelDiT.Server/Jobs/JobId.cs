namespace PixelDiT.Server.Jobs;

/// <summary>Ids of jobs.</summary>
internal static class JobId
{
    /// <summary>
    /// True for a UUID in lower case with hyphens. Ids are compared as texts everywhere: a client that spells one differently would never find its job.
    /// </summary>
    public static bool IsCanonical(string id) => Guid.TryParseExact(id, "D", out var value) && value.ToString("D") == id;
}
