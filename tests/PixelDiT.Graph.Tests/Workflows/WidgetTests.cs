using System.Text.Json.Nodes;

namespace PixelDiT.Graph.Tests.Workflows;

/// <summary>Which value of <c>widgets_values</c> belongs to which input (protocol §8.3).</summary>
internal sealed class WidgetTests
{
    // Class, values, expected inputs.
    private static readonly object?[][] Rows =
    [
        // Order, and values that only the front end needs.
        ["Sample", """[18446744073709551615,"randomize",30,4.5,"heun",0.5]""", """{"seed":18446744073709551615,"steps":30,"cfg":4.5,"sampler":"heun","denoise":0.5}"""],
        ["Noise", """[7,"fixed",9]""", """{"noise_seed":7,"size":9}"""],
        ["PlainSeed", "[7,9]", """{"seed":7,"other":9}"""],
        ["Pick", """["two","increment-wrap",false,["r"],"x",2]""", """{"file":"two","flag":false,"channels":{"__value__":["r"]},"curve":"x","hidden":2}"""],
        ["Upload", """["a.png","image","red"]""", """{"image":"a.png","channel":"red"}"""],
        // Old front ends: button last or absent, a filter after the mode, a switch for the mode, no mode, places of sockets.
        ["Upload", """["a.png","red","image"]""", """{"image":"a.png","channel":"red"}"""],
        ["Upload", """["a.png","red"]""", """{"image":"a.png","channel":"red"}"""],
        ["Pick", """["two","fixed","",false,[],"x",2]""", """{"file":"two","flag":false,"channels":{"__value__":[]},"curve":"x","hidden":2}"""],
        ["Sample", """[1,true,30,4.5,"heun",0.5]""", """{"seed":1,"steps":30,"cfg":4.5,"sampler":"heun","denoise":0.5}"""],
        ["Sample", """[1,30,4.5,"heun",0.5]""", """{"seed":1,"steps":30,"cfg":4.5,"sampler":"heun","denoise":0.5}"""],
        ["Forced", """[5,"t"]""", """{"a":5,"c":"t"}"""],
        ["Forced", """[5,99,"t"]""", """{"a":5,"c":"t"}"""],
        // Too short, too long, null, absent.
        ["Sample", """[1,"fixed",30]""", """{"seed":1,"steps":30,"cfg":8.0,"sampler":"euler","denoise":1.0}"""],
        ["Sample", "[]", """{"seed":0,"steps":20,"cfg":8.0,"sampler":"euler","denoise":1.0}"""],
        ["Sample", null, """{"seed":0,"steps":20,"cfg":8.0,"sampler":"euler","denoise":1.0}"""],
        ["Sample", """[1,"fixed",null,null,null,null]""", """{"seed":1,"steps":20,"cfg":8.0,"sampler":"euler","denoise":1.0}"""],
        ["Int", """[1,2,{"x":3}]""", """{"value":1}"""],
        ["Pick", "null", """{"file":"one","flag":true,"channels":{"__value__":[]},"curve":"linear","hidden":0}"""],
        ["Encode", null, """{"text":""}"""],
        // By name.
        ["Sample", """{"steps":3,"seed":4,"videopreview":{"a":1}}""", """{"seed":4,"steps":3,"cfg":8.0,"sampler":"euler","denoise":1.0}"""],
        // What the server converts stays as it is.
        ["Sample", """["12","fixed","30","4.5","nowhere",1]""", """{"seed":"12","steps":"30","cfg":"4.5","sampler":"nowhere","denoise":1}"""],
        ["Encode", "[5]", """{"text":5}"""],
    ];

    [TestCaseSource(nameof(Rows))]
    public void Convert_WidgetValues_GoToTheirInputs(string type, string? values, string expected) =>
        Assert.That(new EditorFile().Node(1, type, values).Inputs(), Is.EqualTo($$"""{"1":{{expected}}}"""));

    // Class, values, widget, what is said of the value.
    private static readonly object[][] Misfits =
    [
        ["Sample", """[1,"fixed","many",4,"heun",1]""", "steps", "the text \"many\" (value 3 of 'widgets_values'); a whole number (INT) is needed"],
        // One value too many in front: nothing is shifted in silence.
        ["Sample", """["x",1,"fixed",30,4,"heun",1]""", "seed", "the text \"x\""],
        ["Sample", """{"cfg":[1]}""", "cfg", "a list (in 'widgets_values'); a number (FLOAT) is needed"],
        ["Sample", """[1,"fixed",true,4,"heun",1]""", "steps", "true"],
        ["Encode", """[{"a":1}]""", "text", "an object (value 1 of 'widgets_values'); a text (STRING) is needed"],
        ["Encode", "[true]", "text", "true"],
        ["Load", "[[1]]", "name", "a list (value 1 of 'widgets_values'); one of its choices (COMBO) is needed"],
        ["Pick", """["two","fixed","no",[],"x",2]""", "flag", "the text \"no\" (value 3 of 'widgets_values'); true or false (BOOLEAN) is needed"],
    ];

