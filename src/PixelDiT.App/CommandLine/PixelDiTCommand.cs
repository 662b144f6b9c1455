using System.CommandLine;
using PixelDiT.App.Doctor;
using PixelDiT.App.Models;
using PixelDiT.App.Run;
using PixelDiT.App.Serve;

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
        if (Complaints.Of(result) is { Count: > 0 } complaints)
        {
            foreach (var line in complaints)
            {
                await error.WriteLineAsync($"pixeldit: {line}");
            }

            await error.WriteLineAsync($"Try: {Complaints.CommandPath(result)} --help");
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
}
