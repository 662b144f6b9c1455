using System.Text;
using PixelDiT.Graph.Caching;
using PixelDiT.Graph.Prompts;

namespace PixelDiT.Graph.Tests.Validation.Fuzzing;

/// <summary>
/// 32,000 prompts, each made from its own seed, which a failure names: whatever is sent, there is an answer, what is accepted runs to an outcome, the
/// next valid prompt runs, and nothing stays behind.
/// </summary>
public sealed class FuzzTests
{
    [Test]
    public void Validate_MutatedPrompt_IsAnswered()
    {
        var bench = new FuzzBench(new ClassicCache());
        for (var seed = 0; seed < 12_000; seed++)
        {
            bench.Send(Prompts.Mutated(seed), $"Mutated({seed})");
        }

        AssertBothWaysWereTaken(bench, 12_000);
    }

    [Test]
    public void Validate_GraphOfAllClasses_IsAnswered()
    {
        var bench = new FuzzBench(new LruCache(100));
        for (var seed = 0; seed < 12_000; seed++)
        {
            bench.Send(Prompts.Graph(seed), $"Graph({seed})");
        }

        AssertBothWaysWereTaken(bench, 12_000);
    }

    [Test]
    public void Validate_JsonOfAnyForm_IsAnswered()
    {
        var bench = new FuzzBench(new NoneCache());
        for (var seed = 0; seed < 4_000; seed++)
        {
            bench.Send(Prompts.Json(seed), $"Json({seed})");
        }

        bench.AssertTheNextPromptRuns();
        Assert.That(bench.Refused, Is.GreaterThan(3_000));
    }

    [Test]
    public void Parse_MutatedBytes_IsAnswered()
    {
        var bench = new FuzzBench(new ClassicCache());
        for (var seed = 0; seed < 4_000; seed++)
        {
            var random = new Random(seed);
            var bytes = Encoding.UTF8.GetBytes(Prompts.Valid);
            for (var n = random.Next(1, 3); n > 0; n--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(random.Next(2) == 0 ? 256 : 128);
            }

            try
            {
                bench.Send(PromptReader.Parse(bytes), $"bytes of seed {seed}: {Encoding.Latin1.GetString(bytes)}");
            }
            catch (PromptFormatException e)
            {
                bench.Refuse(e);
            }
        }

        bench.AssertTheNextPromptRuns();
        Assert.That(bench.Accepted, Is.GreaterThan(200));
    }

    // Prompts that are all refused, or all fine, would say little.
    private static void AssertBothWaysWereTaken(FuzzBench bench, int sent)
    {
        bench.AssertTheNextPromptRuns();
        TestContext.Out.WriteLine($"{bench.Accepted} accepted, {bench.Succeeded} of them without an error, {bench.Refused} refused");
        Assert.Multiple(() =>
        {
            Assert.That(bench.Accepted + bench.Refused, Is.EqualTo(sent));
            Assert.That(bench.Refused, Is.GreaterThan(sent / 20));
            Assert.That(bench.Succeeded, Is.GreaterThan(sent / 20));
            Assert.That(bench.Accepted - bench.Succeeded, Is.GreaterThan(sent / 200));
        });
    }
}