    [TestCaseSource(nameof(Misfits))]
    public void Convert_ValueOfAnotherType_NamesNodeWidgetAndBothTypes(string type, string values, string widget, string said)
    {
        var result = new EditorFile().Node(5, type, values, title: "Mine").Convert();

        var error = result.NodeErrors["5"].Errors[0];
        Assert.Multiple(() =>
        {
            Assert.That(result.Prompt, Is.Null);
            Assert.That(error.Type, Is.EqualTo("workflow_bad_widget_value"));
            Assert.That(error.Details, Does.StartWith($"node 5 ({type} 'Mine'): widget '{widget}' has ").And.Contain(said));
            Assert.That((string?)error.ExtraInfo["input_name"], Is.EqualTo(widget));
            Assert.That(error.ExtraInfo["received_value"], Is.Not.Null);
        });
    }

    [Test]
    public void Convert_ConvertedWidget_KeepsItsPlaceAndTheLinkWins() => Assert.That(
        new EditorFile().Node(1, "Int", "[3]").Node(2, "Sample", """[{"odd":1},"fixed",30,4,"heun",1]""").Link(1, 0, 2, "seed", "INT", widget: true).Inputs(),
        Is.EqualTo("""{"1":{"value":3},"2":{"seed":["1",0],"steps":30,"cfg":4,"sampler":"heun","denoise":1}}"""));

    [Test]
    public void Convert_Sockets_FollowTheWidgets() => Assert.That(
        new EditorFile().Node(1, "Load").Node(2, "Encode", """["t"]""").Link(1, 1, 2, "clip").Inputs(),
        Is.EqualTo("""{"1":{"name":"a.safetensors","dtype":"default"},"2":{"text":"t","clip":["1",1]}}"""));

    [Test]
    public void Convert_MissingValues_AreToldOnce()
    {
        var result = new EditorFile().Node(4, "Sample", """[1,"fixed",30]""").Convert();

        Assert.That(result.Notices, Is.EqualTo(new[]
        {
            new Graph.Workflows.ConversionNotice("4", "node 4 (Sample): no value is saved for 'cfg', 'sampler', 'denoise'; defaults were taken"),
        }));
    }

    [Test]
    public void Convert_UnknownClass_IsEmittedWithItsLinks()
    {
        var file = new EditorFile().Node(1, "Int", "[1]").Node(2, "Foreign", """{"x":5}""").Link(1, 0, 2, "in");

        Assert.That(file.Convert().Prompt!["2"]!.ToJsonString(), Is.EqualTo("""{"inputs":{"x":5,"in":["1",0]},"class_type":"Foreign","_meta":{"title":"Foreign"}}"""));
    }

    [TestCase(null, "Sampler")]
    [TestCase("Mine", "Mine")]
    [TestCase("", "")]
    public void Convert_Title_IsTheNodesOrTheClass(string? title, string expected) => Assert.That(
        (string?)new EditorFile().Node(1, "Sample", title: title).Convert().Prompt!["1"]!["_meta"]!["title"], Is.EqualTo(expected));

    [Test]
    public void Convert_Workflow_IsNotTouchedAndNotShared()
    {
        var file = new EditorFile().Node(1, "Pick", """["two","fixed",true,["r"],"x",2]""");
        var before = file.Json.ToJsonString();

        var prompt = file.Convert().Prompt!;
        prompt["1"]!["inputs"]!["channels"]!["__value__"]!.AsArray().Add((JsonNode)"g");

        Assert.That(file.Json.ToJsonString(), Is.EqualTo(before));
    }

    [Test]
    public void Convert_ChoiceGroup_StaysAndIsTold()
    {
        var result = new EditorFile().Node(1, "Encode", """["a {red|blue} hat"]""").Convert();

        Assert.That((string?)result.Prompt!["1"]!["inputs"]!["text"], Is.EqualTo("a {red|blue} hat"));
        Assert.That(result.Notices.Single().Message, Does.Contain("{a|b}").And.Contain("'text'"));
    }
}
