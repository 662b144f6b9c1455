using System.Text.Json.Nodes;
using PixelDiT.Graph.Tests.Support;
using PixelDiT.Graph.Validation;

namespace PixelDiT.Graph.Tests.Validation;

/// <summary>Nodes that judge their inputs themselves (protocol §5.4).</summary>
public sealed class CustomValidatorTests
{
    private readonly Judging _judging = new();
    private readonly Bench _bench = new();

    public CustomValidatorTests() => _bench.Services.Add(_judging);

    [Test]
    public void Validate_AsyncRefusal_IsReportedForEachJudgedInputThatThePromptGives()
    {
        _judging.Answer = async _ =>
        {
            await Task.Yield();
            return "too much";
        };

        Assert.Multiple(() =>
        {
            Assert.That(Errors(Later("""{"level": 99, "weight": ["n", 1], "checked": 1}""")), Is.EqualTo(new[]
            {
                """{"type":"custom_validation_failed","message":"Custom validation failed for node","details":"level - too much","extra_info":{"input_name":"level"}}""",
                """{"type":"custom_validation_failed","message":"Custom validation failed for node","details":"weight - too much","extra_info":{"input_name":"weight"}}""",
            }));
            Assert.That(Details(Later("""{"level": 99}""")), Is.EqualTo(new[] { "level - too much" }));
        });
    }

    [Test]
    public void Validate_RefusalWithoutText_NamesTheInputAlone()
    {
        _judging.Answer = _ => Task.FromResult<string?>("");

        Assert.That(Details(Later("""{"level": 1}""")), Is.EqualTo(new[] { "level" }));
    }

    [Test]
    public void Validate_Accepted_GivesTheGraphToRun()
    {
        var result = Later("""{"level": 99, "weight": 0.5}""");

        Assert.That(result.NodeErrors, Is.Empty);
        Assert.That(_bench.Run(result.Prompt!).Executed, Does.Contain("1"));
    }

    [Test]
    public void Validate_Validator_SeesCoercedConstantsLinksAndItsClass()
    {
        Later("""{"weight": ["n", 1], "level": "7", "undeclared": 3, "checked": 2.9}""");

        var received = _judging.Received.Single();
        Assert.Multiple(() =>
        {
            Assert.That(received.Node.Id, Is.EqualTo("JudgeLater"));
            Assert.That(received.Constants, Is.EquivalentTo(new Dictionary<string, object?> { ["level"] = 7L, ["checked"] = 2L }));
            Assert.That(received.Links.Select(l => (l.Key, l.Value.Type, l.Value.Source.Id)), Is.EqualTo(new[] { ("weight", "FLOAT", "Two") }));
            Assert.That(received.Has("level") && received.Has("weight") && !received.Has("undeclared"), Is.True);
        });
    }

    [Test]
    public void Validate_JudgesTypes_EngineLeavesLinksToItAndInputTypesIsNamed()
    {
        const string Prompt = """
            {"n": {"class_type": "Two", "inputs": {}}, "1": {"class_type": "JudgeTypes", "inputs": {"a": ["n", 0], "ignored": ["n", 1]}},
             "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}}}
            """;
        Assert.That(_bench.Validate(Prompt).NodeErrors, Is.Empty, "INT into IMAGE is its own business");

        _judging.Answer = r => Task.FromResult<string?>($"Invalid type of a: {r.Links["a"].Type}");

        Assert.That(Details(_bench.Validate(Prompt)), Is.EqualTo(new[] { "a - Invalid type of a: INT", "input_types - Invalid type of a: INT" }));
    }

    [Test]
    public void Validate_OtherFaultsOfTheNode_DoNotKeepTheValidatorFromBeingAsked()
    {
        _judging.Answer = _ => Task.FromResult<string?>("no");

        Assert.That(Details(Later("""{"level": 1, "checked": 6}""")), Is.EqualTo(new[] { "checked", "level - no" }));
    }

    [Test]
    public void Validate_ConstantThatIsNotEvenOfTheType_ValidatorIsNotAsked()
    {
        var result = Later("""{"level": "many"}""");

        Assert.That(result.NodeErrors["1"].Errors.Single().Type, Is.EqualTo(ErrorTypes.InvalidInputType));
        Assert.That(_judging.Received, Is.Empty);
    }

    [Test]
    public void Validate_RefusalThoughNothingWasGiven_IsNotLost()
    {
        _judging.Answer = _ => Task.FromResult<string?>("give me something");

        var result = _bench.Validate("""{"1": {"class_type": "JudgeOutput", "inputs": {}}}""");

        Assert.That(result.Error!.Details, Is.EqualTo("Custom validation failed for node: source - give me something"));
    }

    [Test]
    public void Validate_OutputNodeThrows_IsExceptionDuringValidation()
    {
        _judging.Answer = _ => throw new InvalidDataException("broken");

        var result = _bench.Validate("""{"1": {"class_type": "JudgeOutput", "inputs": {"source": 1}}}""");

        var error = result.NodeErrors["1"].Errors.Single();
        Assert.Multiple(() =>
        {
            Assert.That((error.Type, error.Message, error.Details), Is.EqualTo((ErrorTypes.ExceptionDuringValidation, "Exception when validating node", "broken")));
            Assert.That(error.ExtraInfo.Select(e => e.Key), Is.EqualTo(new[] { "exception_type", "traceback" }));
            Assert.That((string?)error.ExtraInfo["exception_type"], Is.EqualTo("System.IO.InvalidDataException"));
            Assert.That(result.Error!.Details, Is.EqualTo("Exception when validating node: broken"));
        });
    }

