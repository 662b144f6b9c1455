using System.Text.Json;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Server.Events;

/// <summary>A node starts, or starts again.</summary>
/// <param name="Job">The job.</param>
/// <param name="Node">The node.</param>
/// <param name="Fraction">How much of the job is done, 0 … 1; never falls within a job.</param>
public sealed record NodeStarted(JobKey Job, NodeRef Node, double Fraction) : ServerEvent(Job)
{
    /// <inheritdoc />
    public override string Type => "nodeStarted";

    // "node":{...},"fraction":F
    internal override void WriteTo(Utf8JsonWriter w)
    {
        EventJson.WriteNode(w, Node);
        w.WriteNumber("fraction"u8, Fraction);
    }
}

/// <summary>One step of a node.</summary>
/// <param name="Job">The job.</param>
/// <param name="Node">The node.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">All steps.</param>
/// <param name="Rate">Steps per second over the latest reports; null while there is only one.</param>
/// <param name="Remaining">How long this node still takes at that rate; null without a rate.</param>
/// <param name="Fraction">How much of the job is done, 0 … 1; never falls within a job.</param>
public sealed record NodeProgress(JobKey Job, NodeRef Node, double Step, double Steps, double? Rate, TimeSpan? Remaining, double Fraction) : ServerEvent(Job)
{
    /// <inheritdoc />
    public override string Type => "progress";

    /// <inheritdoc />
    public override EventWeight Weight => EventWeight.Progress;

    // "node":{...},"step":V,"steps":M,"stepRate":R|null,"remainingSeconds":S|null,"fraction":F
    internal override void WriteTo(Utf8JsonWriter w)
    {
        EventJson.WriteNode(w, Node);
        EventJson.WriteNumber(w, "step"u8, Step);
        EventJson.WriteNumber(w, "steps"u8, Steps);
        EventJson.WriteNumber(w, "stepRate"u8, Rate);
        EventJson.WriteNumber(w, "remainingSeconds"u8, Remaining?.TotalSeconds);
        w.WriteNumber("fraction"u8, Fraction);
    }
}

/// <summary>A picture of a node's work in progress, or one that is its result. It follows the <see cref="NodeProgress"/> of the same step.</summary>
/// <param name="Job">The job.</param>
/// <param name="Node">The node.</param>
/// <param name="Step">The step it shows.</param>
/// <param name="Picture">The encoded picture.</param>
public sealed record NodePreviewed(JobKey Job, NodeRef Node, double Step, NodePreview Picture) : ServerEvent(Job)
{
    /// <inheritdoc />
    public override string Type => "preview";

    /// <inheritdoc />
    public override EventWeight Weight => Picture.IsResult ? EventWeight.Essential : EventWeight.Preview;

    internal override int SizeBytes => 300 + Picture.Bytes.Length;

    // "node":{...},"step":V,"isResult":B,"mediaType":"image/jpeg"|"image/png","image":BASE64
    internal override void WriteTo(Utf8JsonWriter w)
    {
        EventJson.WriteNode(w, Node);
        EventJson.WriteNumber(w, "step"u8, Step);
        w.WriteBoolean("isResult"u8, Picture.IsResult);
        w.WriteString("mediaType"u8, Picture.Format == PreviewFormat.Png ? "image/png"u8 : "image/jpeg"u8);
        w.WriteBase64String("image"u8, Picture.Bytes.Span);
    }
}

/// <summary>A node, or its cached result, has something to show.</summary>
/// <param name="Job">The job.</param>
/// <param name="Node">The node.</param>
/// <param name="Output">Media key → array, as UTF-8 JSON; JSON's null for a cached output node that never showed anything.</param>
public sealed record NodeExecuted(JobKey Job, NodeRef Node, ReadOnlyMemory<byte> Output) : ServerEvent(Job)
{
    /// <inheritdoc />
    public override string Type => "nodeExecuted";

    internal override int SizeBytes => 200 + Output.Length;

    // "node":{...},"output":UI|null
    internal override void WriteTo(Utf8JsonWriter w)
    {
        EventJson.WriteNode(w, Node);
        w.WritePropertyName("output"u8);
        w.WriteRawValue(Output.Span, skipInputValidation: true);
    }
}

/// <summary>A node is done.</summary>
/// <param name="Job">The job.</param>
/// <param name="Node">The node.</param>
/// <param name="Fraction">How much of the job is done, 0 … 1; never falls within a job.</param>
public sealed record NodeFinished(JobKey Job, NodeRef Node, double Fraction) : ServerEvent(Job)
{
    /// <inheritdoc />
    public override string Type => "nodeFinished";

    // "node":{...},"fraction":F
    internal override void WriteTo(Utf8JsonWriter w)
    {
        EventJson.WriteNode(w, Node);
        w.WriteNumber("fraction"u8, Fraction);
    }
}

/// <summary>A node received a blocker with a message; the job goes on without it.</summary>
/// <param name="Job">The job.</param>
/// <param name="Node">The node.</param>
/// <param name="Message">The blocker's message.</param>
public sealed record NodeBlocked(JobKey Job, NodeRef Node, string Message) : ServerEvent(Job)
{
    /// <inheritdoc />
    public override string Type => "nodeBlocked";

    internal override int SizeBytes => 200 + (2 * Message.Length);

    // "node":{...},"message":M
    internal override void WriteTo(Utf8JsonWriter w)
    {
        EventJson.WriteNode(w, Node);
        w.WriteString("message"u8, Message);
    }
}
