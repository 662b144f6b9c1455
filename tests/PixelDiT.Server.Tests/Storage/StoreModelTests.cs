using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Storage;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace PixelDiT.Server.Tests.Storage;

/// <summary>Whatever is done to both, the store in a file shows what the store in memory shows; also after it was closed and opened in between.</summary>
internal sealed class StoreModelTests
{
    private static readonly JobStoreOptions Small = new() { MaxPending = 6, MaxHistory = 5 };
    private static readonly string?[] Owners = [null, "ann", "bob"];

    [Property(MaxTest = 60)]
    public FsCheck.Property AnyCommands_BothStores_ShowTheSame() => Prop.ForAll(
        Gen.Choose(0, 1_000_000).ArrayOf().Resize(60).ToArbitrary(),
        commands =>
        {
            using var folder = new StoreFolder();
            using var pair = new Pair(folder);
            foreach (var command in commands)
            {
                pair.Do(command);
            }
        });

    [Property(MaxTest = 500)]
    public FsCheck.Property Place_AnyQueue_PutsTheJobThereAndKeepsTheRest() => Prop.ForAll(
        Gen.Choose(0, 1_000_000).ToArbitrary(),
        seed =>
        {
            var random = new Random(seed);
            double[] numbers = [0, 1, 1, double.Epsilon, -1, Math.BitIncrement(1), 1e300, double.MaxValue, double.MinValue, random.NextDouble()];
            var all = Enumerable.Range(0, random.Next(1, 9)).Select(i => (Id: $"{(char)('a' + i)}", Number: numbers[random.Next(numbers.Length)])).ToList();
            var moved = all[random.Next(all.Count)];
            var others = Sorted(all.Where(j => j.Id != moved.Id)).ToList();
            var index = random.Next(others.Count + 1);

            var changes = QueueNumbers.Place(others, moved, index).ToDictionary(c => c.Id, c => c.Number);

            var expected = others.Select(o => o.Id).ToList();
            expected.Insert(index, moved.Id);
            Assert.That(changes.Values.All(double.IsFinite), Is.True);
            Assert.That(Sorted(all.Select(j => (j.Id, changes.GetValueOrDefault(j.Id, j.Number)))).Select(j => j.Id), Is.EqualTo(expected));
        });

    [Test]
    public void Place_RoomBetween_ChangesOneJobOnly()
    {
        (string, double)[] others = [("a", 0), ("b", 1), ("c", 2)];

        Assert.That(QueueNumbers.Place(others, ("d", 3), 1), Is.EqualTo(new[] { ("d", 0.5) }));
        Assert.That(QueueNumbers.Place(others, ("d", -1), 3), Is.EqualTo(new[] { ("d", 2.5) }), "before what is counted next");
        Assert.That(QueueNumbers.Place(others, ("d", 3), 0), Is.EqualTo(new[] { ("d", -1.0) }));
        Assert.That(QueueNumbers.Place(others, ("d", 3), 3), Is.Empty, "it stands there");
    }

    private static IEnumerable<(string Id, double Number)> Sorted(IEnumerable<(string Id, double Number)> jobs) =>
        jobs.OrderBy(j => j.Number).ThenBy(j => j.Id, StringComparer.Ordinal);

    private sealed class Pair(StoreFolder first) : IDisposable
    {
        private readonly StoreFolder _first = first;
        private readonly InMemoryJobStore _memory = new(Small, first.Time);
        private readonly List<(RunningJob Memory, RunningJob File)> _running = [];
        private readonly List<StoreFolder> _copies = [];
        private StoreFolder _folder = first;
        private SqliteJobStore _file = first.Open(Small);
        private int _jobs;

