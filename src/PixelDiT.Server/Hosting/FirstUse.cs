using Microsoft.Extensions.Logging;

namespace PixelDiT.Server.Hosting;

/// <summary>Warms up when somebody comes who will want something done, and not before.</summary>
internal sealed class FirstUse(ServerParts parts, ILogger<FirstUse> logger)
{
    private int _happened;

    /// <summary>Somebody came. Returns at once.</summary>
    public void Happens()
    {
        if (Interlocked.Exchange(ref _happened, 1) == 0)
        {
            new Thread(WarmUp) { Name = "pixeldit warm-up", IsBackground = true }.Start();
        }
    }

    private void WarmUp()
    {
        try
        {
            parts.WarmUp();
        }
        catch (Exception e)
        {
            // The job that needs it will say so in its own words.
            Http.HttpLog.WarmUpFault(logger, e);
        }
    }
}
