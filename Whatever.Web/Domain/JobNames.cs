namespace Whatever.Web.Domain;

/// <summary>
/// What jobs are called: in the database (schedules, runs), in the paths of the API and in the keys of texts. They stay what they are when
/// a class gets another name.
/// </summary>
public static class JobNames
{
    public const string IngestReadings = "IngestReadings";
    public const string DetectOutliers = "DetectOutliers";
    public const string ForecastDays = "ForecastDays";
    public const string DeliverForecasts = "DeliverForecasts";
    public const string DeliverAlerts = "DeliverAlerts";
    public const string RebuildCriteria = "RebuildCriteria";
    public const string RetrainModels = "RetrainModels";
    public const string PurgeOldData = "PurgeOldData";
    public const string BackUpDatabase = "BackUpDatabase";
    public const string ImportReadings = "ImportReadings";
    public const string ImportModel = "ImportModel";
}
