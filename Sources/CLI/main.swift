import HubModel

let status = Program.process.run(Array(CommandLine.arguments.dropFirst()))
Posix.endProcess(status.rawValue)
