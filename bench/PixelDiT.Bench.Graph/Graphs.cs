using System.Text;
using System.Text.Json;

namespace PixelDiT.Bench.Graph;

/// <summary>Prompts of a given number of nodes, as JSON text.</summary>
internal static class Graphs
{
    /// <summary>Each node takes the one before it; the last is the output.</summary>
    public static byte[] Chain(int nodes, string classType = "BenchPass") => Write(nodes, (json, i) =>
        Node(json, i, i == nodes - 1 ? "BenchOutput" : i == 0 ? "BenchSource" : classType, i == 0 ? [] : [i - 1]));

    /// <summary>All nodes but the first are outputs that take the first.</summary>
    public static byte[] Fan(int nodes) => Write(nodes, (json, i) => Node(json, i, i == 0 ? "BenchSource" : "BenchOutput", i == 0 ? [] : [0]));

    /// <summary>Layers of 100; each node takes three of the layer before, the nodes of the last layer are outputs.</summary>
    public static byte[] Layers(int nodes)
    {
        const int Width = 100;
        return Write(nodes, (json, i) =>
        {
            var (layer, place) = (i / Width * Width, i % Width);
            int[] sources = layer == 0 ? [] : [layer - Width + place, layer - Width + ((place + 1) % Width), layer - Width + ((place * 7) % Width)];
            Node(json, i, layer == 0 ? "BenchSource" : layer + Width >= nodes ? "BenchOutput" : "BenchPass", sources);
        });
    }

    private static byte[] Write(int nodes, Action<Utf8JsonWriter, int> node)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            for (var i = 0; i < nodes; i++)
            {
                node(json, i);
            }

            json.WriteEndObject();
        }

        return text.ToArray();
    }

    private static void Node(Utf8JsonWriter json, int id, string classType, ReadOnlySpan<int> sources)
    {
        json.WriteStartObject($"{id}");
        json.WriteString("class_type", classType);
        json.WriteStartObject("inputs");
        // Equal nodes would share one result.
        json.WriteNumber("mark", id);
        for (var i = 0; i < sources.Length; i++)
        {
            json.WriteStartArray(Encoding.ASCII.GetBytes($"{(char)('a' + i)}"));
            json.WriteStringValue($"{sources[i]}");
            json.WriteNumberValue(0);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
