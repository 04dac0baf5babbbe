using System.Text.Json.Nodes;
using Whatever.Model.Series;

namespace Whatever.Web.Domain;

/// <summary>The JSON of one outlier minute, with the names and the order of the original document.</summary>
public static class AlertMessage
{
    public static string Write(string sensorId, DateTime localTime, Quantity quantity, int stage, double value, bool isTest = false)
    {
        var message = new JsonObject
        {
            ["sensor_id"] = sensorId,
            ["time"] = WireTime.Write(localTime),
            ["outlier_stage"] = stage,
            ["value"] = value,
            ["quantity"] = quantity.ToWireName(),
        };
        if (isTest)
        {
            message["test"] = true;
        }

        return message.ToJsonString();
    }
}
