using Whatever.Web.Commands;

return await CommandLine.RunAsync(args);
