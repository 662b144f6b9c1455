using static PixelDiT.Server.OpenApi.Catalogue.Say;

namespace PixelDiT.Server.OpenApi.Catalogue;

/// <summary>Submitting, queue, history, jobs.</summary>
internal static class JobEntries
{
    private static readonly ApiParameter JobId = InPath("promptId", "Id of the job.");

    private static readonly ApiBody Changes = Body(
        "What goes.",
        Field("clear", "boolean", "True: everything."),
        Field("delete", "array", "Ids of jobs; unknown ones are ignored."));

    public static readonly ApiEntry[] All =
    [
        Get("/api/prompt", "jobs", "How many jobs wait and run") with { Answers = [Answer(200, "The number.")] },
        Post("/api/prompt", "jobs", "Submits a workflow") with
        {
            Description = "The job runs when its turn comes; follow it by `/ws`, by the hub, or by `/api/jobs/{id}`. Outputs that are not valid do not keep the others from running.",
            Parameters = [Header("Comfy-Usage-Source", "Kept with the job when the body says nothing about it.")],
            Body = Body(
                "The workflow and how to run it.",
                Field("prompt!", "object", "The graph in API form: node id → `{\"class_type\", \"inputs\"}`; or a workflow as the editor saves it, which then also goes into `extra_data.extra_pnginfo.workflow`."),
                Field("client_id", "string", "Id of the `/ws` connection that hears of the job."),
                Field("prompt_id", "string", "Id of the job, a UUID in lower case; made when absent."),
                Field("number", "number", "Place in the queue: lower runs first. By default a counter."),
                Field("front", "boolean", "True: before those that wait. Not looked at when there is a number."),
                Field("extra_data", "object", "Kept with the job; `extra_pnginfo` goes into images, `preview_method` says whether there are previews, `pixeldit.webhook` whom to tell of the end (see webhooks.md)."),
                Field("partial_execution_targets", "array", "Ids of the outputs that alone are wanted.")) with
            {
                Example = """{"prompt":{"1":{"class_type":"EmptyImage","inputs":{"width":64,"height":64,"batch_size":1,"color":255}},"2":{"class_type":"SaveImage","inputs":{"images":["1",0],"filename_prefix":"blue"}}}}""",
            },
            Answers =
            [
                Answer(200, "The job waits. `node_errors` names outputs that will not run."), Answer(400, "The workflow cannot run; `node_errors` says why, node by node."),
                Answer(409, "A job with this id is known."), Answer(429, "The queue is full, or this submitter sends too many; `Retry-After` says when to try again."),
            ],
        },
        Post("/api/pixeldit/convert", "jobs", "Turns an editor's workflow into the graph that would run") with
        {
            Description = "Subgraphs, reroutes, primitives, muted and bypassed nodes are resolved as ComfyUI's front end does. Nothing is run or kept. Counts as a submission for `--submit-rate`.",
            Body = Body("A workflow as the editor saves it, or an object that has it as its member `workflow` or `prompt`.", Field("workflow", "object", "The workflow, unless the body is it.")),
            Answers =
            [
                Ok("The graph.", Field("prompt!", "object", "The graph in API form, as `POST /api/prompt` takes it."),
                    Field("warnings!", "array", "What was put right or left out on the way: `{\"node_id\", \"message\"}`.")),
                Answer(400, "It cannot be converted; `error.details` names nodes and widgets line by line, `node_errors` has them by node."),
                Answer(429, "This submitter sends too many; `Retry-After` says when to try again."),
            ],
        },
        Get("/api/queue", "jobs", "The jobs that run and wait, with their workflows") with
        {
            Answers = [Ok("Jobs as arrays `[number, id, prompt, extra_data, outputs]`, in the order in which they will run.",
                Field("queue_running!", "array", "Jobs that run."), Field("queue_pending!", "array", "Jobs that wait."))],
        },
        Post("/api/queue", "jobs", "Takes waiting jobs off the queue") with { Body = Changes, Answers = [Done, Invalid] },
        Get("/api/history", "jobs", "Finished jobs") with
        {
            Parameters = [Query("max_items", "integer", "At most so many; default all."), Query("offset", "integer", "Index of the first; negative or absent: the newest ones.")],
            Answers = [Ok("Job id → entry, oldest first."), Invalid],
        },
        Get("/api/history/{promptId}", "jobs", "One finished job") with { Parameters = [JobId], Answers = [Ok("Job id → entry; empty when the job is not finished or not known.")] },
        Post("/api/history", "jobs", "Forgets finished jobs") with { Body = Changes, Answers = [Done, Invalid] },
        Post("/api/interrupt", "jobs", "Interrupts the running job") with
        {
            Body = Body("Which; without a body whatever runs.", Field("prompt_id", "string", "Only this job.")) with { Optional = true },
            Answers = [Done, Invalid],
        },
        Post("/api/free", "jobs", "Frees memory, at once or after the running job") with
        {
            Body = Body("What goes.", Field("unload_models", "boolean", "All models."), Field("free_memory", "boolean", "All results that are kept; implies the models unless they are named.")),
            Answers = [Done, Invalid],
        },
        Get("/api/jobs", "jobs", "Jobs in every state, page by page") with
        {
            Parameters =
            [
                Query("status", "string", "Only these: a list with commas of pending, in_progress, completed, failed, cancelled."),
                Query("workflow_id", "string", "Only jobs made from this workflow."),
                Query("sort_by", "string", "Default created_at.", "created_at", "execution_duration"),
                Query("sort_order", "string", "Default desc.", "asc", "desc"),
                Query("limit", "integer", "At most so many; default all."),
                Query("offset", "integer", "So many are left out at the beginning."),
            ],
            Answers = [Ok("The page.", Field("jobs!", "array", "The jobs."), Field("pagination!", "object", "`offset`, `limit`, `total`, `has_more`.")), Answer(400, "A parameter is not as it should be.")],
        },
        Get("/api/jobs/{promptId}", "jobs", "One job in any state") with { Parameters = [JobId], Answers = [Ok("The job, with workflow and outputs when it is finished."), NoJob] },
        Post("/api/jobs/{promptId}/cancel", "jobs", "Takes a job off the queue, or interrupts it") with { Parameters = [JobId], Answers = [Answer(200, "Whether it waited or ran.")] },
        Post("/api/jobs/cancel", "jobs", "Cancels several jobs") with
        {
            Body = Body("Which.", Field("job_ids!", "array", "Ids of jobs.")), Answers = [Answer(200, "Whether one of them waited or ran."), Answer(400, "Something is no id of a job; none is cancelled.")],
        },
        Get("/api/ws", "live", "The socket of ComfyUI's clients") with
        {
            Description = "A WebSocket: status, progress, previews and results as JSON and binary messages.",
            Parameters = [Query("clientId", "string", "The client's id: it hears of jobs with this `client_id`. Made when absent."), Query("key", "string", "An API key, where headers cannot be set.")],
            Answers = [Answer(101, "The connection is a WebSocket now."), Answer(400, "No WebSocket request, or an id of more than 256 characters."), Answer(503, "As many sockets are open as the server keeps.")],
        },
        Get("/api/pixeldit/hub", "live", "The SignalR hub: where it is and how it does") with { Answers = [Answer(200, "Connections, events and drops.")] },
    ];
}
