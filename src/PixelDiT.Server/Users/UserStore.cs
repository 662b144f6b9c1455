using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Folders;
using PixelDiT.Server.Http;

namespace PixelDiT.Server.Users;

/// <summary>
/// Who has settings and files of their own (protocol §2.7): one user called <c>default</c>, or with <c>--multi-user</c> those of <c>users.json</c>, named by the header
/// <c>Comfy-User</c>. It tells users apart; it proves nothing about them. With API keys on, each key's name is a user, and only admins are asked for the header.
/// </summary>
internal sealed class UserStore(FolderPaths folders, ServerOptions options, ILogger<UserStore> logger)
{
    private const string Default = "default";
    private const string SystemPrefix = "__";
    private const int MaxUsers = 10_000;
    private const int MaxNameLength = 100;

    private readonly Lock _lock = new();
    private readonly JsonFile _file = new(Path.Combine(folders.User, "users.json"), logger);
    private Dictionary<string, string>? _users;

    /// <summary>True when clients choose a user.</summary>
    public bool IsMultiUser => options.MultiUser;

    /// <summary>Id → name, in the order in which they came.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> All
    {
        get
        {
            lock (_lock)
            {
                return [.. Users_NeedsLock()];
            }
        }
    }

    /// <summary>The user of a request; null when the server knows no such user.</summary>
    public string? Find(HttpRequest request)
    {
        // With keys on, a request proves whose it is; only an admin's may choose.
        if (Caller.Of(request.HttpContext).Scope is { } owner)
        {
            return owner;
        }

        if (!IsMultiUser)
        {
            return Default;
        }

        var id = request.Headers.TryGetValue("Comfy-User", out var header) ? header.ToString() : Default;
        lock (_lock)
        {
            return !id.StartsWith(SystemPrefix, StringComparison.Ordinal) && Users_NeedsLock().ContainsKey(id) ? id : null;
        }
    }

    /// <summary>The folder of a user that <see cref="Find"/> named; it need not exist.</summary>
    public string DirectoryOf(string id) => Path.Combine(folders.User, id);

    /// <summary>Adds a user.</summary>
    /// <param name="name">The name people see.</param>
    /// <param name="problem">Why not, in ComfyUI's words where it has any.</param>
    /// <returns>The new id, or null with the reason in <paramref name="problem"/>.</returns>
    public string? Add(string name, out string problem)
    {
        lock (_lock)
        {
            var users = Users_NeedsLock();
            var trimmed = name.Trim();
            problem = users.ContainsValue(name) || users.ContainsValue(trimmed) ? "Duplicate username."
                : trimmed.Length == 0 ? "username not provided"
                : trimmed.StartsWith(SystemPrefix, StringComparison.Ordinal) ? "System User prefix not allowed"
                : trimmed.Length > MaxNameLength ? $"A username has at most {MaxNameLength} characters."
                : users.Count >= MaxUsers ? $"There are {MaxUsers} users already."
                : "";
            if (problem.Length > 0)
            {
                return null;
            }

            var id = $"{Plain(trimmed)}_{Guid.NewGuid():D}";
            users.Add(id, trimmed);
            _file.Write(new JsonObject(users.Where(u => u.Key != Default || IsMultiUser).Select(u => KeyValuePair.Create(u.Key, (JsonNode?)u.Value))));
            return id;
        }
    }

    // Runs of anything but ASCII letters, digits, '-' and '_' become one '-': the id is a folder's name.
    private static string Plain(string name)
    {
        var plain = new System.Text.StringBuilder();
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            {
                plain.Append(c);
            }
            else if (plain.Length == 0 || plain[^1] != '-')
            {
                plain.Append('-');
            }
        }

        return plain.ToString();
    }

    private Dictionary<string, string> Users_NeedsLock()
    {
        if (_users is null)
        {
            _users = [];
            if (!IsMultiUser)
            {
                _users.Add(Default, Default);
            }

            foreach (var (id, name) in _file.Read().Object)
            {
                // An id is a folder's name: one that somebody wrote by hand must not lead elsewhere.
                if (name is JsonValue value && value.TryGetValue<string>(out var text) && Plain(id) == id && id.Length is > 0 and < 200)
                {
                    _users[id] = text;
                }
            }
        }

        return _users;
    }
}
