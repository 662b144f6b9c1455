using System.Text.Json;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Workflows;

namespace PixelDiT.Server.Generate;

/// <summary>
/// The simple form of a request, text and a few numbers, as values for the published text-to-image workflow (<c>workflows/pixeldit_t2i.api.json</c>, which is part
/// of the program).
/// </summary>
internal static class SimpleForm
{
    private const string Resource = "PixelDiT.Server.pixeldit_t2i.api.json";

    // The workflow's own size comes from a node that chooses among aspect ratios; here it is always said.
    private const int UsualSize = 1024;

    // The largest seed that JavaScript's numbers tell from its neighbours.
    private const long LargestSeed = (1L << 53) - 1;

    // In the order in which faults are told.
    private static readonly (string Member, string Input)[] Inputs =
    [
        ("prompt", "44:6.text"), ("negative_prompt", "44:30.text"), ("width", "44:31.width"), ("height", "44:31.height"), ("batch_size", "44:31.batch_size"),
        ("seed", "44:42.seed"), ("steps", "44:42.steps"), ("cfg", "44:42.cfg"), ("sampler_name", "44:42.sampler_name"), ("scheduler", "44:42.scheduler"),
        ("model", "44:2.unet_name"), ("text_encoder", "44:9.clip_name"), ("filename_prefix", "43.filename_prefix"),
    ];

    private static readonly Lazy<byte[]> Workflow = new(static () =>
    {
        using var stream = typeof(SimpleForm).Assembly.GetManifestResourceStream(Resource)!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    });

    /// <summary>The members of a request that belong to this form.</summary>
    public static IReadOnlyList<string> Members { get; } = [.. Inputs.Select(i => i.Member)];

    /// <summary>A new copy of the workflow in API form.</summary>
    public static JsonObject Graph() => (JsonObject)JsonNode.Parse(Workflow.Value)!;

    /// <summary>What a request wants changed in it. Without a seed it gets one by chance.</summary>
    /// <param name="body">The request.</param>
    public static List<InputOverride> Overrides(JsonObject body) =>
    [
        .. from i in Inputs
           let value = body[i.Member] ?? Usual(i.Member)
           where value is not null
           select InputOverride.OfJson(i.Input, value),
    ];

    /// <summary>The member that stands for an input; the input itself when none does.</summary>
    public static string MemberOf(string input) => Array.Find(Inputs, i => i.Input == input).Member ?? input;

    /// <summary>What is wrong with the JSON types of the members; null when nothing is. Whether values fit is seen when they are put in.</summary>
    public static string? Problem(JsonObject body)
    {
        if (body["prompt"] is JsonObject)
        {
            return "'prompt' is the text that the image is made from; a graph goes into 'workflow'.";
        }

        foreach (var member in Members)
        {
            if (body[member] is { } value && value.GetValueKind() is not (JsonValueKind.String or JsonValueKind.Number))
            {
                return $"'{member}' must be a text or a number, not {Http.JsonBody.KindOf(value)}.";
            }
        }

        return null;
    }

    private static JsonValue? Usual(string member) => member switch
    {
        "width" or "height" => JsonValue.Create(UsualSize),
        "seed" => JsonValue.Create(Random.Shared.NextInt64(LargestSeed + 1)),
        _ => null,
    };
}
