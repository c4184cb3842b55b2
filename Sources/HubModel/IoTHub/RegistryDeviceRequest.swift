/// The body of `PUT /devices/{id}` and of a module's.
///
/// SDKs send back what they read, so that read-only members are passed over.
package struct RegistryDeviceRequest: Decodable, Equatable, Sendable {
    package var deviceId: DeviceID?
    package var moduleId: ModuleID?
    package var status: DeviceStatus?
    package var statusReason: String?
    package var managedBy: String?
    package var authentication: RegistryAuthenticationRequest?
    package var capabilities: RegistryCapabilities?
    package var deviceScope: String?
    package var parentScopes: [String]?

    /// Throws `ArgumentInvalid` where the body is for another identity, or wants what no device here can be.
    package func check(_ identity: DeviceIdentity) throws(HubError) {
        guard deviceId ?? identity.device == identity.device, moduleId ?? identity.module == identity.module else {
            throw HubError(
                .argumentInvalid,
                "The body is for another device or module than '\(identity)', which the path names.",
                target: "deviceId"
            )
        }
        try Self.checkPlain(capabilities)
        guard deviceScope ?? "" == "", parentScopes ?? [] == [] else {
            throw HubError(
                .argumentInvalid,
                "Devices behind a gateway are not supported: leave 'deviceScope' and 'parentScopes' out.",
                target: "deviceScope"
            )
        }
    }

    static func checkPlain(_ capabilities: RegistryCapabilities?) throws(HubError) {
        guard capabilities?.iotEdge ?? false else { return }
        throw HubError(.argumentInvalid, "Edge devices are not supported.", target: "capabilities.iotEdge")
    }

    /// The same for the one who makes or changes the device.
    package func creation(_ device: DeviceID) throws(HubError) -> DeviceCreation {
        DeviceCreation(
            deviceId: device,
            status: status,
            statusReason: statusReason,
            authentication: try authentication?.request
        )
    }
}

/// How an identity shall sign in, as SDKs write it: with members of the other kinds that are empty or `null`.
package struct RegistryAuthenticationRequest: Decodable, Equatable, Sendable {
    package struct Prints: Decodable, Equatable, Sendable {
        package var primaryThumbprint: String?
        package var secondaryThumbprint: String?
    }

    package var type: String?
    package var symmetricKey: RegistryKeysRequest?
    package var x509Thumbprint: Prints?

    /// The request in the words of this server; throws `ArgumentInvalid` for a kind that there is not.
    package var request: DeviceAuthenticationRequest {
        get throws(HubError) {
            let kind = try kind
            var request = DeviceAuthenticationRequest(type: kind)
            switch kind {
            case .sas:
                request.symmetricKey = SymmetricKeysRequest(
                    primaryKey: symmetricKey?.primaryKey,
                    secondaryKey: symmetricKey?.secondaryKey
                )
            case .selfSigned:
                // The same two members, which check themselves when they are read.
                let secondary = x509Thumbprint?.secondaryThumbprint.flatMap { $0.isEmpty ? nil : $0 }
                let prints: JSONObject = [
                    "primaryThumbprint": .string(x509Thumbprint?.primaryThumbprint ?? ""),
                    "secondaryThumbprint": secondary.map { .string($0) } ?? .null,
                ]
                request.x509Thumbprint = try RestJSON.decode(Thumbprints.self, from: RestJSON.encode(prints))
            case .certificateAuthority, .noCredential: break
            }
            return request
        }
    }

    private var kind: DeviceAuthentication.Kind {
        get throws(HubError) {
            guard let type else { return x509Thumbprint?.primaryThumbprint ?? "" == "" ? .sas : .selfSigned }
            guard let kind = DeviceAuthentication.Kind(rawValue: type) else {
                throw HubError(
                    .argumentInvalid,
                    "The authentication '\(VisibleText.show(type, limit: 64))' is not supported: "
                        + DeviceAuthentication.Kind.allCases.map(\.rawValue).joined(separator: ", ") + ".",
                    target: "authentication.type"
                )
            }
            return kind
        }
    }
}

/// Keys that a caller chooses; one that is absent, `null` or empty is made by the server.
package struct RegistryKeysRequest: Decodable, Equatable, Sendable {
    package var primaryKey: Secret?
    package var secondaryKey: Secret?

    private enum CodingKeys: String, CodingKey, CaseIterable { case primaryKey, secondaryKey }

    package init(from decoder: any Decoder) throws {
        // The rules for keys are those of the native request, which knows these two members and no other.
        let container = try decoder.container(keyedBy: CodingKeys.self)
        primaryKey = try SymmetricKeysRequest.key(container, .primaryKey)
        secondaryKey = try SymmetricKeysRequest.key(container, .secondaryKey)
    }
}
