using System.Text.Json.Nodes;
using PixelDiT.Tests;

namespace PixelDiT.Nodes.Core.Tests.Workflows;

/// <summary>Holds workflows/pixeldit_t2i.api.json against the published template in editor form.</summary>
public class TemplateTests
{
    private const string Instance = "44";

    private static readonly JsonObject Api = Read(Path.Combine(TestData.File("e2e_cases.json"), "../../../workflows/pixeldit_t2i.api.json"));
    private static readonly JsonObject Template = Read(TestData.File("image_pixeldit_t2i.json"));
    private static readonly JsonObject Subgraph = Template["definitions"]!["subgraphs"]![0]!.AsObject();

    // The widgets of each class in template order; the empty name is the front end's own "control after generate" value.
    private static readonly Dictionary<string, string[]> Widgets = new()
    {
        ["UNETLoader"] = ["unet_name", "weight_dtype"],
        ["CLIPLoader"] = ["clip_name", "type", "device"],
        ["VAELoader"] = ["vae_name"],
        ["CLIPTextEncode"] = ["text"],
        ["EmptyChromaRadianceLatentImage"] = ["width", "height", "batch_size"],
        ["KSampler"] = ["seed", "", "steps", "cfg", "sampler_name", "scheduler", "denoise"],
        ["VAEDecode"] = [],
        ["ResolutionSelector"] = ["aspect_ratio", "megapixels"],
        ["SaveImage"] = ["filename_prefix"],
    };

    [Test]
    public void ApiForm_Nodes_AreTheTemplatesNodes()
    {
        var expected = Nodes().ToDictionary(n => n.Id, n => (string)n.Node["type"]!);
        Assert.That(Api.ToDictionary(p => p.Key, p => (string)p.Value!["class_type"]!), Is.EquivalentTo(expected));
    }

    [Test]
    public void ApiForm_Constants_AreTheTemplatesWidgetValues() => Assert.Multiple(() =>
    {
        foreach (var (id, node) in Nodes())
        {
            var inputs = Api[id]!["inputs"]!.AsObject();
            var names = Widgets[(string)node["type"]!];
            var values = node["widgets_values"]!.AsArray();
            Assert.That(values, Has.Count.EqualTo(names.Length), id);
            foreach (var (name, value) in names.Zip(values).Where(w => w.First.Length > 0 && inputs[w.First] is not JsonArray))
            {
                Assert.That(JsonNode.DeepEquals(inputs[name], value), $"{id}.{name}: {inputs[name]?.ToJsonString()} against {value?.ToJsonString()}");
            }
        }
    });

    [Test]
    public void ApiForm_Multiple_IsFilledInWithTheDefault() => Assert.That((int)Api["46"]!["inputs"]!["multiple"]!, Is.EqualTo(8));

    [Test]
    public void ApiForm_Links_AreTheTemplatesLinks()
    {
        var links = Api.SelectMany(p => p.Value!["inputs"]!.AsObject()
            .Where(i => i.Value is JsonArray)
            .Select(i => $"{i.Value![0]}.{i.Value[1]} -> {p.Key}.{i.Key}"));
        Assert.That(links, Is.EquivalentTo(TemplateLinks()));
    }

    [Test]
    public void ApiForm_EveryNode_HasATitle() => Assert.That(Api.Select(p => (string?)p.Value!["_meta"]?["title"]), Has.None.Null);

    private static IEnumerable<(string Id, JsonObject Node)> Nodes()
    {
        var outer = Template["nodes"]!.AsArray().Select(n => n!.AsObject())
            .Where(n => Widgets.ContainsKey((string)n["type"]!)).Select(n => (n["id"]!.ToString(), n));
        var inner = Subgraph["nodes"]!.AsArray().Select(n => n!.AsObject()).Select(n => ($"{Instance}:{n["id"]}", n));
        return outer.Concat(inner);
    }

    // Follows the subgraph's borders: -10 is the instance's input, -20 its output. Unlinked instance inputs leave the inner widget's value.
    private static IEnumerable<string> TemplateLinks()
    {
        var nodes = Nodes().ToDictionary(n => n.Id, n => n.Node);
        var outer = Template["links"]!.AsArray().Select(l => (From: l![1]!.ToString(), FromSlot: (int)l[2]!, To: l[3]!.ToString(), ToSlot: (int)l[4]!)).ToList();
        var inner = Subgraph["links"]!.AsArray()
            .Select(l => (From: (int)l!["origin_id"]!, FromSlot: (int)l["origin_slot"]!, To: (int)l["target_id"]!, ToSlot: (int)l["target_slot"]!)).ToList();
        foreach (var l in inner.Where(l => l.To != -20))
        {
            var target = $"{Instance}:{l.To}";
            if (l.From != -10)
            {
                yield return $"{Instance}:{l.From}.{l.FromSlot} -> {target}.{InputName(target, l.ToSlot)}";
                continue;
            }
            foreach (var o in outer.Where(o => o.To == Instance && o.ToSlot == l.FromSlot))
            {
                yield return $"{o.From}.{o.FromSlot} -> {target}.{InputName(target, l.ToSlot)}";
            }
        }
        foreach (var o in outer.Where(o => o.From == Instance))
        {
            var source = inner.Single(l => l.To == -20 && l.ToSlot == o.FromSlot);
            yield return $"{Instance}:{source.From}.{source.FromSlot} -> {o.To}.{InputName(o.To, o.ToSlot)}";
        }

        string InputName(string id, int slot) => (string)nodes[id]["inputs"]![slot]!["name"]!;
    }

    private static JsonObject Read(string path) => JsonNode.Parse(File.ReadAllText(path))!.AsObject();
}
