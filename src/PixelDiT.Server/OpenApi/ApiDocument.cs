using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using PixelDiT.Server.Http;

namespace PixelDiT.Server.OpenApi;

/// <summary>
/// The OpenAPI document of all routes, made when somebody asks for it the first time, from the routes themselves and from <see cref="ApiCatalogue"/>. Until then it
/// costs nothing: what makes it has a service container of its own.
/// </summary>
internal sealed class ApiDocument
{
    private const string Name = "v1";

    private readonly Lazy<Task<byte[]>> _json;

    /// <summary>Nothing yet.</summary>
    /// <param name="services">The server's services, as they were registered: handlers' parameters are told from clients' by them.</param>
    /// <param name="routes">The routes.</param>
    public ApiDocument(IServiceCollection services, EndpointDataSource routes) => _json = new(() => MakeAsync(services, routes));

    /// <summary>The document as UTF-8 JSON.</summary>
    public async Task<ReadOnlyMemory<byte>> GetAsync() => await _json.Value;

    private static async Task<byte[]> MakeAsync(IServiceCollection services, EndpointDataSource routes)
    {
        var copy = new ServiceCollection();
        foreach (var service in services)
        {
            ((ICollection<ServiceDescriptor>)copy).Add(service);
        }

        copy.AddSingleton(routes);
        copy.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolver = JsonTypeInfoResolver.Combine(ServerJson.Default, new DefaultJsonTypeInfoResolver()));
        copy.AddOpenApi(Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.ShouldInclude = api => ApiCatalogue.Find(api.HttpMethod, api.RelativePath) is not null;
            options.AddOperationTransformer((operation, context, _) =>
            {
                ApiCatalogue.Find(context.Description.HttpMethod, context.Description.RelativePath)?.ApplyTo(operation);
                return Task.CompletedTask;
            });
            options.AddDocumentTransformer((document, _, _) =>
            {
                ApiCatalogue.ApplyTo(document);
                return Task.CompletedTask;
            });
        });
        await using var provider = copy.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var document = await scope.ServiceProvider.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync();
        using var stream = new MemoryStream();
        await document.SerializeAsJsonAsync(stream, OpenApiSpecVersion.OpenApi3_1);
        return stream.ToArray();
    }
}
