using System.Collections;
using System.Numerics;

namespace PixelDiT.Conformance.Values;

/// <summary>What counts as true where a node takes any value.</summary>
internal static class Truth
{
    /// <summary>False for null, false, zero, and empty texts, lists and objects; true for everything else.</summary>
    public static bool Of(object? value) => value switch
    {
        null => false,
        bool flag => flag,
        string text => text.Length > 0,
        long whole => whole != 0,
        int whole => whole != 0,
        ulong whole => whole != 0,
        BigInteger whole => !whole.IsZero,
        double real => real != 0,
        float real => real != 0,
        ICollection items => items.Count > 0,
        System.Text.Json.Nodes.JsonObject members => members.Count > 0,
        System.Text.Json.Nodes.JsonArray items => items.Count > 0,
        _ => true,
    };
}
