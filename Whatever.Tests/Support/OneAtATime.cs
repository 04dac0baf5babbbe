// A browser, processes that are killed, and thousands of small tests share two cores: one after the other each has the machine to itself.
[assembly: CollectionBehavior(MaxParallelThreads = 1)]
