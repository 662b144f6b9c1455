using System.Text.Json.Nodes;
using PixelDiT.Graph.Workflows;

namespace PixelDiT.Graph.Tests.Workflows;

internal sealed class RecognitionTests
{
    private const string Api = """{"1":{"class_type":"A","inputs":{}}}""";
    private const string Editor = """{"nodes":[],"links":[]}""";

    [TestCase(Api, WorkflowForm.Api)]
    [TestCase("{}", WorkflowForm.Api)]
    [TestCase("""{"1":{"class_type":"A","inputs":{}},"2":7}""", WorkflowForm.Api)]
    [TestCase("""{"prompt":{"class_type":"A","inputs":{}}}""", WorkflowForm.Api)]
    [TestCase("""{"nodes":{"class_type":"A","inputs":{}}}""", WorkflowForm.Api)]
    [TestCase("""{"1":{"class_type":null,"inputs":{}}}""", WorkflowForm.Api)]
    [TestCase(Editor, WorkflowForm.Editor)]
    [TestCase("""{"nodes":[{"id":1}],"version":7}""", WorkflowForm.Editor)]
    public void Recognize_Forms(string json, WorkflowForm form) =>
        Assert.That(WorkflowForms.Recognize(JsonNode.Parse(json)), Is.EqualTo(new Recognition(form, "", null)));

    [TestCase("null", "null")]
    [TestCase("[]", "a list")]
    [TestCase("\"{}\"", "JSON inside JSON")]
    [TestCase("5", "a single number")]
    [TestCase("""{"class_type":"A","inputs":{}}""", "a single node")]
    [TestCase("""{"a":1}""", "something else")]
    [TestCase("""{"nodes":{},"links":[]}""", "'nodes' is no list")]
    [TestCase("""{"id":"x","nodes":[],"inputNode":{}}""", "definition of a subgraph")]
    [TestCase("""{"KSampler":{"input":{},"output":[]}}""", "object_info")]
    [TestCase("""{"id-1":{"prompt":[0,"x",{},{},[]],"outputs":{}}}""", "history")]
    [TestCase("""{"queue_running":[],"queue_pending":[]}""", "queue")]
    [TestCase("""{"prompt":"{}"}""", "JSON inside JSON")]
    [TestCase("""{"prompt":null}""", "no workflow in it")]
    [TestCase("""{"workflow":5}""", "no workflow in it")]
    public void Recognize_Others_SaysWhatItSeemsToBe(string json, string said)
    {
        var found = WorkflowForms.Recognize(JsonNode.Parse(json));

        Assert.That(found.Form, Is.EqualTo(WorkflowForm.Neither));
        Assert.That(found.Hint, Does.Contain(said).And.Contain("class_type").And.Contain("nodes"));
        Assert.That(found.Inner, Is.Null);
    }

    [TestCase($$$"""{"prompt":{{{Api}}},"client_id":"x"}""", "whole request", Api)]
    [TestCase($$$"""{"prompt":{{{Editor}}} }""", "whole request", Editor)]
    [TestCase($$$"""{"workflow":{{{Editor}}} }""", "member 'workflow'", Editor)]
    [TestCase($$$"""{"workflow":{"prompt":{{{Api}}},"extra_data":{} } }""", "/api/jobs", Api)]
    [TestCase($$$"""{"prompt":[0,"id",{{{Api}}},{},["1"]],"outputs":{}}""", "entry of the history", Api)]
    [TestCase($$$"""{"extra_pnginfo":{"workflow":{{{Editor}}} }}""", "extra_pnginfo", Editor)]
    public void Recognize_Wrapped_SaysWhereItIs(string json, string said, string inner)
    {
        var found = WorkflowForms.Recognize(JsonNode.Parse(json));

        Assert.That(found.Form, Is.EqualTo(WorkflowForm.Neither));
        Assert.That(found.Hint, Does.Contain(said));
        Assert.That(found.Inner?.ToJsonString(), Is.EqualTo(inner));
    }

    [TestCase("""{"a":1,"a":2}""")]
    [TestCase("""{"nodes":[],"nodes":[]}""")]
    public void Recognize_Damaged_IsSaid(string json) =>
        Assert.That(WorkflowForms.Recognize(JsonNode.Parse(json)).Hint, Does.Contain("damaged"));

    [Test]
    public void Convert_NotEditorForm_SaysWhatItIs()
    {
        Assert.That(EditorTestNode.Converter.Convert(JsonNode.Parse(Api)).Error!.Details, Does.Contain("API form already"));
        Assert.That(EditorTestNode.Converter.Convert(JsonNode.Parse("[]")).Error!.Details, Does.Contain("a list"));
        Assert.That(EditorTestNode.Converter.Convert(null).Error!.Details, Does.Contain("null"));
    }

    [TestCase("\uFEFF{\"a\":1}", """{"a":1}""")]
    [TestCase("""{"a":NaN,"b":[-Infinity,Infinity],"c":"NaN \" -Infinity \\"}""", """{"a":null,"b":[null,null],"c":"NaN \u0022 -Infinity \\"}""")]
    public void Parse_WhatFilesHaveBeyondJson_IsRead(string text, string expected) =>
        Assert.That(WorkflowJson.Parse(System.Text.Encoding.UTF8.GetBytes(text))!.ToJsonString(), Is.EqualTo(expected));

    [TestCase("{\"a\":NaNa}")]
    [TestCase("{\"a\":\"NaN")]
    [TestCase("{\"a\":1,\"a\":NaN}")]
    public void Parse_NoJson_IsRefused(string text) =>
        Assert.That(() => WorkflowJson.Parse(System.Text.Encoding.UTF8.GetBytes(text)), Throws.TypeOf<Graph.Prompts.PromptFormatException>());
}
