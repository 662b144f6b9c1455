using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace PixelDiT.Server.OpenApi;

/// <summary>What is said about one route beside what the route says itself.</summary>
/// <param name="Method">GET, POST, …</param>
/// <param name="Path">With leading slash; parameters in braces.</param>
/// <param name="Tag">The area it belongs to.</param>
/// <param name="Summary">One line.</param>
internal sealed record ApiEntry(string Method, string Path, string Tag, string Summary)
{
    /// <summary>More than one line; Markdown.</summary>
    public string Description { get; init; } = "";

    /// <summary>Parameters in query, header or path.</summary>
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>The body; null for none.</summary>
    public ApiBody? Body { get; init; }

    /// <summary>Answers by status: what is not listed here keeps what the route says itself.</summary>
    public IReadOnlyList<ApiAnswer> Answers { get; init; } = [];

    /// <summary>Writes it into the document.</summary>
    public void ApplyTo(OpenApiOperation operation)
    {
        operation.Summary = Summary;
        operation.Description = Description.Length == 0 ? null : Description;
        operation.OperationId = OperationId;
        operation.Tags = new HashSet<OpenApiTagReference> { new(Tag) };
        ApplyParameters(operation);
        if (Body is not null)
        {
            operation.RequestBody = Body.ToOpenApi();
        }

        operation.Responses ??= [];
        foreach (var answer in Answers)
        {
            answer.ApplyTo(operation.Responses);
        }
    }

    // "getApiJobsPromptId"
    private string OperationId =>
        Method.ToLowerInvariant() + string.Concat(Path.Split('/', '{', '}', '_', '.', '-', '*').Where(part => part.Length > 0).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    private void ApplyParameters(OpenApiOperation operation)
    {
        operation.Parameters ??= [];
        foreach (var parameter in Parameters)
        {
            var known = operation.Parameters.OfType<OpenApiParameter>().FirstOrDefault(p => p.Name == parameter.Name);
            if (known is null)
            {
                operation.Parameters.Add(parameter.ToOpenApi());
            }
            else
            {
                known.Description = parameter.Description;
            }
        }
    }
}

/// <summary>A parameter of a route.</summary>
/// <param name="In">Where it stands.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Type of its value: string, integer, number, boolean.</param>
/// <param name="Description">What it does, with its default.</param>
internal sealed record ApiParameter(ParameterLocation In, string Name, string Type, string Description)
{
    /// <summary>Values it may have; empty for any of its type.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>As the document has it.</summary>
    public OpenApiParameter ToOpenApi() => new()
    {
        Name = Name,
        In = In,
        Required = In == ParameterLocation.Path,
        Description = Description,
        Schema = new OpenApiSchema
        {
            Type = ApiTypes.Of(Type),
            Enum = Choices.Count == 0 ? null : [.. Choices.Select(c => (JsonNode)c)],
        },
    };
}

/// <summary>The body of a request.</summary>
/// <param name="ContentType">Its content type.</param>
/// <param name="Description">What it is.</param>
/// <param name="Fields">Its fields; empty when it has none that are fixed.</param>
internal sealed record ApiBody(string ContentType, string Description, IReadOnlyList<ApiField> Fields)
{
    /// <summary>True when the request may come without.</summary>
    public bool Optional { get; init; }

    /// <summary>An example, as JSON.</summary>
    public string? Example { get; init; }

    /// <summary>As the document has it.</summary>
    public OpenApiRequestBody ToOpenApi() => new()
    {
        Description = Description,
        Required = !Optional,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [ContentType] = new OpenApiMediaType
            {
                Schema = ApiTypes.Object(Fields),
                Example = Example is null ? null : JsonNode.Parse(Example),
            },
        },
    };
}

/// <summary>A field of an object.</summary>
/// <param name="Name">Its name; a <c>!</c> at the end says that it must be there.</param>
/// <param name="Type">string, integer, number, boolean, object, array, binary, any.</param>
/// <param name="Description">What it is.</param>
internal sealed record ApiField(string Name, string Type, string Description);

/// <summary>An answer of a route.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Description">When it comes and what it holds.</param>
/// <param name="ContentTypes">Content types, separated by spaces; empty for no body, or for what the route says itself.</param>
internal sealed record ApiAnswer(int Status, string Description, string ContentTypes = "")
{
    /// <summary>Fields of the JSON object; empty when none are fixed.</summary>
    public IReadOnlyList<ApiField> Fields { get; init; } = [];

    /// <summary>Writes it into a document.</summary>
    public void ApplyTo(OpenApiResponses responses)
    {
        var status = Status.ToString();
        var response = responses.TryGetValue(status, out var found) && found is OpenApiResponse known ? known : new OpenApiResponse();
        response.Description = Description;
        foreach (var type in ContentTypes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            response.Content ??= new Dictionary<string, OpenApiMediaType>();
            response.Content.TryAdd(type, new OpenApiMediaType
            {
                Schema = type == "application/json" ? ApiTypes.Object(Fields) : new OpenApiSchema { Type = JsonSchemaType.String, Format = type.StartsWith("text/", StringComparison.Ordinal) ? null : "binary" },
            });
        }

        responses[status] = response;
    }
}

/// <summary>Types as the document has them.</summary>
internal static class ApiTypes
{
    /// <summary>The type of that name; null for any.</summary>
    public static JsonSchemaType? Of(string type) => type switch
    {
        "integer" => JsonSchemaType.Integer,
        "number" => JsonSchemaType.Number,
        "boolean" => JsonSchemaType.Boolean,
        "object" => JsonSchemaType.Object,
        "array" => JsonSchemaType.Array,
        "any" => null,
        _ => JsonSchemaType.String,
    };

    /// <summary>An object with fields; anything when there are none.</summary>
    public static OpenApiSchema Object(IReadOnlyList<ApiField> fields)
    {
        if (fields.Count == 0)
        {
            return new OpenApiSchema();
        }

        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string>(fields.Where(f => f.Name.EndsWith('!')).Select(f => f.Name[..^1])),
            Properties = fields.ToDictionary(f => f.Name.TrimEnd('!'), f => (IOpenApiSchema)new OpenApiSchema
            {
                Type = Of(f.Type),
                Format = f.Type == "binary" ? "binary" : null,
                Items = f.Type == "array" ? new OpenApiSchema() : null,
                Description = f.Description,
            }),
        };
    }
}
