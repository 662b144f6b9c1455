using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PixelDiT.Server.Sockets;

namespace PixelDiT.Server.Http;

/// <summary>A 200 answer whose JSON is put together from ready parts instead of being serialized from records.</summary>
/// <param name="json">The UTF-8 bytes.</param>
internal sealed class RawJson(ReadOnlyMemory<byte> json) : IResult
{
    /// <summary>The answer that <paramref name="write"/> writes.</summary>
    public static RawJson Of<TState>(TState state, Action<Utf8JsonWriter, TState> write) => new(WireJson.Write(state, write));

    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        httpContext.Response.ContentLength = json.Length;
        await httpContext.Response.BodyWriter.WriteAsync(json, httpContext.RequestAborted);
    }
}
