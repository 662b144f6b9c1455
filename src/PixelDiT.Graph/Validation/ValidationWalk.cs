using System.Text.Json.Nodes;
using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Prompts;
using PixelDiT.Graph.Registry;

namespace PixelDiT.Graph.Validation;

/// <summary>
/// One validation: from each output up through its links, depth first, each node once. The path is a list on the heap, so that a chain of any
/// length is walked.
/// </summary>
internal sealed class ValidationWalk
{
    private readonly PromptGraph _graph;
    private readonly NodeServices _services;
    private readonly Dictionary<string, NodeVerdict> _verdicts;
    private readonly InputCheck _check;
    private readonly List<Step> _path = [];

    // Places on the path that are in no reported cycle, ascending. Each place enters and leaves once, however many cycles there are.
    private readonly Stack<int> _unreported = new();
    private readonly List<NodeVerdict> _faulty = [];
    private string _output = "";

    public ValidationWalk(PromptGraph graph, NodeRegistry registry, NodeServices services, JsonObject json)
    {
        (_graph, _services, Json) = (graph, services, json);
        _verdicts = new Dictionary<string, NodeVerdict>(graph.Nodes.Count);
        foreach (var node in graph.Nodes)
        {
            _verdicts.Add(node.Id, new NodeVerdict(node, registry.Find(node.ClassType!)!));
        }

        _check = new InputCheck(services, json);
    }

    private JsonObject Json { get; }

    public ValidationResult Run(IReadOnlyList<string> outputs)
    {
        foreach (var id in outputs)
        {
            Walk(_verdicts[id]);
        }

        // A node nobody reaches is not validated, but one that is no node at all would only show much later.
        if (_verdicts.Values.FirstOrDefault(v => !v.Visited && v.Node.InputsMissing) is { } broken)
        {
            return PromptValidator.Refuse(PromptErrors.InputsMissing(broken.Node));
        }

        var errors = NodeErrors(outputs);
        var good = outputs.Where(id => _verdicts[id].Valid).ToList();
        return good.Count == 0
            ? new ValidationResult { Error = PromptErrors.OutputsFailed(outputs.SelectMany(id => _verdicts[id].Errors)), NodeErrors = errors }
            : new ValidationResult { NodeErrors = errors, Prompt = new ValidatedPrompt(Result(), good, Json) };
    }

    private PromptGraph Result() => new([.. _graph.Nodes.Select(n => _verdicts[n.Id].Result())]);

    private void Walk(NodeVerdict output)
    {
        if (output.Visited)
        {
            return;
        }

        _output = output.Node.Id;
        Enter(output, null, null);
        while (_path.Count > 0)
        {
            var step = _path[^1];
            try
            {
                Advance(step);
            }
            // Choice sources and validators are strangers' code: whatever they throw is a fault of this node.
            catch (Exception thrown)
            {
                var e = ErrorReport.Unwrap(thrown);
                Fail(step, e.GetType().FullName!, e.Message, (e.StackTrace ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries));
            }
        }
    }

    private void Enter(NodeVerdict verdict, InputDeclaration? via, PromptInput.Link? link)
    {
        verdict.ReachedFrom = _output;
        verdict.PathIndex = _path.Count;
        _unreported.Push(_path.Count);
        var step = new Step(verdict, via, link);
        _path.Add(step);
        if (verdict.Node.InputsMissing)
        {
            Fail(step, "KeyError", "'inputs'", [$"node #{verdict.Node.Id} ({verdict.Node.ClassType})"]);
        }
    }

    /// <summary>Looks at the next input of a node, or finishes the node after the last.</summary>
    private void Advance(Step step)
    {
        if (step.Validator is null && step.Verdict.Declaration.Validates)
        {
            step.Validator = (IValidatesInputs)step.Verdict.Declaration.CreateNode();
            step.OwnInputs = [.. step.Validator.ValidatedInputs];
        }

        var inputs = step.Verdict.Declaration.Inputs;
        if (step.Next == inputs.Count)
        {
            Finish(step);
            return;
        }

        var input = inputs[step.Next++];
        switch (step.Verdict.FindInput(input.Name))
        {
            case null when input.Optional:
                break;
            case null:
                Add(step.Verdict, InputErrors.Missing(input.Name));
                break;
            case PromptInput.Literal literal:
                if (_check.Constant(step.Verdict, input, literal, step.OwnInputs?.Contains(input.Name) == true) is { } error)
                {
                    Add(step.Verdict, error);
                }

                break;
            case PromptInput.Link link:
                Follow(step, input, link);
                break;
            case PromptInput.BadLink bad when bad.Value.Count != 2:
                Add(step.Verdict, InputErrors.BadLink(input, bad.Value, _services));
                break;
            case PromptInput.BadLink bad:
                FailLink(step, input, bad.Value);
                break;
        }
    }

    private void Follow(Step step, InputDeclaration input, PromptInput.Link link)
    {
        if (!_verdicts.TryGetValue(link.NodeId, out var source))
        {
            Fail(step, "KeyError", Values.PythonText.Repr(link.NodeId), Where(step, input));
            return;
        }

        var outputs = source.Declaration.Outputs;
        if (link.Slot >= outputs.Count)
        {
            Fail(step, "IndexError", "tuple index out of range", Where(step, input));
            return;
        }

        var received = outputs[link.Slot].Type;
        if (!TypeMatch.Fits(received, input))
        {
            Add(step.Verdict, InputErrors.TypeMismatch(input, received, TypeMatch.Printed(input, _services), Link(link), _services));
        }
        else if (source.PathIndex >= 0)
        {
            step.Verdict.Valid = false;
            ReportCycle(source.PathIndex);
        }
        else if (!source.Visited)
        {
            Enter(source, input, link);
        }
        else if (!source.Valid)
        {
            step.Verdict.Valid = false;
        }
    }

