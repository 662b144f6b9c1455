using System.ComponentModel.DataAnnotations;
using System.Net;
using PixelDiT.Imaging;

namespace PixelDiT.Server.Security;

/// <summary>Who may use a server, and how much of it.</summary>
public sealed record SecurityOptions
{
    /// <summary>Keys that let requests in. Default none: everybody who reaches the server may use it.</summary>
    public IReadOnlyList<ApiKey> Keys { get; init; } = [];

    /// <summary>True allows an address that other machines reach although there are no keys. Default false.</summary>
    public bool AllowPublicWithoutKeys { get; init; }

    /// <summary>
    /// Origins, such as <c>https://app.example</c>, whose pages may use the server although it is not theirs; unlike with
    /// <see cref="ServerOptions.CorsOrigin"/> all others stay locked out. Default none.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>
    /// Names under which the server may be addressed (header <c>Host</c>, without port; <c>*.example.com</c> stands for all below); loopback names
    /// always work. Default none: any name.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>
    /// Addresses or networks (<c>10.0.0.0/8</c>) of reverse proxies whose <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> are believed.
    /// Default none: those headers say nothing.
    /// </summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>How many jobs one key, or without keys one address, may submit. Default null: no limit.</summary>
    public SubmitRate? SubmitRate { get; init; }

    /// <summary>True takes uploads that are no images. Default false: an upload that cannot be decoded is refused.</summary>
    public bool AcceptAnyUpload { get; init; }

    /// <summary>Bounds of the images that are taken and shown.</summary>
    public ImageLimits Images { get; init; } = ImageLimits.Default;

    /// <summary>Largest JSON body in bytes: reading one takes several times its size in memory. <see cref="ServerOptions.MaxUploadBytes"/> counts as well. Default 50 MiB.</summary>
    [Range(1, 1L << 30)]
    public long MaxJsonBytes { get; init; } = 50L << 20;

    /// <summary>True when other machines may reach an address: it is not a loopback one.</summary>
    /// <param name="address">An IP address.</param>
    public static bool IsPublic(string address) => !IPAddress.TryParse(address, out var parsed) || !IPAddress.IsLoopback(parsed);

    /// <summary>The networks of <see cref="TrustedProxies"/>.</summary>
    /// <exception cref="ValidationException">One of them is no address and no network.</exception>
    internal IReadOnlyList<IPNetwork> ProxyNetworks => [.. TrustedProxies.Select(text =>
        IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : IPNetwork.TryParse(text, out var network) ? network
        : throw new ValidationException($"{nameof(TrustedProxies)}: '{text}' is no address and no network such as 10.0.0.0/8."))];

    /// <summary>The normal form of an origin: <c>https://app.example:8443</c>, in lower case, without a usual port.</summary>
    /// <param name="text">What somebody wrote.</param>
    /// <returns>Null when it is no origin.</returns>
    public static string? NormalOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.PathAndQuery == "/" && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0
            ? uri.GetLeftPart(UriPartial.Authority).ToLowerInvariant()
            : null;

    /// <summary>Checks what attributes cannot say.</summary>
    /// <param name="listen">Addresses to listen on.</param>
    /// <exception cref="ValidationException">A value is wrong, or the server would be open to everybody without having been told so.</exception>
    public void Validate(IReadOnlyList<string> listen)
    {
        _ = ProxyNetworks;
        if (AllowedOrigins.FirstOrDefault(o => NormalOrigin(o) is null) is { } origin)
        {
            throw new ValidationException($"{nameof(AllowedOrigins)}: '{origin}' is no origin such as https://app.example.");
        }

        if (Keys.Count == 0 && !AllowPublicWithoutKeys && listen.FirstOrDefault(IsPublic) is { } open)
        {
            throw new ValidationException(
                $"Other machines can reach the address {open}, and there are no keys: set {nameof(Keys)}, or {nameof(AllowPublicWithoutKeys)} if that is meant.");
        }
    }
}
