using System.Text.Json;

namespace PixelDiT.Server.Events;

/// <summary>A job begins to run.</summary>
/// <param name="Job">The job.</param>
public sealed record JobStarted(JobKey Job) : ServerEvent(Job)
{
    /// <inheritdoc />
    public override string Type => "jobStarted";

    // nothing more
    internal override void WriteTo(Utf8JsonWriter w)
    {
    }
}

/// <summary>What a job need not run, and how much it has to.</summary>
/// <param name="Job">The job.</param>
/// <param name="Nodes">Nodes of the prompt whose result is cached.</param>
/// <param name="ToRun">How many nodes of the prompt will run, as far as is known at the start; at least 0.</param>
public sealed record JobPlanned(JobKey Job, IReadOnlyList<string> Nodes, int ToRun) : ServerEvent(Job)
{
    /// <inheritdoc />
    public override string Type => "jobPlanned";

    internal override int SizeBytes => 200 + (16 * Nodes.Count);

    // "cached":[ID,...],"toRun":N
    internal override void WriteTo(Utf8JsonWriter w)
    {
        w.WriteStartArray("cached"u8);
        foreach (var id in Nodes)
        {
            w.WriteStringValue(id);
        }

        w.WriteEndArray();
        w.WriteNumber("toRun"u8, ToRun);
    }
}

/// <summary>A job produced every output that was wanted; history knows it by now.</summary>
/// <param name="Job">The job.</param>
/// <param name="Outputs">What its nodes showed, node id → ui object, as UTF-8 JSON.</param>
/// <param name="Took">How long it ran.</param>
public sealed record JobCompleted(JobKey Job, ReadOnlyMemory<byte> Outputs, TimeSpan Took) : ServerEvent(Job)
{
    /// <inheritdoc />
    public override string Type => "jobCompleted";

    internal override int SizeBytes => 200 + Outputs.Length;

    // "fraction":1,"seconds":S,"outputs":{ID:UI,...}
    internal override void WriteTo(Utf8JsonWriter w)
    {
        w.WriteNumber("fraction"u8, 1);
        EventJson.WriteEnd(w, Outputs, Took);
    }
}

/// <summary>A node of a job failed; history knows it by now.</summary>
/// <param name="Job">The job.</param>
/// <param name="NodeId">The node of the submitted graph.</param>
/// <param name="NodeType">Its node class.</param>
/// <param name="Message">What went wrong, in the node's words.</param>
/// <param name="ExceptionType">Full name of the exception's type.</param>
/// <param name="Outputs">What its nodes had shown by then, node id → ui object, as UTF-8 JSON.</param>
/// <param name="Took">How long it ran.</param>
public sealed record JobFailed(
    JobKey Job, string NodeId, string NodeType, string Message, string ExceptionType, ReadOnlyMemory<byte> Outputs, TimeSpan Took) : ServerEvent(Job)
{
    /// <inheritdoc />
    public override string Type => "jobFailed";

    internal override int SizeBytes => 300 + (2 * Message.Length) + Outputs.Length;

    // "error":{"nodeId":ID,"nodeType":C,"message":M,"exceptionType":X},"seconds":S,"outputs":{ID:UI,...}
    internal override void WriteTo(Utf8JsonWriter w)
    {
        w.WriteStartObject("error"u8);
        w.WriteString("nodeId"u8, NodeId);
        w.WriteString("nodeType"u8, NodeType);
        w.WriteString("message"u8, Message);
        w.WriteString("exceptionType"u8, ExceptionType);
        w.WriteEndObject();
        EventJson.WriteEnd(w, Outputs, Took);
    }
}

/// <summary>A running job was interrupted; history knows it by now.</summary>
/// <param name="Job">The job.</param>
/// <param name="NodeId">The node that was running, or about to; null when there was none.</param>
/// <param name="Outputs">What its nodes had shown by then, node id → ui object, as UTF-8 JSON.</param>
/// <param name="Took">How long it ran.</param>
public sealed record JobInterrupted(JobKey Job, string? NodeId, ReadOnlyMemory<byte> Outputs, TimeSpan Took) : ServerEvent(Job)
{
    /// <inheritdoc />
    public override string Type => "jobInterrupted";

    internal override int SizeBytes => 200 + Outputs.Length;

    // "nodeId":ID|null,"seconds":S,"outputs":{ID:UI,...}
    internal override void WriteTo(Utf8JsonWriter w)
    {
        w.WriteString("nodeId"u8, NodeId);
        EventJson.WriteEnd(w, Outputs, Took);
    }
}
