namespace PixelDiT.Graph.Validation;

/// <summary>The <c>type</c> texts of validation errors, exactly as clients know them (protocol §5.2, §5.3, §12).</summary>
public static class ErrorTypes
{
    /// <summary>The request is not a prompt at all: malformed JSON, wrong JSON types. Ours (protocol §12 row 4).</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>No <c>prompt</c> in the request.</summary>
    public const string NoPrompt = "no_prompt";

    /// <summary><c>prompt_id</c> is no canonical UUID.</summary>
    public const string InvalidPromptId = "invalid_prompt_id";

    /// <summary>A node without class, or with a class nobody provides.</summary>
    public const string MissingNodeType = "missing_node_type";

    /// <summary>No output node among the nodes, or none selected.</summary>
    public const string PromptNoOutputs = "prompt_no_outputs";

    /// <summary>No output node passed.</summary>
    public const string PromptOutputsFailedValidation = "prompt_outputs_failed_validation";

    /// <summary>A required input is absent.</summary>
    public const string RequiredInputMissing = "required_input_missing";

    /// <summary>An array that is no <c>[node id, slot]</c>.</summary>
    public const string BadLinkedInput = "bad_linked_input";

    /// <summary>The linked output has another type.</summary>
    public const string ReturnTypeMismatch = "return_type_mismatch";

    /// <summary>The value cannot be converted to the declared type.</summary>
    public const string InvalidInputType = "invalid_input_type";

    /// <summary>Below the minimum.</summary>
    public const string ValueSmallerThanMin = "value_smaller_than_min";

    /// <summary>Above the maximum.</summary>
    public const string ValueBiggerThanMax = "value_bigger_than_max";

    /// <summary>Not one of the choices.</summary>
    public const string ValueNotInList = "value_not_in_list";

    /// <summary>The node's own validator refused.</summary>
    public const string CustomValidationFailed = "custom_validation_failed";

    /// <summary>Validation of an output node threw.</summary>
    public const string ExceptionDuringValidation = "exception_during_validation";

    /// <summary>Validation of another node threw.</summary>
    public const string ExceptionDuringInnerValidation = "exception_during_inner_validation";

    /// <summary>The links form a cycle.</summary>
    public const string DependencyCycle = "dependency_cycle";
}
