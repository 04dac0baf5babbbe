namespace Whatever.Model.Training;

/// <summary>
/// Adam (Kingma and Ba 2015): m = β1 m + (1 - β1) g, v = β2 v + (1 - β2) g², θ -= α m^ / (√v^ + ε) with m^ = m / (1 - β1^t), v^ = v / (1 - β2^t).
/// </summary>
internal sealed class Adam(int parameters)
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;
    private readonly double[] m = new double[parameters];
    private readonly double[] v = new double[parameters];
    private int t;

    public void Step(double[] parametersNow, double[] gradient, double learningRate)
    {
        t++;
        var correction1 = 1 - Math.Pow(Beta1, t);
        var correction2 = 1 - Math.Pow(Beta2, t);
        for (var k = 0; k < m.Length; k++)
        {
            m[k] = (Beta1 * m[k]) + ((1 - Beta1) * gradient[k]);
            v[k] = (Beta2 * v[k]) + ((1 - Beta2) * gradient[k] * gradient[k]);
            parametersNow[k] -= learningRate * (m[k] / correction1) / (Math.Sqrt(v[k] / correction2) + Epsilon);
        }
    }
}
