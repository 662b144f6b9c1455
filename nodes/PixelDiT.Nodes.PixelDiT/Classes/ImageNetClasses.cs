using System.Globalization;
using PixelDiT.Graph.Folders;

namespace PixelDiT.Nodes.PixelDiT.Classes;

/// <summary>The 1000 classes of ImageNet (ILSVRC2012), found by index, name, or part of a name.</summary>
internal static class ImageNetClasses
{
    /// <summary>What the null class is called.</summary>
    public const string NullName = "null class";

    private const int MatchesListed = 10;
    private const int NearListed = 5;

    private static readonly Lazy<ImageNetClass[]> All = new(Read);

    /// <summary>Finds a class.</summary>
    /// <param name="label">
    /// An index from 0 to 999; a name, one of a class's terms or all of them; or a part of a name that only one class has. Upper and lower case are the same.
    /// <c>null</c>, <c>null class</c> and 1000 stand for no class.
    /// </param>
    /// <returns>The class; null for the null class.</returns>
    /// <exception cref="ClassLabelException">There is no such class, or several; the message lists some.</exception>
    public static ImageNetClass? Find(string label)
    {
        label = label.Trim();
        if (Is(label, NullName) || Is(label, "null"))
        {
            return null;
        }
        if (int.TryParse(label, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
        {
            return index == All.Value.Length ? null
                : index >= 0 && index < All.Value.Length ? All.Value[index]
                : throw new ClassLabelException(label, $"there is no class {index}; classes are numbered from 0 to {All.Value.Length - 1}, and {All.Value.Length} is the null class");
        }
        if (label.Length == 0)
        {
            throw new ClassLabelException(label, $"it is empty; give an index, a name such as 'golden retriever', or '{NullName}'");
        }
        return Only(label, c => Is(c.Name, label))
            ?? Only(label, c => Array.Exists(c.Terms, t => Is(t, label)))
            ?? Only(label, c => c.Name.Contains(label, StringComparison.OrdinalIgnoreCase))
            ?? throw new ClassLabelException(label, $"no class of ImageNet has this name; the nearest are {Print(Nearest(label))}");
    }

    /// <summary>The only class of which something holds, null where there is none.</summary>
    private static ImageNetClass? Only(string label, Predicate<ImageNetClass> holds)
    {
        var matches = Array.FindAll(All.Value, holds);
        return matches.Length switch
        {
            0 => null,
            1 => matches[0],
            _ => throw new ClassLabelException(label, $"{matches.Length} classes match: {Print(matches.Take(MatchesListed))}{(matches.Length > MatchesListed ? " …" : "")}"),
        };
    }

    private static IEnumerable<ImageNetClass> Nearest(string label)
    {
        var terms = All.Value.SelectMany(c => c.Terms.Select(t => (Term: t, Class: c))).DistinctBy(t => t.Term).ToDictionary(t => t.Term, t => t.Class);
        return NearNames.Of(label, terms.Keys, limit: terms.Count, farthest: double.PositiveInfinity).Select(t => terms[t]).Distinct().Take(NearListed);
    }

    private static string Print(IEnumerable<ImageNetClass> classes) => string.Join(", ", classes.Select(c => $"'{c.Terms[0]}' ({c.Index})"));

    private static bool Is(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static ImageNetClass[] Read()
    {
        using var reader = new StreamReader(typeof(ImageNetClasses).Assembly.GetManifestResourceStream("imagenet_classes.txt")!);
        return [.. reader.ReadToEnd().TrimEnd('\n').Split('\n').Select((line, i) => new ImageNetClass(i, line, line.Split(", ")))];
    }
}

/// <summary>A class of ImageNet.</summary>
/// <param name="Index">0 to 999.</param>
/// <param name="Name">All its terms, as WordNet lists them; no two classes have the same.</param>
/// <param name="Terms">Its terms, the usual one first.</param>
internal sealed record ImageNetClass(int Index, string Name, string[] Terms);

/// <summary>A class label names no class, or several.</summary>
public sealed class ClassLabelException : Exception
{
    /// <summary>Describes the fault.</summary>
    /// <param name="label">The label that was given.</param>
    /// <param name="problem">What is wrong with it and what would be right.</param>
    public ClassLabelException(string label, string problem)
        : base($"Class label '{label}': {problem}.")
        => Label = label;

    /// <summary>The label that was given.</summary>
    public string Label { get; }
}
