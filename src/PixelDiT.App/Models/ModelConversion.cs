using System.CommandLine;
using PixelDiT.App.CommandLine;
using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.Checkpoints.Conversion;

namespace PixelDiT.App.Models;

/// <summary><c>pixeldit models convert</c>.</summary>
internal static class ModelConversion
{
    private static readonly string[] Extensions = [".safetensors", ".sft"];

    /// <summary>Converts, and says what came out.</summary>
    /// <exception cref="UsageException">The command line asks for something that cannot be.</exception>
    /// <exception cref="IOException">The model cannot be read, or the new file not be written.</exception>
    public static void Run(string input, string output, string typeName, bool force, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        var names = string.Join(", ", TargetType.All.Select(t => t.Name));
        var type = TargetType.Find(Spelled(typeName)) ?? throw new UsageException($"--dtype {typeName} is no element type; expected one of {names}.");
        if (!Extensions.Contains(Path.GetExtension(output), StringComparer.OrdinalIgnoreCase))
        {
            throw new UsageException($"the new file '{output}' would be a safetensors file; expected a name that ends with {string.Join(" or ", Extensions)}.");
        }
        if (Directory.Exists(output))
        {
            throw new UsageException($"'{output}' is a folder; expected the name of the new file.");
        }
        if (File.Exists(output) && !force)
        {
            throw new UsageException($"'{output}' exists; --force replaces it.");
        }
        var percent = -1L;
        CheckpointConverter.Convert(input, output, type, console.Error == Console.Error && !Console.IsErrorRedirected ? Show : null, cancellationToken);
        var summary = CheckpointSummary.Read(output);
        console.Output.WriteLine($"{output}: {summary.Kind}, {SummaryText.Bytes(summary.Bytes)}");

        void Show(long written, long all)
        {
            if (written * 100 / Math.Max(all, 1) is var now && now != percent)
            {
                percent = now;
                console.Error.Write($"\r{percent} %{(percent == 100 ? "\n" : "")}");
            }
        }
    }

    // The names that the format's own documents and PyTorch have for the same.
    private static string Spelled(string name) => name.ToLowerInvariant() switch
    {
        "float8_e4m3fn" => "fp8_e4m3fn",
        "float32" => "fp32",
        "bfloat16" => "bf16",
        "float16" => "fp16",
        var other => other,
    };
}
