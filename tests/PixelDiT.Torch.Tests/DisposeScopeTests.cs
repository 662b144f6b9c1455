using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Torch.Tests;

[NonParallelizable]
public sealed class DisposeScopeTests
{
    [Test]
    public void Dispose_TensorsMadeInside_AreGone()
    {
        var before = Tensor.TotalCount;
        Tensor inside;
        using (NewDisposeScope())
        {
            inside = zeros(2).add(1).mul(2);
            Assert.That(Tensor.TotalCount, Is.EqualTo(before + 3));
        }

        Assert.That(inside.IsInvalid, Is.True);
        Assert.That(Tensor.TotalCount, Is.EqualTo(before));
    }

    [Test]
    public void Dispose_AfterException_TensorsAreGone()
    {
        var before = Tensor.TotalCount;
        Assert.Throws<TorchException>(() =>
        {
            using var scope = NewDisposeScope();
            _ = zeros(2, 3).matmul(zeros(2, 3));
        });
        Assert.That(Tensor.TotalCount, Is.EqualTo(before));
        Assert.That(CurrentDisposeScope, Is.Null);
    }

    [Test]
    public void MoveToOuterDisposeScope_Nested_SurvivesInnerOnly()
    {
        using var outer = NewDisposeScope();
        Tensor kept;
        using (NewDisposeScope())
        {
            kept = ones(3).MoveToOuterDisposeScope();
        }

        Assert.That(kept.IsInvalid, Is.False);
        Assert.That(outer.Contains(kept), Is.True);
        outer.Dispose();
        Assert.That(kept.IsInvalid, Is.True);
    }

    [Test]
    public void MoveToOuterDisposeScope_Outermost_BelongsToNobody()
    {
        Tensor kept;
        using (NewDisposeScope())
        {
            kept = ones(3).MoveToOuterDisposeScope();
        }

        Assert.That(kept.IsInvalid, Is.False);
        kept.Dispose();
    }

    [Test]
    public void DetachFromDisposeScope_SurvivesEveryScope()
    {
        Tensor kept;
        using (NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                kept = ones(3).DetachFromDisposeScope();
            }
        }

        Assert.That(kept.IsInvalid, Is.False);
        kept.Dispose();
    }

    [Test]
    public void Attach_DetachedTensor_DiesWithTheScope()
    {
        var loose = ones(3);
        using (var scope = NewDisposeScope())
        {
            scope.Attach(loose);
        }

        Assert.That(loose.IsInvalid, Is.True);
    }

    [Test]
    public void DisposeEverythingBut_KeepsOnlyThat()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (ones(1), ones(1));
        _ = scope.DisposeEverythingBut(a);
        Assert.That((a.IsInvalid, b.IsInvalid), Is.EqualTo((false, true)));
        Assert.That(scope.DisposablesCount, Is.EqualTo(1));
    }

    [Test]
    public void Dispose_OuterBeforeInner_InnerStaysCurrent()
    {
        var outer = NewDisposeScope();
        using var inner = NewDisposeScope();
        outer.Dispose();
        Assert.That(CurrentDisposeScope, Is.SameAs(inner));
        var made = ones(1);
        Assert.That(inner.Contains(made), Is.True);
    }

    [Test]
    public void Scopes_OtherThread_AreSeparate()
    {
        using var scope = NewDisposeScope();
        Tensor? made = null;
        var worker = new Thread(() => made = ones(2));
        worker.Start();
        worker.Join();
        Assert.That(scope.Contains(made!), Is.False);
        made!.Dispose();
    }

    [Test]
    public void Statistics_CountsThisThread()
    {
        DisposeScopeManager.Statistics.Reset();
        using (NewDisposeScope())
        {
            _ = ones(1).DetachFromDisposeScope();
            _ = ones(1);
        }

        var outside = ones(1);
        outside.Dispose();
        var counts = DisposeScopeManager.Statistics;
        Assert.That(counts.CreatedInScopeCount, Is.EqualTo(2));
        Assert.That(counts.DisposedInScopeCount, Is.EqualTo(1));
        Assert.That(counts.DetachedFromScopeCount, Is.EqualTo(1));
        Assert.That(counts.CreatedOutsideScopeCount, Is.EqualTo(1));
        Assert.That(counts.DisposedOutsideScopeCount, Is.EqualTo(1));
        Assert.That(counts.ThreadTotalLiveCount, Is.EqualTo(1));
    }

    [Test]
    public void PeakCount_NeverBelowTotal()
    {
        using var scope = NewDisposeScope();
        for (var i = 0; i < 50; i++)
        {
            _ = ones(1);
        }

        Assert.That(Tensor.PeakCount, Is.GreaterThanOrEqualTo(Tensor.TotalCount));
    }

    [Test]
    public void Handle_AfterDispose_Throws()
    {
        var tensor = ones(1);
        tensor.Dispose();
        tensor.Dispose();
        Assert.Throws<InvalidOperationException>(() => tensor.add(1));
    }

    [Test]
    public void Finalizer_LostTensors_AreFreed()
    {
        var before = Tensor.TotalCount;
        Lose();
        for (var i = 0; i < 20 && Tensor.TotalCount > before; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.That(Tensor.TotalCount, Is.LessThanOrEqualTo(before));

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Lose()
        {
            for (var i = 0; i < 10; i++)
            {
                _ = ones(1);
            }
        }
    }
}
