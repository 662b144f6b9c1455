using System.Text.Json.Serialization;

namespace PixelDiT.Server.Info;

/// <summary><c>GET /system_stats</c> (protocol §2.4): every key is there with the type that clients expect.</summary>
internal sealed record SystemStats(SystemFacts System, IReadOnlyList<DeviceEntry> Devices);

/// <summary>The machine and the programs.</summary>
internal sealed record SystemFacts(
    string Os,
    long RamTotal,
    long RamFree,
    string ComfyuiVersion,
    string RequiredFrontendVersion,
    string? InstalledTemplatesVersion,
    string RequiredTemplatesVersion,
    IReadOnlyList<PackageVersion> ComfyPackageVersions,
    string PythonVersion,
    string PytorchVersion,
    bool EmbeddedPython,
    string DeployEnvironment,
    IReadOnlyList<string> Argv,
    string PixelditVersion);

/// <summary>A part of the front end's surroundings.</summary>
internal sealed record PackageVersion(string Name, string? Installed, string? Required);

/// <summary>One device.</summary>
internal sealed record DeviceEntry(string Name, string Type, int? Index, long VramTotal, long VramFree, long TorchVramTotal, long TorchVramFree);

/// <summary><c>GET /features</c>, and the answer to a socket's feature flags.</summary>
internal sealed record Features(
    bool SupportsPreviewMetadata, bool SupportsModelTypeTags, long MaxUploadSize, FeatureExtensions Extension, bool NodeReplacements, bool Assets);

/// <summary>Features of extensions.</summary>
internal sealed record FeatureExtensions(ManagerFeatures Manager);

/// <summary>There is no node manager: a front end must not call its routes.</summary>
internal sealed record ManagerFeatures([property: JsonPropertyName("supports_v4")] bool SupportsV4);
