using Whatever.Model.Problems;

namespace Whatever.Model.Training;

/// <summary>LSTM layers, each fed with every step of the one before, and a linear dense layer on the last step of the last one.</summary>
/// <param name="Steps">Steps of a window, 1..10,000.</param>
/// <param name="Features">Features of a step, 1..1,000.</param>
/// <param name="LstmUnits">Units of each LSTM layer, from the input on: 1 to 8 layers of 1..2,048.</param>
/// <param name="Outputs">Outputs of the dense layer, 1..10,000.</param>
public sealed record NetworkShape(int Steps, int Features, IReadOnlyList<int> LstmUnits, int Outputs)
{
    private const int MostSteps = 10_000;
    private const int MostFeatures = 1_000;
    private const int MostLayers = 8;
    private const int MostUnits = 2_048;
    private const int MostOutputs = 10_000;

    /// <summary>Weights and biases together.</summary>
    public int Parameters
    {
        get
        {
            var (inputs, total) = (Features, 0);
            foreach (var units in LstmUnits)
            {
                (total, inputs) = (total + (4 * units * (inputs + units + 1)), units);
            }

            return total + (Outputs * (inputs + 1));
        }
    }

    /// <summary>One problem per number that is out of its range.</summary>
    public IReadOnlyList<Problem> Validate()
    {
        var problems = new OptionChecks();
        problems.Expect(Steps is >= 1 and <= MostSteps, nameof(Steps), Steps, Expected.Range(1, 10_000));
        problems.Expect(Features is >= 1 and <= MostFeatures, nameof(Features), Features, Expected.Range(1, 1000));
        problems.Expect(LstmUnits.Count is >= 1 and <= MostLayers, new Phrase("option.layers"), LstmUnits.Count, Expected.Range(1, 8));
        foreach (var (units, layer) in LstmUnits.Select((units, layer) => (units, layer)))
        {
            problems.Expect(
                units is >= 1 and <= MostUnits, $"{nameof(LstmUnits)}[{layer}]", units, Expected.Range(1, 2048));
        }

        problems.Expect(Outputs is >= 1 and <= MostOutputs, nameof(Outputs), Outputs, Expected.Range(1, 10_000));
        return problems.Found;
    }
}
