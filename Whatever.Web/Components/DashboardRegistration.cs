namespace Whatever.Web.Components;

public static class DashboardRegistration
{
    public static IServiceCollection AddDashboard(this IServiceCollection services) => services;

    public static void MapDashboard(this WebApplication app)
    {
    }
}
