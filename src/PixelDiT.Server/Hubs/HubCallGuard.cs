using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;

namespace PixelDiT.Server.Hubs;

/// <summary>Around every call of a client: bounds how often it may call, and turns our own failures into a text without details.</summary>
internal sealed class HubCallGuard(ServerOptions options, TimeProvider time, ILogger<HubCallGuard> logger) : IHubFilter
{
    private static readonly object BudgetKey = new();

    /// <inheritdoc />
    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        context.Context.Items[BudgetKey] = new CallBudget(options.Hub.CallsPerSecond, time);
        return next(context);
    }

    /// <inheritdoc />
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        if (!((CallBudget)invocationContext.Context.Items[BudgetKey]!).TryTake())
        {
            throw new HubException(HubErrors.TooManyCalls(options.Hub.CallsPerSecond));
        }

        try
        {
            return await next(invocationContext);
        }
        catch (Exception e) when (e is not HubException && !invocationContext.Context.ConnectionAborted.IsCancellationRequested)
        {
            HubLog.CallFault(logger, invocationContext.HubMethodName, e);
            throw new HubException(HubErrors.Fault(invocationContext.HubMethodName), e);
        }
    }
}

/// <summary>So many calls a second in the mean, and twice as many at once.</summary>
/// <param name="perSecond">The mean.</param>
/// <param name="time">Clock.</param>
internal sealed class CallBudget(int perSecond, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _left = 2.0 * perSecond;
    private long _latest = time.GetTimestamp();

    /// <summary>True when one more call is within the budget.</summary>
    public bool TryTake()
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _left = Math.Min(2.0 * perSecond, _left + (time.GetElapsedTime(_latest, now).TotalSeconds * perSecond));
            _latest = now;
            if (_left < 1)
            {
                return false;
            }

            _left--;
            return true;
        }
    }
}
