using System.Security.Cryptography;
using System.Text;

namespace PixelDiT.Server.Security;

/// <summary>Finds the key that a request brings. How long that takes tells nothing about the keys there are.</summary>
/// <param name="keys">The keys.</param>
internal sealed class KeyRing(IReadOnlyList<ApiKey> keys)
{
    /// <summary>True when requests need a key.</summary>
    public bool IsLocked => keys.Count > 0;

    /// <summary>The key, or null when there is no such key.</summary>
    /// <param name="presented">What the request brings, whatever that is.</param>
    public ApiKey? Find(string presented)
    {
        if (presented.Length is 0 or > ApiKey.MaxLength)
        {
            return null;
        }

        Span<byte> text = stackalloc byte[Encoding.UTF8.GetMaxByteCount(ApiKey.MaxLength)];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var written = Encoding.UTF8.GetBytes(presented, text);
        SHA256.HashData(text[..written], hash);
        ApiKey? found = null;
        // All of them, also when one fits: the place in the list shall not be told.
        foreach (var key in keys)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, key.Hash))
            {
                found = key;
            }
        }

        return found;
    }
}
