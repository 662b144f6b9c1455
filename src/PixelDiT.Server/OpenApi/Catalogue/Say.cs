using Microsoft.OpenApi;

namespace PixelDiT.Server.OpenApi.Catalogue;

/// <summary>Short forms for the catalogue.</summary>
internal static class Say
{
    public const string Json = "application/json";

    public static readonly ApiAnswer Done = new(200, "Done; no body.");
    public static readonly ApiAnswer Invalid = new(400, "The body or a parameter is not as it should be; `error.details` says what would be right.");
    public static readonly ApiAnswer NoJob = new(404, "There is no such job, or it is somebody else's.");
    public static readonly ApiAnswer AdminsOnly = new(403, "With API keys on: the key is not an admin's.");

    public static ApiEntry Get(string path, string tag, string summary) => new("GET", path, tag, summary);

    public static ApiEntry Post(string path, string tag, string summary) => new("POST", path, tag, summary);

    public static ApiParameter Query(string name, string type, string description, params string[] choices) => new(ParameterLocation.Query, name, type, description) { Choices = choices };

    public static ApiParameter InPath(string name, string description) => new(ParameterLocation.Path, name, "string", description);

    public static ApiParameter Header(string name, string description) => new(ParameterLocation.Header, name, "string", description);

    public static ApiField Field(string name, string type, string description) => new(name, type, description);

    public static ApiBody Body(string description, params ApiField[] fields) => new(Json, description, fields);

    public static ApiAnswer Ok(string description, params ApiField[] fields) => new(200, description, Json) { Fields = fields };

    public static ApiAnswer Answer(int status, string description, string contentTypes = "") => new(status, description, contentTypes);
}
