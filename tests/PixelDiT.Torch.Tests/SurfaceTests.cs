using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using TorchSharp;

namespace PixelDiT.Torch.Tests;

/// <summary>
/// Every public member under the namespace TorchSharp must be one of TorchSharp's own, spelt and ordered as there: what compiles
/// against us has to compile against the package. TorchSharpSurface.txt lists the members of its types, by the code below run on its assembly.
/// </summary>
public sealed class SurfaceTests
{
    // Declared here and only reached through a base type or an interface there.
    private static readonly string[] Ours = ["torch.Size : Boolean Equals(torch.Size other)"];

    [Test]
    public void PublicMembers_AreAllTorchSharps()
    {
        var known = File.ReadLines(Path.Combine(TestContext.CurrentContext.TestDirectory, "TorchSharpSurface.txt")).ToHashSet();
        var unknown = typeof(torch).Assembly.GetTypes()
            .Where(type => type.IsVisible && type.Namespace?.StartsWith("TorchSharp", StringComparison.Ordinal) == true)
            .SelectMany(Members)
            .Where(member => !known.Contains(member) && !Ours.Contains(member))
            .ToList();
        Assert.That(unknown, Is.Empty);
        Assert.That(known, Has.Count.GreaterThan(1500));
    }

    private static IEnumerable<string> Members(Type type)
    {
        var name = type.FullName!["TorchSharp.".Length..].Replace('+', '.');
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(n => $"{name} : {n} = {Convert.ToInt64(Enum.Parse(type, n))}");
        }

        return type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Select(member => Signature(member) is { } text ? $"{name} : {text}" : null)
            .OfType<string>();
    }

    private static string? Signature(MemberInfo member) => member switch
    {
        ConstructorInfo c => $"ctor({Parameters(c)})",
        MethodInfo m when !m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal) =>
            $"{(m.IsStatic ? "static " : "")}{Result(m)} {m.Name}{Generics(m)}({Parameters(m)})",
        PropertyInfo p => $"{(p.GetMethod!.IsStatic ? "static " : "")}{Name(p.PropertyType)} {p.Name}" +
            $"{(p.GetIndexParameters() is { Length: > 0 } i ? $"[{string.Join(", ", i.Select(Parameter))}]" : "")}" +
            $" {{ get;{(p.SetMethod?.IsPublic == true ? " set;" : "")} }}",
        FieldInfo f => $"{(f.IsStatic ? "static " : "")}{Name(f.FieldType)} {f.Name}",
        _ => null,
    };

    private static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";

    private static string Result(MethodInfo method)
    {
        var names = method.ReturnParameter.GetCustomAttribute<TupleElementNamesAttribute>()?.TransformNames;
        return names is null
            ? Name(method.ReturnType)
            : $"({string.Join(", ", method.ReturnType.GetGenericArguments().Zip(names, (t, n) => $"{Name(t)} {n}"))})";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo p) =>
        (p.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "") +
        $"{Name(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? $" = {Default(p)}" : "")}";

    private static string Default(ParameterInfo p) => p.RawDefaultValue switch
    {
        null => "null",
        bool b => b ? "true" : "false",
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Name(Type type)
    {
        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Name(inner) + "?";
        }

        if (type.IsGenericType)
        {
            return $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
        }

        return type.IsNested && !type.IsGenericParameter ? $"{Name(type.DeclaringType!)}.{type.Name}" : type.Name;
    }
}
