using System.Diagnostics;
using PixelDiT.Torch;
using TorchSharp;
using static TorchSharp.torch;

// The tensor operations of a full-size text-to-image forward pass at 256² (256 image and 300 text tokens), by the accelerator of
// this build and in plain tensor calls. Columns: best of several runs in milliseconds, and their ratio; the ratio is what to read.
//   PixelDiT.Bench.Tensors [bf16|fp32] [THREADS]
var type = args is ["fp32", ..] ? ScalarType.Float32 : ScalarType.BFloat16;
TorchRuntime.EnsureLoaded();
set_num_threads(args.Length > 1 ? int.Parse(args[1]) : Environment.ProcessorCount);
Console.WriteLine($"libtorch {TorchRuntime.Version}, {type}, {get_num_threads()} threads");
Console.WriteLine("| operation | accelerator | plain | ratio | GFLOP/s |");
Console.WriteLine("| --- | ---: | ---: | ---: | ---: |");

using var mode = inference_mode();
using var scope = NewDisposeScope();
IAccelerator fast = Accelerator.Current;
IAccelerator plain = new PlainAccelerator();

foreach (var (m, n, k) in new[] { (256, 4608, 1536), (300, 4608, 1536), (256, 1536, 4096), (256, 24576, 1536), (1, 9216, 1536), (65536, 64, 16), (65536, 3, 16) })
{
    var (x, w) = (Draw(m, k), Draw(n, k));
    Row($"linear [{m}, {k}] × [{n}, {k}]ᵀ", a => a.Linear(x, w, null), 2.0 * m * n * k);
}

foreach (var (h, l, d) in new[] { (24, 556, 64), (16, 256, 72), (24, 4396, 64) })
{
    var q = Draw(1, l, 3, h, d).permute(2, 0, 3, 1, 4);
    Row($"attention {h} heads, {l} tokens, {d}", a => a.Attention(q[0], q[1], q[2]), 4.0 * h * l * l * d);
}

var (rows, gain, one) = (Draw(1, 556, 1536), randn(1536), Draw(1, 1, 1536));
Row("rms norm and modulation [556, 1536]", a => a.RmsNormModulate(rows, gain, 1e-6, one, one), 0);
Row("gated add [556, 1536]", a => a.GatedAdd(rows, one, rows), 0);
var halves = Draw(1, 556, 8192).chunk(2, -1);
Row("silu · up [556, 4096]", a => a.SiluMul(halves[0], halves[1]), 0);
var (heads, angles) = (Draw(1, 556, 24, 64).transpose(1, 2), randn(556, 32));
Row("rotary [24, 556, 64]", a => a.ApplyRotaryInterleaved(heads, angles, angles), 0);
var (pixels, six, gain16) = (Draw(256, 256, 16), Draw(256, 256, 6, 16), randn(16));
Row("rms norm and modulation, pixels [65536, 16]", a => a.RmsNormModulate(pixels, gain16, 1e-6, six.select(2, 0), six.select(2, 1)), 0);

Tensor Draw(params long[] shape) => randn(shape).to(type);

void Row(string name, Func<IAccelerator, Tensor> operation, double flops)
{
    var (mine, theirs) = (Best(fast, operation), Best(plain, operation));
    Console.WriteLine($"| {name} | {mine * 1e3:F3} | {theirs * 1e3:F3} | {theirs / mine:F2} | {(flops > 0 ? $"{flops / mine / 1e9:F0}" : "")} |");
}

static double Best(IAccelerator accelerator, Func<IAccelerator, Tensor> operation)
{
    var best = double.MaxValue;
    for (var (run, started) = (0, Stopwatch.GetTimestamp()); run < 3 || (run < 30 && Stopwatch.GetElapsedTime(started).TotalSeconds < 2); run++)
    {
        var clock = Stopwatch.GetTimestamp();
        operation(accelerator).Dispose();
        best = Math.Min(best, Stopwatch.GetElapsedTime(clock).TotalSeconds);
    }

    return best;
}
