using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using PixelDiT.Graph.Folders;

namespace PixelDiT.App.CommandLine;

/// <summary>What is wrong with a command line that cannot be read, in the words of its flags.</summary>
internal static class Complaints
{
    /// <summary>One sentence for each thing that is wrong; empty when nothing is.</summary>
    /// <param name="result">The command line.</param>
    public static IReadOnlyList<string> Of(ParseResult result)
    {
        // The first group that has something to say counts: what follows from it would only confuse.
        IEnumerable<Func<ParseResult, IEnumerable<string>>> groups = [FlagsWithoutValue, Unmatched, WrongValues, MissingArguments, Others];
        return groups.Select(g => g(result).ToList()).FirstOrDefault(g => g.Count > 0) ?? [];
    }

    /// <summary>The command whose help is of use: <c>pixeldit models info</c>.</summary>
    /// <param name="result">The command line.</param>
    public static string CommandPath(ParseResult result)
    {
        var names = new Stack<string>();
        for (var at = result.CommandResult; at is not null; at = at.Parent as CommandResult)
        {
            names.Push(at.Command is RootCommand ? "pixeldit" : at.Command.Name);
        }

        return string.Join(' ', names);
    }

    // The parser takes a flag for the value of the one before, and what follows for something unexpected.
    private static IEnumerable<string> FlagsWithoutValue(ParseResult result)
    {
        var flags = Options(result).Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
        return Given(result).Where(o => o.Option.Arity.MinimumNumberOfValues > 0 && o.Tokens.All(t => flags.Contains(t.Value)))
            .Select(o => $"{o.Option.Name} needs a value: {o.Option.Name} {o.Option.HelpName}");
    }

    private static IEnumerable<string> Unmatched(ParseResult result)
    {
        // What follows an unknown flag is probably its value.
        var flags = result.UnmatchedTokens.Where(t => t.StartsWith('-')).ToList();
        foreach (var token in flags)
        {
            yield return $"unknown flag '{token}'.{DidYouMean(token.Split('=')[0], Options(result).Where(o => !o.Hidden).Select(o => o.Name))}";
        }

        // Of several the first one tells what the others were meant for.
        var command = result.CommandResult.Command;
        foreach (var token in flags.Count > 0 ? [] : result.UnmatchedTokens.Take(1))
        {
            var near = DidYouMean(token, command.Subcommands.Select(c => c.Name));
            var instead = near.Length == 0 && command is RootCommand ? $" Serving needs no subcommand; the subcommands are {Names(command)}." : near;
            yield return $"unexpected argument '{token}'.{instead}";
        }
    }

    private static IEnumerable<string> WrongValues(ParseResult result)
    {
        foreach (var given in Given(result))
        {
            var type = given.Option.ValueType.GetElementType() ?? Nullable.GetUnderlyingType(given.Option.ValueType) ?? given.Option.ValueType;
            foreach (var text in given.Tokens.Select(t => t.Value))
            {
                if (type == typeof(double) && !double.TryParse(text, CultureInfo.InvariantCulture, out _))
                {
                    yield return $"{given.Option.Name} takes a number, not '{text}'.";
                }
                else if (type == typeof(int) && !int.TryParse(text, CultureInfo.InvariantCulture, out _))
                {
                    yield return WholeNumber(given.Option.Name, text, int.MaxValue);
                }
                else if (type == typeof(long) && !long.TryParse(text, CultureInfo.InvariantCulture, out _))
                {
                    yield return WholeNumber(given.Option.Name, text, long.MaxValue);
                }
            }
        }
    }

    private static IEnumerable<string> MissingArguments(ParseResult result)
    {
        if (result.Errors.Count == 0)
        {
            yield break;
        }

        var command = result.CommandResult.Command;
        if (command.Action is null && command.Subcommands.Count > 0)
        {
            yield return $"'{CommandPath(result)}' needs a subcommand: {Names(command)}.";
        }

        foreach (var argument in command.Arguments.Where(a => result.GetResult(a) is not { Tokens.Count: > 0 }))
        {
            yield return $"'{CommandPath(result)}' needs {argument.Name}: {char.ToLowerInvariant(argument.Description![0])}{argument.Description[1..]}.";
        }
    }

    private static IEnumerable<string> Others(ParseResult result) => result.Errors.Select(e => e.Message);

    private static string WholeNumber(string flag, string text, long most) =>
        $"{flag} takes a whole number{(BigInteger.TryParse(text, CultureInfo.InvariantCulture, out _) ? $" up to {most}" : "")}, not '{text}'.";

    private static IEnumerable<OptionResult> Given(ParseResult result) => Options(result).Select(result.GetResult).OfType<OptionResult>().Where(o => !o.Implicit);

    private static IEnumerable<Option> Options(ParseResult result)
    {
        var root = result.RootCommandResult.Command;
        var command = result.CommandResult.Command;
        return command == root ? root.Options : command.Options.Concat(root.Options.Where(o => o.Recursive));
    }

    private static string DidYouMean(string name, IEnumerable<string> candidates) =>
        NearNames.Of(name, candidates) is { Count: > 0 } near ? $" Did you mean {string.Join(" or ", near)}?" : "";

    private static string Names(Command command) => string.Join(", ", command.Subcommands.Select(c => c.Name));
}
