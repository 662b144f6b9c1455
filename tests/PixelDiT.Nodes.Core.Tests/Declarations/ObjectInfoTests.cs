using System.Text.Json.Nodes;
using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Registry;
using PixelDiT.Nodes.Core.Hosting;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Sampling;
using PixelDiT.Tests;

namespace PixelDiT.Nodes.Core.Tests.Declarations;

/// <summary>
/// Holds every node's entry against ComfyUI 0.33.0's: the one recorded from its server with empty folders (<c>protocol/object_info</c>) or, for nodes
/// that were not recorded, the one that its declaration code gives without a server (<c>protocol/object_info_derived</c>, see the script beside it).
/// Not compared, because the texts are ours: the values of <c>description</c>, <c>search_aliases</c> and <c>output_tooltips</c>, and the option
/// <c>tooltip</c> of inputs. In V1 entries <c>output_tooltips</c> may also be absent on either side. <c>[type]</c> and <c>[type, {}]</c> are the same.
/// Lists of samplers and schedules hold what can run, in the recorded order, and after it our own.
/// </summary>
public class ObjectInfoTests
{
    private static readonly string[] OurTexts = ["description", "search_aliases", "output_tooltips"];

    private static readonly string[] Wanted =
    [
        "UNETLoader", "CLIPLoader", "VAELoader", "LoraLoader", "LoraLoaderModelOnly", "CLIPTextEncode", "ConditioningZeroOut", "EmptyChromaRadianceLatentImage", "EmptyImage", "KSampler",
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
    public void Entry_Node_IsComfyUIs(string id)
    {
        var recorded = ComfyEntry(id);
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

    [Test]
    public void DerivedEntries_AreOfNodesThatWereNotRecorded()
    {
        static IEnumerable<string?> Names(string folder) => Directory.GetFiles(TestData.File(folder), "*.json").Select(Path.GetFileNameWithoutExtension);
        var derived = Names("protocol/object_info_derived").ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(derived.Intersect(Names("protocol/object_info")), Is.Empty, "a recorded entry goes before a derived one");
            Assert.That(derived, Is.SubsetOf(NodeIds()), "no entry without a node");
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
        recorded = WithWhatRuns(input[(input.IndexOf('.') + 1)..], recorded.AsArray());
        Assert.That(Text(ours![0]), Is.EqualTo(Text(recorded[0])), $"{input}: type");
        var (a, b) = (Options(ours.AsArray()), Options(recorded.AsArray()));
        Assert.That(a.Keys, Is.EquivalentTo(b.Keys), $"{input}: options");
        foreach (var key in b.Keys)
        {
            Assert.That(a[key], Is.EqualTo(b[key]), $"{input}: {key}");
        }
    }

    private static JsonObject ComfyEntry(string id)
    {
        var recorded = Path.Combine(TestData.File("protocol/object_info"), $"{id}.json");
        return JsonNode.Parse(File.ReadAllText(File.Exists(recorded) ? recorded : TestData.File($"protocol/object_info_derived/{id}.json")))![id]!.AsObject();
    }

    /// <summary>The spec of an input with the lists of samplers and schedules as they are here.</summary>
    private static JsonArray WithWhatRuns(string name, JsonArray spec)
    {
        (IReadOnlyList<string> known, string[] own) = name switch
        {
            "sampler_name" => (Sampling.Samplers.Names, new[] { "flow_dpm_solver", "flow_adams_bashforth", "heun_pec" }),
            "scheduler" => (Schedulers.Names, ["time_uniform_flow", "uniform_flow"]),
            _ => ([], []),
        };
        if (own.Length == 0)
        {
            return spec;
        }
        var copy = spec.DeepClone().AsArray();
        var choices = (copy[0] as JsonArray ?? copy[1]!["options"]!.AsArray()).Select(c => (string)c!).Concat(own).Where(known.Contains);
        var list = new JsonArray([.. choices.Select(c => (JsonNode)c)]);
        if (copy[0] is JsonArray)
        {
            copy[0] = list;
        }
        else
        {
            copy[1]!["options"] = list;
        }
        return copy;
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
