using System.Reflection;
using System.Text;

namespace PixelDiT.Models.Text;

/// <summary>The instruction that the network was trained with in front of every prompt.</summary>
internal static class Instruction
{
    /// <summary>A prompt that begins with this brings the instruction itself.</summary>
    public const string Beginning = "Given a user prompt, generate an \"Enhanced prompt\"";

    private static readonly Lazy<string> Resource = new(Read);

    /// <summary>The exact text.</summary>
    public static string Text => Resource.Value;

    /// <summary>The instruction with the prompt, unless the prompt brings it.</summary>
    public static string Prepend(string prompt) => prompt.StartsWith(Beginning, StringComparison.Ordinal) ? prompt : Text + prompt;

    private static string Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("instruction.txt")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
