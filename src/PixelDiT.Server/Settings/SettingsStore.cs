using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PixelDiT.Server.Http;
using PixelDiT.Server.Users;

namespace PixelDiT.Server.Settings;

/// <summary>The settings of front ends, one file for each user (protocol §2.7). What they mean is the front ends' business: values are kept as they came.</summary>
internal sealed class SettingsStore(UserStore users, ILogger<SettingsStore> logger)
{
    /// <summary>Name of the file in the user's folder.</summary>
    public const string FileName = "comfy.settings.json";

    private readonly ConcurrentDictionary<string, Lock> _locks = new();

    /// <summary>All settings of a user. Makes the user's folder, by which front ends see that the server stores settings.</summary>
    public JsonObject Read(string user)
    {
        lock (LockOf(user))
        {
            Directory.CreateDirectory(users.DirectoryOf(user));
            return FileOf(user).Read().Object;
        }
    }

    /// <summary>Sets some settings and leaves the others.</summary>
    /// <param name="user">The user.</param>
    /// <param name="changes">Id → value; taken over.</param>
    /// <returns>False when they would become larger than a file of settings may be; then nothing is changed.</returns>
    public bool TryMerge(string user, JsonObject changes)
    {
        lock (LockOf(user))
        {
            var file = FileOf(user);
            var settings = file.Read().Object;
            foreach (var (id, value) in changes.ToList())
            {
                changes.Remove(id);
                settings[id] = value;
            }

            var bytes = JsonFile.Bytes(settings);
            if (bytes.Length > BodyLimit.Settings)
            {
                return false;
            }

            file.Write(bytes);
            return true;
        }
    }

    private Lock LockOf(string user) => _locks.GetOrAdd(user, _ => new Lock());

    private JsonFile FileOf(string user) => new(Path.Combine(users.DirectoryOf(user), FileName), logger);
}
