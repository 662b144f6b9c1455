using System.Text.Json.Nodes;

namespace PixelDiT.Clients.Tests;

/// <summary>What a client of the hub has heard.</summary>
internal sealed class Heard(JsonNode batches)
{
    public IReadOnlyList<JsonObject> Batches { get; } = [.. batches.AsArray().Select(b => b!.AsObject())];

    public IReadOnlyList<JsonObject> Events => [.. Batches.SelectMany(b => b["events"]!.AsArray()).Select(e => e!.AsObject())];

    /// <summary>Events other than pictures: what nobody may miss.</summary>
    public IReadOnlyList<string> Essential => [.. Events.Where(e => (string)e["type"]! != "preview").Select(e => e.ToJsonString())];

    public long Dropped(string kind) => Batches.Sum(b => (long?)b["dropped"]?[kind] ?? 0);

    /// <summary>Batches fit together, and each has as many events as numbers, but for what it counts as dropped.</summary>
    public void AssertGapless(long start)
    {
        var at = start;
        var seq = start;
        foreach (var batch in Batches)
        {
            Assert.That((long)batch["after"]!, Is.EqualTo(at), "a batch begins where the one before ended");
            var numbers = batch["events"]!.AsArray().Select(e => (long)e!["seq"]!).ToList();
            var dropped = ((long?)batch["dropped"]?["previews"] ?? 0) + ((long?)batch["dropped"]?["progress"] ?? 0);
            at = (long)batch["upTo"]!;
            Assert.That(numbers.Count + dropped, Is.EqualTo(at - (long)batch["after"]!), () => $"every number is there or counted as dropped: {batch}");
            foreach (var number in numbers)
            {
                Assert.That(number, dropped == 0 ? Is.EqualTo(seq + 1) : Is.GreaterThan(seq));
                seq = number;
            }

            Assert.That(at, Is.GreaterThanOrEqualTo(seq));
            seq = at;
        }
    }
}