        public void Do(int command)
        {
            var choice = command % 17;
            var a = command / 17 % 7;
            var b = command / 119 % 11;
            var owner = Owners[command / 1309 % 3];
            _first.Time.Advance(TimeSpan.FromSeconds(b % 3));
            switch (choice)
            {
                case 0 or 1 or 2 or 3 or 4:
                    var job = StoreFolder.JobOf(b == 0 ? $"{a}" : $"j{_jobs++}", a - 3, owner, a % 2 == 0 ? "w" : null, _first.Time.GetUtcNow());
                    Same(s => s.EnqueueAsync(job, default).AsTask());
                    break;
                case 5 or 6:
                    var (memory, file) = (_memory.TryTake(), _file.TryTake());
                    Assert.That(file?.Job.PromptId, Is.EqualTo(memory?.Job.PromptId), "taken");
                    if (memory is not null)
                    {
                        _running.Add((memory, file!));
                    }

                    break;
                case 7 or 8 or 9 when _running.Count > 0:
                    var (m, f) = _running[a % _running.Count];
                    _running.Remove((m, f));
                    var status = (JobStatus)(2 + (b % 3));
                    var entry = StoreFolder.EntryOf(m.Job, status, _first.Time.GetUtcNow(), a);
                    Assert.That((_memory.Complete(m, entry), _file.Complete(f, entry)), Is.EqualTo((true, true)));
                    break;
                case 10:
                    Same(s => s.RemovePendingAsync(Known(a), owner, default).AsTask());
                    break;
                case 11 when b < 3:
                    Same(s => s.ClearPendingAsync(owner, default).AsTask());
                    break;
                case 12:
                    QueueMove move = (b % 3) switch
                    {
                        0 => new QueueMove.ToNumber(a - 3.5),
                        1 => new QueueMove.ToPosition(a),
                        _ => new QueueMove.Before(Known(b)[0]),
                    };
                    Same(s => s.MoveAsync(Known(a)[0], move, owner, default).AsTask());
                    break;
                case 13 when b < 4:
                    Same(async s =>
                    {
                        await s.SetPausedAsync(b == 0, default);
                        return 0;
                    });
                    break;
                case 14:
                    Same(async s =>
                    {
                        await s.RemoveAsync(Known(a), owner, default);
                        return 0;
                    });
                    break;
                case 15 when b == 0:
                    Same(async s =>
                    {
                        await s.ClearAsync(owner, default);
                        return 0;
                    });
                    break;
                case 16 when _running.Count == 0:
                    Reopen(killed: b % 2 == 0);
                    break;
            }

            var query = new JobQuery
            {
                Owner = owner,
                WorkflowId = b % 4 == 0 ? "w" : null,
                Descending = a % 2 == 0,
                Order = (JobOrder)(b % 2),
                Offset = a % 3 == 0 ? a : 0,
                Limit = b % 3 == 0 ? a + 1 : null,
                Statuses = a == 6 ? null : new[] { JobStatus.Pending, JobStatus.Completed, (JobStatus)(b % 5) }.Take(a % 4).ToHashSet(),
            };
            Same(s => DescribeAsync(s, query, b - 2, a - 1, owner));
        }

        public void Dispose()
        {
            _file.Dispose();
            _copies.ForEach(c => c.Dispose());
        }

        private void Reopen(bool killed)
        {
            if (killed)
            {
                var copy = _folder.AfterKill();
                _copies.Add(copy);
                _file.Dispose();
                _folder = copy;
            }
            else
            {
                _file.Dispose();
            }

            _file = SqliteJobStore.Open(_folder.File, Small, _first.Time, _first.Log);
        }

        private List<string> Known(int which) => [$"j{Math.Max(0, _jobs - which)}", $"{which}", $"j{which}", "unknown"];

        private void Same<T>(Func<IJobStore, Task<T>> ask) =>
            Assert.That(ask(_file).GetAwaiter().GetResult(), Is.EqualTo(ask(_memory).GetAwaiter().GetResult()));

        private static async Task<string> DescribeAsync(IJobStore store, JobQuery query, int maxItems, int offset, string? owner)
        {
            var text = new StringBuilder();
            text.AppendLine(CultureInfo.InvariantCulture, $"remaining {store.Remaining}");
            var state = await store.GetStateAsync(owner, default);
            text.AppendLine(CultureInfo.InvariantCulture, $"paused {state.Paused} running {string.Join(' ', state.Running.Select(Of))}");
            text.AppendLine(CultureInfo.InvariantCulture, $"pending {string.Join(' ', state.Pending.Select(p => $"{p.Position}/{Of(p.Summary)}"))}");
            var snapshot = await store.QueueAsync(owner);
            text.AppendLine(CultureInfo.InvariantCulture, $"running {string.Join(' ', snapshot.Running.Select(j => j.PromptId).Order())} pending {string.Join(' ', snapshot.Pending.Select(j => $"{j.PromptId}={Encoding.UTF8.GetString(j.PromptJson.Span)}"))}");
            text.AppendLine(CultureInfo.InvariantCulture, $"history {await store.HistoryAsync(null, -1, owner)}; {await store.HistoryAsync(maxItems, offset, owner)}");
            var page = await store.ListAsync(query, default);
            text.AppendLine(CultureInfo.InvariantCulture, $"list of {page.Total}: {string.Join(' ', page.Jobs.Select(Of))}");
            foreach (var id in (string[])["j0", "j1", "1", "3"])
            {
                var details = await store.FindJobAsync(id, owner, default);
                text.AppendLine(CultureInfo.InvariantCulture, $"{id}: {(details is null ? "" : Of(details.Summary))} {details?.Entry?.SizeBytes} {(await store.FindAsync(id, owner, default))?.PromptId}");
            }

            return text.ToString();
        }

        private static string Of(JobSummary job) =>
            $"{job.PromptId}:{job.Status}:{job.Number.Value}:{job.Number.FromClient}:{job.Owner}:{job.WorkflowId}:{job.CreatedAt.Ticks}:{job.Duration.Ticks}";
    }
}
