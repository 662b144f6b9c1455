using System.Net;
using PixelDiT.Imaging;

namespace PixelDiT.Server.Tests.Files;

/// <summary><c>GET /view</c>: found, refused, harmless.</summary>
internal sealed class ViewTests
{
    private TestServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await TestServer.StartAsync();
        Write(_server.Folders.Output, "rgb.png", "sub/inner.png", "page.html", "page.xhtml", "pic.svg", "sty.css", "scr.js", "feed.xml", "data.bin", "q\"uote.png", "note.txt");
        Write(_server.Folders.Input, "in.png");
        Write(_server.Folders.Temp, "tmp.png");
        Write(_server.Folders.Base, "secret.txt");
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("filename=rgb.png", "rgb.png")]
    [TestCase("filename=rgb.png&type=output&subfolder=", "rgb.png")]
    [TestCase("filename=inner.png&subfolder=sub", "sub/inner.png")]
    [TestCase("filename=inner.png&subfolder=sub/", "sub/inner.png")]
    [TestCase("filename=rgb.png&subfolder=sub/..", "rgb.png")]
    [TestCase("filename=xyz/rgb.png", "rgb.png")]
    [TestCase("filename=in.png&type=input", "in.png")]
    [TestCase("filename=in.png%20[input]", "in.png")]
    [TestCase("filename=tmp.png%20[temp]&type=output", "tmp.png")]
    [TestCase("filename=rgb.png&rand=0.123&t=5", "rgb.png")]
    public async Task View_ExistingFile_IsServedAsItIs(string query, string content)
    {
        using var response = await _server.Http.GetAsync(new Uri($"/api/view?{query}", UriKind.Relative));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(content));
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("image/png"));
        Assert.That(response.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
        Assert.That(response.Content.Headers.GetValues("Content-Disposition").Single(), Is.EqualTo($"filename=\"{Path.GetFileName(content)}\""));
    }

    [TestCase("", 404)]
    [TestCase("filename=", 400)]
    [TestCase("filename=none.png", 404)]
    [TestCase("filename=rgb.png&type=bogus", 400)]
    [TestCase("filename=sub", 404)]
    [TestCase("filename=sub/inner.png", 404)]
    [TestCase("filename=../secret.txt", 400)]
    [TestCase("filename=%2e%2e%2fsecret.txt", 400)]
    [TestCase("filename=%252e%252e%252fsecret.txt", 404)]
    [TestCase("filename=/etc/passwd", 400)]
    [TestCase("filename=%2Fetc%2Fpasswd", 400)]
    [TestCase("filename=..%5Csecret.txt", 400)]
    [TestCase("filename=%5Csecret.txt", 400)]
    [TestCase("filename=a..b.png", 400)]
    [TestCase("filename=../rgb.png%20[input]", 400)]
    [TestCase("filename=secret.txt&subfolder=..", 403)]
    [TestCase("filename=secret.txt&subfolder=%2e%2e", 403)]
    [TestCase("filename=secret.txt&subfolder=sub/../..", 403)]
    [TestCase("filename=passwd&subfolder=/etc", 403)]
    [TestCase("filename=passwd&subfolder=%2Fetc", 403)]
    [TestCase("filename=secret.txt&subfolder=..&type=input", 403)]
    [TestCase("filename=rgb.png&subfolder=../output-other", 403)]
    [TestCase("filename=x%00.png", 404)]
    [TestCase("filename=rgb.png&subfolder=%00", 403)]
    [TestCase("filename=inner.png&subfolder=nope", 404)]
    public async Task View_AnythingElse_IsRefused(string query, int status)
    {
        using var response = await _server.Http.GetAsync(new Uri($"/view?{query}", UriKind.Relative));

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Not.Contain("secret"));
    }

    [TestCase("page.html")]
    [TestCase("page.xhtml")]
    [TestCase("pic.svg")]
    [TestCase("sty.css")]
    [TestCase("scr.js")]
    [TestCase("feed.xml")]
    public async Task View_WhatABrowserCouldRun_IsADownload(string name)
    {
        using var response = await _server.Http.GetAsync(new Uri($"/view?filename={name}", UriKind.Relative));

        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/octet-stream"));
        Assert.That(response.Content.Headers.GetValues("Content-Disposition").Single(), Is.EqualTo($"attachment; filename=\"{name}\""));
        Assert.That(response.Headers.CacheControl!.NoStore, Is.True);
        Assert.That(response.Headers.Vary, Is.EqualTo(new[] { "Sec-Fetch-Dest" }));
    }

    [TestCase("pic.svg", "image", "image/svg+xml")]
    [TestCase("pic.svg", "document", "application/octet-stream")]
    [TestCase("page.html", "image", "application/octet-stream")]
    public async Task View_Svg_IsInlineForAnImageElementOnly(string name, string destination, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/view?filename={name}");
        request.Headers.Add("Sec-Fetch-Dest", destination);
        using var response = await _server.Http.SendAsync(request);

        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo(type));
    }

    [Test]
    public async Task View_Range_IsAnsweredInPart()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/view?filename=rgb.png");
        request.Headers.Add("Range", "bytes=0-2");
        using var response = await _server.Http.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("rgb"));
        Assert.That(response.Headers.ETag, Is.Not.Null);
    }

    [Test]
    public async Task View_QuoteInName_IsEscaped()
    {
        using var response = await _server.Http.GetAsync(new Uri("/view?filename=q%22uote.png", UriKind.Relative));

        Assert.That(response.Content.Headers.GetValues("Content-Disposition").Single(), Is.EqualTo("filename=\"q\\\"uote.png\""));
    }

    [TestCase("preview=webp")]
    [TestCase("preview=jpeg;50")]
    [TestCase("channel=rgb")]
    [TestCase("channel=a")]
    public async Task View_ImageOfSomethingThatIsNone_Is400(string what)
    {
        using var response = await _server.Http.GetAsync(new Uri($"/view?filename=note.txt&{what}", UriKind.Relative));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("note.txt"));
    }

    [TestCase("preview=webp;90", "image/webp", 4)]
    [TestCase("preview=webp;abc", "image/webp", 4)]
    [TestCase("preview=", "image/webp", 4)]
    [TestCase("preview=png", "image/webp", 4)]
    [TestCase("preview=webp&channel=rgb", "image/webp", 3)]
    [TestCase("preview=jpeg;80", "image/jpeg", 3)]
    [TestCase("preview=jpeg;0", "image/jpeg", 3)]
    [TestCase("preview=jpeg&channel=a", "image/webp", 4)]
    [TestCase("preview=jpeg&channel=rgba", "image/webp", 4)]
    [TestCase("channel=rgb", "image/png", 3)]
    [TestCase("channel=a", "image/png", 4)]
    public async Task View_PreviewAndChannel_EncodesAnew(string what, string type, int channels)
    {
        byte[] pixel = [10, 20, 30, 128];
        File.WriteAllBytes(Path.Combine(_server.Folders.Output, "rgba.png"), ImageEncoder.Png([.. Enumerable.Repeat(pixel, 24).SelectMany(p => p)], 6, 4, 4));

        using var response = await _server.Http.GetAsync(new Uri($"/view?filename=rgba.png&{what}", UriKind.Relative));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo(type));
        var image = ImageDecoder.Decode(await response.Content.ReadAsByteArrayAsync());
        Assert.That((image.Width, image.Height, image.Channels), Is.EqualTo((6, 4, channels)));
        if (what == "channel=a")
        {
            Assert.That(image.Bytes(0)[..4].ToArray(), Is.EqualTo(new byte[] { 0, 0, 0, 128 }));
        }
    }

    private static void Write(string directory, params string[] names)
    {
        foreach (var name in names)
        {
            var path = Path.Combine(directory, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, name);
        }
    }
}
