using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using PixelDiT.Server.Hosting;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Previews;
using PixelDiT.Server.Sockets;

namespace PixelDiT.Server.Operations;

/// <summary>What watching a server needs.</summary>
internal static class OperationServices
{
    /// <summary>Adds it; the executor of jobs becomes a measured one.</summary>
    public static void AddOperations(this IServiceCollection services, ServerParts parts)
    {
        services.AddMetrics();
        services.AddSingleton(s => new ServerMetrics(
            s.GetRequiredService<IMeterFactory>(), s.GetRequiredService<IJobQueue>(), s.GetRequiredService<SocketHub>(), s.GetRequiredService<PreviewBudget>()));
        services.AddSingleton<IJobExecutor>(s => new MeasuredExecutor(parts.Executor, s.GetRequiredService<ServerMetrics>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Readiness>();
    }
}
