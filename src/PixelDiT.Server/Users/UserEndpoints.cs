using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelDiT.Server.Http;
using PixelDiT.Server.Prompts;
using PixelDiT.Server.Security;

namespace PixelDiT.Server.Users;

/// <summary><c>/users</c> (protocol §2.7).</summary>
internal static class UserEndpoints
{
    /// <summary>Maps the area.</summary>
    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/users", ApiRoutes.Read, GetUsers);
        routes.MapPost("/users", PostUser).WithMetadata(new BodyLimit(BodyLimit.Small)).ForAdmins();
    }

    private static RawJson GetUsers(UserStore users, Caller caller) => RawJson.Of((users, caller), static (w, s) =>
    {
        var store = s.users;
        w.WriteStartObject();
        w.WriteString("storage"u8, "server"u8);
        // Whoever proves a name by a key has nobody to choose from.
        if (store.IsMultiUser && s.caller.Scope is null)
        {
            w.WriteStartObject("users"u8);
            foreach (var (id, name) in store.All)
            {
                w.WriteString(id, name);
            }

            w.WriteEndObject();
        }
        else
        {
            w.WriteBoolean("migrated"u8, Directory.Exists(store.DirectoryOf(s.caller.Scope ?? "default")));
        }

        w.WriteEndObject();
    });

    private static Results<Ok<string>, BadRequest<UserProblem>, BadRequest<PromptRefused>> PostUser(JsonBody body, UserStore users)
    {
        if (body.AsObject(out var problem) is not { } fields)
        {
            return TypedResults.BadRequest(PromptRefused.Invalid(problem));
        }

        if (fields["username"] is not JsonValue value || !value.TryGetValue<string>(out var name))
        {
            return TypedResults.BadRequest(PromptRefused.Invalid($"'username' must be a text, not {JsonBody.KindOf(fields["username"])}."));
        }

        return users.Add(name, out problem) is { } id ? TypedResults.Ok(id) : TypedResults.BadRequest(new UserProblem(problem));
    }
}

/// <summary>400 of <c>POST /users</c>.</summary>
internal sealed record UserProblem(string Error);
