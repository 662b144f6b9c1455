using Microsoft.AspNetCore.Http;
using PixelDiT.Server.Files;

namespace PixelDiT.Server.Tests.Files;

/// <summary>A file that was found and is gone when it is to be sent.</summary>
internal sealed class SentFileTests
{
    [TestCase("gone.png")]
    [TestCase("no/such/folder/gone.png")]
    public async Task FileThatIsGone_Is404(string name)
    {
        await using var server = await TestServer.StartAsync();
        var context = new DefaultHttpContext { RequestServices = server.Services };

        await new SentFile(Path.Combine(server.Folders.Base, name), "image/png").ExecuteAsync(context);

        Assert.That(context.Response.StatusCode, Is.EqualTo(StatusCodes.Status404NotFound));
        Assert.That(context.Response.ContentType, Is.Null);
    }
}
