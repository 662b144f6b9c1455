using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace PixelDiT.Server.Http;

/// <summary>How routes are declared: each exists at <c>/x</c> and at <c>/api/x</c> (protocol §1), and what answers GET answers HEAD.</summary>
internal static class ApiRoutes
{
    /// <summary>The methods of a reading route.</summary>
    public static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps an area twice: without prefix, and under <c>/api</c>.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="map">Maps the area once.</param>
    public static void MapTwice(this IEndpointRouteBuilder routes, Action<IEndpointRouteBuilder> map)
    {
        map(routes);
        map(routes.MapGroup("/api"));
    }
}
