/// What a client needs to reach a hub: `HostName=…;SharedAccessKeyName=…;SharedAccessKey=…` and its device form.
package struct ConnectionString: Equatable, Sendable {
    package enum Identity: Equatable, Sendable {
        case policy(PolicyName)
        case device(DeviceID)
    }

    /// The host, with the port where that is not 443.
    package var hostName: String
    package var identity: Identity
    package var key: Secret

    package init(hostName: String, identity: Identity, key: Secret) {
        self.hostName = hostName
        self.identity = identity
        self.key = key
    }

    /// The whole string.
    ///
    /// It holds the key: hand it to its owner only.
    package var text: String {
        switch identity {
        case .policy(let name):
            "HostName=\(hostName);SharedAccessKeyName=\(name.text);SharedAccessKey=\(key.base64)"
        case .device(let id):
            "HostName=\(hostName);DeviceId=\(id.text);SharedAccessKey=\(key.base64)"
        }
    }

    /// Reads a connection string; members in any order, each once.
    package init(parsing text: String) throws(HubError) {
        var members: [String: String] = [:]
        for part in text.split(separator: ";") {
            guard let equals = part.firstIndex(of: "=") else {
                throw HubError(
                    .argumentInvalid,
                    "A part of the connection string has no '='.",
                    target: "connectionString"
                )
            }
            let name = part[..<equals].lowercased()
            guard members.updateValue(String(part[part.index(after: equals)...]), forKey: name) == nil else {
                throw HubError(
                    .argumentInvalid,
                    "The connection string has '\(VisibleText.show(name, limit: 40))' twice.",
                    target: "connectionString"
                )
            }
        }
        guard let host = members["hostname"], !host.isEmpty else {
            throw HubError(.argumentInvalid, "The connection string has no HostName.", target: "connectionString")
        }
        guard let key = members["sharedaccesskey"].flatMap(Base64.decode) else {
            throw HubError(
                .argumentInvalid,
                "The connection string has no SharedAccessKey in base64.",
                target: "connectionString"
            )
        }
        if let device = members["deviceid"] {
            identity = .device(try DeviceID(device, target: "DeviceId"))
        } else if let policy = members["sharedaccesskeyname"] {
            identity = .policy(try PolicyName(policy, target: "SharedAccessKeyName"))
        } else {
            throw HubError(
                .argumentInvalid,
                "The connection string has neither DeviceId nor SharedAccessKeyName.",
                target: "connectionString"
            )
        }
        hostName = host
        self.key = Secret(bytes: key)
    }
}
