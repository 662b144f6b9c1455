using PixelDiT.Graph.Tests.Support;
using PixelDiT.Graph.Validation;

namespace PixelDiT.Graph.Tests.Validation;

/// <summary>Links under names that are not declared, or hidden, and inputs that are declared twice.</summary>
public sealed class LooseLinkTests
{
    private readonly Bench _bench = new();

    [Test]
    public void Validate_UndeclaredLink_ClassThatTakesThem_ItsSourceIsAnAncestor()
    {
        var result = _bench.Validate("""
            {"bad": {"class_type": "Typed", "inputs": {"steps": 0}}, "1": {"class_type": "Gather", "inputs": {"anything": ["bad", 0]}},
             "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}}}
            """);

        Assert.Multiple(() =>
        {
            Assert.That(result.Error!.Type, Is.EqualTo(ErrorTypes.PromptOutputsFailedValidation));
            Assert.That(result.NodeErrors.Keys, Is.EqualTo(new[] { "bad" }));
            Assert.That(result.NodeErrors["bad"].DependentOutputs, Is.EqualTo(new[] { "2" }));
        });
    }

    [Test]
    public void Validate_UndeclaredLink_OtherClass_IsAsIfItWereNotThere()
    {
        var result = _bench.Validate("""
            {"bad": {"class_type": "Typed", "inputs": {"steps": 0}}, "1": {"class_type": "Number", "inputs": {"value": 1, "anything": ["bad", 0], "self": ["1", 0]}},
             "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}}}
            """);

        Assert.That(result.NodeErrors, Is.Empty);
        Assert.That(_bench.Run(result.Prompt!).Executed, Is.EqualTo(new[] { "1", "2" }));
    }

    [TestCase("""["gone", 0]""")]
    [TestCase("""["n", 7]""")]
    [TestCase("""["n", -1]""")]
    [TestCase("""["n", "0"]""")]
    [TestCase("""[1, 2, 3]""")]
    [TestCase("""[]""")]
    [TestCase("5")]
    [TestCase("null")]
    [TestCase("""{"a": [1]}""")]
    public void Validate_UndeclaredInputThatLeadsNowhere_IsIgnored(string value)
    {
        var outcome = _bench.Run($$"""
            {"n": {"class_type": "Two", "inputs": {} }, "1": {"class_type": "Gather", "inputs": {"first": 1, "x": {{value}}, "y": ["n", 1]} },
             "2": {"class_type": "Show", "inputs": {"source": ["1", 0]} } }
            """);

        Assert.That(outcome.Executed, Is.EqualTo(new[] { "n", "1", "2" }));
        Assert.That(_bench.Seen.Events, Does.Contain("""executed 2 {"text":["1;y=2.5"]}"""));
    }

    [Test]
    public void Validate_FaultyNodeUnderALooseLinkThatLeadsNowhere_HasNoDependantThere()
    {
        var result = _bench.Validate("""
            {"bad": {"class_type": "Typed", "inputs": {"steps": 0}}, "1": {"class_type": "Gather", "inputs": {"x": ["bad", 5]}},
             "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}}, "3": {"class_type": "Show", "inputs": {"source": ["bad", 0]}}}
            """);

        Assert.That(result.Prompt!.Outputs, Is.EqualTo(new[] { "2" }));
        Assert.That(result.NodeErrors["bad"].DependentOutputs, Is.EqualTo(new[] { "3" }));
    }

