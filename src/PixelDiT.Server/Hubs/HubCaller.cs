using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using PixelDiT.Server.Http;

namespace PixelDiT.Server.Hubs;

/// <summary>
/// Who a connection belongs to. The hub looks at a connection's first request; for long polling SignalR hands it a copy of that request which has its items but not
/// its features, and without the latter everybody would be nobody, who sees everything.
/// </summary>
internal static class HubCaller
{
    private static readonly object Key = new();

    /// <summary>Before the request reaches SignalR.</summary>
    public static void Keep(HttpContext context) => context.Items[Key] = Caller.Of(context);

    /// <summary>Who it is; null when nobody has asked, which must not happen.</summary>
    public static Caller? Of(HubCallerContext context) => context.GetHttpContext()?.Items.TryGetValue(Key, out var caller) == true ? (Caller?)caller : null;
}
