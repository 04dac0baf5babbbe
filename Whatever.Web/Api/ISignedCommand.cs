using Whatever.Web.People;

namespace Whatever.Web.Api;

/// <summary>A command that is kept with the name of who gave it.</summary>
public interface ISignedCommand
{
    string? Who { get; }

    /// <returns>The same command under this name.</returns>
    object SignedBy(string? who);
}

/// <summary>Of a person who is signed in the name is theirs, whatever the command says.</summary>
internal sealed class SignedCommands : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        for (var index = 0; index < context.Arguments.Count; index++)
        {
            if (context.Arguments[index] is ISignedCommand command)
            {
                context.Arguments[index] = command.SignedBy(Identities.NameFor(context.HttpContext.User, command.Who));
            }
        }

        return next(context);
    }
}
