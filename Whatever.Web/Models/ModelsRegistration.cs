using Whatever.Web.Domain;

namespace Whatever.Web.Models;

public static class ModelsRegistration
{
    public static IServiceCollection AddModels(this IServiceCollection services) => services
        .AddSingleton(new RetrainOptions())
        .AddSingleton<ModelCatalog>()
        .AddSingleton<ModelRegistry>()
        .AddSingleton<ModelQueries>()
        .AddSingleton<IForecastModels, ForecastModels>()
        .AddSingleton<ModelImporter>()
        .AddSingleton<FirstChoice>()
        .AddSingleton<Challenge>()
        .AddSingleton<SkillWatch>();
}
