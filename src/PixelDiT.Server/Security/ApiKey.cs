using System.Security.Cryptography;
using System.Text;

namespace PixelDiT.Server.Security;

/// <summary>
/// A key that lets requests in, and whose it is. Of the key itself only a hash is kept, so that no log, dump or error text can show it.
/// </summary>
public sealed class ApiKey
{
    /// <summary>Keys shorter than this can be guessed; whoever sets them up should be told.</summary>
    public const int RecommendedLength = 20;

    /// <summary>Longest key.</summary>
    public const int MaxLength = 512;

    private readonly byte[] _hash;

    /// <summary>A key.</summary>
    /// <param name="name">Whose it is: letters, digits, <c>-</c> and <c>_</c>, beginning with a letter or digit, at most 64, not <c>default</c>. Several keys may have one name.</param>
    /// <param name="key">The secret: 1 to 512 printable ASCII characters without spaces.</param>
    /// <param name="isAdmin">True when its bearer sees and controls everybody's jobs, and the server.</param>
    /// <exception cref="ApiKeyException">Name or key is not like that; the message does not contain the key.</exception>
    public ApiKey(string name, string key, bool isAdmin = false)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(key);
        if (name.Length is 0 or > 64 || !char.IsAsciiLetterOrDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw new ApiKeyException("a name has 1 to 64 letters, digits, '-' and '_', and begins with a letter or digit");
        }

        if (name.Equals("default", StringComparison.OrdinalIgnoreCase))
        {
            throw new ApiKeyException("the name 'default' stands for the server's own user; choose another one");
        }

        if (key.Length is 0 or > MaxLength || !key.All(c => c is > ' ' and <= '~'))
        {
            throw new ApiKeyException($"the key of '{name}' must have 1 to {MaxLength} printable ASCII characters and no spaces");
        }

        Name = name;
        IsAdmin = isAdmin;
        IsShort = key.Length < RecommendedLength;
        _hash = SHA256.HashData(Encoding.ASCII.GetBytes(key));
    }

    /// <summary>Whose it is; jobs carry this name as their owner.</summary>
    public string Name { get; }

    /// <summary>True when its bearer sees and controls everybody's jobs, and the server.</summary>
    public bool IsAdmin { get; }

    /// <summary>True when the key has fewer than <see cref="RecommendedLength"/> characters.</summary>
    public bool IsShort { get; }

    /// <summary>SHA-256 of the key.</summary>
    internal ReadOnlySpan<byte> Hash => _hash;
}

/// <summary>An API key, or a list of them, is not as it should be. The message never contains a key.</summary>
/// <param name="message">What is wrong and what would be right.</param>
public sealed class ApiKeyException(string message) : Exception(message);
