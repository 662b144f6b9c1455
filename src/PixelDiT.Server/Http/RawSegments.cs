using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PixelDiT.Server.Http;

/// <summary>
/// Parts of the path as the client wrote them. The server hands out a path in which an encoded slash is still encoded and everything else is not, so that
/// <c>%2F</c> and <c>%252F</c> look the same; names of files need the difference.
/// </summary>
internal static class RawSegments
{
    /// <summary>A part of the path, counted from its end and decoded exactly once.</summary>
    /// <param name="request">The request.</param>
    /// <param name="fromEnd">0 for the last part.</param>
    /// <returns>Empty when there is no such part; null when it is no UTF-8.</returns>
    public static string? Decoded(HttpRequest request, int fromEnd = 0)
    {
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var end = target.AsSpan().IndexOfAny('?', '#');
        var segments = (end < 0 ? target : target[..end]).Split('/');
        return segments.Length > fromEnd ? Decode(segments[segments.Length - 1 - fromEnd]) : "";
    }

    /// <summary>Percent-decodes a text once; null when the bytes are no UTF-8.</summary>
    internal static string? Decode(string text)
    {
        if (!text.Contains('%'))
        {
            return text;
        }

        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                bytes.Add(Convert.ToByte(text.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes([text[i]]));
            }
        }

        try
        {
            return Strict.GetString([.. bytes]);
        }
        catch (DecoderFallbackException)
        {
            // Null says so.
            return null;
        }
    }

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
