namespace PixelDiT.Conformance.Tests.Replay;

/// <summary>Where we differ from the recordings on purpose, each with its reason.</summary>
internal static class DeliberateDifferences
{
    /// <summary>Recordings that are not played.</summary>
    public static readonly IReadOnlyDictionary<string, string> NotPlayed = new Dictionary<string, string>
    {
        ["run_save_image_batch"] = "its first two prompts are recorded with the batch size of a later one",
    };

    /// <summary>Parts of recordings that are not played: what follows from a request that is answered differently.</summary>
    public static readonly IReadOnlyDictionary<string, (Range Events, string Reason)> LeftOut = new Dictionary<string, (Range, string)>
    {
        ["run_partial_execution_targets"] = (48..60, "targets that are a text are refused (protocol §12 row 4)"),
        ["validation_link_bad_slot"] = (3..18, "a negative slot is refused (protocol §5.4)"),
        ["validation_prompt_id"] = (39..52, "an id that is known is refused (protocol §12 rows 5 and 6)"),
    };

    // By recording (empty for all) and a part of what the replayer says.
    private static readonly (string Recording, string Difference, string Reason)[] Known =
    [
        ("run_blocker_verbose", "messages: 4 elements instead of 3", "the blocker's message is kept in history (protocol §12 row 9)"),
        ("error_dynamic_cycle", "status_str: \"error\" instead of \"success\"", "a dynamic cycle is stored as an error (protocol §12 row 8)"),
        ("rerun_identical", ".meta.b.node_id: \"b\" instead of \"2\"", "history names the nodes of the job itself, also when a renumbered graph came from the cache"),
        ("run_equal_nodes", ".meta.4.node_id: \"4\" instead of \"3\"", "history names the nodes of the job itself, also when an equal node was served from another"),
        ("nodes_testing_values", "text[0]: \"tensor(Float32, [1, 1, 2, 3], cpu)\"", "a tensor is shown by its type and shape, not by its numbers"),
        ("rerun_expansion__cache_none", "filename: \"ComfyUI_temp_", "what a node keeps between runs does not depend on the cache of results"),
        ("run_equal_nodes__cache_none", "filename: \"equal_0000", "which of two independent outputs saves first is not fixed"),
        ("run_preview_any", "$.jobs[0].preview_output.content", "which of several independent outputs comes first is not fixed"),
        ("run_preview_any", "$.preview_output.content", "which of several independent outputs comes first is not fixed"),
        ("error_in_expansion", "exception_message: \"stack(", "the text names the operation and its operands as well"),
        ("error_shapes", "exception_message: \"mul(", "the text names the operation and its operands as well"),
        ("error_wrong_values", "current_inputs.accumulation[0]", "objects are shown by their type (protocol §12 row 12)"),
        ("nodes_testing_lists", "$.node_errors: member 'la' is missing", "a node that takes lists can be validated here"),
        ("validation_dependency_cycle", "(two outputs reach the cycle)", "a cycle may be entered at any of its nodes"),
        ("validation_several_errors", "dependent_outputs: 1 elements instead of 2", "outputs that do not depend on the node are not listed (protocol §12 row 13)"),
        ("validation_value_not_in_list", "(a file list that is empty here)", "it is not empty here, and the text says more"),
        ("validation_value_not_in_list", "not in (list of length 47)", "the solvers of PixelDiT's authors follow ComfyUI's 44"),
        ("validation_value_not_in_list", ".tooltip:", "tooltips are in our own words"),
    ];

    /// <summary>True for a difference that is meant to be.</summary>
    public static bool Explain(string recording, string difference) =>
        Array.Exists(Known, k => recording.StartsWith(k.Recording, StringComparison.Ordinal) && difference.Contains(k.Difference, StringComparison.Ordinal));
}
