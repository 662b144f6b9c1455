namespace PixelDiT.Server.Jobs;

/// <summary>What a client entrusts to the nodes of its job and nobody else sees; no record, so that it never gets into a printed text.</summary>
/// <param name="authToken"><c>auth_token_comfy_org</c>, or null.</param>
/// <param name="apiKey"><c>api_key_comfy_org</c>, or null.</param>
public sealed class JobSecrets(string? authToken, string? apiKey)
{
    /// <summary>None.</summary>
    public static readonly JobSecrets None = new(null, null);

    /// <summary><c>auth_token_comfy_org</c>, or null.</summary>
    public string? AuthToken { get; } = authToken;

    /// <summary><c>api_key_comfy_org</c>, or null.</summary>
    public string? ApiKey { get; } = apiKey;

    /// <summary>True when there are none.</summary>
    public bool IsEmpty => AuthToken is null && ApiKey is null;
}
