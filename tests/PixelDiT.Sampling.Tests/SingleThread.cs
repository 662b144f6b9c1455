using static TorchSharp.torch;

namespace PixelDiT.Sampling.Tests;

/// <summary>The tests' tensors are tiny: a second thread only costs, and much when the machine is busy.</summary>
[SetUpFixture]
public sealed class SingleThread
{
    private int _threads;

    [OneTimeSetUp]
    public void Use()
    {
        _threads = get_num_threads();
        set_num_threads(1);
    }

    [OneTimeTearDown]
    public void Restore() => set_num_threads(_threads);
}
