using System.Security.Cryptography;
using System.Text;

namespace PixelDiT.Server.Webhooks;

/// <summary>What a receiver knows a webhook by; no record, so that it never gets into a printed text.</summary>
/// <param name="text">The secret: <c>whsec_</c> and base64, or any text.</param>
public sealed class WebhookSecret(string text)
{
    /// <summary>Longest secret, in characters.</summary>
    public const int MaxLength = 512;

    private const string Prefix = "whsec_";

    /// <summary>The secret, for those who keep it.</summary>
    internal string Text { get; } = text;

    /// <summary>The header <c>webhook-signature</c> of a message: <c>v1,</c> and the base64 of HMAC-SHA256 over <c>ID.TIMESTAMP.BODY</c> (Standard Webhooks).</summary>
    /// <param name="id">The header <c>webhook-id</c>.</param>
    /// <param name="timestamp">The header <c>webhook-timestamp</c>, in Unix seconds.</param>
    /// <param name="body">The body.</param>
    internal string Sign(string id, long timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Key(), signed))}";
    }

    private byte[] Key()
    {
        var key = new byte[MaxLength];
        return Text.StartsWith(Prefix, StringComparison.Ordinal) && Convert.TryFromBase64String(Text[Prefix.Length..], key, out var length) ? key[..length] : Encoding.UTF8.GetBytes(Text);
    }
}
