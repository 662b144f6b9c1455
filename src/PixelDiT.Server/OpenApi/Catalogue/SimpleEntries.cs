using static PixelDiT.Server.OpenApi.Catalogue.Say;

namespace PixelDiT.Server.OpenApi.Catalogue;

/// <summary>Whole jobs in one call.</summary>
internal static class SimpleEntries
{
    public static readonly ApiEntry[] All =
    [
        Post("/api/pixeldit/generate", "simple", "Makes an image: from a text, or by a workflow with values changed") with
        {
            Description =
                "Waits for the job and answers with the image itself (`Accept: image/*`, or `\"response\": \"image\"`; the first that was saved) or with JSON: links, seeds, times. "
                + "All outputs must be valid. When the client goes away, the job goes on, unless `on_disconnect` is `cancel`. See generate.md for examples.",
            Parameters = [Header("Idempotency-Key", "The request's own name, the same as `prompt_id`: a request that comes again with it gets the first one's job and never runs twice."), Header("Accept", "`image/*` for the image itself.")],
            Body = Body(
                "A text with settings, or a workflow with overrides.",
                Field("prompt", "string", "The text; for the simple form needed. It runs the published text-to-image workflow."),
                Field("negative_prompt", "string", "What the image is not to be like."),
                Field("width", "integer", "In pixels; default 1024."),
                Field("height", "integer", "In pixels; default 1024."),
                Field("seed", "integer", "Default: any; the answer says which."),
                Field("steps", "integer", "Default 30."),
                Field("cfg", "number", "Guidance; default 4."),
                Field("batch_size", "integer", "How many images; default 1."),
                Field("sampler_name", "string", "Default `er_sde`."),
                Field("scheduler", "string", "Default `simple`."),
                Field("model", "string", "File of the diffusion model; default `pixeldit_1300m_1024px_bf16.safetensors`."),
                Field("text_encoder", "string", "File of the text encoder; default `gemma_2_2b_it_elm_bf16.safetensors`."),
                Field("filename_prefix", "string", "How the file's name begins; default `PixelDiT`."),
                Field("workflow", "any", "Instead of all these: a workflow in API form or the editor's, or the name of one that the user has saved or that lies in the server's folder `workflows`."),
                Field("overrides", "object", "Values for its inputs, by `NODE.INPUT`; NODE is an id, a title or a class."),
                Field("prompt_id", "string", "The request's own name: an id of a job, or any text of up to 255 characters."),
                Field("wait", "boolean", "False: answer 202 at once. Default true."),
                Field("timeout", "number", "Seconds after which 202 is answered; the job goes on. Default: none."),
                Field("response", "string", "`image` or `json`; default: what `Accept` says."),
                Field("on_disconnect", "string", "`continue` (default) or `cancel`."),
                Field("webhook", "object", "Whom to tell of the job's end: `url`, and perhaps `secret` and `events` (of completed, failed, cancelled). See webhooks.md."),
                Field("client_id", "string", "As for `POST /api/prompt`; so are `number`, `front`, `extra_data` and `partial_execution_targets`.")) with
            {
                Example = """{"prompt":"a lighthouse in the fog","width":1024,"height":768,"seed":7}""",
            },
            Answers =
            [
                new ApiAnswer(200, "The image, with `X-Prompt-Id`, `X-Image-Count` and, when there is one seed, `X-Seed`; or the result as JSON. `Idempotent-Replayed: true` tells a repeated request.", $"{Json} image/png")
                {
                    Fields =
                    [
                        Field("prompt_id!", "string", "Id of the job."), Field("status!", "string", "`completed`."), Field("location!", "string", "Where the job is."),
                        Field("images!", "array", "`node_id`, `filename`, `subfolder`, `type`, and `url` for `GET`."), Field("seeds!", "object", "`NODE.INPUT` → seed."),
                        Field("timing!", "object", "`created`, `started`, `ended` in Unix milliseconds; `queued_seconds`, `run_seconds`."), Field("outputs!", "object", "All that nodes showed."),
                    ],
                },
                new ApiAnswer(202, "The job goes on; `Location` says where.", Json)
                {
                    Fields = [Field("prompt_id!", "string", "Id of the job."), Field("status!", "string", "`pending` or `in_progress`."), Field("location!", "string", "Where the job is.")],
                },
                Answer(400, "The request cannot run; nothing was queued.", Json), Answer(404, "The job, or its image, is forgotten already.", Json), Answer(406, "The job made no image.", Json),
                Answer(409, "The id belongs to another request, or the job was cancelled.", Json), Answer(422, "A node failed; `error.details` says which and why.", Json),
                Answer(429, "The queue is full, or this submitter sends too many; `Retry-After` says when to try again.", Json), Answer(503, "The server stops.", Json),
            ],
        },
    ];
}
