namespace PixelDiT.Graph.Workflows;

/// <summary>The <c>type</c> texts of errors that the conversion of an editor-form workflow finds. Ours: ComfyUI's front end stops with an exception instead.</summary>
public static class WorkflowErrorTypes
{
    /// <summary>The summary: the workflow cannot be converted; the other errors say why.</summary>
    public const string InvalidWorkflow = "invalid_workflow";

    /// <summary>A part of the file has another JSON type than the format wants, or a needed member is missing.</summary>
    public const string BadFormat = "workflow_bad_format";

    /// <summary>Two nodes, links or definitions have the same id.</summary>
    public const string DuplicateId = "workflow_duplicate_id";

    /// <summary>A link that an emitted node needs leads to nothing.</summary>
    public const string BadLink = "workflow_bad_link";

    /// <summary>Front-end-only nodes (reroutes, bypassed nodes, subgraph borders) feed each other in a circle.</summary>
    public const string LinkCycle = "workflow_link_cycle";

    /// <summary>A node is an instance of a subgraph that the file does not define.</summary>
    public const string MissingSubgraph = "workflow_missing_subgraph";

    /// <summary>A group node, the forerunner of subgraphs.</summary>
    public const string UnsupportedNode = "workflow_unsupported_node";

    /// <summary>Subgraph definitions contain each other.</summary>
    public const string SubgraphCycle = "workflow_subgraph_cycle";

    /// <summary>A widget's value has a type that the declared input cannot take.</summary>
    public const string BadWidgetValue = "workflow_bad_widget_value";

    /// <summary>The workflow, written out, exceeds a bound of <see cref="Prompts.PromptLimits"/>.</summary>
    public const string TooLarge = "workflow_too_large";
}
