using static PixelDiT.Server.OpenApi.Catalogue.Say;

namespace PixelDiT.Server.OpenApi.Catalogue;

/// <summary>The server's own control of the queue.</summary>
internal static class QueueEntries
{
    private static readonly ApiParameter JobId = InPath("promptId", "Id of the job.");
    private static readonly ApiAnswer State = Ok(
        "The queue.",
        Field("state!", "string", "`idle`, `running` or `paused`."),
        Field("paused!", "boolean", "True when no job is begun."),
        Field("running!", "array", "Jobs that run."),
        Field("pending!", "array", "Jobs that wait, each with its `position` from 1."));

    public static readonly ApiEntry[] All =
    [
        Get("/api/pixeldit/queue", "queue control", "The queue without workflows, and whether it is paused") with { Answers = [State] },
        Post("/api/pixeldit/queue/pause", "queue control", "Holds the queue up") with { Description = "The running job goes on. A pause outlives a restart.", Answers = [State, AdminsOnly] },
        Post("/api/pixeldit/queue/resume", "queue control", "Lets the queue go on") with { Answers = [State, AdminsOnly] },
        Get("/api/pixeldit/jobs/{promptId}", "queue control", "One job, with its place in the queue") with { Parameters = [JobId], Answers = [Ok("The job."), NoJob] },
        Get("/api/pixeldit/jobs/{promptId}/webhook", "queue control", "How far a job's webhook is") with
        {
            Parameters = [JobId],
            Answers =
            [
                Ok("The webhook, without secrets.", Field("delivery_id!", "string", "What the receiver sees as `webhook-id`."), Field("state!", "string", "`waiting` for the job, `delivering`, `delivered`, `given_up`, or `skipped`: that end was not wanted."),
                    Field("receiver!", "string", "Scheme, host and port."), Field("events!", "array", "Ends that are told."), Field("attempts!", "integer", "How often it was tried."),
                    Field("last_attempt!", "integer", "Unix milliseconds, or null."), Field("last_status!", "integer", "What the receiver answered, or null."), Field("last_error!", "string", "Why the last attempt failed, or null.")),
                Answer(404, "There is no such job, it is somebody else's, or it has no webhook."),
            ],
        },
        Post("/api/pixeldit/jobs/{promptId}/priority", "queue control", "Gives a waiting job another place") with
        {
            Parameters = [JobId],
            Body = Body("One of the three.", Field("number", "number", "The new number; lower runs first."), Field("position", "integer", "The new place; 1 runs next."), Field("before", "string", "Id of the waiting job that it is to stand before.")),
            Answers = [Ok("Where it stands.", Field("prompt_id!", "string", "The job."), Field("position!", "integer", "Its place."), Field("number!", "number", "Its number.")), Invalid, AdminsOnly, NoJob, Answer(409, "One of the two does not wait any more.")],
        },
        Post("/api/pixeldit/jobs/{promptId}/cancel", "queue control", "Cancels a job that waits or runs") with
        {
            Parameters = [JobId], Answers = [Ok("It is cancelled.", Field("was!", "string", "Where it stood: `pending` or `in_progress`.")), NoJob, Answer(409, "It is over already.")],
        },
    ];
}
