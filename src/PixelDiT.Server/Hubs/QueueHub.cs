using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using PixelDiT.Server.Events;
using PixelDiT.Server.Http;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Prompts;
using PixelDiT.Server.Queueing;
using PixelDiT.Server.Security;

namespace PixelDiT.Server.Hubs;

/// <summary><c>/hubs/queue</c>: submits, follows and controls jobs. What can go wrong arrives as a <see cref="HubException"/> that says what would be right.</summary>
internal sealed class QueueHub(Subscribers subscribers, PromptSubmitter submitter, QueueControl control, SnapshotSource snapshots, EventLog log, SubmitLimiter limiter) : Hub<IQueueClient>
{
    private static readonly ReadLimits PageLimits = new(MaxEvents: 1000, MaxBytes: 1 << 20, SlowBytes: long.MaxValue);

    private Subscriber Self => subscribers.Find(Context.ConnectionId) ?? throw new HubException("The connection is being closed.");

    private CancellationToken Gone => Context.ConnectionAborted;

    /// <inheritdoc />
    public override Task OnConnectedAsync()
    {
        if (HubCaller.Of(Context) is not { } caller || !subscribers.TryAdd(Context.ConnectionId, caller, Gone))
        {
            Context.Abort();
        }

        return base.OnConnectedAsync();
    }

    /// <inheritdoc />
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        subscribers.Remove(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }

    /// <summary>Queues a job.</summary>
    /// <param name="request">What <c>POST /prompt</c> takes: <c>{"prompt": {...}, "prompt_id"?, "number"?, "front"?, "extra_data"?, ...}</c>.</param>
    public async Task<SubmitAnswer> Submit(JsonElement request)
    {
        if (!limiter.TryAcquire(Self.Caller, Context.GetHttpContext()?.Connection.RemoteIpAddress, out var wait))
        {
            throw new HubException(HubErrors.Refused(limiter.Refusal(wait)));
        }

        var seq = log.Last;
        if (BodyOf(request).AsObject(out var problem) is not { } body)
        {
            throw new HubException(HubErrors.Argument("request", problem));
        }

        var result = await submitter.SubmitAsync(body, usageSource: null, Self.Caller.Owner, Gone);
        return result.Accepted is { } accepted
            ? new SubmitAnswer(accepted.PromptId, accepted.Number.Value, accepted.NodeErrors, seq)
            : throw new HubException(HubErrors.Refused(result.Refused!));
    }

    /// <summary>Takes a waiting job off the queue, or interrupts a running one.</summary>
    /// <param name="jobId">Its id.</param>
    /// <returns>False when it is over.</returns>
    public async Task<bool> Cancel(string jobId)
    {
        var result = await control.CancelAsync(HubErrors.CheckJobId(jobId), Self.Caller.Scope, Gone);
        return result.Outcome switch
        {
            ControlOutcome.Done => true,
            ControlOutcome.IsOver => false,
            _ => throw new HubException(HubErrors.Argument("jobId", result.Problem + ".")),
        };
    }

    /// <summary>Gives a waiting job another place in the queue.</summary>
    /// <param name="jobId">Its id.</param>
    /// <param name="place"><c>{"number": N}</c>, <c>{"position": N}</c> (1 runs next) or <c>{"before": jobId}</c>.</param>
    public async Task<MoveAnswer> Move(string jobId, JsonElement place)
    {
        RequireAdmin();
        HubErrors.CheckJobId(jobId);
        if (QueueControlEndpoints.ReadMove(BodyOf(place), out var problem) is not { } move)
        {
            throw new HubException(HubErrors.Argument("place", problem));
        }

        var result = await control.MoveAsync(jobId, move, Self.Caller.Scope, Gone);
        return result.Outcome == ControlOutcome.Done
            ? new MoveAnswer(result.Value.Position, result.Value.Number.Value)
            : throw new HubException(HubErrors.Argument("jobId", result.Problem + "."));
    }

    /// <summary>No waiting job begins to run any more; the running one goes on. Lasts over a restart.</summary>
    public async Task Pause()
    {
        RequireAdmin();
        await control.SetPausedAsync(true, Gone);
    }

    /// <summary>Waiting jobs run again.</summary>
    public async Task Resume()
    {
        RequireAdmin();
        await control.SetPausedAsync(false, Gone);
    }

    /// <summary>Follows single jobs.</summary>
    /// <param name="jobIds">Their ids; they need not be known yet.</param>
    /// <param name="after">Begins with the event after this number; null for now. Only the first subscription of a connection has a choice.</param>
    public SubscribeAnswer Subscribe(string[] jobIds, long? after)
    {
        var begins = Self.Subscribe(HubErrors.CheckJobIds(jobIds), after)
            ?? throw new HubException(HubErrors.Argument("jobIds", "one connection cannot follow that many jobs; SubscribeAll follows every job."));
        return new SubscribeAnswer(begins);
    }

    /// <summary>Follows every job, and the queue as a whole.</summary>
    /// <param name="after">Begins with the event after this number; null for now. Only the first subscription of a connection has a choice.</param>
    public SubscribeAnswer SubscribeAll(long? after) => new(Self.SubscribeAll(after));

    /// <summary>Follows these jobs no more; of no account while every job is followed.</summary>
    /// <param name="jobIds">Their ids.</param>
    public void Unsubscribe(string[] jobIds) => Self.Unsubscribe(HubErrors.CheckJobIds(jobIds));

    /// <summary>Follows nothing any more.</summary>
    public void UnsubscribeAll() => Self.UnsubscribeAll();

    /// <summary>The queue now.</summary>
    public async Task<QueueOverview> Snapshot() => await snapshots.TakeAsync(Self.Caller.Scope, Gone);

    /// <summary>What happened after a number, whatever is subscribed to; page by page.</summary>
    /// <param name="after">Number of the last event that the client has.</param>
    public async Task<MissedAnswer> Since(long after)
    {
        var scope = Self.Caller.Scope;
        return EventReader.Read(log, after, EventFilter.Everything(scope), PageLimits, replayUpTo: long.MaxValue) is { } batch
            ? new MissedAnswer(batch, More: batch.UpTo < log.Last, Reset: null)
            : new MissedAnswer(null, More: false, await snapshots.TakeAsync(scope, Gone));
    }

    // From the text: the same rules hold as for a request body.
    private static JsonBody BodyOf(JsonElement argument) =>
        JsonBody.Parse(argument.ValueKind == JsonValueKind.Undefined ? "null"u8 : JsonMarshal.GetRawUtf8Value(argument));

    private void RequireAdmin()
    {
        if (Self.Caller.Scope is not null)
        {
            throw new HubException("This call concerns everybody's jobs: it takes the key of an administrator.");
        }
    }
}
