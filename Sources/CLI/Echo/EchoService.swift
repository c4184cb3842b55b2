import ArgumentParser
import HubModel

/// `echo service`.
struct EchoService: TunnelVerb {
    static let configuration = CommandConfiguration(
        commandName: "service",
        abstract: "Be a service: send a device a message through a stream, and print what comes back.",
        discussion: """
            The other side is 'devicestream echo device', an agent, or any device that sends back what it gets; it need \
            not confirm what it serves.
            """
    )

    @OptionGroup var device: DeviceSelection

    @Option(help: ArgumentHelp("What is sent.", valueName: "text"))
    var message = "Hello, device."

    @OptionGroup var request: StreamRequestOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    mutating func validate() throws {
        if message.isEmpty { throw ValidationError("'--message' is empty.") }
    }

    static var hasResult: Bool { true }

    func plan() throws -> TunnelPlan {
        .echoService(EchoPlan(wish: try request.wish(device), message: message))
    }
}
