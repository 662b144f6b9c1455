using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Prompts;
using PixelDiT.Graph.Registry;
using PixelDiT.Graph.Workflows.Flattening;
using PixelDiT.Graph.Workflows.Linking;
using PixelDiT.Graph.Workflows.Reading;
using PixelDiT.Graph.Workflows.Texts;
using PixelDiT.Graph.Workflows.Widgets;

namespace PixelDiT.Graph.Workflows;

/// <summary>
/// Turns editor-form workflows, versions 0.4 and 1, into API form as ComfyUI's front end exports them (protocol §8): subgraphs are written out with ids such
/// as <c>44:42</c>, reroutes, primitives, notes, muted and bypassed nodes are resolved, missing widget values come from the declarations. Nodes of unknown
/// classes are written too; validation names them. Choice groups <c>{a|b}</c> in texts stay as they are. Throws for no workflow whatever, recurses nowhere,
/// and is bounded in time and memory. Safe for use from several threads.
/// </summary>
/// <param name="registry">The node classes.</param>
/// <param name="services">What choices may use, for combos that have neither a value nor a default.</param>
/// <param name="limits">Bounds; null for <see cref="PromptLimits.Default"/>.</param>
public sealed class WorkflowConverter(NodeRegistry registry, NodeServices services, PromptLimits? limits = null)
{
    private readonly PromptLimits _limits = limits ?? PromptLimits.Default;
    private readonly ClassShapes _shapes = new(registry);

    /// <summary>The clock for <c>%date:…%</c> in file names. Default the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Converts a workflow.</summary>
    /// <param name="workflow">The workflow in editor form; it is not changed, and the result shares nothing with it. See <see cref="WorkflowForms.Recognize"/>.</param>
    /// <param name="change">Puts other values into the graph before file names are filled in from its values; not called when there are faults. Null changes nothing.</param>
    /// <returns>The graph in API form, or every fault that was found.</returns>
    public ConversionResult Convert(JsonNode? workflow, Action<JsonObject>? change = null)
    {
        var findings = new Findings();
        try
        {
            JsonCheck.Require(workflow, _limits.MaxDepth);
            return findings.Result(Convert(workflow, change, findings));
        }
        catch (PromptFormatException e)
        {
            findings.Error(WorkflowErrorTypes.BadFormat, e.Error.Message, e.Message);
        }
        catch (WorkflowTooLargeException e)
        {
            findings.Error(WorkflowErrorTypes.TooLarge, "The workflow is too large", e.Message);
        }

        return findings.Result(null);
    }

    private JsonObject? Convert(JsonNode? workflow, Action<JsonObject>? change, Findings findings)
    {
        if (WorkflowForms.Recognize(workflow) is { Form: not WorkflowForm.Editor } other)
        {
            findings.Error(
                WorkflowErrorTypes.BadFormat, "This is no editor-form workflow",
                other.Form == WorkflowForm.Api ? "it is in API form already, and needs no conversion" : other.Hint);
            return null;
        }

        var definitions = new Definitions((JsonObject)workflow!, findings, _limits);
        DefinitionCycles.Refuse(definitions, findings);
        if (findings.HasErrors)
        {
            // What follows would only repeat them.
            return null;
        }

        var budget = new Budget(_limits);
        var saved = new SavedValues(services);
        var flattener = new Flattener(definitions, _shapes, findings, budget);
        var nodes = flattener.Walk();
        var links = new LinkResolver(flattener, _shapes, new InputWidgets(_shapes, saved, budget), findings, budget);
        var prompt = new PromptWriter(_shapes, saved, links, findings, budget).Write(nodes);
        if (findings.HasErrors)
        {
            return null;
        }

        change?.Invoke(prompt);
        new FilePatterns(flattener.Top, _shapes, saved, Time, budget).Fill(prompt);
        return prompt;
    }
}
