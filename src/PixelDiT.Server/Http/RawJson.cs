using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PixelDiT.Server.Sockets;

namespace PixelDiT.Server.Http;

/// <summary>An answer whose JSON is put together from ready parts instead of being serialized from records.</summary>
/// <param name="json">The UTF-8 bytes.</param>
/// <param name="status">The status; default 200.</param>
internal sealed class RawJson(ReadOnlyMemory<byte> json, int status = StatusCodes.Status200OK) : IResult
{
    /// <summary>The answer that <paramref name="write"/> writes.</summary>
    public static RawJson Of<TState>(TState state, Action<Utf8JsonWriter, TState> write, int status = StatusCodes.Status200OK) => new(WireJson.Write(state, write), status);

    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        httpContext.Response.ContentLength = json.Length;
        await httpContext.Response.BodyWriter.WriteAsync(json, httpContext.RequestAborted);
    }
}
