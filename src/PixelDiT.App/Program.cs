using PixelDiT.App.CommandLine;

return await PixelDiTCommand.RunAsync(args, Console.Error);
