using System.Text.Json.Nodes;
using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Registry;

namespace PixelDiT.Graph.Tests.Declarations;

/// <summary>What declarations of lazy, hidden, undeclared and judged inputs mean, and which contradict themselves.</summary>
public sealed class DeclarationReaderTests
{
    [TestCase(typeof(LazyWithoutAnswer), "input 'a' is lazy; the class must implement ILazyInputs or ILazyInputsAsync")]
    [TestCase(typeof(JudgesWithNothing), "it must implement one of IValidatesInputs and IValidatesInputsAsync")]
    [TestCase(typeof(JudgesTwice), "it must implement one of IValidatesInputs and IValidatesInputsAsync")]
    [TestCase(typeof(UndeclaredOfAnotherType), "property Others must be an IReadOnlyDictionary<string, object?>")]
    [TestCase(typeof(UndeclaredTwice), "property More is the second one that takes undeclared inputs")]
    [TestCase(typeof(TwoRequired), "two inputs are called 'x'")]
    [TestCase(typeof(TwoOptional), "two inputs are called 'x'")]
    [TestCase(typeof(ThreeOfAName), "two inputs are called 'x'")]
    [TestCase(typeof(HiddenAndOptional), "two inputs are called 'x'")]
    [TestCase(typeof(FilledAndOptional), "two inputs are called 'x'")]
    public void AddPack_ContradictoryDeclaration_SaysWhatIsWrong(Type type, string expected)
    {
        var pack = new NodeRegistry().AddPack([type], "tests");

        Assert.That(pack.Nodes, Is.Empty);
        Assert.That(pack.Faults.Single().Message, Does.Contain(expected));
    }

    [Test]
    public void Read_RequiredAndOptionalOfAName_BothAreListedAndTheRequiredOneCounts()
    {
        var declaration = Read<OptionalThenRequired>();

        Assert.Multiple(() =>
        {
            Assert.That(declaration.Inputs.Select(i => (i.Name, i.Optional)), Is.EqualTo(new[] { ("x", false), ("x", true) }));
            Assert.That(declaration.FindInput("x")!.Optional, Is.False);
            Assert.That(declaration.Checked.Select(i => i.Optional), Is.EqualTo(new[] { false }));
            Assert.That(Json(declaration)["input"]!.ToJsonString(), Is.EqualTo("""{"required":{"x":["INT",{"max":1}]},"optional":{"x":["INT",{"max":2}]}}"""));
        });
    }

    [Test]
    public void Read_HiddenInputs_StandLastUnderHiddenAndAreNotChecked()
    {
        var declaration = Read<Concealed>();

        Assert.Multiple(() =>
        {
            Assert.That(declaration.Inputs.Select(i => i.Name), Is.EqualTo(new[] { "shown", "maybe", "secret" }));
            Assert.That(declaration.Checked.Select(i => i.Name), Is.EqualTo(new[] { "shown", "maybe" }));
            Assert.That(Json(declaration)["input"]!.ToJsonString(),
                Is.EqualTo("""{"required":{"shown":["*"]},"optional":{"maybe":["*"]},"hidden":{"id":"UNIQUE_ID","secret":["*"]}}"""));
            Assert.That(Json(declaration)["input_order"]!.ToJsonString(), Is.EqualTo("""{"required":["shown"],"optional":["maybe"],"hidden":["id","secret"]}"""));
        });
    }

    [Test]
    public void Read_LazyRawAndUndeclared_AreMarked()
    {
        var declaration = Read<Everything>();

        Assert.Multiple(() =>
        {
            Assert.That(declaration.HasLazyInputs && declaration.TakesUndeclared && declaration.Validates && declaration.FindInput("raw")!.RawLink, Is.True);
            Assert.That(Json(declaration)["input"]!.ToJsonString(), Is.EqualTo(
                """{"required":{"late":["IMAGE",{"lazy":true}],"raw":["FLOW",{"rawLink":true}],"socket":["BOOLEAN",{"forceInput":true}],"empty":["*",{}]}}"""),
                "undeclared inputs are listed nowhere");
        });
    }

    [TestCase(typeof(Everything), "late", LinkKind.Declared)]
    [TestCase(typeof(Everything), "other", LinkKind.Loose)]
    [TestCase(typeof(Concealed), "shown", LinkKind.Declared)]
    [TestCase(typeof(Concealed), "secret", LinkKind.Loose)]
    [TestCase(typeof(Concealed), "id", LinkKind.Ignored)]
    [TestCase(typeof(Concealed), "other", LinkKind.Ignored)]
    public void LinkRule_Name_SaysWhichLinksCount(Type type, string name, object expected) =>
        Assert.That(LinkRule.Of(Read(type), name), Is.EqualTo(expected));

    private static NodeDeclaration Read<T>() => Read(typeof(T));

