using System.ComponentModel.DataAnnotations;
using PixelDiT.Server.Events;
using PixelDiT.Server.Hubs;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Security;
using PixelDiT.Server.Sockets;
using PixelDiT.Server.Webhooks;

namespace PixelDiT.Server;

/// <summary>Everything that can be set about a server. Checked when the server is built.</summary>
public sealed record ServerOptions
{
    /// <summary>Addresses to listen on, such as <c>127.0.0.1</c>, <c>::1</c>, <c>0.0.0.0</c>, <c>::</c>. Default loopback.</summary>
    [MinLength(1)]
    public IReadOnlyList<string> Listen { get; init; } = ["127.0.0.1"];

    /// <summary>Port; 0 takes a free one. Default 8188.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 8188;

    /// <summary>Largest request body in bytes; a larger one is answered 413. Default 100 MiB.</summary>
    [Range(1, 1L << 40)]
    public long MaxUploadBytes { get; init; } = 100L << 20;

    /// <summary>Origin to open the server to (<c>*</c> for any): switches the origin check off. Default null, closed.</summary>
    public string? CorsOrigin { get; init; }

    /// <summary>Directory of a built front end to serve at <c>/</c>. Default null: a plain page.</summary>
    public string? FrontEndRoot { get; init; }

    /// <summary>
    /// True when requests choose a user by the header <c>Comfy-User</c>, each with settings and files of its own. It keeps users apart; it is no protection.
    /// Default false: one user.
    /// </summary>
    public bool MultiUser { get; init; }

    /// <summary>
    /// How long a file stays in the output folder that this server wrote and that nobody changed since; older ones are deleted. At least an hour. Default null: for ever.
    /// Needs <see cref="Hosting.ServerParts.SavedFiles"/>.
    /// </summary>
    [Range(typeof(TimeSpan), "01:00:00", "36500.00:00:00")]
    public TimeSpan? OutputRetention { get; init; }

    /// <summary>True when jobs that do not say otherwise get previews. Default false, as in ComfyUI.</summary>
    public bool PreviewsByDefault { get; init; }

    /// <summary>
    /// About the most bytes of previews that are sent in a second, to all clients together; beyond it, pictures are passed over and not made, so that hundreds of clients do
    /// not slow the sampler. At least 0, which is no bound. Default 32 MiB.
    /// </summary>
    [Range(0, 1L << 40)]
    public long PreviewBytesPerSecond { get; init; } = 32L << 20;

    /// <summary>What <c>/system_stats</c> shows as command line. Default empty.</summary>
    public IReadOnlyList<string> CommandLine { get; init; } = [];

    /// <summary>Bounds of queue and history.</summary>
    public JobStoreOptions Jobs { get; init; } = new();

    /// <summary>
    /// How long a stop waits for the running job to finish, from 0 to a day. After that it is broken off and goes back into the queue, where the next start finds it
    /// when the store keeps it. Default 0: it is broken off at once.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan StopGrace { get; init; }

    /// <summary>Who may use it, and how much of it.</summary>
    public SecurityOptions Security { get; init; } = new();

    /// <summary>Where webhooks may go, and how hard they are tried.</summary>
    public WebhookOptions Webhooks { get; init; } = new();

    /// <summary>Bounds of <c>/ws</c> connections.</summary>
    public SocketOptions Sockets { get; init; } = new();

    /// <summary>Bounds of the log of events.</summary>
    public EventLogOptions Events { get; init; } = new();

    /// <summary>Bounds of <c>/hubs/queue</c>.</summary>
    public QueueHubOptions Hub { get; init; } = new();

    /// <summary>Checks every bound.</summary>
    /// <exception cref="ValidationException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        foreach (var part in (ReadOnlySpan<object>)[this, Jobs, Webhooks, Sockets, Events, Hub, Security, Security.Images])
        {
            Validator.ValidateObject(part, new ValidationContext(part), validateAllProperties: true);
        }

        Security.Validate(Listen);
        Webhooks.Validate();
    }
}
