using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Graph.Validation;

/// <summary>The faults of a prompt's nodes, in the order in which they were found.</summary>
internal sealed class FaultList(NodeServices services)
{
    private readonly List<NodeVerdict> _faulty = [];

    public void Add(NodeVerdict verdict, PromptError error)
    {
        if (!verdict.Faulty)
        {
            verdict.Faulty = true;
            _faulty.Add(verdict);
        }

        verdict.Errors.Add(error);
        verdict.Valid = false;
    }

    /// <summary>Adds what Python would raise while it validates the node. The node's other errors are lost with it, as in ComfyUI.</summary>
    public void AddException(Step step, string exceptionType, string text, IEnumerable<string> traceback)
    {
        var frames = new JsonArray([.. traceback.Select(t => (JsonNode?)t)]);
        step.Verdict.Errors.Clear();
        Add(step.Verdict, step.Via is not { } via
            ? new PromptError(ErrorTypes.ExceptionDuringValidation, "Exception when validating node", text,
                new JsonObject { ["exception_type"] = exceptionType, ["traceback"] = frames })
            : new PromptError(ErrorTypes.ExceptionDuringInnerValidation, "Exception when validating inner node", text,
                new JsonObject
                {
                    ["input_name"] = via.InputName,
                    ["input_config"] = via.Input is { } input ? InputErrors.Spec(input, services) : null,
                    ["exception_message"] = text,
                    ["exception_type"] = exceptionType,
                    ["traceback"] = frames,
                    ["linked_node"] = InputErrors.Json(via.Link),
                }));
    }

    /// <summary>The faults by node.</summary>
    public Dictionary<string, NodeErrors> ByNode(IReadOnlyDictionary<string, NodeVerdict> verdicts, IReadOnlyList<string> outputs)
    {
        var errors = new Dictionary<string, NodeErrors>();
        if (_faulty.Count > 0)
        {
            var dependants = new DependentOutputs(verdicts, outputs);
            foreach (var verdict in _faulty)
            {
                errors[verdict.Node.Id] = new NodeErrors(verdict.Errors, dependants.Of(verdict), verdict.Node.ClassType!);
            }
        }

        return errors;
    }
}
