namespace PixelDiT.Graph.Folders;

/// <summary>
/// Where results, uploads and models lie, and which of them exist (ComfyUI: <c>folder_paths</c>). Names that come from clients
/// never lead outside the folder they belong to. Safe for use from several threads.
/// </summary>
public sealed class FolderPaths
{
    private static readonly Dictionary<string, string> LegacyNames = new() { ["unet"] = "diffusion_models", ["clip"] = "text_encoders" };

    private readonly Dictionary<string, ModelFolder> _byName;
    private readonly FileListCache _lists = new();
    private readonly string _temp;

    /// <summary>Settles every folder; nothing is created on disk.</summary>
    /// <param name="options">Where the folders lie.</param>
    public FolderPaths(FolderOptions options)
    {
        Base = Path.GetFullPath(options.BaseDirectory);
        Output = Path.GetFullPath(options.OutputDirectory ?? Path.Combine(Base, "output"));
        Input = Path.GetFullPath(options.InputDirectory ?? Path.Combine(Base, "input"));
        _temp = Path.Combine(Path.GetFullPath(options.TempDirectory ?? Base), "temp");
        User = Path.GetFullPath(options.UserDirectory ?? Path.Combine(Base, "user"));
        Models = Path.GetFullPath(options.ModelsDirectory ?? Path.Combine(Base, "models"));
        ModelFolders = ModelFolderLayout.Build(this, options.ExtraModelDirectories);
        _byName = ModelFolders.ToDictionary(f => f.Name);
    }

    /// <summary>The base directory, a full path like all others here.</summary>
    public string Base { get; }

    /// <summary>Directory of results.</summary>
    public string Output { get; }

    /// <summary>Directory of uploads.</summary>
    public string Input { get; }

    /// <summary>
    /// Directory of passing files; emptied at start and stop by the host. Whoever asks for it finds all of them there: those that are in memory as yet are
    /// written first (<see cref="UnwrittenTemp"/>).
    /// </summary>
    /// <exception cref="IOException">One of them cannot be written.</exception>
    public string Temp
    {
        get
        {
            UnwrittenTemp?.WriteAll();
            return _temp;
        }
    }

    /// <summary>Files of <see cref="Temp"/> that are in memory as yet. Default null: there are none.</summary>
    public UnwrittenTemp? UnwrittenTemp { get; set; }

    /// <summary>Directory of settings and saved workflows.</summary>
    public string User { get; }

    /// <summary>Directory of the model folders.</summary>
    public string Models { get; }

    /// <summary>The model folders in the order of <c>GET /models</c> (protocol §2.6).</summary>
    public IReadOnlyList<ModelFolder> ModelFolders { get; }

    /// <summary>The model folder of this name; the old names <c>unet</c> and <c>clip</c> count too. Null when there is none.</summary>
    /// <param name="name">A folder name.</param>
    public ModelFolder? FindFolder(string name) => _byName.GetValueOrDefault(LegacyNames.GetValueOrDefault(name, name));

    /// <summary>The directory of a type as clients write it: <c>output</c>, <c>input</c> or <c>temp</c>; null for any other text.</summary>
    /// <param name="type">The type.</param>
    /// <param name="fileName">The only file that is wanted there; null for any.</param>
    /// <exception cref="IOException">A file of the temp directory that is in memory as yet cannot be written.</exception>
    public string? DirectoryOf(string type, string? fileName = null)
    {
        switch (type)
        {
            case "output":
                return Output;
            case "input":
                return Input;
            case "temp" when fileName is not null:
                UnwrittenTemp?.Write(fileName);
                return _temp;
            case "temp":
                return Temp;
            default:
                return null;
        }
    }

    /// <summary>
    /// The files of a model folder: paths relative to its directories with <c>/</c> as separator, sorted, sub-directories and links included,
    /// <c>.git</c> left out. Looked up again only when a directory has changed. Empty for an unknown folder.
    /// </summary>
    /// <param name="folder">Name of the model folder.</param>
    public IReadOnlyList<string> ListModels(string folder) => FindFolder(folder) is { } found ? _lists.Get(found) : [];

