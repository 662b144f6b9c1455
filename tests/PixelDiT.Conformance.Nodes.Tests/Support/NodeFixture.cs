namespace PixelDiT.Conformance.Nodes.Tests.Support;

/// <summary>A fixture with a bench; no test may leave a tensor, or a part of a value, behind.</summary>
[ReleasesTensors]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class NodeFixture
{
    private protected Bench Bench { get; } = new();

    [TearDown]
    public void NothingIsHeld() => Bench.Dispose();
}
