using System.Text.Json.Nodes;
using PixelDiT.Graph.Prompts;
using PixelDiT.Graph.Values;

namespace PixelDiT.Graph.Workflows.Reading;

/// <summary>
/// Looks at every value once, so that nothing read later can throw: a <see cref="JsonObject"/> reads its text late, and shows repeated names, broken
/// Unicode and endless numbers only then.
/// </summary>
internal static class JsonCheck
{
    /// <summary>Throws for what cannot be read.</summary>
    /// <param name="root">The value.</param>
    /// <param name="maxDepth">Deepest nesting.</param>
    /// <exception cref="PromptFormatException">What it is.</exception>
    public static void Require(JsonNode? root, int maxDepth)
    {
        try
        {
            Look(root, maxDepth);
        }
        catch (ArgumentException e)
        {
            throw new PromptFormatException("A name is used twice in one object", e.Message, e);
        }
        catch (InvalidOperationException e)
        {
            throw new PromptFormatException("A text is no valid Unicode", e.Message, e);
        }
        catch (OverflowException e)
        {
            throw new PromptFormatException("A number is too long", e.Message, e);
        }
    }

    // Recurses no deeper than maxDepth.
    private static void Look(JsonNode? value, int depth)
    {
        if (value is JsonObject or JsonArray && depth <= 0)
        {
            throw new PromptFormatException("The workflow is nested too deeply", "objects and lists within each other beyond the limit");
        }

        switch (value)
        {
            case JsonObject members:
                foreach (var (_, member) in members)
                {
                    Look(member, depth - 1);
                }

                break;
            case JsonArray elements:
                foreach (var element in elements)
                {
                    Look(element, depth - 1);
                }

                break;
            default:
                _ = JsonValues.ToPlain(value);
                break;
        }
    }
}