    [Test]
    public void Validate_AsyncThrows_ReplacesTheNodesOtherErrorsAsInComfyUI()
    {
        _judging.Answer = async _ =>
        {
            await Task.Yield();
            throw new InvalidOperationException("broken later");
        };

        var error = Later("""{"checked": 6}""").NodeErrors["1"].Errors.Single();

        Assert.Multiple(() =>
        {
            Assert.That((error.Type, error.Message, error.Details), Is.EqualTo((ErrorTypes.ExceptionDuringInnerValidation, "Exception when validating inner node", "broken later")));
            Assert.That(error.ExtraInfo.Select(e => e.Key),
                Is.EqualTo(new[] { "input_name", "input_config", "exception_message", "exception_type", "traceback", "linked_node" }));
            Assert.That((string?)error.ExtraInfo["input_name"], Is.EqualTo("source"));
        });
    }

    [Test]
    public void Validate_TwoOutputsReachTheNode_IsAskedOnce()
    {
        _judging.Answer = _ => Task.FromResult<string?>("no");

        var result = _bench.Validate("""
            {"1": {"class_type": "JudgeLater", "inputs": {"level": 1}}, "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}},
             "3": {"class_type": "Show", "inputs": {"source": ["1", 0]}}, "unreached": {"class_type": "JudgeLater", "inputs": {"level": 1}}}
            """);

        Assert.That(_judging.Received, Has.Count.EqualTo(1));
        Assert.That(result.NodeErrors["1"].DependentOutputs, Is.EqualTo(new[] { "2", "3" }));
    }

    [TestCase("JudgeLater", """{"level": 1}""", "level, weight")]
    [TestCase("JudgeTypes", """{"a": 1}""", "a, b")]
    public async Task ValidateAsync_ValidatorNeverReturns_IsATimeoutThatNamesItAndAsksItsClassNoMore(string classType, string inputs, string judged)
    {
        var never = new TaskCompletionSource<string?>();
        _judging.Answer = _ => never.Task;
        var validator = new PromptValidator(Bench.Registry, _bench.Services) { ValidatorPatience = TimeSpan.FromMilliseconds(50) };

        var result = await validator.ValidateAsync(JsonNode.Parse($$$"""
            {"1": {"class_type": "{{{classType}}}", "inputs": {{{inputs}}}}, "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}},
             "3": {"class_type": "{{{classType}}}", "inputs": {{{inputs}}}}, "4": {"class_type": "Show", "inputs": {"source": ["3", 0]}},
             "5": {"class_type": "Show", "inputs": {"source": 1}} }
            """));

        var error = result.NodeErrors["1"].Errors.Single();
        Assert.Multiple(() =>
        {
            Assert.That(error.Type, Is.EqualTo(ErrorTypes.ExceptionDuringInnerValidation));
            Assert.That((string?)error.ExtraInfo["exception_type"], Is.EqualTo("System.TimeoutException"));
            Assert.That(error.Details, Is.EqualTo($"The validator of node #1 ({classType}) did not return within 0.05 s; it judges: {judged}."));
            Assert.That(result.NodeErrors["3"].Errors.Single().Details, Does.Contain("#3"));
            Assert.That(_judging.Received, Has.Count.EqualTo(1), "the second node of the class is not waited for");
            Assert.That(() => _judging.Received[0].Cancellation.IsCancellationRequested, Is.True.After(5000, 10), "it is told that nobody waits");
            Assert.That(result.Prompt!.Outputs, Is.EqualTo(new[] { "5" }));
        });

        never.SetResult(null);
    }

    [Test]
    public void ValidateAsync_Abandoned_GivesUp()
    {
        using var gone = new CancellationTokenSource();
        _judging.Answer = async r =>
        {
            await gone.CancelAsync();
            await Task.Delay(Timeout.Infinite, r.Cancellation);
            return null;
        };

        Assert.CatchAsync<OperationCanceledException>(() => _bench.Validator.ValidateAsync(JsonNode.Parse(LaterPrompt("""{"level": 1}""")), null, gone.Token));
    }

    private static string LaterPrompt(string inputs) => $$"""
        {"n": {"class_type": "Two", "inputs": {} }, "1": {"class_type": "JudgeLater", "inputs": {{inputs}} }, "2": {"class_type": "Show", "inputs": {"source": ["1", 0]} } }
        """;

    private ValidationResult Later(string inputs) => _bench.Validate(LaterPrompt(inputs));

    private static IEnumerable<string> Errors(ValidationResult result) => result.NodeErrors["1"].Errors.Select(e => Recorded.RecordedFixture.ToJson(e).ToJsonString());

    private static IEnumerable<string> Details(ValidationResult result) => result.NodeErrors["1"].Errors.Select(e => e.Details);
}
