using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using PixelDiT.Server.Assets;
using PixelDiT.Server.Files;
using PixelDiT.Server.Info;
using PixelDiT.Server.JobList;
using PixelDiT.Server.Models;
using PixelDiT.Server.Operations;
using PixelDiT.Server.Packs;
using PixelDiT.Server.Prompts;
using PixelDiT.Server.Users;

namespace PixelDiT.Server.Http;

/// <summary>How the server's own records look as JSON; generated, so that nothing is reflected over at start-up.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(JsonNode))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(PromptAccepted))]
[JsonSerializable(typeof(PromptRefused))]
[JsonSerializable(typeof(QueueInfo))]
[JsonSerializable(typeof(SystemStats))]
[JsonSerializable(typeof(Features))]
[JsonSerializable(typeof(PackList))]
[JsonSerializable(typeof(UploadedFile))]
[JsonSerializable(typeof(UserProblem))]
[JsonSerializable(typeof(AssetsRefused))]
[JsonSerializable(typeof(IReadOnlyList<ModelFile>))]
[JsonSerializable(typeof(IReadOnlyList<ModelFolderDetails>))]
[JsonSerializable(typeof(JobProblem))]
[JsonSerializable(typeof(InvalidJobIds))]
[JsonSerializable(typeof(JobsCancelled))]
[JsonSerializable(typeof(HealthReport))]
internal sealed partial class ServerJson : JsonSerializerContext;
