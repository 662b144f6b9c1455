using Microsoft.AspNetCore.Http;
using PixelDiT.Server.Files;
using PixelDiT.Server.Http;
using PixelDiT.Server.Users;

namespace PixelDiT.Server.UserData;

/// <summary>The file of a user that a path names.</summary>
/// <param name="Full">Its full path; empty when <paramref name="Status"/> is set.</param>
/// <param name="Relative">The same relative to the user's folder, with <c>/</c>.</param>
/// <param name="Status">Why not: 400, 401 or 403; null when all is well.</param>
internal readonly record struct UserPath(string Full, string Relative, int? Status)
{
    /// <summary>Reads one part of the path of a request: a whole relative path, its slashes encoded.</summary>
    /// <param name="request">The request.</param>
    /// <param name="users">Whose file it may be.</param>
    /// <param name="fromEnd">Which part, counted from the end of the path.</param>
    /// <param name="creating">Whether the file may be created.</param>
    public static UserPath Of(HttpRequest request, UserStore users, int fromEnd = 0, bool creating = false)
    {
        if (users.Find(request) is not { } user)
        {
            return Refused(StatusCodes.Status401Unauthorized);
        }

        if (RawSegments.Decoded(request, fromEnd) is not { Length: > 0 } path)
        {
            return Refused(StatusCodes.Status400BadRequest);
        }

        var root = Path.TrimEndingDirectorySeparator(users.DirectoryOf(user));
        var found = creating ? ClientPath.New(root, path) : ClientPath.Existing(root, path);
        return found switch
        {
            { Refusal: PathRefusal.BadName } => Refused(StatusCodes.Status400BadRequest),
            { Refusal: PathRefusal.Outside } => Refused(StatusCodes.Status403Forbidden),
            // The user's own folder is no file.
            { Full: { } full } when full == root => Refused(StatusCodes.Status403Forbidden),
            { Full: { } full } => new UserPath(full, Path.GetRelativePath(root, full).Replace('\\', '/'), null),
            _ => Refused(StatusCodes.Status400BadRequest),
        };
    }

    private static UserPath Refused(int status) => new("", "", status);
}
