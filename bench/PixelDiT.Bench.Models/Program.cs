using PixelDiT.Bench.Models;
using PixelDiT.Sampling;

// write FOLDER                     the two full-size files, unless they are there
// all FOLDER [CONFIGURATION ...]   write, then every measurement in a process of its own; prints a markdown table
// containers FOLDER [load]         what it costs to look at a sparse 5.2 GB file of each container, and to load it
// network FILE CONFIGURATION ...   one measurement in this process (what "all" starts)
// text FILE CONFIGURATION ...
// edits FILE CONFIGURATION [SIZE STEPS]   FlowEdit in three ways, each in a process of its own; prints a markdown table
// edit FILE CONFIGURATION SIZE STEPS WAY  one of them in this process
switch (args)
{
    case ["write", var folder]:
        _ = RandomCheckpoints.WriteNetwork(folder);
        _ = RandomCheckpoints.WriteTextEncoder(folder);
        return 0;
    case ["all", var folder, .. var configurations]:
        return Report.Print(folder, configurations.Length > 0 ? configurations : ["bf16"]);
    case ["network", var file, var configuration, .. var sizes]:
        Measurement.Network(file, configuration, [.. sizes.Select(int.Parse)]);
        return 0;
    case ["text", var file, var configuration]:
        Measurement.Text(file, configuration);
        return 0;
    case ["edits", var file, var configuration]:
        return EditBench.Print(file, configuration, 512, 10);
    case ["edits", var file, var configuration, var size, var steps]:
        return EditBench.Print(file, configuration, int.Parse(size), int.Parse(steps));
    case ["edit", var file, var configuration, var size, var steps, var way]:
        EditBench.Measure(file, configuration, int.Parse(size), int.Parse(steps), Enum.Parse<RowBatching>(way));
        return 0;
    case ["containers", var folder, .. var what]:
        Containers.Print(folder, load: what is ["load"]);
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: write FOLDER | all FOLDER [bf16|fp32|cuda ...] | containers FOLDER [load] | network FILE bf16|fp32|cuda SIZE ... | text FILE bf16|fp32|cuda | edits FILE bf16|fp32|cuda [SIZE STEPS]");
        return 2;
}
