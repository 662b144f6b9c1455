using System.Text.Json.Nodes;
using PixelDiT.Server.OpenApi;

namespace PixelDiT.Server.Tests.OpenApi;

/// <summary>The OpenAPI document.</summary>
internal sealed class OpenApiTests
{
    // Files and connections, which have no fixed shape.
    private static readonly string[] NotShown = ["/{**path}", "/hubs/queue/{**rest}", "/api/assets/{**rest}", "/api/tags", "/"];

    [Test]
    public async Task EveryRoute_IsInTheCatalogue_AndNothingElseIs()
    {
        await using var server = await TestServer.StartAsync();
        var routes = server.RoutePatterns
            .Where(r => r.Method != "HEAD" && !NotShown.Contains(r.Path))
            // Of twins the one under /api is shown.
            .Where(r => !server.RoutePatterns.Contains((r.Method, "/api" + r.Path)))
            .Select(r => $"{r.Method} {r.Path.Replace("{**", "{")}")
            .Distinct();

        Assert.That(ApiCatalogue.All.Select(e => $"{e.Method} {e.Path}"), Is.EquivalentTo(routes));
    }

    [Test]
    public async Task Document_SaysOfEveryRoute_WhatItIsForAndWhatItAnswers()
    {
        await using var server = await TestServer.StartAsync();
        var document = (await server.GetAsync("/openapi/v1.json")).Body!;
        var operations = document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Select(o => (Route: $"{o.Key} {p.Key}", Operation: o.Value!.AsObject()))).ToList();

        Assert.That((string?)document["openapi"], Does.StartWith("3.1"));
        Assert.That(operations, Has.Count.EqualTo(ApiCatalogue.All.Count()));
        Assert.Multiple(() =>
        {
            foreach (var (route, operation) in operations)
            {
                Assert.That((string?)operation["summary"], Is.Not.Null.And.Not.Empty, route);
                Assert.That(operation["tags"]!.AsArray(), Has.Count.EqualTo(1), route);
                Assert.That(operation["responses"]!.AsObject(), Is.Not.Empty, route);
                Assert.That(operation["responses"]!.AsObject().Select(r => (string?)r.Value!["description"]), Has.All.Not.Empty, route);
                Assert.That((operation["parameters"]?.AsArray() ?? []).Select(p => (string?)p!["description"]), Has.All.Not.Null.And.All.Not.Empty, route);
                var inPath = route.Count(c => c == '{');
                Assert.That((operation["parameters"]?.AsArray() ?? []).Count(p => (string?)p!["in"] == "path"), Is.EqualTo(inPath), route);
            }
        });
        Assert.That(operations.Select(o => (string?)o.Operation["operationId"]), Is.Unique);
        Assert.That(document["tags"]!.AsArray().Select(t => (string?)t!["name"]), Is.SupersetOf(operations.Select(o => (string?)o.Operation["tags"]![0]).Distinct()));
    }

    [Test]
    public async Task Document_References_AreThere()
    {
        await using var server = await TestServer.StartAsync();
        var document = (await server.GetAsync("/openapi/v1.json")).Body!;
        var references = References(document).Distinct().ToList();

        Assert.That(references, Is.Not.Empty);
        foreach (var reference in references)
        {
            Assert.That(reference, Does.StartWith("#/"));
            Assert.That(reference[2..].Split('/').Aggregate((JsonNode?)document, (node, part) => node?[part]), Is.Not.Null, reference);
        }
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => p.Key == "$ref" && p.Value is JsonValue v ? [v.GetValue<string>()] : References(p.Value)),
        JsonArray a => a.SelectMany(References),
        _ => [],
    };
}
