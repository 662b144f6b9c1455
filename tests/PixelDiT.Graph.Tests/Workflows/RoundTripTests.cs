using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace PixelDiT.Graph.Tests.Workflows;

/// <summary>
/// Random graphs, nested in subgraphs that are used several times, are known in two ways: as plain links and values, from which the API form follows by a
/// few lines of recursion, and as an editor-form file with everything in between that leaves the graph as it is. Both must meet.
/// </summary>
internal sealed class RoundTripTests
{
    [Property(MaxTest = 400)]
    public FsCheck.Property Convert_RandomGraphInEditorForm_IsTheGraphAgain() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<int>().ToArbitrary(),
        seed =>
        {
            var plan = RandomPlan.Make(new Random(seed));
            var result = EditorTestNode.Converter.Convert(new PlanWriter(new Random(seed), plan).Write());
            Assert.That(result.Error, Is.Null, () => result.Error!.Details);
            Assert.That(Sorted(result.Prompt!), Is.EqualTo(Sorted(PlanReader.ApiForm(plan))));
        });

    [Test]
    public void Make_RandomPlans_UseEverything()
    {
        var plans = Enumerable.Range(0, 300).Select(seed => RandomPlan.Make(new Random(seed))).ToList();
        var inputs = plans.SelectMany(p => p.Graphs).SelectMany(g => g.Nodes).SelectMany(n => n.Inputs.Values).ToList();

        Assert.Multiple(() =>
        {
            Assert.That(plans.Max(p => PlanReader.ApiForm(p).Max(n => n.Key.Count(c => c == ':'))), Is.GreaterThanOrEqualTo(3), "nesting");
            Assert.That(plans.Any(p => p.Graphs.Any(g => g.Nodes.Count(n => n.Definition is not null) > g.Nodes.Where(n => n.Definition is not null).Select(n => n.Definition).Distinct().Count())), "an instance twice");
            Assert.That(inputs.OfType<PlanLink>().Any(l => l.Node == PlanLink.Border), "inner links from outside");
            Assert.That(plans.SelectMany(p => p.Graphs).SelectMany(g => g.Nodes).Any(n => n.Promoted.Count > 0), "promoted values");
        });
    }

    // Order is a matter of its own tests.
    private static string Sorted(JsonObject prompt) => string.Join('\n', prompt.OrderBy(n => n.Key, StringComparer.Ordinal).Select(n =>
        $"{n.Key} {n.Value!["class_type"]} {string.Join(", ", n.Value["inputs"]!.AsObject().OrderBy(i => i.Key, StringComparer.Ordinal).Select(i => $"{i.Key}={i.Value?.ToJsonString()}"))}"));
}
