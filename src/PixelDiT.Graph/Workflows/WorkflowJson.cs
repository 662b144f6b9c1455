using System.Text.Json.Nodes;
using PixelDiT.Graph.Prompts;

namespace PixelDiT.Graph.Workflows;

/// <summary>Reads JSON that holds a workflow, as files and images carry it.</summary>
public static class WorkflowJson
{
    /// <summary>
    /// Parses JSON text as <see cref="PromptReader.Parse"/> does, and accepts what files have beyond it: a byte order mark, and Python's <c>NaN</c> and
    /// <c>Infinity</c>, which become null.
    /// </summary>
    /// <param name="utf8Json">The text.</param>
    /// <param name="limits">Bounds; null for <see cref="PromptLimits.Default"/>.</param>
    /// <returns>The JSON value; null for JSON's null.</returns>
    /// <exception cref="PromptFormatException">The text is no JSON.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8Json, PromptLimits? limits = null)
    {
        if (utf8Json.StartsWith("\uFEFF"u8))
        {
            utf8Json = utf8Json[3..];
        }

        return PromptReader.Parse(utf8Json.IndexOf("NaN"u8) >= 0 || utf8Json.IndexOf("Infinity"u8) >= 0 ? WithoutPythonNumbers(utf8Json) : utf8Json, limits);
    }

    private static byte[] WithoutPythonNumbers(ReadOnlySpan<byte> json)
    {
        var result = new List<byte>(json.Length);
        var inText = false;
        for (var i = 0; i < json.Length; i++)
        {
            var rest = json[i..];
            var length = inText ? 0 : rest.StartsWith("NaN"u8) ? 3 : rest.StartsWith("Infinity"u8) ? 8 : rest.StartsWith("-Infinity"u8) ? 9 : 0;
            if (length > 0)
            {
                result.AddRange("null"u8);
                i += length - 1;
                continue;
            }

            if (inText && json[i] == '\\' && i + 1 < json.Length)
            {
                result.Add(json[i++]);
            }
            else if (json[i] == '"')
            {
                inText = !inText;
            }

            result.Add(json[i]);
        }

        return [.. result];
    }
}
