using static PixelDiT.Server.OpenApi.Catalogue.Say;

namespace PixelDiT.Server.OpenApi.Catalogue;

/// <summary>Settings and files of users.</summary>
internal static class UserEntries
{
    private static readonly ApiParameter User = Header("Comfy-User", "The user, with --multi-user; with API keys on only admins are asked, the user is the key's name.");
    private static readonly ApiParameter File = InPath("file", "Path of the file, as one encoded part: `workflows%2Fa.json`.");
    private static readonly ApiAnswer NoUser = Answer(401, "There is no such user.");
    private static readonly ApiAnswer Outside = Answer(403, "The path leads out of the user's folder.");
    private static readonly ApiParameter Overwrite = Query("overwrite", "boolean", "False: a file that is there stays. Default true.");
    private static readonly ApiParameter FullInfo = Query("full_info", "boolean", "True: answers with size and times.");

    public static readonly ApiEntry[] All =
    [
        Get("/api/settings", "users", "All settings of the user") with { Parameters = [User], Answers = [Ok("Name → value."), NoUser] },
        Post("/api/settings", "users", "Changes settings") with { Parameters = [User], Body = Body("Name → value; others stay."), Answers = [Done, Invalid, NoUser, Answer(413, "They would become too large.")] },
        Get("/api/settings/{id}", "users", "One setting") with { Parameters = [InPath("id", "Its name."), User], Answers = [Ok("Its value; null when it was never set."), NoUser] },
        Post("/api/settings/{id}", "users", "Changes one setting") with
        {
            Parameters = [InPath("id", "Its name."), User], Body = Body("Its value: any JSON."), Answers = [Done, Invalid, NoUser, Answer(413, "The settings would become too large.")],
        },
        Get("/api/users", "users", "Whether there are several users, and which") with { Answers = [Ok("`storage`, and `users` or `migrated`.")] },
        Post("/api/users", "users", "Adds a user") with { Body = Body("Who.", Field("username!", "string", "The name.")), Answers = [Ok("The new id."), Answer(400, "The name is taken or cannot be one."), AdminsOnly] },
        Get("/api/userdata", "users", "Files of the user") with
        {
            Parameters = [Query("dir", "string", "The folder; needed."), Query("recurse", "boolean", "True: with those below."), FullInfo, Query("split", "boolean", "True: paths in parts."), User],
            Answers = [Ok("Paths, objects or arrays."), Answer(400, "There is no `dir`."), NoUser, Outside, Answer(404, "There is no such folder.")],
        },
        Get("/api/v2/userdata", "users", "Files and folders of the user, all below a folder") with
        {
            Parameters = [Query("path", "string", "The folder; default the user's."), User], Answers = [Ok("Entries, folders first."), Answer(400, "The path is no folder."), Answer(403, "There is no such user."), Answer(404, "There is nothing there.")],
        },
        Get("/api/userdata/{file}", "users", "Reads a file of the user") with
        {
            Parameters = [File, User], Answers = [Answer(200, "Its content.", "application/octet-stream"), Answer(400, "The path cannot be one."), NoUser, Outside, Answer(404, "There is no such file.")],
        },
        Post("/api/userdata/{file}", "users", "Writes a file of the user") with
        {
            Parameters = [File, Overwrite, FullInfo, User],
            Body = new ApiBody("application/octet-stream", "The content.", []),
            Answers = [Ok("Its path, or an object with `full_info`."), Answer(400, "The path cannot be one."), NoUser, Outside, Answer(409, "The file is there already.")],
        },
        new ApiEntry("DELETE", "/api/userdata/{file}", "users", "Deletes a file of the user") with
        {
            Parameters = [File, User], Answers = [Answer(204, "It is gone."), Answer(400, "The path cannot be one."), NoUser, Outside, Answer(404, "There is no such file.")],
        },
        Post("/api/userdata/{file}/move/{dest}", "users", "Moves or renames a file of the user") with
        {
            Parameters = [File, InPath("dest", "The new path, encoded in the same way."), Overwrite, FullInfo, User],
            Answers = [Ok("The new path, or an object with `full_info`."), Answer(400, "A path cannot be one."), NoUser, Outside, Answer(404, "There is no such file."), Answer(409, "There is a file of the new name.")],
        },
    ];
}
