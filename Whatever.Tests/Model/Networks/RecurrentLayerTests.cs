using MathNet.Numerics.LinearAlgebra;
using Whatever.Model.Networks;

namespace Whatever.Tests.Model.Networks;

public sealed class RecurrentLayerTests
{
    private static readonly RandomNetworks Make = new(7);
    private static readonly double[][] Window = Make.Window(9, 3);
    private static readonly Signal Input = Signal.OfSequence(RandomNetworks.Steps(Window));

    [Theory]
    [InlineData(true, "tanh", "sigmoid")]
    [InlineData(false, "tanh", "sigmoid")]
    [InlineData(true, "relu", "hard_sigmoid_keras2")]
    [InlineData(false, "softsign", "hard_sigmoid_keras3")]
    public void Gru_ResetAfterOrBefore_AgreesWithTheScalarEquations(bool after, string activation, string gate)
    {
        var (w, u, b, c) = (Make.Matrix(3, 12), Make.Matrix(4, 12), Make.Vector(12), after ? Make.Vector(12) : null);
        var expected = ScalarRecurrences.Gru(Window, w, u, b, c, Activations.Find(activation)!, Activations.Find(gate)!);
        AssertSame(expected, new GruLayer(w, u, b, c, activation, gate).Forward(Input.Steps));
    }

    [Theory]
    [InlineData("tanh")]
    [InlineData("relu")]
    public void SimpleRnn_AnyActivation_AgreesWithTheScalarEquation(string activation)
    {
        var (w, u, b) = (Make.Matrix(3, 4), Make.Matrix(4, 4), Make.Vector(4));
        AssertSame(
            ScalarRecurrences.Simple(Window, w, u, b, Activations.Find(activation)!),
            new SimpleRnnLayer(w, u, b, activation).Forward(Input.Steps));
    }

    /// <summary>One unit, its biases alone: i = 0.2 * 1 + 0.5 = 0.7, f = 0, c~ = relu(2) = 2, o = 1: h = relu(1.4).</summary>
    [Fact]
    public void Lstm_OtherFunctions_TakeTheirPlaceInAllThreeGatesAndTwice()
    {
        var layer = new LstmLayer(
            Matrix<double>.Build.Dense(1, 4), Matrix<double>.Build.Dense(1, 4), Vector<double>.Build.DenseOfArray([1, -3, 2, 3]), "relu",
            "hard_sigmoid_keras2");
        Assert.Equal(1.4, layer.Forward([Matrix<double>.Build.Dense(1, 1)])[0][0, 0], 1e-15);
        Assert.Equal(("relu", "hard_sigmoid_keras2"), (layer.ActivationName, layer.RecurrentActivationName));
    }

    [Fact]
    public void Recurrent_LastOutputOnly_IsAVector()
    {
        var lstm = Make.Lstm(3, 4);
        var (all, last) = (new RecurrentLayer(lstm, true).Forward(Input), new RecurrentLayer(lstm, false).Forward(Input));
        Assert.Equal((true, 9, false, 1), (all.IsSequence, all.Steps.Count, last.IsSequence, last.Steps.Count));
        Assert.Equal(all.Steps[^1], last.Steps[0]);
    }

    [Fact]
    public void Recurrent_GoingBackwards_IsTheReversedWindowInTheOrderItWasTaken()
    {
        var lstm = Make.Lstm(3, 4);
        var expected = lstm.Forward([.. Input.Steps.Reverse()]);
        Assert.Equal(expected, new RecurrentLayer(lstm, true, goBackwards: true).Forward(Input).Steps);
    }

    [Theory]
    [InlineData("concat")]
    [InlineData("sum")]
    [InlineData("mul")]
    [InlineData("ave")]
    public void Bidirectional_Sequence_JoinsBothDirectionsStepByStep(string mode)
    {
        var (forward, backward) = (Make.Lstm(3, 4), Make.Lstm(3, 4));
        var first = ScalarLstm.Run(Window, forward);
        var second = ScalarLstm.Run([.. Window.Reverse()], backward).Reverse().ToArray();
        var layer = new BidirectionalLayer(new RecurrentLayer(forward, true), new RecurrentLayer(backward, true, goBackwards: true), mode);
        AssertSame([.. first.Zip(second, (f, b) => Join(mode, f, b))], layer.Forward(Input).Steps);
    }

    [Fact]
    public void Bidirectional_LastOutputs_AreThatOfTheEndAndThatOfTheBeginning()
    {
        var (forward, backward) = (Make.Lstm(3, 4), Make.Lstm(3, 4));
        var layer = new BidirectionalLayer(
            new RecurrentLayer(forward, false), new RecurrentLayer(backward, false, goBackwards: true), "concat");
        var y = layer.Forward(Input);
        Assert.False(y.IsSequence);
        AssertSame([[.. ScalarLstm.Run(Window, forward)[^1], .. ScalarLstm.Run([.. Window.Reverse()], backward)[^1]]], y.Steps);
    }

    [Fact]
    public void Constructors_WhatDoesNotBelongTogether_Throw()
    {
        Assert.Throws<ArgumentException>(() => new GruLayer(Make.Matrix(3, 12), Make.Matrix(4, 12), Make.Vector(11), null));
        Assert.Throws<ArgumentException>(() => new GruLayer(Make.Matrix(3, 12), Make.Matrix(4, 12), Make.Vector(12), Make.Vector(4)));
        Assert.Throws<ArgumentException>(() => new SimpleRnnLayer(Make.Matrix(3, 4), Make.Matrix(4, 5), Make.Vector(4)));
        Assert.Throws<ArgumentException>(() => new SimpleRnnLayer(Make.Matrix(3, 4), Make.Matrix(4, 4), Make.Vector(4), "softmax"));
        Assert.Throws<ArgumentException>(
            () => new BidirectionalLayer(new RecurrentLayer(Make.Lstm(1, 1), true), new RecurrentLayer(Make.Lstm(1, 1), true), "null"));
    }

    private static double[] Join(string mode, double[] f, double[] b) => mode switch
    {
        "concat" => [.. f, .. b],
        "sum" => [.. f.Zip(b, (x, y) => x + y)],
        "mul" => [.. f.Zip(b, (x, y) => x * y)],
        _ => [.. f.Zip(b, (x, y) => (x + y) / 2)],
    };

    private static void AssertSame(double[][] expected, IReadOnlyList<Matrix<double>> found)
    {
        Assert.Equal(expected.Length, found.Count);
        Assert.All(expected, (row, step) => Assert.Equal(row, found[step].Row(0).ToArray(), (x, y) => Math.Abs(x - y) < 1e-13));
    }
}
