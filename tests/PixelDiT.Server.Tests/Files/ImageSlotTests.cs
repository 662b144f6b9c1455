using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PixelDiT.Server.Files;
using PixelDiT.Server.Tests.Replay;

namespace PixelDiT.Server.Tests.Files;

/// <summary>Requests that decode images take turns, and one whose client left does not get its turn.</summary>
internal sealed class ImageSlotTests
{
    private TestServer _server = null!;
    private ImageSlots _slots = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await TestServer.StartAsync();
        _slots = _server.Services.GetRequiredService<ImageSlots>();
        Directory.CreateDirectory(_server.Folders.Output);
        File.WriteAllBytes(Path.Combine(_server.Folders.Output, "a.png"), PreparedFiles.Picture(4, 4, [1, 2, 3, 4]));
        var loras = Directory.CreateDirectory(Path.Combine(_server.Folders.Models, "loras")).FullName;
        File.WriteAllBytes(Path.Combine(loras, "m.safetensors"), []);
        File.WriteAllBytes(Path.Combine(loras, "m.png"), PreparedFiles.Picture(4, 4, [1, 2, 3]));
    }

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task EveryRouteThatDecodes_WaitsForItsTurn()
    {
        var held = await TakeAllAsync();
        Task<HttpResponseMessage>[] requests =
        [
            GetAsync("/view?filename=a.png&preview=webp"),
            GetAsync("/view?filename=a.png&preview=jpeg"),
            GetAsync("/view?filename=a.png&channel=rgb"),
            GetAsync("/view?filename=a.png&channel=a"),
            GetAsync("/experiment/models/preview/loras/0/m.safetensors"),
            UploadAsync("/upload/image"),
            UploadAsync("/upload/mask", ("original_ref", """{"filename":"a.png"}""")),
        ];
        await WaitingAsync(requests.Length);
        Assert.That((await _server.GetAsync("/view?filename=a.png")).Status, Is.EqualTo(HttpStatusCode.OK), "a file as it is needs no turn");

        held.ForEach(s => s.Dispose());

        foreach (var response in await Task.WhenAll(requests))
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), $"{response.RequestMessage!.RequestUri}");
            response.Dispose();
        }
    }

    [Test]
    public async Task ClientThatLeft_DoesNotWaitAnyLonger()
    {
        var held = await TakeAllAsync();
        using var leaving = new CancellationTokenSource();
        var left = _server.Http.GetAsync(new Uri("/view?filename=a.png&preview=webp", UriKind.Relative), leaving.Token);
        await WaitingAsync(1);

        await leaving.CancelAsync();

        Assert.That(async () => await left, Throws.InstanceOf<OperationCanceledException>());
        await WaitingAsync(0);
        held.ForEach(s => s.Dispose());
        (await TakeAllAsync()).ForEach(s => s.Dispose());
    }

    [Test]
    public async Task FileThatIsGoneWhenItsTurnComes_Is404()
    {
        var held = await TakeAllAsync();
        var request = GetAsync("/view?filename=a.png&preview=webp");
        await WaitingAsync(1);

        File.Delete(Path.Combine(_server.Folders.Output, "a.png"));
        held.ForEach(s => s.Dispose());

        using var response = await request;
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private async Task<List<IDisposable>> TakeAllAsync()
    {
        var held = new List<IDisposable>();
        for (var i = 0; i < ImageSlots.Count; i++)
        {
            held.Add(await _slots.EnterAsync(CancellationToken.None));
        }

        return held;
    }

    private async Task WaitingAsync(int count)
    {
        using var deadline = new CancellationTokenSource(TestServer.Deadline);
        while (_slots.Waiting != count)
        {
            await Task.Delay(5, deadline.Token);
        }
    }

    private Task<HttpResponseMessage> GetAsync(string path) => _server.Http.GetAsync(new Uri(path, UriKind.Relative));

    private async Task<HttpResponseMessage> UploadAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(PreparedFiles.Picture(4, 4, [1, 2, 3, 4])), "image", "up.png" } };
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        return await _server.Http.PostAsync(new Uri(path, UriKind.Relative), form);
    }
}
