using System.CommandLine;
using Whatever.Benchmarks;

var rows = new Option<int>("--rows") { Description = "Minutes of simulated readings; 525600 is a year", DefaultValueFactory = _ => 525_600 };
var repeats = new Option<int>("--repeats") { Description = "Rounds; the peers take turns within a round and medians are printed", DefaultValueFactory = _ => 7 };
var storage = new Command("storage", "Import of a CSV file against sqlite3 .import, and reads of a day and a year") { rows, repeats };
storage.SetAction((parsed, cancellation) => StorageBenchmark.RunAsync(parsed.GetValue(rows), parsed.GetValue(repeats), cancellation));
var rounds = new Option<int>("--rounds") { Description = "Rounds; the peers take turns", DefaultValueFactory = _ => 15 };
var batch = new Option<int?>("--batch") { Description = "Only this batch of 1, 24, 168 and 1024" };
var threads = new Option<int?>("--threads") { Description = "Only this number of threads, 1 or 2" };
var inference = new Command("inference", "LSTM(64) -> LSTM(64) -> Dense(6) over 60 x 8 against ONNX Runtime") { rounds, batch, threads };
inference.SetAction(parsed => InferenceBenchmark.Run(parsed.GetValue(rounds), parsed.GetValue(batch), parsed.GetValue(threads)));
var trainingRounds = new Option<int>("--rounds") { Description = "Rounds; the peers take turns", DefaultValueFactory = _ => 9 };
var alone = new Option<bool>("--alone") { Description = "Without PyTorch" };
var training = new Command("training", "Training steps of LSTM(64) -> LSTM(64) -> Dense(6) over 60 x 8 against PyTorch, and a year of minutes") { trainingRounds, alone };
training.SetAction(parsed => TrainingBenchmark.Run(parsed.GetValue(trainingRounds), parsed.GetValue(alone)));
return await new RootCommand("Figures of the README; run in Release.") { storage, inference, training }.Parse(args).InvokeAsync();
