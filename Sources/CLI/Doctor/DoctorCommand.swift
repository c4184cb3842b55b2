import ArgumentParser
import HubModel

/// `doctor`.
struct DoctorCommand: TunnelVerb {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Walk the whole way to a device, stop where it ends, and say what to do; exits 12 on a problem.",
        discussion: """
            Configuration, name, TCP, the proxy where there is one, TLS, clock, hub and token; with --device also the \
            device's connection, both sides of a stream and the bytes through it; with --service what is behind the \
            device. What comes after a step that failed is not tested.

              devicestream doctor -n hub --device press-07 --service ssh -o table
            """
    )

    @OptionGroup var hub: HubOptions

    @Option(
        name: [.customShort("d"), .long, .customLong("device-id")],
        help: ArgumentHelp("The device whose way is tested, too.", valueName: "id"),
        completion: .custom(Completions.devices)
    )
    var device: String?

    @Option(help: ArgumentHelp("A service of the device's agent, to be reached in the end.", valueName: "name"))
    var service: String?

    @Option(
        help: ArgumentHelp(
            "Write the report there (mode 0600), too; it holds no secrets and can be given to others.",
            valueName: "file"
        ),
        completion: .file()
    )
    var writeReport: String?

    @OptionGroup(title: "Global options") var global: GlobalOptions

    static var hasResult: Bool { true }

    mutating func validate() throws {
        guard service != nil, device == nil else { return }
        throw ValidationError("'--service' is behind a device: name that with '--device'.")
    }

    func plan() throws -> TunnelPlan {
        .doctor(
            DoctorPlan(
                hub: hub.name,
                device: try device.map { (text) throws(HubError) in try DeviceID(text, target: "--device") },
                service: try service.map { (text) throws(HubError) in try ServiceName(text, target: "--service") },
                report: writeReport
            )
        )
    }
}
