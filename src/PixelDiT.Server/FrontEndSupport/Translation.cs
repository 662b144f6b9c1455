using System.Text.Json.Nodes;
using PixelDiT.Server.Http;
using PixelDiT.Server.Sockets;

namespace PixelDiT.Server.FrontEndSupport;

/// <summary>Puts the translations of all packs together: <c>main.json</c> of a language, with three further files under keys of their own.</summary>
internal static class Translation
{
    private static readonly string[] Parts = ["nodeDefs", "commands", "settings"];

    /// <summary>The translations of these folders; later ones win where they say the same.</summary>
    /// <param name="folders">Folders with one folder for each language; they need not exist.</param>
    /// <returns>Language → texts, as UTF-8 JSON. Files that are no JSON objects are left out.</returns>
    public static byte[] Merge(IEnumerable<string> folders)
    {
        var all = new JsonObject();
        foreach (var directory in folders.Where(Directory.Exists).SelectMany(f => Directory.EnumerateDirectories(f).Order(StringComparer.Ordinal)))
        {
            var texts = Read(Path.Combine(directory, "main.json")) ?? [];
            foreach (var part in Parts)
            {
                if (Read(Path.Combine(directory, part + ".json")) is { Count: > 0 } more)
                {
                    texts[part] = more;
                }
            }

            if (texts.Count > 0)
            {
                Into(all, new JsonObject { [Path.GetFileName(directory)] = texts });
            }
        }

        return WireJson.Write(all, static (w, o) => o.WriteTo(w));
    }

    private static void Into(JsonObject target, JsonObject more)
    {
        foreach (var (name, value) in more.ToList())
        {
            more.Remove(name);
            if (value is JsonObject inner && target[name] is JsonObject existing)
            {
                Into(existing, inner);
            }
            else
            {
                target[name] = value;
            }
        }
    }

    private static JsonObject? Read(string file) => File.Exists(file) ? JsonBody.Parse(File.ReadAllBytes(file)).Value as JsonObject : null;
}
