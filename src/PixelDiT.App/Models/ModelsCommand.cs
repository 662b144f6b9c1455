using System.CommandLine;
using PixelDiT.App.CommandLine;
using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.Checkpoints.Conversion;

namespace PixelDiT.App.Models;

/// <summary><c>pixeldit models</c>: what model files are, and the same in another form.</summary>
internal static class ModelsCommand
{
    private const int Failed = 1;

    /// <summary>The command with its subcommands.</summary>
    /// <param name="arguments">The whole command line.</param>
    public static Command Build(IReadOnlyList<string> arguments) => new("models", "Looks at model files and converts them.") { Info(), List(arguments), Convert() };

    private static Command Info()
    {
        var file = new Argument<string>("FILE") { Description = "A model file, an index of shards, or a folder with one" };
        var json = new Option<bool>("--json") { Description = "Print a JSON object" };
        var command = new Command("info", "Says what a model file is: container, architecture, sizes, element types, parameters. Reads no weights.") { file, json };
        command.SetAction(result => Try(result.InvocationConfiguration.Error, () =>
        {
            var summary = CheckpointSummary.Read(result.GetValue(file)!);
            result.InvocationConfiguration.Output.Write(result.GetValue(json) ? SummaryJson.Of(summary) : SummaryText.Of(summary));
        }));
        return command;
    }

    private static Command List(IReadOnlyList<string> arguments)
    {
        var command = new Command("list", "Lists the models in the model folders, each with what it is.");
        command.SetAction(result => ModelList.Print(Settings.Read(result, arguments).Folders, result.InvocationConfiguration.Output, result.InvocationConfiguration.Error));
        return command;
    }

    private static Command Convert()
    {
        var input = new Argument<string>("IN") { Description = "A model file of any kind that can be loaded" };
        var output = new Argument<string>("OUT") { Description = "The safetensors file to write" };
        var type = new Option<string>("--dtype")
        {
            Description = "Element type of the weights: fp32, bf16, fp16, fp8_e4m3fn, mxfp8, or keep. Going to fp8, norms, biases and the layers outside the blocks keep theirs",
            HelpName = "TYPE", DefaultValueFactory = _ => TargetType.Keep.Name,
        };
        var force = new Option<bool>("--force") { Description = "Replace a file that is there" };
        var command = new Command("convert", "Writes a model as one safetensors file, its weights in another element type.") { input, output, type, force };
        command.SetAction((result, cancellation) => Task.Run(() => Try(result.InvocationConfiguration.Error, () =>
            ModelConversion.Run(result.GetValue(input)!, result.GetValue(output)!, result.GetValue(type)!, result.GetValue(force), result.InvocationConfiguration, cancellation)), CancellationToken.None));
        return command;
    }

    private static int Try(TextWriter error, Action action)
    {
        try
        {
            action();
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            error.WriteLine($"pixeldit: {e.Message}");
            return Failed;
        }
    }
}
