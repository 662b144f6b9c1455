using System.Text.Json.Nodes;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Nodes;
using PixelDiT.Server.Previews;
using PixelDiT.Server.Sockets;

namespace PixelDiT.Server.Jobs;

/// <summary>
/// Follows one job: turns what the executor tells into socket messages, in order (protocol §4.7), and keeps what history needs.
/// Used by the worker's thread only.
/// </summary>
internal sealed class JobCourse(Job job, SocketHub hub, PreviewBudget previews, TimeProvider time) : IExecutionObserver
{
    // A message tells of every node so far: in a job of n nodes that would be n² entries. Beyond so many nodes it goes out less often: at most ten times
    // and about 4 MiB a second.
    private const int FewNodes = 256;
    private const double BytesPerSecond = 4 << 20;
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(100);

    private readonly string? _client = SocketHub.AddressOf(job.Owner, job.ClientId);
    private readonly ProgressState _progress = new(job.PromptId);
    private long _progressTold;
    private TimeSpan _progressPause;
    private bool _progressOwed;
    private readonly List<JobMessage> _messages = new(3);
    private readonly Dictionary<string, int> _outputIndex = [];
    private readonly List<(NodeRef Node, byte[] Ui)> _outputs = [];
    private JobReplay? _replay;
    private DateTimeOffset? _started;
    private JobMessage? _last;

    /// <inheritdoc />
    public void Started()
    {
        var now = time.GetUtcNow();
        _started = now;
        var data = CourseJson.Moment(job.PromptId, now.ToUnixTimeMilliseconds());
        if (_client is not null)
        {
            _replay = new JobReplay(_client, _progress);
            _replay.Started(Messages.Text("execution_start", data));
            hub.BeginReplay(_replay);
        }

        Tell("execution_start", data);
        if (job.Interruptions > 0)
        {
            Notice("The server stopped while it ran this job: this is the second run, and the last");
        }

        if (job.SecretsLost)
        {
            Notice("The access tokens that came with this job were kept in memory only; a restart of the server has lost them, so nodes that need them will fail");
        }
    }

    /// <inheritdoc />
    public void Cached(IReadOnlyList<string> nodeIds) => Tell("execution_cached", CourseJson.Cached(nodeIds, job.PromptId, Now));

    /// <inheritdoc />
    public void NodeStarted(NodeRef node)
    {
        _progress.Start(node);
        TellProgress();
        if (_client is not null)
        {
            hub.SendExecuting(_client, Messages.Executing(node, job.PromptId), Messages.ExecutingReplay(node));
        }
    }

    /// <inheritdoc />
    public void NodeProgress(NodeRef node, double value, double max, NodePreview? preview)
    {
        _progress.Report(node, value, max);
        if (!hub.HasListener(_client))
        {
            return;
        }

        var withMetadata = preview is not null && hub.WantsPreviewMetadata(_client);
        TellProgress();
        if (withMetadata)
        {
            SendPicture(preview!, Messages.PreviewWithMetadata(node, preview!, job.PromptId));
        }

        hub.SendToOrAll(_client, job.Owner, Messages.Progress(node, value, max, job.PromptId));
        if (preview is not null && !withMetadata)
        {
            SendPicture(preview, Messages.Preview(preview));
        }
    }

    /// <inheritdoc />
    public void NodeProgressState(NodeRef node, double value, double max)
    {
        _progress.Report(node, value, max);
        TellProgress();
    }

    /// <inheritdoc />
    public void NodeBlocked(NodeRef node, string message, IReadOnlyList<string> executed) =>
        Tell("execution_error", CourseJson.Blocked(node, message, executed, job.PromptId, Now));

    /// <inheritdoc />
    public void NodeExecuted(NodeRef node, JsonObject? ui)
    {
        var json = ui is null ? "null"u8.ToArray() : CourseJson.Of(ui);
        if (ui is not null)
        {
            Keep(node, json);
        }

        if (_client is not null)
        {
            var message = Messages.Executed(node, json, job.PromptId);
            _replay?.Executed(message);
            hub.SendTo(_client, message);
        }
    }

    /// <inheritdoc />
    public void NodeFinished(NodeRef node)
    {
        _progress.Finish(node);
        TellProgress();
    }

