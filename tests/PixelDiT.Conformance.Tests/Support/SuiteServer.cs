using System.Reflection;
using PixelDiT.Tests.Processes;
using PixelDiT.Tests.TinyModels;

namespace PixelDiT.Conformance.Tests.Support;

/// <summary>A server process as ComfyUI's execution suite starts it: relative paths, the pack by way of a paths file, output of earlier runs in place.</summary>
internal sealed class SuiteServer : IDisposable
{
    private const string OutputDirectory = "tests/inference/samples";
    private const string PathsFile = "tests/execution/extra_model_paths.yaml";

    private static readonly string Pack = typeof(SuiteServer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ConformancePack").Value!;

    // The server's own faults; a failing node or a refused prompt is none.
    private static readonly string[] Faults = ["a fault of the server itself", "after a fault of its own", "failed on our side", "Unhandled exception"];

    private readonly BaseFolder _folder;
    private readonly ServerProcess _process;

    private SuiteServer(CacheMode mode, BaseFolder folder, ServerProcess process) => (Mode, _folder, _process) = (mode, folder, process);

    public CacheMode Mode { get; }

    public HttpClient Http => _process.Http;

    /// <summary>Where it saves images.</summary>
    public string Output => Path.Combine(_folder.Path, OutputDirectory);

    public ServerProcess Process => _process;

    public static async Task<SuiteServer> StartAsync(CacheMode mode, params string[] more)
    {
        var folder = new BaseFolder();
        var paths = Path.Combine(folder.Path, PathsFile);
        Directory.CreateDirectory(Path.GetDirectoryName(paths)!);
        await File.WriteAllTextAsync(paths, $"testing:\n    custom_nodes: {Pack}\n");
        Directory.CreateDirectory(Path.Combine(folder.Path, OutputDirectory));
        var process = await ServerProcess.StartInAsync(
            folder.Path,
            new Dictionary<string, string> { ["PIXELDIT_BASE_DIRECTORY"] = folder.Path },
            ["--output-directory", OutputDirectory, "--listen", "127.0.0.1", "--extra-model-paths-config", PathsFile, "--cpu", .. mode.Arguments, .. more]);
        return new SuiteServer(mode, folder, process);
    }

    /// <summary>Drops cached results and the state of nodes; models stay.</summary>
    public Task FreeAsync() => PostAsync("/free", """{"free_memory":true,"unload_models":false}""");

    /// <summary>Drops those, history, and every file in the output and temp folders.</summary>
    public async Task ForgetAsync()
    {
        await FreeAsync();
        await PostAsync("/history", """{"clear":true}""");
        foreach (var file in Directory.GetFiles(Output, "*", SearchOption.AllDirectories))
        {
            File.Delete(file);
        }
    }

    private async Task PostAsync(string path, string body)
    {
        using var content = new StringContent(body);
        using var response = await Http.PostAsync(new Uri(path, UriKind.Relative), content);
        Assert.That(response.IsSuccessStatusCode, Is.True, path);
    }

    /// <summary>Fails when the server is gone or has logged a fault of its own.</summary>
    public void AssertSound()
    {
        Assert.That(_process.HasExited, Is.False, () => $"the server ended:\n{_process.Output}");
        Assert.That(Faults.Where(_process.Output.Contains), Is.Empty, () => $"faults in the log:\n{_process.Output}");
    }

    public void Dispose()
    {
        _process.Dispose();
        _folder.Dispose();
    }
}
