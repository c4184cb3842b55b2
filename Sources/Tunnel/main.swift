import CLI
import HubModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

let status = await Program.process.run(Array(CommandLine.arguments.dropFirst())) { plan, session in
    try await Tunnels.perform(plan, session)
}
exit(status)