    /// <summary>What history keeps of the job. The final message becomes part of it but is sent by <see cref="TellEnd"/>, after history has it.</summary>
    public HistoryEntry Close(ExecutionOutcome outcome)
    {
        hub.ForgetExecuting();
        var ended = time.GetUtcNow();
        var timestamp = ended.ToUnixTimeMilliseconds();
        var last = outcome.Status switch
        {
            ExecutionStatus.Success => new JobMessage("execution_success", CourseJson.Moment(job.PromptId, timestamp)),
            ExecutionStatus.Error => new JobMessage("execution_error", CourseJson.Error(outcome.Error!, outcome.Executed, job.PromptId, timestamp)),
            _ => new JobMessage("execution_interrupted", CourseJson.Interrupted(outcome.InterruptedAt, outcome.Executed, job.PromptId, timestamp)),
        };
        var outputs = CourseJson.Outputs(_outputs);
        return new HistoryEntry
        {
            PromptId = job.PromptId,
            Number = job.Number,
            PromptJson = job.PromptJson,
            ExtraDataJson = job.ExtraDataJson,
            Targets = job.Targets,
            OutputsJson = outputs,
            OutputNodes = [.. _outputs.Select(o => o.Node)],
            Status = outcome.Status,
            OverAt = ended,
            Messages = [.. _messages, _last = last],
            Summary = JobSummary.Of(job, StatusOf(outcome)) with
            {
                StartedAt = _started,
                EndedAt = ended,
                ErrorJson = outcome.Status == ExecutionStatus.Error ? last.DataJson : default,
                Outputs = OutputSummary.Of(outputs),
            },
        };
    }

    /// <summary>As <see cref="Close"/>, when that failed: what the nodes showed is left out.</summary>
    public HistoryEntry CloseWithoutOutputs(ExecutionOutcome outcome)
    {
        _outputs.Clear();
        return Close(outcome);
    }

    private static JobStatus StatusOf(ExecutionOutcome outcome) => outcome.Status switch
    {
        ExecutionStatus.Success => JobStatus.Completed,
        ExecutionStatus.Error => JobStatus.Failed,
        _ => JobStatus.Cancelled,
    };

    /// <summary>Tells how the job ended.</summary>
    public void TellEnd()
    {
        if (_progressOwed)
        {
            // No later one would make up for its loss.
            SendProgress(Importance.Essential);
        }

        var last = _last ?? throw new InvalidOperationException("The job has not been closed.");
        if (_client is not null)
        {
            hub.SendTo(_client, Messages.Text(last.Type, last.DataJson.Span));
        }
        else if (last.Type == "execution_interrupted")
        {
            hub.SendToAllOf(job.Owner, Messages.Text(last.Type, last.DataJson.Span));
        }
    }

    /// <summary>Tells that nothing runs any more: the very last message of a job.</summary>
    public void TellNothingRuns()
    {
        if (_client is not null)
        {
            hub.SendTo(_client, Messages.ExecutingNothing(job.PromptId));
        }
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private void Notice(string text) => Tell("pixeldit_notice", CourseJson.Notice(text, job.PromptId, Now));

    private void Tell(string type, byte[] data)
    {
        _messages.Add(new JobMessage(type, data));
        if (_client is not null)
        {
            hub.SendTo(_client, Messages.Text(type, data));
        }
    }

    private void SendPicture(NodePreview picture, OutgoingMessage message)
    {
        var clients = hub.SendToOrAll(_client, job.Owner, message);
        if (!picture.IsResult)
        {
            previews.Spend(message.Payload.Length, clients);
        }
    }

    private void TellProgress()
    {
        if (_progress.Count > FewNodes && time.GetElapsedTime(_progressTold) < _progressPause)
        {
            _progressOwed = true;
            return;
        }

        SendProgress(Importance.Progress);
    }

    private void SendProgress(Importance importance)
    {
        _progressOwed = false;
        if (hub.HasListener(_client))
        {
            var message = _progress.ToMessage(importance);
            hub.SendToOrAll(_client, job.Owner, message);
            _progressTold = time.GetTimestamp();
            _progressPause = ProgressInterval + TimeSpan.FromSeconds(message.Payload.Length / BytesPerSecond);
        }
    }

    // A node that shows something twice (after an expansion) counts once, with what it showed last.
    private void Keep(NodeRef node, byte[] ui)
    {
        if (_outputIndex.TryGetValue(node.Id, out var index))
        {
            _outputs[index] = (node, ui);
        }
        else
        {
            _outputIndex.Add(node.Id, _outputs.Count);
            _outputs.Add((node, ui));
        }
    }
}
