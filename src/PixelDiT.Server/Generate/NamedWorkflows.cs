using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PixelDiT.Graph.Folders;
using PixelDiT.Graph.Prompts;
using PixelDiT.Graph.Workflows;
using PixelDiT.Server.Files;
using PixelDiT.Server.Http;
using PixelDiT.Server.UserData;
using PixelDiT.Server.Users;

namespace PixelDiT.Server.Generate;

/// <summary>Finds workflows by the names of their files: those that the user has saved, then those in <c>workflows</c> of the base directory.</summary>
internal sealed class NamedWorkflows(FolderPaths folders, UserStore users, ServerOptions options)
{
    /// <summary>Reads a workflow.</summary>
    /// <param name="name">Relative path of its file, with or without <c>.json</c>.</param>
    /// <param name="request">Whose saved workflows count.</param>
    /// <param name="problem">Why not; empty when all is well.</param>
    /// <returns>The workflow in either form, or null.</returns>
    public JsonObject? Find(string name, HttpRequest request, out string problem)
    {
        problem = "";
        var file = name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? name : name + ".json";
        foreach (var folder in FoldersOf(request))
        {
            if (ClientPath.Existing(folder, file).Full is not { } path)
            {
                problem = $"'{ShortText.Of(name)}' is no name of a workflow: a file name, or a path below the folder of workflows, is needed.";
                return null;
            }

            if (File.Exists(path))
            {
                return Read(path, name, out problem);
            }
        }

        problem = $"there is no workflow '{ShortText.Of(name)}'; those that you have saved count, and those in the server's folder 'workflows'.{Near(name, request)}";
        return null;
    }

    private string Near(string name, HttpRequest request)
    {
        var names = FoldersOf(request).Where(Directory.Exists).SelectMany(f => UserFiles.List(f, recurse: true))
            .Where(f => f.Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)).Select(f => f.Path[..^".json".Length]).Distinct();
        return NearNames.Of(name, names) is { Count: > 0 } near ? $" Did you mean {string.Join(" or ", near.Select(n => $"'{n}'"))}?" : "";
    }

    private IEnumerable<string> FoldersOf(HttpRequest request)
    {
        if (users.Find(request) is { } user)
        {
            yield return Path.Combine(users.DirectoryOf(user), "workflows");
        }

        yield return Path.Combine(folders.Base, "workflows");
    }

    private JsonObject? Read(string path, string name, out string problem)
    {
        try
        {
            if (new FileInfo(path).Length > options.Security.MaxJsonBytes)
            {
                problem = $"the workflow '{ShortText.Of(name)}' is larger than {options.Security.MaxJsonBytes} bytes.";
                return null;
            }

            var json = WorkflowJson.Parse(File.ReadAllBytes(path));
            var found = WorkflowForms.Recognize(json);
            problem = found is { Form: WorkflowForm.Neither, Inner: null } ? $"the file of '{ShortText.Of(name)}' holds no workflow: {found.Hint}." : "";
            return problem.Length > 0 ? null : (JsonObject)(found.Inner?.DeepClone() ?? json)!;
        }
        catch (PromptFormatException e)
        {
            problem = $"the file of '{ShortText.Of(name)}' holds no workflow: {e.Message}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The message would tell where files lie.
            problem = $"the file of '{ShortText.Of(name)}' cannot be read.";
        }

        return null;
    }
}
