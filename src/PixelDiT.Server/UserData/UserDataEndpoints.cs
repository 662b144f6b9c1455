using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelDiT.Server.Files;
using PixelDiT.Server.Http;
using PixelDiT.Server.Users;

namespace PixelDiT.Server.UserData;

/// <summary><c>/userdata</c> and <c>/v2/userdata</c>: saved workflows and other files of front ends (protocol §2.7).</summary>
internal static class UserDataEndpoints
{
    /// <summary>Maps the area.</summary>
    public static void MapUserData(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/userdata", ApiRoutes.Read, List);
        routes.MapMethods("/v2/userdata", ApiRoutes.Read, ListTree);
        routes.MapMethods("/userdata/{file}", ApiRoutes.Read, Get);
        routes.MapPost("/userdata/{file}", PostAsync);
        routes.MapDelete("/userdata/{file}", Delete);
        routes.MapPost("/userdata/{file}/move/{dest}", Move);
    }

    private static IResult List(HttpRequest request, UserStore users)
    {
        var directory = request.Query.First("dir") ?? "";
        if (directory.Length == 0)
        {
            return Text(StatusCodes.Status400BadRequest, "Directory not provided");
        }

        if (users.Find(request) is not { } user)
        {
            return TypedResults.Unauthorized();
        }

        if (ClientPath.Existing(users.DirectoryOf(user), directory).Full is not { } full)
        {
            return Text(StatusCodes.Status403Forbidden, "Invalid directory");
        }

        if (!Directory.Exists(full))
        {
            return Text(StatusCodes.Status404NotFound, "Directory not found");
        }

        var form = request.Query.IsTrue("full_info") ? ListForm.Full : request.Query.IsTrue("split") ? ListForm.Split : ListForm.Paths;
        return RawJson.Of((Files: UserFiles.List(full, request.Query.IsTrue("recurse")), form), static (w, s) =>
        {
            w.WriteStartArray();
            foreach (var file in s.Files)
            {
                WriteEntry(w, file, s.form);
            }

            w.WriteEndArray();
        });
    }

    private static IResult ListTree(HttpRequest request, UserStore users)
    {
        if (users.Find(request) is not { } user)
        {
            return Text(StatusCodes.Status403Forbidden, "Invalid user specified in request");
        }

        var root = users.DirectoryOf(user);
        var path = request.Query.First("path") ?? "";
        if (ClientPath.Existing(root, path).Full is not { } full)
        {
            return Text(StatusCodes.Status400BadRequest, "Invalid path requested");
        }

        if (!Directory.Exists(full))
        {
            // A user who has stored nothing yet has no folder either.
            return File.Exists(full) ? Text(StatusCodes.Status400BadRequest, "Requested path is not a directory")
                : full == Path.TrimEndingDirectorySeparator(root) ? new RawJson("[]"u8.ToArray())
                : Text(StatusCodes.Status404NotFound, "Requested path not found");
        }

        return RawJson.Of(UserFiles.Tree(root, full), static (w, entries) =>
        {
            w.WriteStartArray();
            foreach (var (path, entry) in entries)
            {
                WriteTreeEntry(w, path, entry);
            }

            w.WriteEndArray();
        });
    }

    private static IResult Get(HttpContext context, UserStore users)
    {
        var file = UserPath.Of(context.Request, users);
        if (file.Status is { } status)
        {
            return TypedResults.StatusCode(status);
        }

        if (!Path.Exists(file.Full))
        {
            return TypedResults.NotFound();
        }

        var isUserCss = file.Relative == "user.css";
        var type = ContentTypes.Of(file.Full);
        context.Response.Headers.XContentTypeOptions = "nosniff";
        // Whatever somebody stored is never run in the server's own origin.
        context.Response.Headers.ContentDisposition = isUserCss ? "inline" : "attachment";
        if (!File.Exists(file.Full))
        {
            return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        }

        return new SentFile(file.Full, isUserCss ? "text/css" : ContentTypes.IsActive(type) ? ContentTypes.Opaque : type);
    }

