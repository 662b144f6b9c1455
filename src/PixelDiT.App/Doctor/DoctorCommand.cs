using System.Text.Encodings.Web;
using System.Text.Json;
using PixelDiT.App.CommandLine;

namespace PixelDiT.App.Doctor;

/// <summary><c>pixeldit doctor</c>: looks at everything the server needs and says what to do about what is missing.</summary>
internal static class DoctorCommand
{
    private static readonly string[] Words = ["ok", "warn", "FAIL"];

    /// <summary>Looks and prints.</summary>
    /// <param name="read">Reads the settings that the server would run with.</param>
    /// <param name="json">True prints a JSON array instead of lines for people.</param>
    /// <param name="output">Where to.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    /// <returns>0, or 1 when something is in the way.</returns>
    public static async Task<int> RunAsync(Func<Settings> read, bool json, TextWriter output, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        await foreach (var finding in LookAsync(read, cancellationToken))
        {
            findings.Add(finding);
            if (!json)
            {
                await output.WriteLineAsync(Line(finding));
            }
        }

        var failed = findings.Count(f => f.Level == FindingLevel.Fail);
        var warned = findings.Count(f => f.Level == FindingLevel.Warn);
        await output.WriteLineAsync(json ? Json(findings) : $"{Environment.NewLine}{Count(failed, "problem")}, {Count(warned, "warning")}.");
        return failed > 0 ? 1 : 0;
    }

    private static async IAsyncEnumerable<Finding> LookAsync(Func<Settings> read, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Settings settings;
        Finding? refused = null;
        try
        {
            settings = read();
        }
        catch (UsageException e)
        {
            var lines = e.Message.Split('\n');
            refused = Finding.Fail("flags", lines[0], lines.Length > 1 ? string.Join(' ', lines[1..]) : "correct the command line");
            settings = null!;
        }

        if (refused is not null)
        {
            yield return refused;
            yield break;
        }

        foreach (var notice in settings.Notices)
        {
            yield return Finding.Warn("flags", notice, "nothing, if that is meant");
        }

        foreach (var finding in LibraryCheck.Look(settings.Compute)
            .Concat(FolderCheck.Look(settings))
            .Concat(PackCheck.Look(settings))
            .Concat(ModelCheck.Look(settings)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return finding;
        }

        await foreach (var finding in AddressCheck.LookAsync(settings.Server, cancellationToken))
        {
            yield return finding;
        }
    }

    private static string Line(Finding finding)
    {
        var line = $"{Words[(int)finding.Level],-5} {finding.Area,-10} {finding.Text}";
        return finding.Advice is null ? line : $"{line}{Environment.NewLine}{"",17}→ {finding.Advice}";
    }

    private static string Count(int count, string what) => $"{(count == 0 ? "no" : count)} {what}{(count == 1 ? "" : "s")}";

    private static string Json(IEnumerable<Finding> findings)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartArray();
            foreach (var finding in findings)
            {
                writer.WriteStartObject();
                writer.WriteString("level", Words[(int)finding.Level].ToLowerInvariant());
                writer.WriteString("area", finding.Area);
                writer.WriteString("text", finding.Text);
                writer.WriteString("advice", finding.Advice);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
