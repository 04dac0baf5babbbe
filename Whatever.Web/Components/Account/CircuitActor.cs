using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Whatever.Web.Domain;
using Whatever.Web.People;

namespace Whatever.Web.Components.Account;

/// <summary>What a hand on a page does is its person's.</summary>
internal sealed class CircuitActor(AuthenticationStateProvider states) : CircuitHandler
{
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(
        Func<CircuitInboundActivityContext, Task> next) =>
        async context =>
        {
            using var acting = Actor.Begin(Identities.ActorOf((await states.GetAuthenticationStateAsync()).User));
            await next(context);
        };
}
