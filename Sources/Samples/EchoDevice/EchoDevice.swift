import DeviceSDK

/// A device that sends back whatever a service sends: `EchoDevice CONNECTION-STRING-FILE [CA-FILE]`.
///
/// `devicestream device connection-string DEVICE -o tsv` prints the string.
@main
struct EchoDevice {
    static func main() async throws {
        guard CommandLine.arguments.count > 1, let text = TextFile.read(CommandLine.arguments[1]) else {
            print("usage: EchoDevice CONNECTION-STRING-FILE [CA-FILE]")
            return
        }
        var settings = ConnectionSettings()
        if CommandLine.arguments.count > 2 { settings.trust = .file(CommandLine.arguments[2]) }
        let device = try DeviceClient(connectionString: text, settings: settings)

        try await withThrowingDiscardingTaskGroup { group in
            group.addTask {
                for await state in device.connectionStates { print("connection: \(state)") }
            }
            // Ends when the hub refuses the device for good; everything else is tried again.
            for try await request in device.streamRequests {
                group.addTask { await serve(request) }
            }
        }
    }

    /// One stream, from its request to its end.
    private static func serve(_ request: StreamRequest) async {
        print("stream \(request.id) for \(request.caller ?? "somebody")")
        do {
            let stream = try await request.accept()
            for try await chunk in stream { try await stream.write(chunk) }
            await stream.close()
            print("stream \(request.id) ended")
        } catch {
            print("stream \(request.id) failed: \(error)")
        }
    }
}
