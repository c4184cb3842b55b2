import HubClient
import HubModel
import StreamClient

/// An import that is sent while its devices come.
struct DeviceUpload {
    let pool: RequestPool

    /// Throws what the sequence throws, and the server's error.
    func send<Devices: AsyncSequence>(
        _ request: HubRequest,
        _ devices: Devices
    ) async throws -> ImportReport where Devices.Element == DeviceCreation {
        let pipe = LanePipe()
        let pool = pool
        async let report = Self.report(pool, request, pipe)
        do {
            for try await device in devices {
                // Nobody reads any more: the answer says why.
                guard await pipe.put(try Self.line(device)) else { break }
            }
            // A sequence whose task is cancelled may end as if that were all.
            try Task.checkCancellation()
        } catch {
            pipe.abandon()
            // Only its end is waited for: what went wrong here is told.
            _ = try? await report
            throw error is CancellationError ? RequestPool.cancelled : error
        }
        pipe.end(nil)
        return try await report
    }

    private static func line(_ device: DeviceCreation) throws(ClientError) -> [UInt8] {
        do throws(HubError) {
            return try RestJSON.encode(device) + [UInt8(ascii: "\n")]
        } catch {
            throw ClientError(error)
        }
    }

    private static func report(
        _ pool: RequestPool,
        _ request: HubRequest,
        _ pipe: LanePipe
    ) async throws(ClientError) -> ImportReport {
        defer { pipe.abandon() }
        return try pool.decode(ImportReport.self, try await pool.send(request, .upload(pipe)))
    }
}
