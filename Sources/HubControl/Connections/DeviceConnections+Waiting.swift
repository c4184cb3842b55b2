import HubModel

extension DeviceConnections {
    /// Waits until the identity does something; tells whether it did, and nobody has given up meanwhile.
    func waitForSign(
        of hub: HubName,
        _ identity: DeviceIdentity,
        since seen: Sign?,
        for time: Duration
    ) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await self.nextSign(of: hub, identity, since: seen)
                return true
            }
            group.addTask {
                // Cancellation of the request ends both.
                try? await Task.sleep(for: time)
                return false
            }
            let came = await group.next() ?? false
            group.cancelAll()
            return came && !Task.isCancelled
        }
    }
}
