package import HubModel

extension DeviceConnections {
    /// Judges a login and lets the device in; an earlier connection of the same identity ends.
    package func connect(_ login: DeviceLogin, link: DeviceLink) async throws(HubError) -> DeviceConnection {
        do throws(HubError) {
            let connection = try await admit(login, link)
            meters.letIn(login.transport)
            return connection
        } catch {
            meters.refused(login.transport, error.code)
            throw error
        }
    }
}