    /// <summary>Full path of a model file, or null when no directory of the folder has it or the name leads out of it.</summary>
    /// <param name="folder">Name of the model folder.</param>
    /// <param name="name">Path relative to one of its directories.</param>
    public string? FindModel(string folder, string name) =>
        FindFolder(folder)?.Directories.Select(d => Within(d, name)).FirstOrDefault(p => p is not null && File.Exists(p));

    /// <summary>Says for error texts where models are looked for: <c>folder models/unet, models/diffusion_models</c>; paths inside the base directory are shortened.</summary>
    /// <param name="folder">Name of the model folder.</param>
    public string DescribeModels(string folder) => FindFolder(folder) is not { } found
        ? $"folder {folder}, which does not exist"
        : $"folder {string.Join(", ", found.Directories.Where(d => !d.StartsWith(Output, StringComparison.Ordinal)).Select(Shorten))}";

    /// <summary>
    /// Full path of a file named in ComfyUI's annotated way (protocol §9.4): <c>name</c>, <c>sub/name</c>, either with <c> [input]</c>,
    /// <c> [output]</c> or <c> [temp]</c> at the end. The file need not exist. Null when the name leads out of its folder, also by a symbolic link.
    /// </summary>
    /// <param name="name">The annotated name.</param>
    /// <param name="defaultType">The folder without annotation. Default <c>input</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="defaultType"/> is no type.</exception>
    /// <exception cref="IOException">The file is one of the temp directory that is in memory as yet, and cannot be written.</exception>
    public string? ResolveAnnotated(string name, string defaultType = "input")
    {
        var (plain, type) = SplitAnnotation(name);
        var directory = DirectoryOf(type ?? defaultType, plain)
            ?? throw new ArgumentException($"'{defaultType}' is none of input, output, temp.", nameof(defaultType));
        return WithinReal(directory, plain);
    }

    /// <summary>Splits <c>name [output]</c> into name and type; the type is null when there is no annotation.</summary>
    /// <param name="name">The annotated name.</param>
    public static (string Name, string? Type) SplitAnnotation(string name)
    {
        foreach (var type in (ReadOnlySpan<string>)["output", "input", "temp"])
        {
            var ending = $"[{type}]";
            if (name.EndsWith(ending, StringComparison.Ordinal))
            {
                var plain = name[..^ending.Length];
                return (plain.EndsWith(' ') ? plain[..^1] : plain, type);
            }
        }

        return (name, null);
    }

    /// <summary>The full path of a relative name inside a directory, or null when it is empty, absolute or leads outside.</summary>
    /// <param name="directory">The directory, a full path.</param>
    /// <param name="name">A relative path, with <c>/</c> or the system's separator.</param>
    public static string? Within(string directory, string name)
    {
        if (name.Length == 0 || name.Contains('\0') || Path.IsPathRooted(name))
        {
            return null;
        }

        var root = Path.TrimEndingDirectorySeparator(directory) + Path.DirectorySeparatorChar;
        var full = Path.GetFullPath(root + name);
        return full.StartsWith(root, StringComparison.Ordinal) && full.Length > root.Length ? full : null;
    }

    /// <summary>As <see cref="Within"/>, and null as well when a symbolic link below the directory leads out of it.</summary>
    /// <param name="directory">The directory, a full path; it may be a link itself.</param>
    /// <param name="name">A relative path, with <c>/</c> or the system's separator; what it names need not exist.</param>
    public static string? WithinReal(string directory, string name) =>
        Within(directory, name) is { } full && RealPath.IsInside(Path.TrimEndingDirectorySeparator(directory), full) ? full : null;

    private string Shorten(string path) =>
        path.StartsWith(Base + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? path[(Base.Length + 1)..].Replace('\\', '/') : path;
}
