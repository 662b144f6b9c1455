using System.Text.Json.Nodes;
using PixelDiT.Graph.Tests.Support;
using PixelDiT.Graph.Validation;

namespace PixelDiT.Graph.Tests.Validation;

/// <summary>The rows of protocol §5.3 that the recordings do not show, and our additions.</summary>
public sealed class NodeErrorTests
{
    private readonly Bench _bench = new();

    [Test]
    public void Validate_SeveralFaults_AreReportedInDeclarationOrder()
    {
        var errors = _bench.Validate("""
            {"1": {"class_type": "Typed", "inputs": {"file": "none", "modern": "z", "content": 5, "cfg": 1.5, "steps": "a", "either": 1}},
             "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}}}
            """).NodeErrors["1"].Errors;

        Assert.That(errors.Select(e => (e.Type, e.Details)), Is.EqualTo(new[]
        {
            (ErrorTypes.InvalidInputType, "steps, a, invalid literal for int() with base 10: 'a'"),
            (ErrorTypes.ValueBiggerThanMax, "cfg"),
            (ErrorTypes.ValueNotInList, "content: 5 not in ['WHITE', 'BLACK', 'NOISE']"),
            (ErrorTypes.ValueNotInList, "modern: 'z' not in ['x', 'y']"),
            (ErrorTypes.ValueNotInList, "file: 'none' not in [] (nothing found in folder models/things)"),
        }));
    }

    [Test]
    public void Validate_MissingFile_NamesFolderAndNearNamesAfterComfyUIsText()
    {
        _bench.Services.Add(new FileList("pixeldit_1300m_1024px_bf16.safetensors", "other.ckpt"));

        var error = _bench.Validate("""
            {"1": {"class_type": "Typed", "inputs": {"steps": 1, "file": "pixeldit_1300m_1024_bf16.safetensors"}}, "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}}}
            """).NodeErrors["1"].Errors.Single();

        Assert.Multiple(() =>
        {
            Assert.That(error.Details, Does.StartWith("file: 'pixeldit_1300m_1024_bf16.safetensors' not in ['pixeldit_1300m_1024px_bf16.safetensors', 'other.ckpt']"));
            Assert.That(error.Details, Does.EndWith("(searched folder models/things; did you mean 'pixeldit_1300m_1024px_bf16.safetensors'?)"));
            Assert.That((string?)error.ExtraInfo["searched"], Is.EqualTo("folder models/things"));
            Assert.That(error.ExtraInfo["near_names"]!.ToJsonString(), Is.EqualTo("""["pixeldit_1300m_1024px_bf16.safetensors"]"""));
        });
    }

    [Test]
    public void Validate_CustomRefusal_IsReportedForEachCoveredInputAndSkipsTheirRange()
    {
        var errors = _bench.Validate("""
            {"1": {"class_type": "Judge", "inputs": {"level": 7, "kind": "zzz", "checked": 1}}, "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}}}
            """).NodeErrors["1"].Errors;

        Assert.That(errors.Select(e => e.Details), Is.EqualTo(new[] { "level - 7s are not allowed.", "kind - 7s are not allowed." }));
    }

    [Test]
    public void Validate_CustomCovered_RangeAndChoiceAreTheNodesBusiness() =>
        Assert.That(_bench.Validate("""
            {"1": {"class_type": "Judge", "inputs": {"level": 500, "kind": "zzz", "checked": 1}}, "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}}}
            """).Error, Is.Null);

    [Test]
    public void Validate_NotCovered_RangeIsStillChecked() =>
        Assert.That(_bench.Validate("""
            {"1": {"class_type": "Judge", "inputs": {"level": 1, "kind": "a", "checked": 6}}, "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}}}
            """).NodeErrors["1"].Errors.Single().Type, Is.EqualTo(ErrorTypes.ValueBiggerThanMax));

    [Test]
    public void Validate_ValidatorThrows_IsReportedAndTheNextPromptIsFine()
    {
        const string Prompt = """
            {"1": {"class_type": "Judge", "inputs": {"level": 666, "kind": "a", "checked": 1}}, "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}}}
            """;

        var error = _bench.Validate(Prompt).NodeErrors["1"].Errors.Single();

        Assert.Multiple(() =>
        {
            Assert.That(error.Type, Is.EqualTo(ErrorTypes.ExceptionDuringInnerValidation));
            Assert.That(error.Details, Is.EqualTo("no such level"));
            Assert.That((string?)error.ExtraInfo["exception_type"], Is.EqualTo("System.InvalidOperationException"));
            Assert.That((JsonArray)error.ExtraInfo["traceback"]!, Is.Not.Empty);
            Assert.That(error.ExtraInfo["linked_node"]!.ToJsonString(), Is.EqualTo("""["1",0]"""));
            Assert.That(_bench.Validate(Prompt.Replace("666", "6")).Error, Is.Null);
        });
    }

