using System.Collections.Frozen;
using Microsoft.OpenApi;
using PixelDiT.Server.OpenApi.Catalogue;

namespace PixelDiT.Server.OpenApi;

/// <summary>
/// What is said about the routes: in one place, and not at the routes themselves, so that it is loaded when the document is made and not at every start. A test
/// keeps it complete.
/// </summary>
internal static class ApiCatalogue
{
    private static readonly (string Name, string Description)[] Tags =
    [
        ("simple", "Text in, image out: one request."),
        ("jobs", "Submitting workflows; queue, history and jobs."),
        ("queue control", "Holding the queue up, another order, cancelling. Routes of this server, not of ComfyUI."),
        ("live", "What happens, as it happens: the socket of ComfyUI's clients, and a SignalR hub."),
        ("nodes", "Which node classes and packs there are."),
        ("files", "Images: showing, uploading, deleting."),
        ("models", "Which model files there are."),
        ("users", "Settings and files of front ends."),
        ("front ends", "What web front ends ask for at their start."),
        ("server", "The machine, the process, its logs and its health."),
    ];

    private static readonly FrozenDictionary<(string Method, string Path), ApiEntry> Entries =
        ((IReadOnlyList<ApiEntry>)[.. SimpleEntries.All, .. JobEntries.All, .. QueueEntries.All, .. FileEntries.All, .. ModelEntries.All, .. UserEntries.All, .. FrontEndEntries.All, .. ServerEntries.All])
        .ToFrozenDictionary(e => (e.Method, e.Path));

    /// <summary>All entries.</summary>
    public static IEnumerable<ApiEntry> All => Entries.Values;

    /// <summary>The entry of a route; null for one that is not shown: the twin without <c>/api</c>, HEAD, files of a front end.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="path">Its path; a slash at the beginning and the star of a parameter make no difference.</param>
    public static ApiEntry? Find(string? method, string? path) =>
        method is not null && path is not null ? Entries.GetValueOrDefault((method, "/" + path.TrimStart('/').Replace("{**", "{").Replace("{*", "{"))) : null;

    /// <summary>Writes what concerns all routes.</summary>
    public static void ApplyTo(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "PixelDiT.Nodes",
            Version = typeof(ApiCatalogue).Assembly.GetName().Version?.ToString(3) ?? "0",
            Description =
                """
                A ComfyUI-compatible backend. Routes that ComfyUI has answer as ComfyUI's do; those under `/api/pixeldit/` are this server's own.

                Routes under `/api/` exist without that prefix as well, except those under `/api/jobs`, `/api/assets`, `/api/tags`, `/api/workflow_templates`,
                `/api/pixeldit/queue`, `/api/pixeldit/jobs`, `/api/pixeldit/convert` and `/api/pixeldit/generate`. What answers GET answers HEAD. JSON bodies are read whatever their Content-Type is. Refused requests are answered
                `{"error":{"type","message","details","extra_info"},"node_errors":{}}`.

                With API keys on (`--api-keys`), every route but `/health/live` and `/health/ready` needs one: `Authorization: Bearer KEY` or `X-API-Key: KEY`; `/ws`,
                `/hubs` and `/view` also take `?key=KEY`. Without a valid key the answer is 401. Jobs, queue and history are then each key's own; admins see everybody's.
                """,
        };
        document.Servers?.Clear();
        document.Tags = Tags.Select(t => new OpenApiTag { Name = t.Name, Description = t.Description }).ToHashSet();
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key." },
            ["header"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-API-Key", Description = "An API key." },
        };
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("header", document)] = [] },
            // None, where there are no keys.
            new OpenApiSecurityRequirement(),
        ];
    }
}
