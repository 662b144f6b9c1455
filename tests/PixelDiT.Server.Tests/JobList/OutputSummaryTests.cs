using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelDiT.Server.JobList;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Sockets;

namespace PixelDiT.Server.Tests.JobList;

/// <summary>What counts as an output, what can be shown, and which item stands for a job (conformance items 55 to 58).</summary>
internal sealed class OutputSummaryTests
{
    [TestCase("{}", 0, 0)]
    [TestCase("""{"1":{"images":[]}}""", 0, 0)]
    [TestCase("""{"1":{"images":[{"filename":"a.png"},{"filename":"b.png"}]}}""", 2, 2)]
    [TestCase("""{"1":{"images":[{"filename":"a.png"}],"animated":[true]},"2":{"audio":[{"filename":"a.flac"}]}}""", 2, 2)]
    [TestCase("""{"1":{"images":{"filename":"a.png"}}}""", 0, 0, Description = "no list")]
    [TestCase("""{"1":5,"2":null,"3":[{"filename":"a.png"}]}""", 0, 0, Description = "no objects")]
    [TestCase("""{"1":{"result":["mesh.OBJ","scene.gltf","a.FBX","b.glb","c.usdz"]}}""", 5, 5, Description = "names of 3D files")]
    [TestCase("""{"1":{"result":["mesh.obj.png","other",null,7,true,["x.obj"]]}}""", 0, 0, Description = "other texts, nulls, numbers")]
    [TestCase("""{"1":{"text":["words","more words"]}}""", 0, 0, Description = "texts are shown, not counted")]
    [TestCase("""{"1":{"latents":[{"filename":"a.latent"}],"images":[{"filename":"a.png"}]}}""", 2, 1, Description = "a latent cannot be shown")]
    [TestCase("""{"1":{"gifs":[{"filename":"a.bin","format":"video/mp4"},{"filename":"b.bin","format":"audio/flac"},{"filename":"c.bin","format":"image/x"},{"format":3}]}}""", 4, 2)]
    [TestCase("""{"1":{"files":[{"filename":"a.TXT"},{"filename":"b.md"},{"filename":"c.json"},{"filename":"d.GLB"},{"filename":"e.zip"},{"filename":4},{}]}}""", 7, 4)]
    [TestCase("""{"1":{"text":[{"anything":1}],"3d":[{}],"video":[{}]}}""", 3, 3, Description = "the key alone is enough")]
    public void Of_Outputs_CountsItemsAndThoseThatCanBeShown(string outputs, int count, int previewable)
    {
        var summary = OutputSummary.Of(Encoding.UTF8.GetBytes(outputs));

        Assert.That((summary.Count, summary.PreviewableCount), Is.EqualTo((count, previewable)));
    }

    [TestCase("""{"1":{"images":[{"filename":"t.png","type":"temp"}]},"2":{"images":[{"filename":"o.png","type":"output"},{"filename":"p.png","type":"output"}]}}""",
        """{"filename":"o.png","type":"output","nodeId":"2","mediaType":"images"}""", Description = "the first that was saved")]
    [TestCase("""{"1":{"text":["hello"]},"2":{"files":[{"filename":"a.txt","type":"output"}]},"3":{"images":[{"filename":"t.png","type":"temp"}]}}""",
        """{"filename":"t.png","type":"temp","nodeId":"3","mediaType":"images"}""", Description = "anything visual before any text")]
    [TestCase("""{"1":{"text":["hello"]},"2":{"files":[{"filename":"a.txt","type":"output"},{"filename":"b.txt"}]}}""",
        """{"filename":"a.txt","type":"output","nodeId":"2","mediaType":"files"}""", Description = "a text file before a text")]
    [TestCase("""{"1":{"text":["hello","second"]}}""", """{"content":"hello","nodeId":"1","mediaType":"text"}""")]
    [TestCase("""{"1":{"text":[null,12]}}""", """{"content":"12","nodeId":"1","mediaType":"text"}""")]
    [TestCase("""{"1":{"result":["mesh.glb"]}}""", """{"filename":"mesh.glb","type":"output","subfolder":"","mediaType":"3d","nodeId":"1"}""")]
    [TestCase("""{"1":{"x":[{"filename":"m.glb","type":"output","mediaType":"mesh","nodeId":"9"}]}}""", """{"filename":"m.glb","type":"output","mediaType":"mesh","nodeId":"1"}""",
        Description = "its own media type is kept, its node id is not")]
    [TestCase("""{"1":{"latents":[{"filename":"a.latent","type":"output"}]}}""", null)]
    [TestCase("""{"1":{"other":["hello"]}}""", null)]
    [TestCase("{}", null)]
    public void Of_Outputs_ChoosesTheItemThatStandsForTheJob(string outputs, string? preview)
    {
        var actual = OutputSummary.Of(Encoding.UTF8.GetBytes(outputs)).PreviewJson is { IsEmpty: false } json ? Encoding.UTF8.GetString(json.Span) : null;

        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(actual ?? "null"), JsonNode.Parse(preview ?? "null")), Is.True, actual);
    }

    [TestCase(1024, false)]
    [TestCase(1025, true)]
    public void Of_LongText_IsCutAt1024Characters(int length, bool truncated)
    {
        // Two UTF-16 units each: a cut in the middle of one would leave no valid text.
        var text = string.Concat(Enumerable.Repeat("😀", length));
        var outputs = new JsonObject { ["1"] = new JsonObject { ["text"] = new JsonArray(text) } };

        var preview = JsonNode.Parse(OutputSummary.Of(JsonSerializer.SerializeToUtf8Bytes(outputs)).PreviewJson.Span)!.AsObject();

        Assert.That((string)preview["content"]!, Is.EqualTo(text[..Math.Min(text.Length, 2048)]));
        Assert.That(preview.ContainsKey("truncated"), Is.EqualTo(truncated));
    }

    [TestCase("""{"1":{"images":[{"filename":"a.png"},null]}}""", """{"1":{"images":[{"filename":"a.png"}]}}""")]
    [TestCase("""{"1":{"result":["a.OBJ","b",3,null]}}""", """{"1":{"result":[{"filename":"a.OBJ","type":"output","subfolder":"","mediaType":"3d"},"b",3]}}""")]
    [TestCase("""{"1":{"animated":[true,null],"text":"x.obj"},"2":null,"3":5}""", """{"1":{"animated":[true,null],"text":"x.obj"},"2":null,"3":5}""")]
    public void WriteOutputs_NullsAndNamesOf3DFiles_AreRemovedAndReplaced(string outputs, string expected)
    {
        var written = WireJson.Write(Encoding.UTF8.GetBytes(outputs), static (w, bytes) => JobJson.WriteOutputs(w, bytes));

        Assert.That(Encoding.UTF8.GetString(written), Is.EqualTo(expected));
    }
}
