using NUnit.Framework.Interfaces;
using TorchSharp;

namespace PixelDiT.Conformance.Nodes.Tests.Support;

/// <summary>Fails a test after which more tensors live than before it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class ReleasesTensorsAttribute : Attribute, ITestAction
{
    private long _before;

    public ActionTargets Targets => ActionTargets.Test;

    public void BeforeTest(ITest test) => _before = torch.Tensor.TotalCount;

    public void AfterTest(ITest test) => Assert.That(torch.Tensor.TotalCount, Is.EqualTo(_before), "live tensors");
}
