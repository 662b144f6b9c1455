using System.Text.Json.Nodes;
using PixelDiT.Graph.Declarations;

namespace PixelDiT.Graph.Tests.Recorded;

public sealed class ObjectInfoTests
{
    private static readonly string[] OurTexts = ["tooltip"];

    // A class of the suite writes its mark as a list of one, which ComfyUI hands on; ours is true or false, as everywhere else.
    private static readonly string[] MarkedByAList = ["TestListToAccumulationNode"];

    private static IEnumerable<string> Nodes() => RecordedFixture.Registry.Nodes.Select(n => n.Id);

    [TestCaseSource(nameof(Nodes))]
    public void Write_RecordedNode_SameKeysInSameOrderAndSameValues(string id)
    {
        var file = File.Exists(Path.Combine(Path.GetDirectoryName(PixelDiT.Tests.TestData.File("protocol/object_info/KSampler.json"))!, id + ".json"))
            ? $"object_info/{id}" : $"object_info/testing/{id}";
        var expected = (JsonObject)RecordedFixture.ReadJson(file)[id]!;
        if (MarkedByAList.Contains(id))
        {
            Assert.That(expected["is_input_list"]!.ToJsonString(), Is.EqualTo("[true]"), "the recording no longer differs");
            expected["is_input_list"] = true;
        }

        var actual = ObjectInfo.Write(RecordedFixture.Registry.Find(id)!, RecordedFixture.Services);

        Assert.Multiple(() =>
        {
            Assert.That(actual.Select(m => m.Key).Except(["output_tooltips"]), Is.EqualTo(expected.Select(m => m.Key).Except(["output_tooltips"])), "key order");
            Assert.That(Groups(actual), Is.EqualTo(Groups(expected)), "inputs in order");
            Assert.That(actual["input_order"]!.ToJsonString(), Is.EqualTo(expected["input_order"]!.ToJsonString()), "input_order");
            Assert.That(Comparable(actual), Is.EqualTo(Comparable(expected)));
        });
    }

    [Test]
    public void Write_WholeDocument_ByteEqualToTheRecordingWhereTextsAreDeclared()
    {
        foreach (var id in new[] { "SaveImage", "PreviewAny", "DisableNoise", "PrimitiveFloat", "PrimitiveString" })
        {
            var expected = RecordedFixture.ReadJson($"object_info/{id}")[id]!.ToJsonString();
            Assert.That(ObjectInfo.Write(RecordedFixture.Registry.Find(id)!, RecordedFixture.Services).ToJsonString(), Is.EqualTo(expected), id);
        }
    }

    private static IEnumerable<string> Groups(JsonObject entry) =>
        ((JsonObject)entry["input"]!).SelectMany(g => ((JsonObject)g.Value!).Select(i => $"{g.Key}.{i.Key}"));

    // Help texts are ours to write; the order of options within one input is not contract. Numbers are compared by their text.
    private static string Comparable(JsonObject entry)
    {
        var copy = (JsonObject)entry.DeepClone();
        copy.Remove("description");
        copy.Remove("search_aliases");
        copy.Remove("output_tooltips");
        foreach (var (_, group) in (JsonObject)copy["input"]!)
        {
            foreach (var (_, spec) in (JsonObject)group!)
            {
                if (spec is JsonArray { Count: 2 } pair)
                {
                    var options = ((JsonObject)pair[1]!).Where(o => !OurTexts.Contains(o.Key)).OrderBy(o => o.Key, StringComparer.Ordinal)
                        .Select(o => KeyValuePair.Create(o.Key, o.Value?.DeepClone())).ToList();
                    pair.RemoveAt(1);
                    if (options.Count > 0)
                    {
                        pair.Add(new JsonObject(options));
                    }
                }
            }
        }

        return copy.ToJsonString();
    }
}
