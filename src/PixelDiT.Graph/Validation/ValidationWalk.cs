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
    private readonly JsonObject _json;
    private readonly Dictionary<string, NodeVerdict> _verdicts;
    private readonly InputCheck _check;
    private readonly CustomValidators _validators;
    private readonly CancellationToken _cancellation;
    private readonly WalkPath _path = new();
    private readonly FaultList _faults;
    private string _output = "";

    public ValidationWalk(
        PromptGraph graph, NodeRegistry registry, NodeServices services, JsonObject json, TimeSpan patience, CancellationToken cancellation)
    {
        (_graph, _services, _json, _cancellation) = (graph, services, json, cancellation);
        _verdicts = new Dictionary<string, NodeVerdict>(graph.Nodes.Count);
        foreach (var node in graph.Nodes)
        {
            _verdicts.Add(node.Id, new NodeVerdict(node, registry.Find(node.ClassType!)!));
        }

        _faults = new FaultList(services);
        _check = new InputCheck(services, json);
        _validators = new CustomValidators(services, patience, cancellation);
    }

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

        var errors = _faults.ByNode(_verdicts, outputs);
        var good = outputs.Where(id => _verdicts[id].Valid).ToList();
        return good.Count == 0
            ? new ValidationResult { Error = PromptErrors.OutputsFailed(outputs.SelectMany(id => _verdicts[id].Errors)), NodeErrors = errors }
            : new ValidationResult { NodeErrors = errors, Prompt = new ValidatedPrompt(Result(), good, _json) };
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
        while (_path.Last is { } step)
        {
            _cancellation.ThrowIfCancellationRequested();
            try
            {
                if (!Advance(step))
                {
                    if (step.Custom is { } custom && !step.Unconverted)
                    {
                        await AskAsync(step.Verdict, custom);
                    }

                    _path.Leave();
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
        var step = _path.Enter(verdict, via);
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
                _faults.Add(step.Verdict, InputErrors.Missing(input.Name));
                break;
            case PromptInput.Literal literal:
                if (_check.Constant(step.Verdict, input, literal, step.Custom?.Names.Contains(input.Name) == true) is { } error)
                {
                    _faults.Add(step.Verdict, error);
                    step.Unconverted |= error.Type == ErrorTypes.InvalidInputType;
                }

                break;
            case PromptInput.Link link:
                Follow(step, input, link);
                break;
            case PromptInput.BadLink bad when bad.Value.Count != 2:
                _faults.Add(step.Verdict, InputErrors.BadLink(input, bad.Value, _services));
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
            _faults.Add(step.Verdict, InputErrors.TypeMismatch(input, received, TypeMatch.Printed(input, _services), InputErrors.Json(link), _services));
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
            var (report, members) = _path.Close(source.PathIndex);
            foreach (var member in members)
            {
                _faults.Add(member, report.For(member));
            }
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
            _faults.Add(verdict, InputErrors.Refused(name, refusal));
        }
    }

    // The node's remaining inputs are not looked at, as in ComfyUI.
    private void Fail(Step step, string exceptionType, string text, IEnumerable<string> traceback)
    {
        _faults.AddException(step, exceptionType, text, traceback);
        _path.Leave();
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

    private static string[] Where(Step step, InputDeclaration input) =>
        [$"input '{input.Name}' of node #{step.Verdict.Node.Id} ({step.Verdict.Node.ClassType})"];
}
