package import HubModel

/// What a device connection shows to be let in; nothing of it is believed yet.
package struct DeviceLogin: Sendable {
    /// The user name of CONNECT; `nil` where there was none.
    package var userName: String?
    package var clientID: String
    /// The password of CONNECT: a SAS token.
    package var password: Secret?
    /// The host name that the client indicated in TLS, or named in its HTTP request, in lower case; `nil` for a
    /// connection by address.
    package var serverName: String?
    /// The client's certificates in DER form, its own first; empty where it showed none.
    ///
    /// TLS has proved that the client holds the key of the first, and nothing else.
    package var certificates: [[UInt8]]
    package var peerAddress: String
    package var transport: DeviceTransport

    package init(
        userName: String?,
        clientID: String,
        password: Secret?,
        serverName: String?,
        certificates: [[UInt8]] = [],
        peerAddress: String,
        transport: DeviceTransport
    ) {
        self.userName = userName
        self.clientID = clientID
        self.password = password
        self.serverName = serverName
        self.certificates = certificates
        self.peerAddress = peerAddress
        self.transport = transport
    }
}

/// What let a device connection in: when it goes, so does the connection.
package enum DeviceCredential: Hashable, Sendable {
    case deviceKey(KeySlot)
    /// The own key of a registered module.
    case moduleKey(KeySlot)
    case policyKey(PolicyName, KeySlot)
    /// A certificate that the device is registered with.
    case thumbprint(String)
    /// A certificate of a CA that is registered on the hub under this name.
    case authority(CertificateName)
}
