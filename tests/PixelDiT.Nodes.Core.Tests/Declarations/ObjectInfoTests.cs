using System.Text.Json.Nodes;
using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Registry;
using PixelDiT.Nodes.Core.Hosting;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Tests;

namespace PixelDiT.Nodes.Core.Tests.Declarations;

/// <summary>
/// Holds every node's entry against the one recorded from ComfyUI 0.33.0 with empty folders. Not compared, because the texts are ours:
/// the values of <c>description</c>, <c>search_aliases</c> and <c>output_tooltips</c>, and the option <c>tooltip</c> of inputs. In V1 entries
/// <c>output_tooltips</c> may also be absent on either side. <c>[type]</c> and <c>[type, {}]</c> are the same. Sampler lists hold what can
/// run, in the recorded order.
/// </summary>
public class ObjectInfoTests
{
    private static readonly string[] OurTexts = ["description", "search_aliases", "output_tooltips"];

    private static readonly string[] Wanted =
    [
        "UNETLoader", "CLIPLoader", "VAELoader", "CLIPTextEncode", "ConditioningZeroOut", "EmptyChromaRadianceLatentImage", "EmptyImage", "KSampler",
        "ModelSamplingSD3", "VAEDecode", "VAEEncode", "LoadImage", "SaveImage", "SaveImageWebsocket", "PreviewImage", "ResolutionSelector", "PrimitiveInt", "PrimitiveFloat",
        "PrimitiveString", "PrimitiveStringMultiline", "PrimitiveBoolean", "PreviewAny",
    ];

    private TestHost _host;

    [OneTimeSetUp]
    public void SetUp() => _host = new TestHost();

    [OneTimeTearDown]
    public void TearDown() => _host.Dispose();

    private static IEnumerable<string> NodeIds()
    {
        var registry = new NodeRegistry();
        CorePack.AddTo(registry);
        return registry.Nodes.Select(n => n.Id);
    }

    [Test]
    public void CorePack_Declarations_HaveNoFaults() => Assert.That(_host.Registry.Packs.SelectMany(p => p.Faults), Is.Empty);

    [Test]
    public void CorePack_Nodes_IncludeAllOfTheTemplateAndItsRelatives() => Assert.That(NodeIds(), Is.SupersetOf(Wanted));

    [TestCaseSource(nameof(NodeIds))]
    public void Entry_Node_IsTheRecordedOne(string id)
    {
        var recorded = JsonNode.Parse(File.ReadAllText(TestData.File($"protocol/object_info/{id}.json")))![id]!.AsObject();
        var ours = ObjectInfo.Write(_host.Registry.Find(id)!, _host.Services);
        var tooltipsMayDiffer = recorded["output_matchtypes"] is null && !recorded.ContainsKey("output_matchtypes");
        Assert.Multiple(() =>
        {
            Assert.That(Keys(ours, tooltipsMayDiffer), Is.EquivalentTo(Keys(recorded, tooltipsMayDiffer)), "keys of the entry");
            foreach (var (key, value) in recorded.Where(p => p.Key != "input" && !OurTexts.Contains(p.Key)))
            {
                Assert.That(Text(ours[key]), Is.EqualTo(Text(value)), key);
            }
            CompareInputs(id, ours["input"]!.AsObject(), recorded["input"]!.AsObject());
        });
    }

    [TestCaseSource(nameof(NodeIds))]
    public void Entry_SearchAliases_AreAListOrAbsentInV3(string id)
    {
        var entry = ObjectInfo.Write(_host.Registry.Find(id)!, _host.Services);
        Assert.That(entry["search_aliases"] is JsonArray || (entry.ContainsKey("output_matchtypes") && entry["search_aliases"] is null));
    }

    [TestCaseSource(nameof(NodeIds))]
    public void Entry_Description_IsWritten(string id) => Assert.That(_host.Registry.Find(id)!.Description, Is.Not.Empty);

    private static void CompareInputs(string id, JsonObject ours, JsonObject recorded)
    {
        Assert.That(ours.Select(p => p.Key), Is.EqualTo(recorded.Select(p => p.Key)), "categories");
        foreach (var (category, inputs) in recorded)
        {
            Assert.That(ours[category]!.AsObject().Select(p => p.Key), Is.EqualTo(inputs!.AsObject().Select(p => p.Key)), category);
            foreach (var (name, spec) in inputs.AsObject())
            {
                CompareSpec($"{id}.{name}", ours[category]![name], spec);
            }
        }
    }

    private static void CompareSpec(string input, JsonNode? ours, JsonNode? recorded)
    {
        if (recorded is not JsonArray)
        {
            Assert.That(Text(ours), Is.EqualTo(Text(recorded)), input);
            return;
        }
        if (recorded[0] is JsonArray choices && input is "KSampler.sampler_name")
        {
            Assert.That(ours![0]!.AsArray().Select(c => (string)c!), Is.EqualTo(choices.Select(c => (string)c!).Where(Sampling.Samplers.Names.Contains)), input);
        }
        else
        {
            Assert.That(Text(ours![0]), Is.EqualTo(Text(recorded[0])), $"{input}: type");
        }
        var (a, b) = (Options(ours!.AsArray()), Options(recorded.AsArray()));
        Assert.That(a.Keys, Is.EquivalentTo(b.Keys), $"{input}: options");
        foreach (var key in b.Keys)
        {
            Assert.That(a[key], Is.EqualTo(b[key]), $"{input}: {key}");
        }
    }

    private static Dictionary<string, string> Options(JsonArray spec) => spec.Count < 2
        ? []
        : spec[1]!.AsObject().Where(o => o.Key != "tooltip").ToDictionary(o => o.Key, o => Text(o.Value));

    private static IEnumerable<string> Keys(JsonObject entry, bool withoutTooltips) =>
        entry.Select(p => p.Key).Where(k => !withoutTooltips || k != "output_tooltips");

    // As written: 1.0 and 1 are different on the wire.
    private static string Text(JsonNode? node) => node switch
    {
        null => "null",
        JsonArray list => $"[{string.Join(", ", list.Select(Text))}]",
        _ => node.ToJsonString(),
    };
}
