using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PixelDiT.App.Logging;

namespace PixelDiT.App.Tests.Logging;

/// <summary>What gets to the console, and how.</summary>
[NonParallelizable]
internal sealed class LoggingTests
{
    [Test]
    public void Json_IsOneObjectALine_WithItsParametersApart()
    {
        var line = Capture(LogLevel.Information, LogFormat.Json, loggers =>
            loggers.CreateLogger("PixelDiT.X").LogWarning(new EventId(7, "Seven"), new IOException("broken"), "Job {PromptId} \u00e4", "abc")).Single();

        var json = JsonNode.Parse(line)!;
        Assert.That((string?)json["LogLevel"], Is.EqualTo("Warning"));
        Assert.That((string?)json["Category"], Is.EqualTo("PixelDiT.X"));
        Assert.That((int?)json["EventId"], Is.EqualTo(7));
        Assert.That((string?)json["Message"], Is.EqualTo("Job abc \u00e4"));
        Assert.That((string?)json["State"]!["PromptId"], Is.EqualTo("abc"));
        Assert.That((string?)json["Exception"], Does.Contain("broken"));
        Assert.That(DateTimeOffset.TryParse((string?)json["Timestamp"], out _), Is.True);
    }

    [TestCase(LogLevel.Debug, new[] { "D", "I", "W" })]
    [TestCase(LogLevel.Information, new[] { "I", "W" })]
    [TestCase(LogLevel.Warning, new[] { "W" })]
    [TestCase(LogLevel.Critical, new string[0])]
    public void Level_IsTheLeastImportantShown(LogLevel level, string[] shown)
    {
        foreach (var format in Enum.GetValues<LogFormat>())
        {
            var lines = Capture(level, format, loggers =>
            {
                var logger = loggers.CreateLogger("PixelDiT.X");
                logger.LogDebug("message D");
                logger.LogInformation("message I");
                logger.LogWarning("message W");
            });

            Assert.That(lines.Select(l => l[(l.IndexOf("message ", StringComparison.Ordinal) + 8)..][..1]), Is.EqualTo(shown));
        }
    }

    // They write whole addresses, and in those of sockets and pictures there may be a key.
    [TestCase("Microsoft.AspNetCore.Hosting.Diagnostics")]
    [TestCase("Microsoft.AspNetCore.Server.Kestrel.BadRequests")]
    public void Addresses_AreNeverShown(string category) => Assert.That(
        Capture(LogLevel.Trace, LogFormat.Text, loggers => loggers.CreateLogger(category).LogInformation("GET /ws?key=SECRET")), Is.Empty);

    [Test]
    public void Text_OfAClient_NeitherCommandsTheTerminalNorPassesForAMessage()
    {
        var text = CaptureText(LogLevel.Debug, LogFormat.Text, loggers => loggers.CreateLogger("PixelDiT.X")
            .LogWarning(new IOException("why\n12:00:00 forged"), "Node '{Id}' failed", "1\u001b[2J\r\n12:00:00 forged\u007f\u009b\0"));

        var lines = text.TrimEnd().Split(Environment.NewLine);
        Assert.That(lines[0], Does.EndWith("Node '1\\u001b[2J"));
        Assert.That(lines[1], Is.EqualTo("    12:00:00 forged\\u007f\\u009b\\u0000' failed"));
        Assert.That(lines.Skip(1), Is.All.StartsWith("    "), "the exception as well");
        Assert.That(lines, Has.Some.Contain("why"));
    }

    [Test]
    public void Text_OfSeveralLines_StaysReadable() => Assert.That(
        CaptureText(LogLevel.Information, LogFormat.Text, loggers => loggers.CreateLogger("PixelDiT.X").LogInformation("first\n\tsecond \u00e4")),
        Does.EndWith($"first\n    \tsecond \u00e4{Environment.NewLine}"));

    private static List<string> Capture(LogLevel level, LogFormat format, Action<ILoggerFactory> log) =>
        [.. CaptureText(level, format, log).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static string CaptureText(LogLevel level, LogFormat format, Action<ILoggerFactory> log)
    {
        using var text = new StringWriter();
        var before = Console.Out;
        Console.SetOut(text);
        try
        {
            using var loggers = LoggerFactory.Create(logging => logging.AddShortConsole(level, format));
            log(loggers);
        }
        finally
        {
            Console.SetOut(before);
        }

        return text.ToString();
    }
}
