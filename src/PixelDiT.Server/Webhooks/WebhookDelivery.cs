using PixelDiT.Server.Jobs;

namespace PixelDiT.Server.Webhooks;

/// <summary>One message to one receiver about one job; immutable.</summary>
public sealed record WebhookDelivery
{
    /// <summary>What a receiver can tell repeated messages by.</summary>
    public required string Id { get; init; }

    /// <summary>The job.</summary>
    public required string PromptId { get; init; }

    /// <summary>Its place among all submissions.</summary>
    public required long Sequence { get; init; }

    /// <summary>Whose job it is; null when nobody's.</summary>
    public required string? Owner { get; init; }

    /// <summary>Who is told.</summary>
    public required WebhookTarget Target { get; init; }

    /// <summary>How far it is.</summary>
    public required WebhookState State { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>The status that the receiver answered last; null when it did not answer.</summary>
    public int? LastStatus { get; init; }

    /// <summary>Why the last attempt failed; null when it did not.</summary>
    public string? LastError { get; init; }

    /// <summary>When the last attempt was.</summary>
    public DateTimeOffset? TriedAt { get; init; }

    /// <summary>The message, UTF-8 JSON; empty while the job is not over.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>True when nothing more will happen.</summary>
    public bool IsDone => State >= WebhookState.Delivered;

    /// <summary>A webhook of a job that was just submitted.</summary>
    internal static WebhookDelivery Of(Job job, WebhookTarget target) => new()
    {
        Id = $"msg_{Guid.NewGuid():N}",
        PromptId = job.PromptId,
        Sequence = job.Sequence,
        Owner = job.Owner,
        Target = target,
        State = WebhookState.Waiting,
    };

    /// <summary>The same now that the job is over.</summary>
    internal WebhookDelivery Over(HistoryEntry entry) => Target.Ends.Contains(entry.Summary.Status)
        ? this with { State = WebhookState.Ready, Body = WebhookBody.Of(entry) }
        : Done(WebhookState.Skipped);

    /// <summary>The same at its end: what is not needed any more goes.</summary>
    internal WebhookDelivery Done(WebhookState state) => this with { State = state, Body = default, Target = Target.WithoutSecret() };
}

/// <summary>How far a webhook is; stored as a number.</summary>
public enum WebhookState
{
    /// <summary>The job is not over.</summary>
    Waiting,

    /// <summary>It is to be sent, again if it was sent in vain.</summary>
    Ready,

    /// <summary>The receiver has it.</summary>
    Delivered,

    /// <summary>The receiver does not take it.</summary>
    GivenUp,

    /// <summary>The job came to an end that nobody wanted to hear of.</summary>
    Skipped,
}
