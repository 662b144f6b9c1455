using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PixelDiT.App.CommandLine;
using PixelDiT.App.Composition;
using PixelDiT.App.Logging;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Prompts;
using PixelDiT.Graph.Validation;
using PixelDiT.Graph.Workflows;

namespace PixelDiT.App.Run;

/// <summary>Executes one workflow without a server.</summary>
internal static class RunCommand
{
    private const int Failed = 1;

    // 128 + SIGINT, as shells count.
    private const int Interrupted = 130;

    /// <summary>Runs the workflow on this thread and prints the path of each file it saved.</summary>
    /// <param name="path">A workflow in API form, in the editor's, or a PNG image that carries one.</param>
    /// <param name="overrides">Values to put into it, each <c>NODE.INPUT=VALUE</c>.</param>
    /// <param name="settings">What the command line asks for.</param>
    /// <returns>0, 1 when the workflow is wrong or failed, 130 when it was interrupted.</returns>
    /// <exception cref="UsageException">An override cannot be put in.</exception>
    public static int Run(string path, IReadOnlyList<string> overrides, Settings settings)
    {
        // Results go to the standard output, one path a line; a log would be in their way.
        using var loggers = LoggerFactory.Create(logging => logging.AddShortConsole(settings.LogLevel == LogLevel.Information ? LogLevel.Warning : settings.LogLevel, settings.LogFormat));
        foreach (var notice in settings.Notices)
        {
            Complain(notice);
        }

        if (ReadWorkflow(path) is not { } workflow)
        {
            return Failed;
        }

        if (!Directory.Exists(settings.Folders.BaseDirectory))
        {
            Complain($"new base directory {Path.GetFullPath(settings.Folders.BaseDirectory)}");
        }

        var nodes = new NodeHost(settings, loggers);
        if (ApiForm(workflow, graph => Override.Apply(graph, overrides, nodes.Registry), nodes, settings) is not { } graph)
        {
            return Failed;
        }

        if (overrides.Count > 0)
        {
            // It does not have the new values; an image that carried it would not be made again by it.
            workflow.ExtraPngInfo?.Remove("workflow");
        }

        var result = nodes.Validator.ValidateAsync(graph).GetAwaiter().GetResult();
        foreach (var line in ErrorText.Of(result, graph))
        {
            Complain(line);
        }

        // Half a workflow would look like all of it.
        return result is { Prompt: { } prompt, NodeErrors.Count: 0 } ? Execute(nodes, prompt, workflow.ExtraPngInfo, settings) : Failed;
    }

    private static JsonObject? ApiForm(LoadedWorkflow workflow, Action<JsonObject> change, NodeHost nodes, Settings settings)
    {
        if (workflow.Form == WorkflowForm.Api)
        {
            change(workflow.Json);
            return workflow.Json;
        }

        var result = new WorkflowConverter(nodes.Registry, nodes.Services, settings.PromptLimits).Convert(workflow.Json, change);
        if (result.Error is { } error)
        {
            Complain(error.Details);
        }

        foreach (var notice in settings.LogLevel <= LogLevel.Debug ? result.Notices : [])
        {
            Complain(notice.Message);
        }

        return result.Prompt;
    }

    private static LoadedWorkflow? ReadWorkflow(string path)
    {
        try
        {
            return WorkflowFile.Read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Complain($"{path} cannot be read: {e.Message}");
        }
        catch (PromptFormatException e)
        {
            Complain($"{path}: {e.Message}");
        }

        return null;
    }

    private static int Execute(NodeHost nodes, ValidatedPrompt prompt, JsonObject? extraPngInfo, Settings settings)
    {
        using var stop = new CancellationTokenSource();
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

        var outcome = nodes.Executor.Execute(
            new ExecutionRequest { PromptId = Guid.NewGuid().ToString("D"), Prompt = prompt, ExtraPngInfo = extraPngInfo },
            new RunObserver(nodes.Folders, Console.Out, Console.Error, showProgress: !Console.IsErrorRedirected),
            stop.Token);
        switch (outcome)
        {
            case { Error: { } error }:
                Complain($"node {error.NodeId} ({error.NodeType}) failed: {error.Message.TrimEnd()}");
                if (settings.LogLevel <= LogLevel.Debug)
                {
                    Complain(error.Exception.ToString());
                }

                return Failed;
            case { Status: ExecutionStatus.Interrupted }:
                Complain("interrupted");
                return Interrupted;
            default:
                return 0;
        }

        void Stop(PosixSignalContext context)
        {
            // A second Ctrl-C ends the process at once.
            context.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }

    private static void Complain(string text) => Console.Error.WriteLine($"pixeldit: {text.Replace("\n", "\npixeldit: ")}");
}
