using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Registry;

namespace PixelDiT.Graph.Tests.Declarations;

public sealed class NodeRegistryTests
{
    [Test]
    public void AddPack_BrokenClasses_AreFaultsAndTheOthersWork()
    {
        var registry = new NodeRegistry();

        var pack = registry.AddPack(
            [typeof(Good), typeof(SameId), typeof(NoConstructor), typeof(BadDefault), typeof(BadOptions), typeof(ReadOnlyInput), typeof(NoList), typeof(TwoOfAName), typeof(BadSource), typeof(NoNode), typeof(string)],
            "custom_nodes.mine");

        Assert.Multiple(() =>
        {
            Assert.That(pack.Nodes.Select(n => n.Id), Is.EqualTo(new[] { "RegistryGood" }));
            Assert.That(registry.Find("RegistryGood")!.Module, Is.EqualTo("custom_nodes.mine"));
            Assert.That(registry.Packs, Is.EqualTo(new[] { pack }));
            Assert.That(pack.Faults, Has.Count.EqualTo(10));
            Assert.That(Fault(typeof(SameId)), Does.Contain("'RegistryGood' belongs to"));
            Assert.That(Fault(typeof(NoConstructor)), Does.Contain("parameterless constructor"));
            Assert.That(Fault(typeof(BadDefault)), Does.Contain("'steps'").And.Contain("no whole number"));
            Assert.That(Fault(typeof(BadOptions)), Does.Contain("'steps'"));
            Assert.That(Fault(typeof(ReadOnlyInput)), Does.Contain("Steps has no setter"));
            Assert.That(Fault(typeof(NoList)), Does.Contain("must be a list"));
            Assert.That(Fault(typeof(TwoOfAName)), Does.Contain("two inputs are called 'x'"));
            Assert.That(Fault(typeof(BadSource)), Does.Contain("IChoiceSource"));
            Assert.That(Fault(typeof(NoNode)), Does.Contain("[Node]"));
            Assert.That(Fault(typeof(string)), Does.Contain("neither Node nor AsyncNode"));
        });

        string Fault(Type type) => pack.Faults.Single(f => f.TypeName == type.FullName).Message;
    }

    [Test]
    public void AddPack_OptionalInputs_FollowTheRequiredOnes()
    {
        var registry = new NodeRegistry();
        registry.AddPack([typeof(Good)], "m");

        Assert.That(registry.Find("RegistryGood")!.Inputs.Select(i => i.Name), Is.EqualTo(new[] { "batch_size", "url_path", "first_optional", "second_optional" }));
        Assert.That(registry.Find("registrygood"), Is.Null, "ids are case-sensitive");
    }

    private abstract class Nothing : Node
    {
        public override NodeResult Run(NodeContext context) => NodeResult.Of();
    }

    [Node("RegistryGood")]
    private sealed class Good : Nothing
    {
        [IntInput(Optional = true)]
        public int FirstOptional { get; init; }

        [IntInput]
        public int BatchSize { get; init; }

        [IntInput(Optional = true)]
        public int SecondOptional { get; init; }

        [StringInput]
        public string URLPath { get; init; } = "";
    }

    [Node("RegistryGood")]
    private sealed class SameId : Nothing;

    [Node("RegistryNoConstructor")]
    private sealed class NoConstructor(int x) : Nothing
    {
        public int X { get; } = x;
    }

    [Node("RegistryBadDefault")]
    private sealed class BadDefault : Nothing
    {
        [IntInput(Default = "many")]
        public int Steps { get; init; }
    }

    [Node("RegistryBadOptions")]
    private sealed class BadOptions : Nothing
    {
        [IntInput(Options = "{")]
        public int Steps { get; init; }
    }

    [Node("RegistryReadOnly")]
    private sealed class ReadOnlyInput : Nothing
    {
        [IntInput]
        public int Steps { get; }
    }

    [Node("RegistryNoList", TakesLists = true)]
    private sealed class NoList : Nothing
    {
        [IntInput]
        public int Steps { get; init; }
    }

    [Node("RegistryTwo")]
    private sealed class TwoOfAName : Nothing
    {
        [IntInput(Name = "x")]
        public int A { get; init; }

        [HiddenInput(HiddenInput.UniqueId, Name = "x")]
        public string B { get; init; } = "";
    }

    [Node("RegistryBadSource")]
    private sealed class BadSource : Nothing
    {
        [ComboInput(Source = typeof(string))]
        public string A { get; init; } = "";
    }

    private sealed class NoNode : Nothing;
}
