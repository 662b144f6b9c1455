using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace PixelDiT.Server.Http;

/// <summary>Who sends a request, as far as jobs are concerned. Whoever checks keys says so with <see cref="Set"/>; without that, it is nobody who sees everything.</summary>
/// <param name="Owner">Whose the jobs are that the request submits; null for nobody's.</param>
/// <param name="Scope">Only jobs of this owner exist for the request; null for everybody's.</param>
internal sealed record Caller(string? Owner, string? Scope) : IBindableFromHttpContext<Caller>
{
    private static readonly Caller Nobody = new(null, null);

    /// <summary>Says who sends the request.</summary>
    public static void Set(HttpContext context, Caller caller) => context.Features.Set(caller);

    /// <summary>Who sends the request.</summary>
    public static Caller Of(HttpContext context) => context.Features.Get<Caller>() ?? Nobody;

    /// <inheritdoc />
    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) => new(Of(context));
}
