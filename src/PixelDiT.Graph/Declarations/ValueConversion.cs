using System.Collections;
using System.Numerics;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Values;

namespace PixelDiT.Graph.Declarations;

/// <summary>
/// Fits values to property types at run time. Whole numbers become any number type that can hold them, nothing is ever rounded or cut;
/// everything else must have the property's type already.
/// </summary>
internal static class ValueConversion
{
    public static object? To(object? value, Type type, string input)
    {
        if (value is not null && type.IsInstanceOfType(value))
        {
            return value;
        }

        if (value is null)
        {
            return type.IsValueType && Nullable.GetUnderlyingType(type) is null
                ? throw new InputBindingException(input, $"null was received, a {Name(type)} is needed.")
                : null;
        }

        var target = Nullable.GetUnderlyingType(type) ?? type;
        return Number(value, target) ?? Element(value, target, input)
            ?? throw new InputBindingException(input, $"a value of type {Name(value.GetType())} was received, a {Name(target)} is needed ({Shown(value)}).");
    }

    public static object ToList(IReadOnlyList<object?> values, Type type, string input)
    {
        var element = ElementType(type) ?? throw new InputBindingException(input, $"the node takes lists, but the property is a {Name(type)}.");
        var list = Array.CreateInstance(element, values.Count);
        for (var i = 0; i < values.Count; i++)
        {
            list.SetValue(To(values[i], element, input), i);
        }

        return type.IsInstanceOfType(list) ? list : Activator.CreateInstance(type, list)!;
    }

    /// <summary>T of T[], IReadOnlyList&lt;T&gt;, List&lt;T&gt; and the like; null for types that no list fits.</summary>
    public static Type? ElementType(Type type) => type switch
    {
        { IsArray: true } => type.GetElementType(),
        { IsGenericType: true } when type.GetGenericArguments() is [var element]
            && (type.IsAssignableFrom(element.MakeArrayType()) || type == typeof(List<>).MakeGenericType(element)) => element,
        _ when type == typeof(object) => typeof(object),
        _ => null,
    };

    private static object? Number(object value, Type target)
    {
        if (value is double real)
        {
            return target == typeof(double) ? real : target == typeof(float) ? (float)real : null;
        }

        if (value is float single)
        {
            return target == typeof(double) ? (double)single : null;
        }

        BigInteger? whole = value switch
        {
            int i => i,
            long l => l,
            ulong u => u,
            uint u => u,
            BigInteger b => b,
            _ => null,
        };
        return whole is { } number ? FromWhole(number, target) : null;
    }

    private static object? FromWhole(BigInteger n, Type target) => target switch
    {
        _ when target == typeof(BigInteger) => n,
        _ when target == typeof(double) => (double)n,
        _ when target == typeof(float) => (float)n,
        _ when target == typeof(int) => n >= int.MinValue && n <= int.MaxValue ? (object)(int)n : null,
        _ when target == typeof(long) => n >= long.MinValue && n <= long.MaxValue ? (object)(long)n : null,
        _ when target == typeof(ulong) => n >= 0 && n <= ulong.MaxValue ? (object)(ulong)n : null,
        _ when target == typeof(uint) => n >= 0 && n <= uint.MaxValue ? (object)(uint)n : null,
        _ => null,
    };

    // A JSON array given as a constant (multiselect, __value__) for a property of list type.
    private static object? Element(object value, Type target, string input) =>
        value is JsonArray array && target != typeof(object) && ElementType(target) is not null
            ? ToList([.. array.Select(JsonValues.ToPlain)], target, input)
            : null;

    private static string Name(Type type) => Nullable.GetUnderlyingType(type) is { } inner ? inner.Name : type.Name;

    private static string Shown(object value)
    {
        var text = PythonText.Str(value);
        return text.Length <= 80 ? text : text[..80] + "…";
    }
}
