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
    private readonly CustomValidators _validators;
    private readonly CancellationToken _cancellation;
    private readonly List<Step> _path = [];

    // Places on the path that are in no reported cycle, ascending. Each place enters and leaves once, however many cycles there are.
    private readonly Stack<int> _unreported = new();
    private readonly List<NodeVerdict> _faulty = [];
    private string _output = "";

    public ValidationWalk(
        PromptGraph graph, NodeRegistry registry, NodeServices services, JsonObject json, TimeSpan patience, CancellationToken cancellation)
    {
        (_graph, _services, Prompt, _cancellation) = (graph, services, json, cancellation);
        _verdicts = new Dictionary<string, NodeVerdict>(graph.Nodes.Count);
        foreach (var node in graph.Nodes)
        {
            _verdicts.Add(node.Id, new NodeVerdict(node, registry.Find(node.ClassType!)!));
        }

        _check = new InputCheck(services, json);
        _validators = new CustomValidators(services, patience, cancellation);
    }

    private JsonObject Prompt { get; }

    public async Task<ValidationResult> RunAsync(IReadOnlyList<string> outputs)
    {
        foreach (var id in outputs)
        {
            await WalkAsync(_verdicts[id]);
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
            : new ValidationResult { NodeErrors = errors, Prompt = new ValidatedPrompt(Result(), good, Prompt) };
    }

    private PromptGraph Result() => new([.. _graph.Nodes.Select(n => _verdicts[n.Id].Result())]);

    // Completes at once unless a node has a validator of its own.
    private async Task WalkAsync(NodeVerdict output)
    {
        if (output.Visited)
        {
            return;
        }

        _output = output.Node.Id;
        Enter(output, null);
        while (_path.Count > 0)
        {
            var step = _path[^1];
            _cancellation.ThrowIfCancellationRequested();
            try
            {
                if (!Advance(step))
                {
                    if (step.Custom is { } custom && !step.Unconverted)
                    {
                        await AskAsync(step.Verdict, custom);
                    }

                    Leave(step);
                }
            }
            catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
            {
                throw;
            }
            // Choice sources and validators are strangers' code: whatever they throw is a fault of this node.
            catch (Exception thrown)
            {
                var e = ErrorReport.Unwrap(thrown);
                Fail(step, e.GetType().FullName!, e.Message, (e.StackTrace ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries));
            }
        }
    }

    private void Enter(NodeVerdict verdict, Way? via)
    {
        verdict.ReachedFrom = _output;
        verdict.PathIndex = _path.Count;
        _unreported.Push(_path.Count);
        var step = new Step(verdict, via);
        _path.Add(step);
        if (verdict.Node.InputsMissing)
        {
            Fail(step, "KeyError", "'inputs'", [$"node #{verdict.Node.Id} ({verdict.Node.ClassType})"]);
        }
    }

    /// <summary>Looks at the next input of a node; false after the last.</summary>
    private bool Advance(Step step)
    {
        var declaration = step.Verdict.Declaration;
        if (step.Custom is null && declaration.Validates)
        {
            step.Custom = CustomValidator.Of(declaration);
        }

        var declared = declaration.Checked;
        var next = step.Next++;
        if (next < declared.Count)
        {
            Look(step, declared[next]);
            return true;
        }

        if (!declaration.HasLooseLinks || (next -= declared.Count) >= step.Verdict.Node.Inputs.Count)
        {
            return false;
        }

        var (name, value) = step.Verdict.Node.Inputs[next];
        if (value is PromptInput.Link link && LinkRule.Of(declaration, name) == LinkKind.Loose
            && _verdicts.TryGetValue(link.NodeId, out var source) && LinkRule.LeadsToOutput(link.Slot, source.Declaration))
        {
            Reach(step, source, new Way(name, declaration.FindInput(name), link));
        }

        return true;
    }

    private void Look(Step step, InputDeclaration input)
    {
        switch (step.Verdict.FindInput(input.Name))
        {
            case null when input.Optional:
                break;
            case null:
                Add(step.Verdict, InputErrors.Missing(input.Name));
                break;
            case PromptInput.Literal literal:
                if (_check.Constant(step.Verdict, input, literal, step.Custom?.Names.Contains(input.Name) == true) is { } error)
                {
                    Add(step.Verdict, error);
                    step.Unconverted |= error.Type == ErrorTypes.InvalidInputType;
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

        if (!LinkRule.LeadsToOutput(link.Slot, source.Declaration))
        {
            Fail(step, "IndexError", "tuple index out of range", Where(step, input));
            return;
        }

        var received = source.Declaration.Outputs[link.Slot].Type;
        step.Custom?.Links.Add(input.Name, new ReceivedLink(received, source.Declaration));
        if (step.Custom is not { JudgesTypes: true } && !TypeMatch.Fits(received, input))
        {
            Add(step.Verdict, InputErrors.TypeMismatch(input, received, TypeMatch.Printed(input, _services), Json(link), _services));
        }
        else
        {
            Reach(step, source, new Way(input.Name, input, link));
        }
    }

    private void Reach(Step step, NodeVerdict source, Way via)
    {
        if (source.PathIndex >= 0)
        {
            step.Verdict.Valid = false;
            ReportCycle(source.PathIndex);
        }
        else if (!source.Visited)
        {
            Enter(source, via);
        }
        else if (!source.Valid)
        {
            step.Verdict.Valid = false;
        }
    }

    private async Task AskAsync(NodeVerdict verdict, CustomValidator custom)
    {
        if (await _validators.AskAsync(verdict, custom) is not { } refusal)
        {
            return;
        }

        IEnumerable<string> received = verdict.Declaration.Checked.Select(i => i.Name).Where(n => custom.Names.Contains(n) && verdict.FindInput(n) is not null);
        var names = received.Concat(custom.JudgesTypes ? [CustomValidator.TypesName] : []).ToList();
        // Where the prompt gives none of the inputs, ComfyUI loses the refusal.
        foreach (var name in names.Count > 0 || verdict.Errors.Count > 0 ? names : custom.Names.DefaultIfEmpty(""))
        {
            Add(verdict, InputErrors.Refused(name, refusal));
        }
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

    // What Python raises: the node's remaining inputs are not looked at and its other errors are lost, as in ComfyUI.
    private void Fail(Step step, string exceptionType, string text, IReadOnlyList<string> traceback)
    {
        var frames = new JsonArray([.. traceback.Select(t => (JsonNode?)t)]);
        step.Verdict.Errors.Clear();
        Add(step.Verdict, step.Via is not { } via
            ? new PromptError(ErrorTypes.ExceptionDuringValidation, "Exception when validating node", text,
                new JsonObject { ["exception_type"] = exceptionType, ["traceback"] = frames })
            : new PromptError(ErrorTypes.ExceptionDuringInnerValidation, "Exception when validating inner node", text,
                new JsonObject
                {
                    ["input_name"] = via.InputName,
                    ["input_config"] = via.Input is { } input ? InputErrors.Spec(input, _services) : null,
                    ["exception_message"] = text,
                    ["exception_type"] = exceptionType,
                    ["traceback"] = frames,
                    ["linked_node"] = Json(via.Link),
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
        if (!verdict.Faulty)
        {
            verdict.Faulty = true;
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

    private static JsonArray Json(PromptInput.Link link) => [link.NodeId, link.Slot];

    /// <summary>How a node was reached: an input of its consumer (no declaration when it is undeclared), and the link there.</summary>
    private sealed record Way(string InputName, InputDeclaration? Input, PromptInput.Link Link);

    /// <summary>A node on the path, with the way to it (null for an output).</summary>
    private sealed class Step(NodeVerdict verdict, Way? via)
    {
        public NodeVerdict Verdict { get; } = verdict;

        public Way? Via { get; } = via;

        /// <summary>Count of the inputs looked at: the declared ones, then those of the prompt once more for undeclared links.</summary>
        public int Next { get; set; }

        public CustomValidator? Custom { get; set; }

        /// <summary>True when a constant has not even the declared type: no node object can carry it, and nobody can judge it.</summary>
        public bool Unconverted { get; set; }
    }
}
