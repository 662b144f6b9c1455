using PixelDiT.Server.Security;
using PixelDiT.Server.Tests.Replay;

namespace PixelDiT.Server.Tests.Http;

/// <summary>What belongs to one user is kept by no cache that others share.</summary>
internal sealed class CacheHeaderTests
{
    private static readonly ServerOptions Open = new();
    private static readonly ServerOptions MultiUser = new() { MultiUser = true };
    private static readonly ServerOptions Locked = new() { Security = new SecurityOptions { Keys = [new ApiKey("anna", "anna-key")] } };

    [TestCase("/userdata/a.png", "public, max-age=86400")]
    [TestCase("/userdata/none.png", "public, max-age=3600")]
    [TestCase("/userdata/a.json", null)]
    public Task OneUser_AsTheContractSays(string path, string? expected) => ExpectAsync(Open, path, expected);

    [TestCase("/userdata/a.png")]
    [TestCase("/api/userdata/a.png")]
    [TestCase("/userdata/a.json")]
    [TestCase("/userdata/none.png")]
    [TestCase("/userdata/none.js")]
    public async Task SeveralUsers_FilesOfTheirs_ArePrivate(string path)
    {
        await ExpectAsync(MultiUser, path, "private, no-cache");
        await ExpectAsync(Locked, path, "private, no-cache");
    }

    [TestCase("/assets/logo.png", "public, max-age=86400", "private, max-age=86400")]
    [TestCase("/assets/none.png", "public, max-age=3600", "private, max-age=3600")]
    [TestCase("/assets/none.js", "no-store", "no-store")]
    public async Task Keys_NothingIsPublic(string path, string without, string with)
    {
        await ExpectAsync(MultiUser, path, without);
        await ExpectAsync(Locked, path, with);
    }

    private static async Task ExpectAsync(ServerOptions options, string path, string? expected)
    {
        await using var server = await TestServer.StartAsync(options, frontEnd: folders =>
        {
            Put(Path.Combine(folders.Base, "web", "assets", "logo.png"));
            foreach (var user in (string[])["default", "anna"])
            {
                Put(Path.Combine(folders.User, user, "a.png"));
                Put(Path.Combine(folders.User, user, "a.json"));
            }

            File.WriteAllText(Path.Combine(folders.User, "users.json"), """{"default":"default"}""");
            return Path.Combine(folders.Base, "web");
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-API-Key", "anna-key");
        using var response = await server.Http.SendAsync(request);

        // HttpClient sorts the directives.
        Assert.That(response.Headers.CacheControl?.ToString().Split(", ").Order(), Is.EqualTo(expected?.Split(", ").Order()), path);
    }

    private static void Put(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, PreparedFiles.Picture(2, 2, [1, 2, 3]));
    }
}
