namespace PixelDiT.Imaging;

/// <summary>A file that was saved, in the terms of ComfyUI's <c>ui</c> output.</summary>
/// <param name="FileName">The name without folders.</param>
/// <param name="Subfolder">The folder relative to the output folder, with <c>/</c> between its parts; empty for the output folder itself.</param>
/// <param name="FullPath">The absolute path.</param>
public sealed record SavedFile(string FileName, string Subfolder, string FullPath);
