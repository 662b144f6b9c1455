using System.Text.Json.Nodes;
using PixelDiT.Graph.Validation;

namespace PixelDiT.Graph.Tests.Validation.Fuzzing;

/// <summary>Asserts that an answer has the shape that clients of ComfyUI know (protocol §5.2, §5.3).</summary>
internal static class AnswerShape
{
    private static readonly Dictionary<string, string[]> ExtraKeys = new()
    {
        [ErrorTypes.RequiredInputMissing] = ["input_name"],
        [ErrorTypes.BadLinkedInput] = ["input_name", "input_config", "received_value"],
        [ErrorTypes.ReturnTypeMismatch] = ["input_name", "input_config", "received_type", "linked_node"],
        [ErrorTypes.InvalidInputType] = ["input_name", "input_config", "received_value", "exception_message"],
        [ErrorTypes.ValueSmallerThanMin] = ["input_name", "input_config", "received_value"],
        [ErrorTypes.ValueBiggerThanMax] = ["input_name", "input_config", "received_value"],
        [ErrorTypes.ValueNotInList] = ["input_name", "input_config", "received_value"],
        [ErrorTypes.CustomValidationFailed] = ["input_name"],
        [ErrorTypes.ExceptionDuringValidation] = ["exception_type", "traceback"],
        [ErrorTypes.ExceptionDuringInnerValidation] = ["input_name", "input_config", "exception_message", "exception_type", "traceback", "linked_node"],
        [ErrorTypes.DependencyCycle] = ["node_id", "cycle_nodes"],
        [ErrorTypes.MissingNodeType] = ["node_id", "class_type", "node_title"],
        [ErrorTypes.InvalidRequest] = [],
        [ErrorTypes.PromptNoOutputs] = [],
        [ErrorTypes.PromptOutputsFailedValidation] = [],
    };

    private static readonly string[] OfTheWhole =
        [ErrorTypes.InvalidRequest, ErrorTypes.MissingNodeType, ErrorTypes.PromptNoOutputs, ErrorTypes.PromptOutputsFailedValidation];

    // Where choices are files, we add where they were looked for.
    private static readonly string[] OurKeys = ["searched", "near_names"];

    public static void Check(ValidationResult result)
    {
        Must(result.Error is null == result.Prompt is not null, "either an error or a prompt");
        if (result.Error is { } error)
        {
            CheckError(error);
            Must(OfTheWhole.Contains(error.Type), $"{error.Type} refuses no request");
            Must((result.NodeErrors.Count > 0) == (error.Type == ErrorTypes.PromptOutputsFailedValidation), $"{error.Type} with {result.NodeErrors.Count} faulty nodes");
        }

        foreach (var (id, node) in result.NodeErrors)
        {
            Must(node.Errors.Count > 0, $"node {id} without errors");
            Must(node.DependentOutputs.Count > 0 && node.DependentOutputs.Distinct().Count() == node.DependentOutputs.Count, $"dependants of node {id}");
            Must(result.Prompt is null || !node.DependentOutputs.Intersect(result.Prompt.Outputs).Any(), $"an output that needs the faulty node {id} would run");
            foreach (var one in node.Errors)
            {
                CheckError(one);
                Must(!OfTheWhole.Contains(one.Type), $"{one.Type} at a node");
            }
        }
    }

    private static void CheckError(PromptError error)
    {
        Must(error.Message.Length > 0, error.Type);
        Must(ExtraKeys.TryGetValue(error.Type, out var keys), $"unknown type {error.Type}");
        Must(error.ExtraInfo.Select(e => e.Key).Except(OurKeys).SequenceEqual(keys!), $"{error.Type}: {error.ExtraInfo.ToJsonString()}");
        Must(!keys!.Contains("linked_node") || error.ExtraInfo["linked_node"] is JsonArray { Count: 2 }, $"{error.Type} without a link");
        Must(Recorded.RecordedFixture.ToJson(error).ToJsonString().Length > 0, "it can be printed");
    }

    // Half a million of these are checked: a constraint object for each would be most of the work.
    private static void Must(bool holds, string what)
    {
        if (!holds)
        {
            Assert.Fail(what);
        }
    }
}