    [TestCase("""[1, 0]""", "1")]
    [TestCase("""["9", 0]""", "'9'")]
    [TestCase("""["1", 7]""", "tuple index out of range")]
    [TestCase("""["1", -1]""", "tuple index out of range")]
    [TestCase("""["1", 99999999999999999999]""", "tuple index out of range")]
    [TestCase("""["1", "0"]""", "tuple indices must be integers or slices, not str")]
    [TestCase("""["1", 0.0]""", "tuple indices must be integers or slices, not float")]
    [TestCase("""["1", null]""", "tuple indices must be integers or slices, not NoneType")]
    [TestCase("""[{}, 0]""", "unhashable type: 'dict'")]
    [TestCase("""[null, 0]""", "None")]
    public void Validate_LinkThatLeadsNowhere_IsAnExceptionOfTheOutput(string link, string text)
    {
        var result = _bench.Validate($$"""
            {"1": {"class_type": "Number", "inputs": {"value": 1} }, "2": {"class_type": "Show", "inputs": {"source": {{link}} } } }
            """);

        Assert.Multiple(() =>
        {
            Assert.That(result.Error!.Details, Is.EqualTo("Exception when validating node: " + text));
            Assert.That(result.NodeErrors["2"].Errors.Single().Type, Is.EqualTo(ErrorTypes.ExceptionDuringValidation));
            Assert.That(result.NodeErrors["2"].DependentOutputs, Is.EqualTo(new[] { "2" }));
        });
    }

    [Test]
    public void Validate_PartlyValid_KeepsTheGoodOutputsAndListsTrueDependants()
    {
        var result = _bench.Validate("""
            {"1": {"class_type": "Typed", "inputs": {"steps": 0}},
             "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}},
             "3": {"class_type": "Number", "inputs": {"value": 1}},
             "4": {"class_type": "Show", "inputs": {"source": ["3", 0]}},
             "5": {"class_type": "Show", "inputs": {}}}
            """);

        Assert.Multiple(() =>
        {
            Assert.That(result.Error, Is.Null);
            Assert.That(result.Prompt!.Outputs, Is.EqualTo(new[] { "4" }));
            Assert.That(result.NodeErrors["1"].DependentOutputs, Is.EqualTo(new[] { "2" }));
            Assert.That(result.NodeErrors["5"].DependentOutputs, Is.EqualTo(new[] { "5" }));
        });
    }

    [Test]
    public void Validate_PartialTargets_OthersAreNeitherJudgedNorRun()
    {
        const string Prompt = """
            {"1": {"class_type": "Number", "inputs": {"value": 1}}, "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}},
             "3": {"class_type": "Show", "inputs": {}}}
            """;

        Assert.Multiple(() =>
        {
            Assert.That(_bench.Validate(Prompt, "2", "77", "1").Prompt!.Outputs, Is.EqualTo(new[] { "2" }));
            Assert.That(_bench.Validate(Prompt, "2").NodeErrors, Is.Empty);
            Assert.That(_bench.Validator.Validate(JsonNode.Parse(Prompt), []).Error!.Type, Is.EqualTo(ErrorTypes.PromptNoOutputs));
            Assert.That(_bench.Validate(Prompt, "1").Error!.Type, Is.EqualTo(ErrorTypes.PromptNoOutputs));
        });
    }

    [Test]
    public void Validate_UndeclaredInputs_AreIgnored() =>
        Assert.That(_bench.Validate("""
            {"1": {"class_type": "Number", "inputs": {"value": 1, "extra": ["gone", 0], "more": [1, 2, 3], "self": ["1", 0]}},
             "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}}}
            """).NodeErrors, Is.Empty);

    [Test]
    public void Validate_UnionTypes_MatchWhenTheyShareAMember()
    {
        var result = _bench.Validate("""
            {"0": {"class_type": "Typed", "inputs": {"steps": 1}},
             "1": {"class_type": "Typed", "inputs": {"steps": 1, "either": ["0", 0]}},
             "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}},
             "3": {"class_type": "Typed", "inputs": {"steps": 1, "cfg": ["0", 0]}},
             "4": {"class_type": "Show", "inputs": {"source": ["3", 0]}}}
            """);

        Assert.That(result.NodeErrors, Is.Empty);
    }
}
