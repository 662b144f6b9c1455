using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Sockets;

namespace PixelDiT.Server.Generate;

/// <summary>
/// What makes a repeated request the same one: the id of its job, from what the client chose, and a hash of what it asks for. The hash is kept with the job, in
/// <c>extra_data.pixeldit.request</c>: both outlive a restart.
/// </summary>
internal static class RequestKey
{
    /// <summary>Longest key of a client, in characters.</summary>
    public const int MaxLength = 255;

    private const string Section = "pixeldit";
    private const string Member = "request";

    /// <summary>The id of the job that a client's key stands for: the key itself when it is a UUID as ids of jobs are, else one made of owner and key.</summary>
    /// <param name="owner">Whose job; null for nobody's.</param>
    /// <param name="key">The client's text.</param>
    public static string JobIdOf(string? owner, string key)
    {
        if (JobId.IsCanonical(key))
        {
            return key;
        }

        // Names of owners have no line break.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"pixeldit\n{owner}\n{key}")).AsSpan(0, 16);
        // Version 8, "of the maker's own kind", and the usual variant (RFC 9562).
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true).ToString("D");
    }

    /// <summary>A hash of a request's meaning: the order of members does not matter, nor do the members named.</summary>
    /// <param name="body">The request.</param>
    /// <param name="except">Members that say how to answer, not what to do.</param>
    public static string HashOf(JsonObject body, IReadOnlySet<string> except) => Convert.ToHexStringLower(SHA256.HashData(WireJson.Write((body, except), static (w, s) =>
    {
        w.WriteStartObject();
        foreach (var (name, value) in s.body.Where(m => !s.except.Contains(m.Key)).OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            w.WritePropertyName(name);
            // A secret must not be found by trying hashes, which anybody who sees the job sees.
            Write(w, value, except: name == "webhook" ? "secret" : null);
        }

        w.WriteEndObject();
    })));

    /// <summary>Puts the hash where it is kept.</summary>
    public static void Keep(JsonObject extraData, string hash)
    {
        if (extraData[Section] is not JsonObject section)
        {
            extraData[Section] = section = [];
        }

        section[Member] = hash;
    }

    /// <summary>The hash that a job keeps; null for a job that did not come this way.</summary>
    /// <param name="extraDataJson">The job's <c>extra_data</c>.</param>
    public static string? Kept(ReadOnlyMemory<byte> extraDataJson)
    {
        using var document = JsonDocument.Parse(extraDataJson, new JsonDocumentOptions { MaxDepth = Http.JsonBody.MaxDepth });
        return document.RootElement is { ValueKind: JsonValueKind.Object } extra
            && extra.TryGetProperty(Section, out var section) && section.ValueKind == JsonValueKind.Object
            && section.TryGetProperty(Member, out var hash) && hash.ValueKind == JsonValueKind.String ? hash.GetString() : null;
    }

    // JsonBody has bounded the depth.
    private static void Write(Utf8JsonWriter w, JsonNode? value, string? except = null)
    {
        switch (value)
        {
            case JsonObject members:
                w.WriteStartObject();
                foreach (var (name, inner) in members.Where(m => m.Key != except).OrderBy(m => m.Key, StringComparer.Ordinal))
                {
                    w.WritePropertyName(name);
                    Write(w, inner);
                }

                w.WriteEndObject();
                break;
            case JsonArray items:
                w.WriteStartArray();
                foreach (var item in items)
                {
                    Write(w, item);
                }

                w.WriteEndArray();
                break;
            case null:
                w.WriteNullValue();
                break;
            default:
                value.WriteTo(w);
                break;
        }
    }
}
