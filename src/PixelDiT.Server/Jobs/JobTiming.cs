using System.Text.Json;

namespace PixelDiT.Server.Jobs;

/// <summary>When a job came, began and ended.</summary>
internal static class JobTiming
{
    // "timing":{"created":MS,"started":MS|null,"ended":MS|null,"queued_seconds":S|null,"run_seconds":S|null}
    /// <summary>Writes it as a member; times are Unix milliseconds.</summary>
    public static void Write(Utf8JsonWriter w, JobSummary job)
    {
        w.WriteStartObject("timing"u8);
        w.WriteNumber("created"u8, job.CreatedAt.ToUnixTimeMilliseconds());
        Write(w, "started"u8, job.StartedAt?.ToUnixTimeMilliseconds());
        Write(w, "ended"u8, job.EndedAt?.ToUnixTimeMilliseconds());
        Write(w, "queued_seconds"u8, (job.StartedAt - job.CreatedAt)?.TotalSeconds);
        Write(w, "run_seconds"u8, (job.EndedAt - job.StartedAt)?.TotalSeconds);
        w.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter w, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } known)
        {
            w.WriteNumber(name, Math.Round(known, 3));
        }
        else
        {
            w.WriteNull(name);
        }
    }
}
