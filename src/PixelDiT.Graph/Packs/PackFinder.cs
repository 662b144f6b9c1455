using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Registry;

namespace PixelDiT.Graph.Packs;

/// <summary>Finds the pack folders, in the order in which they are to be loaded: built-in ones first, then as the places are named, by name within one.</summary>
/// <param name="options">Where to look.</param>
/// <param name="logger">Told of what is skipped.</param>
public sealed class PackFinder(PackSearchOptions options, ILogger logger)
{
    /// <summary>Looks now. What cannot be read is among the answers, with its fault.</summary>
    public IReadOnlyList<PackFolder> Find()
    {
        var found = new List<PackFolder>();
        if (options.BuiltIn is { } builtIn)
        {
            found.AddRange(Inside(builtIn, PackSource.BuiltIn));
        }

        foreach (var place in options.Usual.Distinct().Where(Directory.Exists))
        {
            found.AddRange(Inside(place, PackSource.Custom));
        }

        found.AddRange(options.Named.Select(Path.TrimEndingDirectorySeparator).SelectMany(Named));
        return [.. found.DistinctBy(f => RealPath(f.Path)).Where(IsWanted)];
    }

    private bool IsWanted(PackFolder folder)
    {
        if (folder.Source == PackSource.BuiltIn || !options.DisableCustom || options.Whitelist.Contains(folder.Name))
        {
            return true;
        }

        Log.PackDisabled(logger, folder.Path);
        return false;
    }

    private IEnumerable<PackFolder> Named(string path)
    {
        try
        {
            if (!Directory.Exists(path))
            {
                var reason = File.Exists(path) ? "It is a file; name the folder that it lies in." : "There is no such folder.";
                return [new PackFolder(path, PackSource.Custom) { Fault = new PackFault(null, reason) }];
            }

            return PackAssembly.IsPackFolder(path) ? [new PackFolder(path, PackSource.Custom)] : Inside(path, PackSource.Custom);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [Unreadable(path, PackSource.Custom, e)];
        }
    }

    private List<PackFolder> Inside(string place, PackSource source)
    {
        var packs = new List<PackFolder>();
        var python = new List<string>();
        try
        {
            foreach (var path in Directory.GetDirectories(place).Order(StringComparer.Ordinal))
            {
                var folder = new PackFolder(path, source);
                if (folder.Name.StartsWith('.') || folder.Name == "__pycache__" || folder.Name.EndsWith(".disabled", StringComparison.OrdinalIgnoreCase))
                {
                    continue;
                }

                if (IsPython(path))
                {
                    python.Add(folder.Name);
                    continue;
                }

                packs.Add(folder);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [Unreadable(place, source, e)];
        }

        if (python.Count > 0)
        {
            Log.PythonPacksSkipped(logger, place, string.Join(", ", python));
        }

        return packs;
    }

    private static bool IsPython(string path)
    {
        try
        {
            return File.Exists(Path.Combine(path, "__init__.py")) && !PackAssembly.IsPackFolder(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Loading it says so.
            return false;
        }
    }

    private static PackFolder Unreadable(string path, PackSource source, Exception e) =>
        new(path, source) { Fault = new PackFault(null, $"The folder cannot be read: {PackErrors.Text(e)}") };

    // The same folder may be named twice, or be a link to another.
    private static string RealPath(string path)
    {
        try
        {
            return Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }
}
