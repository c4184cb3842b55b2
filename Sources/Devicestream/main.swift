import CLI
import HubModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

exit(Program.process.run(Array(CommandLine.arguments.dropFirst())).rawValue)
