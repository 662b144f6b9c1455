using System.Net;
using System.Text.Json.Nodes;
using PixelDiT.Imaging;
using PixelDiT.Tests;
using PixelDiT.Tests.Processes;
using PixelDiT.Tests.TinyModels;

namespace PixelDiT.EndToEnd.Tests;

/// <summary>Previews that stay in memory: whoever asks for one, on whatever way, finds it as if it had been a file all the time.</summary>
internal sealed class PreviewFileTests
{
    private BaseFolder _folder = null!;
    private ServerProcess _server = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _folder = new BaseFolder();
        _server = await ServerProcess.StartAsync(_folder.Path);
    }

    [TearDown]
    public void Stop()
    {
        _server?.Dispose();
        _folder.Dispose();
    }

    private string Temp => Path.Combine(_folder.Path, "temp");

    [Test]
    public async Task View_Preview_IsThePicture()
    {
        var name = await PreviewAsync(0x00FF00);
        Assert.That(FilesOf(Temp), Is.Empty, "nobody has asked for it");

        var image = ImageDecoder.Decode(await _server.Http.GetByteArrayAsync(ViewOf(name)));

        Assert.That((image.Width, image.Height, Convert.ToHexString(image.Bytes(0)[..3])), Is.EqualTo((8, 4, "00FF00")));
        Assert.That(FilesOf(Temp), Is.EqualTo(new[] { name }));
    }

    [Test]
    public async Task LoadImage_Preview_IsRead()
    {
        var name = await PreviewAsync(0x0000FF);

        var entry = await _server.RunAsync(JsonNode.Parse($$$"""
            {
              "1": {"class_type": "LoadImage", "inputs": {"image": "{{{name}}} [temp]"}},
              "2": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "copy"}}
            }
            """)!.AsObject());

        Assert.That((string)entry["status"]!["status_str"]!, Is.EqualTo("success"), entry["status"]!.ToJsonString());
        Assert.That(Convert.ToHexString(ImageDecoder.Decode(Path.Combine(_folder.Output, "copy_00001_.png")).Bytes(0)[..3]), Is.EqualTo("0000FF"));
    }

    [Test]
    public async Task InternalFiles_Previews_AreListed()
    {
        string[] names = [await PreviewAsync(1), await PreviewAsync(2)];

        var listed = JsonNode.Parse(await _server.Http.GetStringAsync(new Uri("/internal/files/temp", UriKind.Relative)))!.AsArray();

        Assert.That(listed.Select(n => (string)n!), Is.EquivalentTo(names.Select(n => $"{n} [temp]")));
    }

    [Test]
    public async Task Delete_Preview_IsGone()
    {
        var name = await PreviewAsync(3);

        using var deleted = await _server.Http.DeleteAsync(new Uri($"/pixeldit/files?filename={name}&type=temp", UriKind.Relative));
        using var viewed = await _server.Http.GetAsync(ViewOf(name));

        Assert.That((deleted.StatusCode, viewed.StatusCode), Is.EqualTo((HttpStatusCode.NoContent, HttpStatusCode.NotFound)));
    }

    [Test]
    public async Task View_TempFolderThatCannotBeWritten_Is507AndWorksAgainLater()
    {
        var name = await PreviewAsync(0xFF0000);
        Directory.Delete(Temp, recursive: true);
        File.WriteAllText(Temp, "in the way");

        using var refused = await _server.Http.GetAsync(ViewOf(name));
        using var listed = await _server.Http.GetAsync(new Uri("/internal/files/temp", UriKind.Relative));
        File.Delete(Temp);
        using var viewed = await _server.Http.GetAsync(ViewOf(name));

        Assert.That((refused.StatusCode, listed.StatusCode, viewed.StatusCode),
            Is.EqualTo((HttpStatusCode.InsufficientStorage, HttpStatusCode.InsufficientStorage, HttpStatusCode.OK)));
    }

    private static Uri ViewOf(string name) => new($"/view?filename={name}&type=temp", UriKind.Relative);

    private static IEnumerable<string?> FilesOf(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder).Select(Path.GetFileName).Where(n => n![0] != '.') : [];

    private async Task<string> PreviewAsync(int color)
    {
        var entry = await _server.RunAsync(JsonNode.Parse($$$"""
            {
              "1": {"class_type": "EmptyImage", "inputs": {"width": 8, "height": 4, "batch_size": 1, "color": {{{color}}}}},
              "2": {"class_type": "PreviewImage", "inputs": {"images": ["1", 0]}}
            }
            """)!.AsObject());
        return (string)entry["outputs"]!["2"]!["images"]![0]!["filename"]!;
    }
}