    [Test]
    public void Validate_CycleThroughAnUndeclaredLink_IsFound()
    {
        var result = _bench.Validate("""
            {"1": {"class_type": "Gather", "inputs": {"x": ["2", 0]}}, "2": {"class_type": "Join", "inputs": {"first": ["1", 0]}},
             "3": {"class_type": "Show", "inputs": {"source": ["1", 0]}}, "self": {"class_type": "Gather", "inputs": {"x": ["self", 0]}},
             "4": {"class_type": "Show", "inputs": {"source": ["self", 0]}}, "5": {"class_type": "Show", "inputs": {"source": 1}}}
            """);

        Assert.Multiple(() =>
        {
            Assert.That(result.Prompt!.Outputs, Is.EqualTo(new[] { "5" }));
            Assert.That(result.NodeErrors.Keys, Is.EquivalentTo(new[] { "1", "2", "self" }));
            Assert.That(result.NodeErrors["2"].Errors.Single().Details, Is.EqualTo("1 (Gather) -> 2 (Join) -> 1 (Gather)"));
            Assert.That(result.NodeErrors["1"].DependentOutputs, Is.EqualTo(new[] { "3" }));
            Assert.That(result.NodeErrors["self"].Errors.Single().Details, Is.EqualTo("self (Gather) -> self (Gather)"));
        });
    }

    [Test]
    public void Validate_SourceOfAnUndeclaredLinkThrows_NamesTheInputWithoutADeclaration()
    {
        var error = _bench.Validate("""
            {"n": {"class_type": "Two"}, "1": {"class_type": "Gather", "inputs": {"x": ["n", 1]}}, "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}}}
            """).NodeErrors["n"].Errors.Single();

        Assert.Multiple(() =>
        {
            Assert.That(error.Type, Is.EqualTo(ErrorTypes.ExceptionDuringInnerValidation));
            Assert.That((string?)error.ExtraInfo["input_name"], Is.EqualTo("x"));
            Assert.That(error.ExtraInfo.ContainsKey("input_config"), Is.True);
            Assert.That(error.ExtraInfo["input_config"], Is.Null);
            Assert.That(error.ExtraInfo["linked_node"]!.ToJsonString(), Is.EqualTo("""["n",1]"""));
        });
    }

    [TestCase("", ";2;-1")]
    [TestCase(""", "secret": 99""", "99;2;-1")]
    [TestCase(""", "secret": "text" """, "text;2;-1")]
    [TestCase(""", "secret": ["n", 1]""", "2.5;2;-1")]
    [TestCase(""", "secret": ["gone", 1]""", ";2;-1")]
    [TestCase(""", "secret": ["n", 9]""", ";2;-1")]
    [TestCase(""", "secret": [1]""", ";2;-1")]
    public void Validate_HiddenInput_IsNeitherRequiredNorCheckedButTaken(string secret, string expected)
    {
        _bench.Run($$"""
            {"n": {"class_type": "Two", "inputs": {} }, "1": {"class_type": "Concealing", "inputs": {"twice": 2{{secret}} } },
             "2": {"class_type": "Show", "inputs": {"source": ["1", 0]} } }
            """);

        Assert.That(_bench.Seen.Events, Does.Contain($$"""executed 2 {"text":["{{expected}}"]}"""));
    }

    [Test]
    public void Validate_HiddenLink_ItsSourceIsAnAncestor()
    {
        var result = _bench.Validate("""
            {"bad": {"class_type": "Typed", "inputs": {"steps": 0}}, "1": {"class_type": "Concealing", "inputs": {"twice": 1, "secret": ["bad", 0]}},
             "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}}}
            """);

        Assert.That(result.NodeErrors["bad"].DependentOutputs, Is.EqualTo(new[] { "2" }));
    }

    [TestCase("{}", ErrorTypes.RequiredInputMissing)]
    [TestCase("""{"twice": 11}""", ErrorTypes.ValueBiggerThanMax)]
    [TestCase("""{"twice": "x"}""", ErrorTypes.InvalidInputType)]
    public void Validate_RequiredAndOptional_RequiredOneCountsAndOnce(string inputs, string expected) =>
        Assert.That(_bench.Validate($$"""
            {"1": {"class_type": "Concealing", "inputs": {{inputs}} }, "2": {"class_type": "Show", "inputs": {"source": ["1", 0]} } }
            """).NodeErrors["1"].Errors.Single().Type, Is.EqualTo(expected));
}
