using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelDiT.Tests.Processes;

namespace PixelDiT.EndToEnd.Tests;

/// <summary>The server is killed at random moments: whatever it acknowledged ends exactly once.</summary>
internal sealed class CrashTests
{
    private const int Jobs = 200;
    private const int Kills = 20;

    // Long enough that the kills come before the end, short enough for the whole test.
    private const int Milliseconds = 40;

    private string _folder = null!;
    private Ledger _ledger = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = Directory.CreateTempSubdirectory("pixeldit-crash-").FullName;
        _ledger = new Ledger(Path.Combine(_folder, "ledger.txt"));
    }

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task KilledTwentyTimes_EveryJobEndsExactlyOnce()
    {
        var seed = Environment.GetEnvironmentVariable("PIXELDIT_CRASH_SEED") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}; PIXELDIT_CRASH_SEED={seed} chooses the same moments");
        var random = new Random(seed);
        var left = new Queue<string>(Enumerable.Range(0, Jobs).Select(_ => Guid.NewGuid().ToString()));
        List<string> all = [.. left];
        var seenOver = new Dictionary<string, int>();
        var repeated = new List<string>();

        for (var kill = 0; kill < Kills; kill++)
        {
            if (random.Next(5) == 0)
            {
                await KilledWhileStartingAsync(random.Next(50, 500));
                continue;
            }

            using var server = await StartAsync();
            await LookAsync(server, seenOver, repeated);
            // Some are submitted while the server is being killed.
            var submitting = SubmitAsync(server, left, Jobs / 4);
            await Task.Delay(random.Next(0, 700));
            server.Kill();
            await submitting;
        }

        using var last = await StartAsync();
        await SubmitAsync(last, left, Jobs);
        await EmptyAsync(last);
        await LookAsync(last, seenOver, repeated);

        var history = await HistoryAsync(last);
        var lines = _ledger.Lines();
        var starts = lines.Where(l => l.What == "start").GroupBy(l => l.Name).ToDictionary(g => g.Key, g => g.Count());
        var good = history.Where(h => h.Value).Select(h => h.Key).ToHashSet();
        TestContext.Out.WriteLine($"{good.Count} jobs completed, {history.Count - good.Count} given up, {starts.Values.Count(n => n > 1)} begun twice");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(left, Is.Empty, "submitted");
            Assert.That(history.Keys, Is.EquivalentTo(all), "each job is in history, once");
            Assert.That(await ListedAsync(last), Is.EquivalentTo(all), "each job is in the list of jobs, once");
            Assert.That(repeated, Is.Empty, "jobs that ran again after they were over");
            Assert.That(starts.Values, Is.All.LessThanOrEqualTo(2), "a job is tried twice at most");
            Assert.That(good.Except(lines.Where(l => l.What == "end").Select(l => l.Name)), Is.Empty, "completed without having run");
            Assert.That(lines.Where(l => l.What == "start").Select(l => l.Name).Distinct(), Is.EqualTo(all.Where(starts.ContainsKey)), "begun in the order of submission");
        }
    }

    private Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(_folder, "--node-packs", Ledger.Pack);

    private async Task KilledWhileStartingAsync(int milliseconds)
    {
        using var process = PixelDiTProcess.Start("--base-directory", _folder, "--cpu", "--port", "0", "--node-packs", Ledger.Pack);
        await Task.Delay(milliseconds);
    }

    // Submits until some are acknowledged or the server is gone; what is not acknowledged is submitted again under the same id.
    private async Task SubmitAsync(ServerProcess server, Queue<string> left, int count)
    {
        for (var i = 0; i < count && left.TryPeek(out var id); i++)
        {
            try
            {
                using var response = await server.Http.PostAsJsonAsync("/prompt", new JsonObject { ["prompt"] = _ledger.Prompt(id, Milliseconds), ["prompt_id"] = id });
                Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK).Or.EqualTo(HttpStatusCode.Conflict));
                left.Dequeue();
            }
            catch (Exception e) when (e is HttpRequestException or IOException or ObjectDisposedException or OperationCanceledException)
            {
                return;
            }
        }
    }

    // A job that history has shown once must not begin again.
    private async Task LookAsync(ServerProcess server, Dictionary<string, int> seenOver, List<string> repeated)
    {
        var over = await HistoryAsync(server);
        var lines = _ledger.Lines();
        foreach (var (id, line) in seenOver)
        {
            if (lines.Skip(line).Any(l => l == ("start", id)))
            {
                repeated.Add(id);
            }
        }

        foreach (var id in over.Keys)
        {
            seenOver.TryAdd(id, lines.Count);
        }
    }

    private static async Task EmptyAsync(ServerProcess server)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((int)(await server.Http.GetFromJsonAsync<JsonObject>("/prompt", deadline.Token))!["exec_info"]!["queue_remaining"]! > 0)
        {
            await Task.Delay(20, deadline.Token);
        }
    }

    // Job → true when it completed; jobs that were given up must say why.
    private static async Task<Dictionary<string, bool>> HistoryAsync(ServerProcess server)
    {
        using var history = JsonDocument.Parse(await server.Http.GetByteArrayAsync(new Uri("/history", UriKind.Relative)));
        // Add: a job that is there twice throws.
        var over = new Dictionary<string, bool>();
        foreach (var entry in history.RootElement.EnumerateObject())
        {
            var status = entry.Value.GetProperty("status");
            var completed = status.GetProperty("completed").GetBoolean();
            Assert.That(completed || status.GetRawText().Contains("stopped twice while it ran this job", StringComparison.Ordinal), Is.True, status.GetRawText);
            over.Add(entry.Name, completed);
        }

        return over;
    }

    private static async Task<List<string>> ListedAsync(ServerProcess server)
    {
        var list = await server.Http.GetFromJsonAsync<JsonObject>("/api/jobs");
        return [.. list!["jobs"]!.AsArray().Select(j => (string)j!["id"]!)];
    }
}
