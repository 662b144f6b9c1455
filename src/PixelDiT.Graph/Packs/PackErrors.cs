using System.Reflection;
using PixelDiT.Graph.Registry;

namespace PixelDiT.Graph.Packs;

/// <summary>Says in one line what a failure to load means and what to do.</summary>
internal static class PackErrors
{
    /// <summary>The message of what was thrown at heart, on one line.</summary>
    /// <param name="e">An exception from a stranger's code or from loading it.</param>
    public static string Text(Exception e)
    {
        while (e is TargetInvocationException or TypeInitializationException or AggregateException { InnerExceptions.Count: 1 } && e.InnerException is { } inner)
        {
            e = inner;
        }

        var message = e.Message.ReplaceLineEndings(" ").Trim();
        // Messages of the framework's own exceptions seldom say what kind of thing happened.
        return e is PackException or Declarations.DeclarationException ? message : $"{e.GetType().Name}: {message}";
    }

    /// <summary>Why an assembly file was not loaded.</summary>
    /// <param name="path">The file.</param>
    /// <param name="e">What loading it threw.</param>
    public static string NotLoaded(string path, Exception e) => e switch
    {
        PackException => e.Message,
        BadImageFormatException => $"{Path.GetFileName(path)} is no .NET assembly that this process can load (damaged, or built for another processor): build it again, for any CPU.",
        _ when MissingName(e) is { } name => Missing(name),
        UnauthorizedAccessException => $"{path} cannot be read: {Text(e)} Give this user the right to read it.",
        _ => $"{Path.GetFileName(path)} cannot be loaded: {Text(e)}",
    };

    /// <summary>Says which assembly is not there.</summary>
    /// <param name="name">What the pack refers to.</param>
    public static string Missing(AssemblyName name)
    {
        if (HostAssemblies.VersionOf(name.Name!) is not { } version)
        {
            return $"It needs the assembly {name.Name} {name.Version}, which neither the pack nor the server has: copy {name.Name}.dll into the folder "
                + "(EnableDynamicLoading in the project file makes the build do so).";
        }

        return name.Name == HostAssemblies.Sdk.Name
            ? $"It was built against {name.Name} {name.Version} and this server has {version}: build it against this server's, or use a newer server."
            : $"It needs {name.Name} {name.Version} and this server has {version}: build the pack for net{Environment.Version.Major}.0, or copy that assembly into the folder.";
    }

    /// <summary>What loading the types of an assembly reported, each cause once.</summary>
    /// <param name="e">What <see cref="Assembly.GetTypes"/> threw.</param>
    public static IEnumerable<PackFault> OfTypes(ReflectionTypeLoadException e) => e.LoaderExceptions.OfType<Exception>().Select(x => x switch
    {
        _ when MissingName(x) is { } name => new PackFault(null, Missing(name)),
        TypeLoadException { TypeName.Length: > 0 } t => new PackFault(t.TypeName, Text(x)),
        _ => new PackFault(null, Text(x)),
    }).Distinct();

    /// <summary>The assembly whose absence an exception tells of, or null when it tells of something else.</summary>
    /// <param name="e">Any exception.</param>
    public static AssemblyName? MissingName(Exception e)
    {
        // For a reference this is a full assembly name, for a file its path.
        var name = (e as FileNotFoundException)?.FileName ?? (e as FileLoadException)?.FileName;
        return name is not null && name.Contains(", Version=", StringComparison.Ordinal) ? new AssemblyName(name) : null;
    }
}