    private static async Task<IResult> PostAsync(HttpContext context, UserStore users)
    {
        var file = UserPath.Of(context.Request, users, creating: true);
        if (file.Status is { } status)
        {
            return TypedResults.StatusCode(status);
        }

        var overwrite = context.Request.Query.First("overwrite") != "false";
        if (!overwrite && Path.Exists(file.Full))
        {
            return Text(StatusCodes.Status409Conflict, "File already exists");
        }

        return await WriteAsync(
            () => UserFileWriter.StoreAsync(context.Request.Body, file.Full, overwrite, context.RequestAborted),
            () => Describe(file, context.Request.Query.IsTrue("full_info")));
    }

    private static IResult Delete(HttpRequest request, UserStore users)
    {
        var file = UserPath.Of(request, users);
        if (file.Status is { } status)
        {
            return TypedResults.StatusCode(status);
        }

        if (!File.Exists(file.Full))
        {
            return TypedResults.StatusCode(Directory.Exists(file.Full) ? StatusCodes.Status403Forbidden : StatusCodes.Status404NotFound);
        }

        try
        {
            File.Delete(file.Full);
            return TypedResults.NoContent();
        }
        catch (Exception e) when (DiskErrors.IsOfThePath(e))
        {
            return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        }
    }

    // /userdata/{file}/move/{dest}
    private static async Task<IResult> Move(HttpContext context, UserStore users)
    {
        var source = UserPath.Of(context.Request, users, fromEnd: 2);
        var target = UserPath.Of(context.Request, users, creating: true);
        if ((source.Status ?? target.Status) is { } status)
        {
            return TypedResults.StatusCode(status);
        }

        if (!File.Exists(source.Full))
        {
            return TypedResults.StatusCode(StatusCodes.Status404NotFound);
        }

        var overwrite = context.Request.Query.First("overwrite") != "false";
        if (!overwrite && Path.Exists(target.Full))
        {
            return Text(StatusCodes.Status409Conflict, "File already exists");
        }

        return await WriteAsync(
            () => Task.FromResult(UserFileWriter.Move(source.Full, target.Full, overwrite)),
            () => Describe(target, context.Request.Query.IsTrue("full_info")));
    }

    private static async Task<IResult> WriteAsync(Func<Task<bool>> write, Func<IResult> answer)
    {
        try
        {
            return await write() ? answer() : Text(StatusCodes.Status409Conflict, "File already exists");
        }
        catch (Exception e) when (DiskErrors.IsFull(e))
        {
            return TypedResults.StatusCode(StatusCodes.Status507InsufficientStorage);
        }
        catch (Exception e) when (DiskErrors.IsOfThePath(e))
        {
            return Text(StatusCodes.Status400BadRequest, "Invalid filename: a part of it is a file where a folder would be needed, a folder where a file would be, or may not be written to.");
        }
    }

    private static RawJson Describe(UserPath file, bool fullInfo) => RawJson.Of((file, fullInfo), static (w, s) =>
        WriteEntry(w, new UserFile(s.file.Relative, new FileInfo(s.file.Full)), s.fullInfo ? ListForm.Full : ListForm.Paths));

    private static void WriteEntry(Utf8JsonWriter w, UserFile file, ListForm form)
    {
        switch (form)
        {
            case ListForm.Full:
                file.WriteTo(w);
                break;
            case ListForm.Split:
                w.WriteStartArray();
                w.WriteStringValue(file.Path);
                foreach (var part in file.Path.Split('/'))
                {
                    w.WriteStringValue(part);
                }

                w.WriteEndArray();
                break;
            default:
                w.WriteStringValue(file.Path);
                break;
        }
    }

    // {"name","path","type":"directory"} or {"name","path","type":"file","size","modified"}, seconds with fractions
    private static void WriteTreeEntry(Utf8JsonWriter w, string path, FileSystemInfo entry)
    {
        w.WriteStartObject();
        w.WriteString("name"u8, entry.Name);
        w.WriteString("path"u8, path);
        w.WriteString("type"u8, entry is FileInfo ? "file"u8 : "directory"u8);
        if (entry is FileInfo file)
        {
            w.WriteNumber("size"u8, UserFile.SizeOf(file));
            w.WriteNumber("modified"u8, new DateTimeOffset(file.LastWriteTimeUtc).ToUnixTimeMilliseconds() / 1000.0);
        }

        w.WriteEndObject();
    }

    private static ContentHttpResult Text(int status, string text) => TypedResults.Text(text, statusCode: status);

    private enum ListForm
    {
        Paths,
        Full,
        Split,
    }
}
