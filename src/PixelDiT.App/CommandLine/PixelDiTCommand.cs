using System.CommandLine;
using System.CommandLine.Parsing;
using PixelDiT.App.Doctor;
using PixelDiT.App.Models;
using PixelDiT.App.Run;
using PixelDiT.App.Serve;
using PixelDiT.Graph.Folders;

namespace PixelDiT.App.CommandLine;

/// <summary>The <c>pixeldit</c> command.</summary>
internal static class PixelDiTCommand
{
    /// <summary>Exit code of a command line that asks for something that cannot be.</summary>
    public const int UsageError = 2;

    /// <summary>Does what the command line asks for.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="error">Where complaints go.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter error)
    {
        var result = Parse(arguments);
        if (result.Errors.Count > 0)
        {
            foreach (var line in Complaints(result))
            {
                await error.WriteLineAsync($"pixeldit: {line}");
            }

            await error.WriteLineAsync("Try: pixeldit --help");
            return UsageError;
        }

        try
        {
            // Stopping is the business of the commands: each has something to finish first.
            return await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Error = error });
        }
        catch (UsageException e)
        {
            await error.WriteLineAsync($"pixeldit: {e.Message.Replace("\n", "\npixeldit: ")}");
            return UsageError;
        }
    }

    /// <summary>Reads a command line; does nothing yet.</summary>
    /// <param name="arguments">The command line.</param>
    internal static ParseResult Parse(string[] arguments) =>
        // A file name may begin with '@'.
        Build(arguments).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });

    private static RootCommand Build(string[] arguments)
    {
        var root = new RootCommand("PixelDiT.Nodes: a ComfyUI-compatible backend. Without a subcommand it serves.");
        foreach (var option in (IEnumerable<Option>)[.. Flags.ForServer, .. Flags.ForBoth, .. ComfyFlags.Options])
        {
            root.Options.Add(option);
        }

        root.SetAction((result, cancellation) => ServeCommand.RunAsync(Settings.Read(result, arguments), cancellation));

        var workflow = new Argument<string>("WORKFLOW") { Description = "A workflow in API form, one as the editor saves it, or a PNG image that carries either" };
        var set = new Option<string[]>("--set")
        {
            Description = "Put a value into an input, such as KSampler.seed=7; NODE is an id, a title or a class; may be repeated",
            HelpName = "NODE.INPUT=VALUE", Arity = ArgumentArity.OneOrMore,
        };
        var run = new Command("run", "Executes a workflow without a server and prints the files it saved.") { workflow, set };
        run.SetAction(result => RunCommand.Run(result.GetValue(workflow)!, result.GetValue(set) ?? [], Settings.Read(result, arguments)));
        root.Subcommands.Add(run);

        var json = new Option<bool>("--json") { Description = "Print a JSON array" };
        var doctor = new Command("doctor", "Looks at what the server needs - libraries, devices, folders, packs, models, ports - and says what to do. Takes the server's flags.") { json };
        foreach (var option in Flags.ForServer)
        {
            doctor.Options.Add(option);
        }

        doctor.SetAction((result, cancellation) =>
            DoctorCommand.RunAsync(() => Settings.Read(result, arguments), result.GetValue(json), result.InvocationConfiguration.Output, cancellation));
        root.Subcommands.Add(doctor);
        root.Subcommands.Add(ModelsCommand.Build(arguments));
        return root;
    }

    private static IEnumerable<string> Complaints(ParseResult result)
    {
        var root = (RootCommand)result.RootCommandResult.Command;
        var command = result.CommandResult.Command;
        var known = command == root ? root.Options.Where(o => !o.Hidden) : command.Options.Concat(root.Options.Where(o => o.Recursive && !o.Hidden));
        var names = known.Select(o => o.Name).Concat(command.Subcommands.Select(c => c.Name)).ToList();
        // What follows an unknown flag is probably its value.
        var flags = result.UnmatchedTokens.Where(t => t.StartsWith('-')).ToList();
        foreach (var token in flags.Count > 0 ? flags : result.UnmatchedTokens)
        {
            var near = NearNames.Of(token.Split('=')[0], names);
            var hint = near.Count > 0 ? $" Did you mean {string.Join(" or ", near)}?" : "";
            yield return token.StartsWith('-') ? $"unknown flag '{token}'.{hint}" : $"unexpected argument '{token}'.{hint}";
        }

        if (result.UnmatchedTokens.Count == 0)
        {
            foreach (var complaint in result.Errors)
            {
                yield return complaint.Message;
            }
        }
    }
}
