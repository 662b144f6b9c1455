using PixelDiT.Bench.Models;

// write FOLDER                     the two full-size files, unless they are there
// all FOLDER [CONFIGURATION ...]   write, then every measurement in a process of its own; prints a markdown table
// network FILE CONFIGURATION ...   one measurement in this process (what "all" starts)
// text FILE CONFIGURATION ...
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
    default:
        await Console.Error.WriteLineAsync("usage: write FOLDER | all FOLDER [bf16|fp32|cuda ...] | network FILE bf16|fp32|cuda SIZE ... | text FILE bf16|fp32|cuda");
        return 2;
}
