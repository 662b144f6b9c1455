using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PixelDiT.Imaging;
using PixelDiT.Server.Http;

namespace PixelDiT.Server.Users;

/// <summary>A JSON object in a file. It is replaced as a whole, so that a crash leaves the old or the new one.</summary>
/// <param name="path">Full path of the file; its folder is created when it is written.</param>
/// <param name="logger">Told of a file that is no JSON object.</param>
internal sealed class JsonFile(string path, ILogger logger)
{
    private const string DamagedSuffix = ".damaged";

    // What a body may hold lies deeper in the file: a setting is one level further down.
    private const int MaxDepth = 2 * JsonBody.MaxDepth;

    private static readonly JsonWriterOptions Readable = new() { Indented = true, IndentSize = 4, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The object; empty when there is no file, or one that is damaged.</summary>
    /// <returns>The object, and whether a damaged file was found.</returns>
    public (JsonObject Object, bool IsDamaged) Read()
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Nothing was stored yet.
            return ([], false);
        }

        var body = JsonBody.Parse(bytes, MaxDepth);
        if (body.Value is JsonObject found)
        {
            return (found, false);
        }

        HttpLog.DamagedJsonFile(logger, path, body.Problem ?? $"it holds {JsonBody.KindOf(body.Value)}");
        return ([], true);
    }

    /// <summary>Replaces the file. A damaged one is kept beside it, as <c>.damaged</c>, <c>.damaged-2</c> and so on, for whoever wants to repair it.</summary>
    /// <param name="value">The new content.</param>
    public void Write(JsonObject value) => Write(Bytes(value));

    /// <summary>Replaces the file by bytes that <see cref="Bytes"/> made.</summary>
    public void Write(byte[] bytes)
    {
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        if (File.Exists(path) && JsonBody.Parse(File.ReadAllBytes(path), MaxDepth).Value is not JsonObject)
        {
            File.Move(path, FreeDamagedPath());
        }

        using var pending = PendingFile.Create(folder, bytes);
        pending.Replace(Path.GetFileName(path));
    }

    private string FreeDamagedPath()
    {
        var kept = path + DamagedSuffix;
        for (var number = 2; Path.Exists(kept); number++)
        {
            kept = $"{path}{DamagedSuffix}-{number}";
        }

        return kept;
    }

    /// <summary>How an object looks in a file: indented for people, numbers as they were written.</summary>
    public static byte[] Bytes(JsonObject value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Readable))
        {
            value.WriteTo(writer);
        }

        stream.Write(Encoding.UTF8.GetBytes("\n"));
        return stream.ToArray();
    }
}
