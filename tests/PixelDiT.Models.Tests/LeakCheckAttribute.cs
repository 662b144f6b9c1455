using NUnit.Framework.Interfaces;
using static TorchSharp.torch;

namespace PixelDiT.Models.Tests;

/// <summary>Fails a test that leaves tensors alive: the process's live-tensor count must be back where it was before the test.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class LeakCheckAttribute : Attribute, ITestAction
{
    private long _before;

    public ActionTargets Targets => ActionTargets.Test;

    public void BeforeTest(ITest test) => _before = Tensor.TotalCount;

    public void AfterTest(ITest test) => Assert.That(Tensor.TotalCount, Is.EqualTo(_before), "live tensors after the test");
}
