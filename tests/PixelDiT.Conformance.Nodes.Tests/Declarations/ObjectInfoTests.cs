using System.Text.Json.Nodes;
using PixelDiT.Conformance.Nodes.Tests.Support;
using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Nodes;
using PixelDiT.Tests;

namespace PixelDiT.Conformance.Nodes.Tests.Declarations;

/// <summary>Every entry is, byte for byte, the one recorded from ComfyUI 0.33.0, but for what <see cref="OnPurpose"/> lists.</summary>
public class ObjectInfoTests
{
    // Node, key, ours, reason.
    private static readonly (string Node, string Key, string Ours)[] OnPurpose =
    [
        // The recorded value is [true], a slip that front ends read as true; INPUT_IS_LIST is a plain boolean everywhere else.
        ("TestListToAccumulationNode", "is_input_list", "true"),
    ];

    private static IEnumerable<string> RecordedIds() =>
        Directory.EnumerateFiles(Path.GetDirectoryName(TestData.File("protocol/object_info/testing/StubInt.json"))!, "*.json")
            .Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);

    [Test]
    public void Pack_Declarations_HaveNoFaults() => Assert.That(Bench.ConformancePack.Faults, Is.Empty);

    [Test]
    public void Pack_Nodes_AreExactlyTheRecordedOnes() =>
        Assert.That(Bench.ConformancePack.Nodes.Select(n => n.Id), Is.EquivalentTo(RecordedIds()));

    [TestCaseSource(nameof(RecordedIds))]
    public void Entry_Node_IsByteForByteTheRecordedOne(string id)
    {
        var recorded = JsonNode.Parse(File.ReadAllText(TestData.File($"protocol/object_info/testing/{id}.json")))![id]!.AsObject();
        foreach (var (_, key, ours) in OnPurpose.Where(p => p.Node == id))
        {
            Assert.That(recorded[key]!.ToJsonString(), Is.Not.EqualTo(ours), "no difference any more");
            recorded[key] = JsonNode.Parse(ours);
        }

        Assert.That(ObjectInfo.Write(Bench.Registry.Find(id)!, new NodeServices()).ToJsonString(), Is.EqualTo(recorded.ToJsonString()));
    }
}
