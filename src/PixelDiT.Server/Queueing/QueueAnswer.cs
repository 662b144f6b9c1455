using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PixelDiT.Server.Http;
using PixelDiT.Server.Jobs;

namespace PixelDiT.Server.Queueing;

/// <summary>
/// Answers with jobs as they come from the store, <c>{"queue_running":[JOB,...],"queue_pending":[JOB,...]}</c> with a job as
/// <c>[number,id,prompt,extra_data,[output ids]]</c>: a queue of large jobs is never in memory as a whole.
/// </summary>
/// <param name="jobs">The jobs, running ones first.</param>
internal sealed class QueueAnswer(IAsyncEnumerable<QueuedJob> jobs) : IResult
{
    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var waits = false;
        return StreamedJson.WriteAsync(
            httpContext,
            jobs,
            static w =>
            {
                w.WriteStartObject();
                w.WriteStartArray("queue_running"u8);
            },
            (w, queued) =>
            {
                if (!queued.Runs && !waits)
                {
                    BeginWaiting(w);
                    waits = true;
                }

                var job = queued.Job;
                QueueEndpoints.WriteItem(w, job.Number, job.PromptId, job.PromptJson, job.ExtraDataJson, job.Targets);
            },
            w =>
            {
                if (!waits)
                {
                    BeginWaiting(w);
                }

                w.WriteEndArray();
                w.WriteEndObject();
            });
    }

    private static void BeginWaiting(Utf8JsonWriter w)
    {
        w.WriteEndArray();
        w.WriteStartArray("queue_pending"u8);
    }
}
