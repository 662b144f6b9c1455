using System.Text;

namespace PixelDiT.Server.Logs;

/// <summary>Makes a log message fit to be shown: what clients wrote stands in messages, and must neither command a terminal nor pass for a message of its own.</summary>
public static class LogText
{
    private const string Continuation = "\n    ";

    /// <summary>The message with its further lines indented, so that every line that begins at the margin is a message, and with other control characters spelled out.</summary>
    /// <param name="text">The message; may have several lines.</param>
    /// <returns>The same text where there is nothing to change.</returns>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.Any(char.IsControl))
        {
            return text;
        }

        var shown = new StringBuilder(text.Length + 16);
        foreach (var c in text.ReplaceLineEndings("\n"))
        {
            _ = c == '\n' ? shown.Append(Continuation)
                : c == '\t' || !char.IsControl(c) ? shown.Append(c)
                : shown.Append($"\\u{(int)c:x4}");
        }

        return shown.ToString();
    }
}
