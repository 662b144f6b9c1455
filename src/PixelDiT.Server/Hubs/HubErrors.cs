using Microsoft.AspNetCore.SignalR;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Prompts;

namespace PixelDiT.Server.Hubs;

/// <summary>What clients are told when a call fails: what, where, and what would be right.</summary>
internal static class HubErrors
{
    /// <summary>An argument is not what the call takes.</summary>
    public static string Argument(string name, string problem) => $"'{name}': {problem}";

    /// <summary>The call came too soon after many others.</summary>
    public static string TooManyCalls(int perSecond) => $"More than {perSecond} calls a second on one connection; wait a moment and call again.";

    /// <summary>The server's own fault.</summary>
    public static string Fault(string method) => $"The server failed in '{method}'; its log says more.";

    /// <summary>A prompt was refused: the reason, then one line for each fault of a node.</summary>
    public static string Refused(PromptRefused refused) => string.Join('\n', [RefusalText.Reason(refused), .. RefusalText.Faults(refused)]);

    /// <summary>The id, when it can be one.</summary>
    public static string CheckJobId(string? jobId) => jobId is not null && JobId.IsCanonical(jobId)
        ? jobId
        : throw new HubException(Argument("jobId", $"a job id is a UUID in lower case, such as 01234567-89ab-4cde-8f01-23456789abcd, not {Short(jobId)}."));

    /// <summary>The ids, when all can be ones.</summary>
    public static IReadOnlyCollection<string> CheckJobIds(string?[]? jobIds) => jobIds is null
        ? throw new HubException(Argument("jobIds", "must be an array of job ids, not null."))
        : [.. jobIds.Select(CheckJobId)];

    private static string Short(string? text) => text is null ? "null" : text.Length > 60 ? $"'{text[..60]}…'" : $"'{text}'";
}
