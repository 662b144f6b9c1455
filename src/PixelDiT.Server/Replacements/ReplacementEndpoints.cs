using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using PixelDiT.Graph.Nodes;
using PixelDiT.Server.Http;

namespace PixelDiT.Server.Replacements;

/// <summary><c>/node_replacements</c> (protocol §2.9).</summary>
internal static class ReplacementEndpoints
{
    /// <summary>Maps the area.</summary>
    public static void MapReplacements(this IEndpointRouteBuilder routes) => routes.MapMethods("/node_replacements", ApiRoutes.Read, GetAll);

    private static RawJson GetAll(NodeReplacer replacer) => RawJson.Of(replacer.All, static (w, all) =>
    {
        w.WriteStartObject();
        foreach (var ofClass in all.GroupBy(r => r.OldClass))
        {
            w.WriteStartArray(ofClass.Key);
            foreach (var replacement in ofClass)
            {
                Write(w, replacement);
            }

            w.WriteEndArray();
        }

        w.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter w, NodeReplacement replacement)
    {
        w.WriteStartObject();
        w.WriteString("new_node_id"u8, replacement.NewClass);
        w.WriteString("old_node_id"u8, replacement.OldClass);
        WriteList(w, "old_widget_ids"u8, replacement.OldWidgets, static (w, name) => w.WriteStringValue(name));
        WriteList(w, "input_mapping"u8, replacement.Inputs, static (w, input) =>
        {
            w.WriteStartObject();
            w.WriteString("new_id"u8, input.NewName);
            if (input.OldName is not null)
            {
                w.WriteString("old_id"u8, input.OldName);
            }
            else
            {
                w.WritePropertyName("set_value"u8);
                if (input.Value is null)
                {
                    w.WriteNullValue();
                }
                else
                {
                    input.Value.WriteTo(w);
                }
            }

            w.WriteEndObject();
        });
        WriteList(w, "output_mapping"u8, replacement.Outputs, static (w, output) =>
        {
            w.WriteStartObject();
            w.WriteNumber("new_idx"u8, output.NewSlot);
            w.WriteNumber("old_idx"u8, output.OldSlot);
            w.WriteEndObject();
        });
        w.WriteEndObject();
    }

    private static void WriteList<T>(Utf8JsonWriter w, ReadOnlySpan<byte> name, IReadOnlyList<T>? items, Action<Utf8JsonWriter, T> write)
    {
        w.WritePropertyName(name);
        if (items is null)
        {
            w.WriteNullValue();
            return;
        }

        w.WriteStartArray();
        foreach (var item in items)
        {
            write(w, item);
        }

        w.WriteEndArray();
    }
}
