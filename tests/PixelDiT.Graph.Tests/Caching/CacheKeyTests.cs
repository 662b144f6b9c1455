using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Tests.Support;

namespace PixelDiT.Graph.Tests.Caching;

/// <summary>Protocol §6.9.</summary>
public sealed class CacheKeyTests
{
    private const string Diamond = """
        {"1": {"class_type": "Number", "inputs": {"value": 5}}, "2": {"class_type": "Add", "inputs": {"a": ["1", 0], "b": ["1", 0]}},
         "3": {"class_type": "Number", "inputs": {"value": 9}}, "4": {"class_type": "Add", "inputs": {"a": ["2", 0], "b": ["3", 0]}},
         "5": {"class_type": "Show", "inputs": {"source": ["4", 0]}}, "6": {"class_type": "Show", "inputs": {"source": ["3", 0]}}}
        """;

    private readonly Bench _bench = new();

    [Test]
    public void Execute_RenumberedAndReordered_HitsEverything()
    {
        _bench.Run(Diamond);

        var outcome = _bench.Run("""
            {"f": {"class_type": "Show", "inputs": {"source": ["d", 0]}, "_meta": {"title": "other"}},
             "e": {"class_type": "Show", "inputs": {"source": ["c", 0]}},
             "d": {"class_type": "Add", "inputs": {"b": ["c", 0], "a": ["b", 0]}, "is_changed": ["x"]}, "c": {"class_type": "Number", "inputs": {"value": 9}},
             "b": {"class_type": "Add", "inputs": {"b": ["a", 0], "a": ["a", 0]}}, "a": {"class_type": "Number", "inputs": {"value": 5, "undeclared": 3}}}
            """);

        Assert.Multiple(() =>
        {
            Assert.That(outcome.Executed, Is.Empty);
            Assert.That(_bench.Seen.CachedIds, Is.EqualTo(new[] { "f", "e", "d", "c", "b", "a" }));
        });
    }

    [TestCase("\"value\": 5", "\"value\": 6", "1,2,4,5")]
    [TestCase("\"value\": 9", "\"value\": 10", "3,6,4,5")]
    [TestCase("\"a\": [\"2\", 0], \"b\": [\"3\", 0]", "\"a\": [\"3\", 0], \"b\": [\"2\", 0]", "4,5")]
    public void Execute_OneInputChanged_ReRunsExactlyItsDescendants(string from, string to, string expected)
    {
        _bench.Run(Diamond);

        var outcome = _bench.Run(Diamond.Replace(from, to));

        Assert.That(outcome.Executed, Is.EquivalentTo(expected.Split(',')));
    }

    [Test]
    public void Execute_NumbersOfAnotherForm_AreTheSameAfterCoercion()
    {
        _bench.Run(Diamond);

        Assert.That(_bench.Run(Diamond.Replace("\"value\": 5", "\"value\": \"5\"")).Executed, Is.Empty);
    }

    [Test]
    public void Execute_IdPartOfTheKey_AnotherIdMisses()
    {
        const string Prompt = """{"1": {"class_type": "Unique", "inputs": {}}, "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}}}""";
        _bench.Run(Prompt);

        Assert.Multiple(() =>
        {
            Assert.That(_bench.Run(Prompt).Executed, Is.Empty);
            Assert.That(_bench.Run(Prompt.Replace("\"1\"", "\"9\"")).Executed, Is.EqualTo(new[] { "9", "2" }));
        });
    }

    [Test]
    public void Execute_Fingerprint_SameHitsOtherMissesNaNAlwaysRuns()
    {
        _bench.Run(Changing("1"));

        Assert.Multiple(() =>
        {
            Assert.That(_bench.Run(Changing("1")).Executed, Is.Empty);
            Assert.That(_bench.Run(Changing("2")).Executed, Is.EqualTo(new[] { "1", "2" }));
            Assert.That(_bench.Run(Changing("\"nan\"")).Executed, Is.EqualTo(new[] { "1", "2" }));
            Assert.That(_bench.Run(Changing("\"nan\"")).Executed, Is.EqualTo(new[] { "1", "2" }));
        });
    }

    [Test]
    public void Execute_Fingerprint_IsTakenOncePerJob()
    {
        _bench.Run(Changing("1"));

        Assert.That(_bench.Probe.Calls.Count(c => c == "fingerprint"), Is.EqualTo(1));
    }

    [Test]
    public void Execute_FingerprintThrows_CountsAsAlwaysRun()
    {
        _bench.Probe.Throws = true;
        _bench.Run(Changing("1"));

        Assert.That(_bench.Run(Changing("1")).Executed, Is.EqualTo(new[] { "1", "2" }));
    }

    [Test]
    public void Execute_FailedNode_IsNotKeptButItsSourcesAre()
    {
        const string Prompt = """
            {"1": {"class_type": "Number", "inputs": {"value": 1}}, "2": {"class_type": "Fail", "inputs": {"source": ["1", 0], "text": "x"}},
             "3": {"class_type": "Show", "inputs": {"source": ["2", 0]}}}
            """;
        _bench.Run(Prompt);

        var again = _bench.Run(Prompt);

        Assert.Multiple(() =>
        {
            Assert.That(again.Status, Is.EqualTo(ExecutionStatus.Error));
            Assert.That(_bench.Probe.Calls, Is.EqualTo(new[] { "2" }));
        });
    }

    private static string Changing(string mark) =>
        $$"""{"1": {"class_type": "Changing", "inputs": {"mark": {{mark}} } }, "2": {"class_type": "Show", "inputs": {"source": ["1", 0]} } }""";
}
