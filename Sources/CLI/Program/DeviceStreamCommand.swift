import ArgumentParser
import HubModel

/// The program's commands: a folder for each noun, a file for each verb.
struct DeviceStreamCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devicestream",
        abstract: "Secure tunnels to devices behind firewalls: hubs, devices, streaming endpoints, allowlists.",
        discussion: """
            Start with: devicestream show --name HUB
            Results go to standard output, everything else to standard error. Exit statuses and error codes: \
            devicestream explain
            """,
        version: "devicestream " + ProductVersion.text,
        subcommands: [
            ShowCommand.self, HubCommand.self, PolicyCommand.self, CertificateCommand.self, DeviceCommand.self,
            EndpointCommand.self, AllowlistCommand.self, StreamCommand.self, LogCommand.self, ForwardCommand.self,
            SSHCommand.self,
            AgentCommand.self, EchoCommand.self, DemoCommand.self,
            LoginCommand.self, LogoutCommand.self, ContextCommand.self, TokenCommand.self, CACommand.self,
            APICommand.self, DoctorCommand.self, ExplainCommand.self,
            VersionCommand.self, IoTCommand.self,
        ]
    )
}
