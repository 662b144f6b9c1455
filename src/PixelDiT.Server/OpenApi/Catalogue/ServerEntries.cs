using static PixelDiT.Server.OpenApi.Catalogue.Say;

namespace PixelDiT.Server.OpenApi.Catalogue;

/// <summary>The machine, the process, its logs and its health.</summary>
internal static class ServerEntries
{
    public static readonly ApiEntry[] All =
    [
        Get("/api/system_stats", "server", "Versions, memory, devices") with { Description = "With keys on, only admins see the command line in `argv`.", Answers = [Answer(200, "The facts.")] },
        Get("/health/live", "server", "The process answers") with { Description = "Needs no key.", Answers = [Answer(200, "It does.")] },
        Get("/health/ready", "server", "Jobs can be taken and run") with
        {
            Description = "Looks at the worker, at what keeps queue and history, at the output folder and at the node packs, at most once a second. Needs no key.",
            Answers = [Answer(200, "They can.", Json), Answer(503, "They cannot; `checks` says why.", Json)],
        },
        Get("/openapi/v1.json", "server", "This document") with { Answers = [Ok("OpenAPI 3.1.")] },
        Get("/internal/logs", "server", "The last log messages as one text") with { Answers = [Ok("The text."), AdminsOnly] },
        Get("/internal/logs/raw", "server", "The last log messages") with { Answers = [Ok("`entries` with time `t` and text `m`, and a `size`."), AdminsOnly] },
        new ApiEntry("PATCH", "/internal/logs/subscribe", "server", "Sends log messages to a socket, or no longer") with
        {
            Body = Body("To which.", Field("clientId!", "string", "The id of its `/ws` connection."), Field("enabled!", "boolean", "True: begin; false: end.")),
            Answers = [Done, Invalid, AdminsOnly, Answer(503, "As many sockets listen as may.")],
        },
        Get("/internal/folder_paths", "server", "The model folders with their directories") with { Answers = [Ok("Folder → directories."), AdminsOnly] },
    ];
}
