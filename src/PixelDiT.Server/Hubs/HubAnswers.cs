using System.Text.Json.Serialization;
using PixelDiT.Graph.Validation;
using PixelDiT.Server.Events;

namespace PixelDiT.Server.Hubs;

/// <summary>The queue at one moment. Later events may repeat what it already shows.</summary>
/// <param name="Seq">Number of the latest event before that moment.</param>
/// <param name="Paused">True when no waiting job begins to run.</param>
/// <param name="Remaining">Waiting and running jobs together.</param>
/// <param name="Running">Jobs being run.</param>
/// <param name="Pending">Waiting jobs in the order in which they will run; the first <see cref="MaxPending"/> of them.</param>
public sealed record QueueOverview(long Seq, bool Paused, int Remaining, IReadOnlyList<RunningJobView> Running, IReadOnlyList<PendingJobView> Pending)
{
    /// <summary>Most waiting jobs that are listed.</summary>
    public const int MaxPending = 1000;
}

/// <summary>A running job.</summary>
/// <param name="JobId">Its id.</param>
/// <param name="Number">Its place in the queue.</param>
/// <param name="CreatedAt">When it was submitted, Unix milliseconds.</param>
/// <param name="Fraction">How much of it is done, 0 … 1.</param>
/// <param name="NodeId">The node that started last, or null.</param>
/// <param name="Step">Steps that this node has done; null when it has not reported.</param>
/// <param name="Steps">All its steps; null when it has not reported.</param>
/// <param name="StepRate">Its steps per second, or null.</param>
/// <param name="RemainingSeconds">How long it still takes at that rate, or null.</param>
public sealed record RunningJobView(
    string JobId, double Number, long CreatedAt, double Fraction, string? NodeId, double? Step, double? Steps, double? StepRate, double? RemainingSeconds);

/// <summary>A waiting job.</summary>
/// <param name="JobId">Its id.</param>
/// <param name="Number">Its place in the queue.</param>
/// <param name="Position">1 for the job that runs next; others' jobs count.</param>
/// <param name="CreatedAt">When it was submitted, Unix milliseconds.</param>
public sealed record PendingJobView(string JobId, double Number, int Position, long CreatedAt);

/// <summary>Answer of <see cref="QueueHub.Submit"/>: the job waits.</summary>
/// <param name="JobId">Its id.</param>
/// <param name="Number">Its place in the queue.</param>
/// <param name="NodeErrors">Faults of outputs that will not run, by node id; usually empty.</param>
/// <param name="Seq">A number before all events of the job: with it a subscription misses none of them.</param>
internal sealed record SubmitAnswer(
    string JobId,
    double Number,
    IReadOnlyDictionary<string, NodeErrors> NodeErrors,
    long Seq);

/// <summary>Answer of <see cref="QueueHub.Move"/>.</summary>
/// <param name="Position">Where the job stands now, 1 for the one that runs next.</param>
/// <param name="Number">The number it has now.</param>
internal sealed record MoveAnswer(int Position, double Number);

/// <summary>Answer of the subscribing calls.</summary>
/// <param name="After">Events after this number are sent.</param>
internal sealed record SubscribeAnswer(long After);

/// <summary>Answer of <see cref="QueueHub.Since"/>.</summary>
/// <param name="Batch">What was missed, or its first part; null when the log does not reach back that far.</param>
/// <param name="More">True when there is more after <see cref="EventBatch.UpTo"/>: ask again from there.</param>
/// <param name="Reset">The queue to start over from, when <paramref name="Batch"/> is null.</param>
internal sealed record MissedAnswer(EventBatch? Batch, bool More, QueueOverview? Reset);

/// <summary>How the hub's answers look as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SubmitAnswer))]
[JsonSerializable(typeof(SubscribeAnswer))]
[JsonSerializable(typeof(MoveAnswer))]
[JsonSerializable(typeof(MissedAnswer))]
[JsonSerializable(typeof(QueueOverview))]
[JsonSerializable(typeof(EventBatch))]
[JsonSerializable(typeof(HubStatus))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(long?))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(System.Text.Json.JsonElement))]
internal sealed partial class HubJson : JsonSerializerContext;
