using PixelDiT.Conformance.Nodes.Tests.Support;

namespace PixelDiT.Conformance.Nodes.Tests.Stubs;

public class StubTests : NodeFixture
{
    [TestCase("StubImage", """{"content": "WHITE", "height": 2, "width": 3, "batch_size": 4}""", "[4, 2, 3, 3] 255")]
    [TestCase("StubImage", """{"content": "BLACK", "height": 2, "width": 3, "batch_size": 4}""", "[4, 2, 3, 3] 0")]
    [TestCase("StubConstantImage", """{"value": 0.25, "height": 2, "width": 3, "batch_size": 4}""", "[4, 2, 3, 3] 63")]
    [TestCase("StubMask", """{"value": 0.5, "height": 2, "width": 3, "batch_size": 4}""", "[4, 2, 3] 127")]
    [TestCase("StubInt", """{"value": -4294967295}""", "-4294967295")]
    [TestCase("StubInt", """{"value": 5.0}""", "5")]
    [TestCase("StubFloat", """{"value": 5}""", "5.0")]
    [TestCase("StubFloat", """{"value": 1e38}""", "1e+38")]
    public void Run_Stub_GivesItsValue(string node, string inputs, string expected) =>
        Assert.That(Bench.Result($$"""
            stub {{node}} {{inputs}}
            out Capture {"value": ["stub", 0]}
            """), Is.EqualTo([expected]));

    [Test]
    public void Run_Noise_IsDrawnOnceForEachRun()
    {
        const string Prompt = """
            noise StubImage {"content": "NOISE", "height": 64, "width": 64, "batch_size": 1}
            again TestCustomIsChanged {"image": ["noise", 0]}
            out Capture {"value": ["again", 0]}
            """;
        Assert.That(Bench.Result(Prompt), Has.One.StartsWith("[1, 64, 64, 3] 0..25"));
        Bench.Run(Prompt);
        Assert.That(Bench.Seen.RanIds, Is.Empty);
    }

    [Test]
    public void Run_ImageBeyondMemory_IsAnErrorOfTheNode() =>
        Assert.That(Bench.Error("""
            stub StubImage {"content": "WHITE", "height": 1073741824, "width": 68719476736, "batch_size": 1}
            out Capture {"value": ["stub", 0]}
            """).NodeId, Is.EqualTo("stub"));
}
