using System.Text.Json;
using System.Text.Json.Serialization;

namespace PixelDiT.Server.Events;

/// <summary>
/// Some consecutive events for one client: everything it is to see after <see cref="After"/> up to <see cref="UpTo"/>, save what is counted in
/// <see cref="Dropped"/>. Batches fit together: the <see cref="After"/> of one is the <see cref="UpTo"/> of the one before.
/// </summary>
[JsonConverter(typeof(EventBatchConverter))]
public sealed record EventBatch
{
    /// <summary>Number of the event after which the batch begins.</summary>
    public required long After { get; init; }

    /// <summary>Number of the event with which it ends; to be given to <c>Since</c> and <c>Subscribe</c> later.</summary>
    public required long UpTo { get; init; }

    /// <summary>The events, in order.</summary>
    public required IReadOnlyList<LoggedEvent> Events { get; init; }

    /// <summary>What was left out.</summary>
    public required DroppedEvents Dropped { get; init; }
}

/// <summary>How many events a client did not get.</summary>
/// <param name="Previews">Pictures that a later one replaced before they could be sent, or that were left out because the client reads too slowly.</param>
/// <param name="Progress">Progress reports that were left out because the client reads too slowly.</param>
public sealed record DroppedEvents(long Previews, long Progress)
{
    /// <summary>All together.</summary>
    public long Total => Previews + Progress;
}

/// <summary>Writes a batch from the ready JSON of its events.</summary>
internal sealed class EventBatchConverter : JsonConverter<EventBatch>
{
    /// <inheritdoc />
    public override EventBatch Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Batches are only written.");

    // {"after":N,"upTo":N,"events":[...],"dropped":{"previews":N,"progress":N}}   dropped only when something was
    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, EventBatch value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber("after"u8, value.After);
        writer.WriteNumber("upTo"u8, value.UpTo);
        writer.WriteStartArray("events"u8);
        foreach (var logged in value.Events)
        {
            writer.WriteRawValue(logged.Json.Span, skipInputValidation: true);
        }

        writer.WriteEndArray();
        if (value.Dropped.Total > 0)
        {
            writer.WriteStartObject("dropped"u8);
            writer.WriteNumber("previews"u8, value.Dropped.Previews);
            writer.WriteNumber("progress"u8, value.Dropped.Progress);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