    private static NodeDeclaration Read(Type type)
    {
        var pack = new NodeRegistry().AddPack([type], "tests");
        Assert.That(pack.Faults, Is.Empty);
        return pack.Nodes.Single();
    }

    private static JsonObject Json(NodeDeclaration declaration) => ObjectInfo.Write(declaration, new NodeServices());

    private abstract class Nothing : Node
    {
        public override NodeResult Run(NodeContext context) => NodeResult.Of();
    }

    [Node("LazyWithoutAnswer")]
    private sealed class LazyWithoutAnswer : Nothing
    {
        [Input("*", Lazy = true)]
        public object? A { get; init; }
    }

    [Node("JudgesWithNothing")]
    private sealed class JudgesWithNothing : Nothing, IInputValidator
    {
        public IReadOnlyList<string> ValidatedInputs => [];
    }

    [Node("JudgesTwice")]
    private sealed class JudgesTwice : Nothing, IValidatesInputs, IValidatesInputsAsync
    {
        public IReadOnlyList<string> ValidatedInputs => [];

        public string? ValidateInputs(ReceivedInputs inputs) => null;

        public Task<string?> ValidateInputsAsync(ReceivedInputs inputs) => Task.FromResult<string?>(null);
    }

    [Node("UndeclaredOfAnotherType")]
    private sealed class UndeclaredOfAnotherType : Nothing
    {
        [UndeclaredInputs]
        public Dictionary<string, object?> Others { get; init; } = [];
    }

    [Node("UndeclaredTwice")]
    private sealed class UndeclaredTwice : Nothing
    {
        [UndeclaredInputs]
        public IReadOnlyDictionary<string, object?> Others { get; init; } = new Dictionary<string, object?>();

        [UndeclaredInputs]
        public IReadOnlyDictionary<string, object?> More { get; init; } = new Dictionary<string, object?>();
    }

    [Node("TwoRequired")]
    private sealed class TwoRequired : Nothing
    {
        [IntInput(Name = "x")]
        public int A { get; init; }

        [IntInput(Name = "x")]
        public int B { get; init; }
    }

    [Node("TwoOptional")]
    private sealed class TwoOptional : Nothing
    {
        [IntInput(Name = "x", Optional = true)]
        public int A { get; init; }

        [IntInput(Name = "x", Optional = true)]
        public int B { get; init; }
    }

    [Node("ThreeOfAName")]
    private sealed class ThreeOfAName : Nothing
    {
        [IntInput(Name = "x")]
        public int A { get; init; }

        [IntInput(Name = "x", Optional = true)]
        public int B { get; init; }

        [IntInput(Name = "x", Optional = true)]
        public int C { get; init; }
    }

    [Node("HiddenAndOptional")]
    private sealed class HiddenAndOptional : Nothing
    {
        [IntInput(Name = "x", Optional = true)]
        public int A { get; init; }

        [IntInput(Name = "x", Hidden = true)]
        public int B { get; init; }
    }

    [Node("FilledAndOptional")]
    private sealed class FilledAndOptional : Nothing
    {
        [HiddenInput(HiddenInput.UniqueId, Name = "x")]
        public string A { get; init; } = "";

        [IntInput(Name = "x", Optional = true)]
        public int B { get; init; }
    }

    [Node("OptionalThenRequired")]
    private sealed class OptionalThenRequired : Nothing
    {
        [IntInput(Name = "x", Optional = true, Max = 2)]
        public int A { get; init; }

        [IntInput(Name = "x", Max = 1)]
        public int B { get; init; }
    }

    [Node("Concealed")]
    private sealed class Concealed : Nothing
    {
        [Input("*", Hidden = true)]
        public object? Secret { get; init; }

        [HiddenInput(HiddenInput.UniqueId)]
        public string Id { get; init; } = "";

        [Input("*", Optional = true)]
        public object? Maybe { get; init; }

        [Input("*")]
        public object? Shown { get; init; }
    }

    [Node("Everything")]
    private sealed class Everything : Nothing, ILazyInputsAsync, IValidatesInputsAsync
    {
        [Input("IMAGE", Lazy = true)]
        public object? Late { get; init; }

        [Input("FLOW", RawLink = true)]
        public object? Raw { get; init; }

        [BooleanInput(ForceInput = true)]
        public bool Socket { get; init; }

        [Input("*", Options = "{}")]
        public object? Empty { get; init; }

        [UndeclaredInputs]
        public IReadOnlyDictionary<string, object?> Others { get; init; } = new Dictionary<string, object?>();

        public IReadOnlyList<string> ValidatedInputs => [];

        public Task<string?> ValidateInputsAsync(ReceivedInputs inputs) => Task.FromResult<string?>(null);

        public Task<IEnumerable<string>> CheckLazyStatusAsync(LazyContext context) => Task.FromResult<IEnumerable<string>>([]);
    }
}
