using PixelDiT.Graph.Prompts;
using PixelDiT.Graph.Registry;
using PixelDiT.Graph.Validation;

namespace PixelDiT.Server.Events;

/// <summary>Which nodes of a prompt will run.</summary>
internal static class JobPlan
{
    /// <summary>The outputs and what leads to them, without what is cached and what only leads to that. Lazy inputs count: nobody knows better beforehand.</summary>
    public static List<string> NodesToRun(ValidatedPrompt prompt, NodeRegistry registry, IReadOnlyCollection<string> cached)
    {
        var known = new HashSet<string>(cached);
        var toRun = new List<string>();
        var waiting = new Stack<string>(prompt.Outputs);
        while (waiting.TryPop(out var id))
        {
            if (!known.Add(id) || prompt.Graph.Find(id) is not { } node)
            {
                continue;
            }

            toRun.Add(id);
            var declaration = node.ClassType is null ? null : registry.Find(node.ClassType);
            foreach (var (name, input) in node.Inputs)
            {
                // A link under a name that the class does not know leads nowhere.
                if (input is PromptInput.Link link && declaration is not null && (declaration.TakesUndeclared || declaration.FindInput(name) is not null))
                {
                    waiting.Push(link.NodeId);
                }
            }
        }

        return toRun;
    }
}
