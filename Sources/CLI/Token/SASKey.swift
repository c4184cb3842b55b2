import HubModel

/// What a SAS token is made of: the key, what it is for, and whose it is.
struct SASKey: Equatable {
    var resource: String
    var secret: Secret
    /// The policy whose key it is; `nil` for a device's.
    var policy: PolicyName?

    init(resource: String, secret: Secret, policy: PolicyName?) {
        self.resource = resource
        self.secret = secret
        self.policy = policy
    }

    /// Of a connection string: the whole hub for a policy, the device alone for a device.
    init(_ string: ConnectionString) {
        switch string.identity {
        case .policy(let name): self.init(resource: string.hostName, secret: string.key, policy: name)
        case .device(let id):
            self.init(resource: string.hostName + "/devices/" + id.text, secret: string.key, policy: nil)
        }
    }
}
