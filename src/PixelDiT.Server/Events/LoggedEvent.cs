using System.Text.Json;

namespace PixelDiT.Server.Events;

/// <summary>An event with its place in the log. Its JSON is made once, by whoever asks first, however many clients get it.</summary>
public sealed class LoggedEvent
{
    private byte[]? _json;

    internal LoggedEvent(long seq, DateTimeOffset time, ServerEvent happened, long weightBefore) =>
        (Seq, Time, Event, WeightBefore) = (seq, time, happened, weightBefore);

    /// <summary>Its sequence number: one more than that of the event before. Numbers go on over restarts, with a gap, and stay below 2^53.</summary>
    public long Seq { get; }

    /// <summary>When it was written down.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>What happened.</summary>
    public ServerEvent Event { get; }

    /// <summary>How many bytes of events that are no previews were logged before this one, since the start.</summary>
    internal long WeightBefore { get; }

    /// <summary>True when a later preview took the place of this one: only the number is left.</summary>
    internal bool IsGone => Event is Gone;

    /// <summary>The event as a UTF-8 JSON object.</summary>
    internal ReadOnlyMemory<byte> Json => _json ??= EventJson.Of(this);

    /// <summary>About how much memory it takes, in bytes.</summary>
    internal int SizeBytes => Event.SizeBytes;

    /// <summary>What is left of a preview that another one has replaced.</summary>
    internal LoggedEvent WithoutPicture() => new(Seq, Time, new Gone(Event.Job), WeightBefore);

    private sealed record Gone(JobKey? Job) : ServerEvent(Job)
    {
        public override string Type => "gone";

        public override EventWeight Weight => EventWeight.Preview;

        internal override int SizeBytes => 100;

        internal override void WriteTo(Utf8JsonWriter w) => throw new InvalidOperationException("A replaced preview is never sent.");
    }
}
