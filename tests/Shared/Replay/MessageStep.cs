using System.Text.Json.Nodes;

namespace PixelDiT.Tests.Replay;

/// <summary>
/// One thing that a socket was told. A <c>progress_state</c> message tells of all nodes: it becomes one step for each node whose state changed with it,
/// because how often a running node reports depends on the machine.
/// </summary>
/// <param name="PromptId">The job, or null.</param>
/// <param name="Node">The node, or null for what concerns the job or the connection as a whole.</param>
/// <param name="Kind">Type of the message, or <c>running</c> and <c>finished</c> for a change of state.</param>
/// <param name="Content">The data of the message, or the entry of the node in a <c>progress_state</c>.</param>
internal sealed record MessageStep(string? PromptId, string? Node, string Kind, JsonNode Content)
{
    /// <summary>The steps of messages, in their order.</summary>
    public static List<MessageStep> Of(IEnumerable<ScriptedMessage> messages)
    {
        var steps = new List<MessageStep>();
        var states = new Dictionary<(string?, string), string>();
        foreach (var message in messages.Where(m => !m.Varies))
        {
            if (message.Type != "progress_state")
            {
                steps.Add(new MessageStep(message.PromptId, NodeOf(message), message.Type, message.Recorded));
                continue;
            }

            foreach (var (node, entry) in message.Recorded["nodes"]!.AsObject())
            {
                var state = ScriptedMessage.StateOf(entry!);
                if (states.GetValueOrDefault((message.PromptId, node)) != state)
                {
                    states[(message.PromptId, node)] = state;
                    steps.Add(new MessageStep(message.PromptId, node, state, ScriptedMessage.EntryOf(node, entry!)));
                }
            }
        }

        return steps;
    }

    /// <inheritdoc />
    public override string ToString() => $"{Kind} {Node}".TrimEnd();

    // An error or interruption names a node, but it is the job's.
    private static string? NodeOf(ScriptedMessage message) => message.Type is "executing" or "executed" ? (string?)message.Recorded["node"] : null;
}
