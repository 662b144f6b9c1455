using Microsoft.AspNetCore.Http;
using PixelDiT.Graph.Folders;
using PixelDiT.Server.Http;

namespace PixelDiT.Server.Files;

/// <summary>The form of an upload, checked (protocol §2.5).</summary>
/// <param name="File">The uploaded file.</param>
/// <param name="Name">Its name, perhaps with folders; without a leading separator.</param>
/// <param name="Subfolder">The subfolder as the client gave it.</param>
/// <param name="Type">The folder.</param>
/// <param name="Path">Where it goes: a full path inside the folder.</param>
/// <param name="Overwrite">True when it may replace a file of that name.</param>
/// <param name="Form">All fields.</param>
internal sealed record UploadRequest(IFormFile File, string Name, string Subfolder, string Type, string Path, bool Overwrite, IFormCollection Form)
{
    /// <summary>Reads the form.</summary>
    /// <exception cref="UploadException">A field is missing, or leads out of its folder; the message says which.</exception>
    public static async Task<UploadRequest> ReadAsync(HttpRequest request, FolderPaths folders, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
        {
            throw new UploadException("The body must be multipart/form-data with a file in the field 'image'.");
        }

        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new UploadException(e.Message);
        }

        if (form.Files.GetFile("image") is not { } file)
        {
            throw new UploadException("There is no file in the field 'image'.");
        }

        var type = form.First("type") ?? "input";
        var subfolder = form.First("subfolder") ?? "";
        // A leading separator is forgiven, as ComfyUI does.
        var name = file.FileName.TrimStart('/', '\\');
        var directory = folders.DirectoryOf(type, name) ?? throw new UploadException($"'type' must be input, output or temp, not '{type}'.");
        var overwrite = form.First("overwrite") is "true" or "1" && MayReplace(request, type);
        return new UploadRequest(file, name, subfolder, type, Target(directory, type, subfolder, name), overwrite, form);
    }

    /// <summary>The answer to an upload that was stored under a path.</summary>
    public UploadedFile Answer(string stored) =>
        new(Name[..(Name.Length - System.IO.Path.GetFileName(Name).Length)] + System.IO.Path.GetFileName(stored), Subfolder, Type);

    // Results may be another key's, and only admins destroy those.
    private static bool MayReplace(HttpRequest request, string type) => type == "input" || Caller.Of(request.HttpContext).Scope is null;

    private static string Target(string directory, string type, string subfolder, string name)
    {
        var target = ClientPath.New(directory, subfolder);
        if (target.Full is null)
        {
            throw new UploadException(target.Refusal == PathRefusal.Outside
                ? $"The subfolder '{subfolder}' leads out of the {type} folder."
                : $"The subfolder '{subfolder}' cannot be used: a part of it is no name that every system can have.");
        }

        if (name.Length == 0)
        {
            throw new UploadException("The file has no name.");
        }

        // Once in the subfolder, which the name may not leave, and once in the folder, which links may not leave.
        var path = ClientPath.New(target.Full, name);
        var inFolder = path.Full is null ? path : ClientPath.New(directory, System.IO.Path.GetRelativePath(directory, path.Full));
        return inFolder.Full is { } full && full != target.Full
            ? full
            : throw new UploadException(inFolder.Refusal == PathRefusal.BadName
                ? $"The name '{name}' cannot be used: it is too long, or no name that every system can have."
                : $"The name '{name}' leads out of the {type} folder.");
    }
}

/// <summary>An upload cannot be accepted.</summary>
/// <param name="message">What is wrong.</param>
internal sealed class UploadException(string message) : Exception(message);