    private void Finish(Step step)
    {
        var verdict = step.Verdict;
        if (step.Validator is { } validator && verdict.Errors.Count == 0)
        {
            InputBinder.BindConstants(verdict.Declaration, (NodeBase)validator, verdict.FindInput);
            if (validator.ValidateInputs(new ReceivedInputs(new Dictionary<string, object?>(), new Dictionary<string, ReceivedLink>(), _services, CancellationToken.None)) is { } refusal)
            {
                foreach (var name in step.OwnInputs!)
                {
                    Add(verdict, InputErrors.Refused(name, refusal));
                }
            }
        }

        Leave(step);
    }

    private void Leave(Step step)
    {
        step.Verdict.PathIndex = -1;
        _path.RemoveAt(_path.Count - 1);
        if (_unreported.TryPeek(out var top) && top == _path.Count)
        {
            _unreported.Pop();
        }

        if (!step.Verdict.Valid && _path.Count > 0)
        {
            _path[^1].Verdict.Valid = false;
        }
    }

    // What Python raises: the node's remaining inputs are not looked at, as in ComfyUI.
    private void Fail(Step step, string exceptionType, string text, IReadOnlyList<string> traceback)
    {
        var frames = new JsonArray([.. traceback.Select(t => (JsonNode?)t)]);
        Add(step.Verdict, step.Via is null
            ? new PromptError(ErrorTypes.ExceptionDuringValidation, "Exception when validating node", text,
                new JsonObject { ["exception_type"] = exceptionType, ["traceback"] = frames })
            : new PromptError(ErrorTypes.ExceptionDuringInnerValidation, "Exception when validating inner node", text,
                new JsonObject
                {
                    ["input_name"] = step.Via.Name,
                    ["input_config"] = InputErrors.Spec(step.Via, _services),
                    ["exception_message"] = text,
                    ["exception_type"] = exceptionType,
                    ["traceback"] = frames,
                    ["linked_node"] = Link(step.Link!),
                }));
        Leave(step);
    }

    // Two elements, but not [text, whole number from 0 on].
    private void FailLink(Step step, InputDeclaration input, JsonArray value)
    {
        var (source, slot) = (Values.JsonValues.ToPlain(value[0]), Values.JsonValues.ToPlain(value[1]));
        var where = Where(step, input);
        if (source is JsonObject or JsonArray)
        {
            Fail(step, "TypeError", $"unhashable type: '{Values.PythonText.TypeName(source)}'", where);
        }
        else if (source is not string id || !_verdicts.ContainsKey(id))
        {
            Fail(step, "KeyError", Values.PythonText.Repr(source), where);
        }
        else if (slot is long or System.Numerics.BigInteger)
        {
            Fail(step, "IndexError", "tuple index out of range", where);
        }
        else
        {
            Fail(step, "TypeError", $"tuple indices must be integers or slices, not {Values.PythonText.TypeName(slot)}", where);
        }
    }

    private void ReportCycle(int start)
    {
        var report = new CycleReport([.. _path.Skip(start).Take(CycleReport.MaxShown).Select(s => s.Verdict)], _path.Count - start);
        var members = new Stack<NodeVerdict>();
        while (_unreported.TryPeek(out var place) && place >= start)
        {
            members.Push(_path[_unreported.Pop()].Verdict);
        }

        foreach (var verdict in members)
        {
            Add(verdict, report.For(verdict));
        }
    }

    private void Add(NodeVerdict verdict, PromptError error)
    {
        if (verdict.Errors.Count == 0)
        {
            _faulty.Add(verdict);
        }

        verdict.Errors.Add(error);
        verdict.Valid = false;
    }

    private Dictionary<string, NodeErrors> NodeErrors(IReadOnlyList<string> outputs)
    {
        var errors = new Dictionary<string, NodeErrors>();
        if (_faulty.Count > 0)
        {
            var dependants = new DependentOutputs(_verdicts, outputs);
            foreach (var verdict in _faulty)
            {
                errors[verdict.Node.Id] = new NodeErrors(verdict.Errors, dependants.Of(verdict), verdict.Node.ClassType!);
            }
        }

        return errors;
    }

    private static string[] Where(Step step, InputDeclaration input) =>
        [$"input '{input.Name}' of node #{step.Verdict.Node.Id} ({step.Verdict.Node.ClassType})"];

    private static JsonArray Link(PromptInput.Link link) => [link.NodeId, link.Slot];

    /// <summary>A node on the path, with the input and link of its consumer that led to it (null for an output).</summary>
    private sealed class Step(NodeVerdict verdict, InputDeclaration? via, PromptInput.Link? link)
    {
        public NodeVerdict Verdict { get; } = verdict;

        public InputDeclaration? Via { get; } = via;

        public PromptInput.Link? Link { get; } = link;

        public int Next { get; set; }

        public IValidatesInputs? Validator { get; set; }

        public HashSet<string>? OwnInputs { get; set; }
    }
}
