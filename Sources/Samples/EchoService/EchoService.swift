import ServiceSDK

/// Sends a line to a device and prints what comes back: `EchoService CONNECTION-STRING-FILE DEVICE [CA-FILE]`.
///
/// `devicestream policy connection-string service -o tsv` prints the string.
@main
struct EchoService {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count > 2, let text = TextFile.read(arguments[1]) else {
            print("usage: EchoService CONNECTION-STRING-FILE DEVICE [CA-FILE]")
            return
        }
        var settings = ConnectionSettings()
        if arguments.count > 3 { settings.trust = .file(arguments[3]) }
        let service = try ServiceClient(connectionString: text, settings: settings)
        do {
            let stream = try await service.openStream(
                to: DeviceID(arguments[2]),
                options: StreamOptions(reason: "the echo sample", waitOnline: .seconds(30))
            )
            try await stream.write("Hello, device!\n".utf8)
            try stream.finish()
            for try await chunk in stream { print(String(buffer: chunk), terminator: "") }
            await stream.close()
        } catch let error as ClientError {
            // `code` tells what to do: wait for a device that is offline, ask again later, or correct the call.
            print("no stream (\(error.code.rawValue)): \(error.error.message)")
        }
    }
}
