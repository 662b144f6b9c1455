using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PixelDiT.Server.Prompts;
using PixelDiT.Server.Storage;

namespace PixelDiT.Server.Http;

/// <summary>Gives every failure a status and a text: 4xx for what a client did, 500 in ComfyUI's words for what we did wrong.</summary>
internal sealed class ErrorBoundary(RequestDelegate next, IHostApplicationLifetime lifetime, ILogger<ErrorBoundary> logger)
{
    /// <summary>Runs the rest.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            await ExplainAsync(context);
        }
        catch (Exception e) when (IsBrokenOff(context, e))
        {
            // There is nobody to tell.
            context.Abort();
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, e.StatusCode, e.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? $"Maximum request body size {context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize} exceeded."
                : e.Message);
        }
        catch (JobStoreException e) when (!context.Response.HasStarted)
        {
            HttpLog.Unhandled(logger, context.Request.Method, context.Request.Path, e);
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await context.Response.WriteAsJsonAsync(
                PromptRefused.Of(RefusalTypes.StoreUnavailable, "The server cannot write down its jobs now", e.Message), ServerJson.Default.PromptRefused);
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            HttpLog.Unhandled(logger, context.Request.Method, context.Request.Path, e);
            await AnswerAsync(context, StatusCodes.Status500InternalServerError, "500 Internal Server Error\n\nServer got itself in trouble");
        }
    }

    // The client hung up, which reading the body may notice a moment before the request counts as aborted; or the server stops, and has broken off what was still on its way.
    private bool IsBrokenOff(HttpContext context, Exception e) =>
        context.RequestAborted.IsCancellationRequested
        || e is ConnectionResetException or ConnectionAbortedException or OperationCanceledException { InnerException: ConnectionAbortedException }
        || (e is OperationCanceledException or IOException && lifetime.ApplicationStopping.IsCancellationRequested);

    // Routing answers a wrong method with an empty 405.
    private static Task ExplainAsync(HttpContext context) =>
        context.Response is { StatusCode: StatusCodes.Status405MethodNotAllowed, HasStarted: false, ContentType: null }
            ? AnswerAsync(context, StatusCodes.Status405MethodNotAllowed, "405: Method Not Allowed")
            : Task.CompletedTask;

    private static async Task AnswerAsync(HttpContext context, int status, string text)
    {
        var allow = context.Response.Headers.Allow;
        context.Response.Clear();
        context.Response.Headers.Allow = allow;
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(text);
    }
}
