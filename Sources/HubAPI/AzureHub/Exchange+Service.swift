import HTTPTypes
import HubControl
import HubModel
import StreamCore

/// What the routes of IoT Hub's service API have in common.
extension Exchange {
    /// The hub whose main host the request names.
    var servedHub: HubName {
        get throws(HubError) {
            switch control.naming.owner(of: host.name) {
            case .main(let hub): return hub
            case .streaming(let hub, _):
                throw HubError(
                    .resourceNotFound,
                    "'\(host.name)' is a streaming endpoint; the hub is at "
                        + "\(control.naming.url(control.naming.mainHost(hub)))."
                )
            case .management, nil:
                throw HubError(
                    .hubNotFound,
                    "'\(host.name)' is not the host name of a hub.",
                    target: "Host",
                    hint: "Use the HostName of the hub's connection string."
                )
            }
        }
    }

    /// How the request is signed; the use case judges it.
    var signature: ServiceSignature {
        get throws(HubError) { ServiceSignature(fields[.authorization], hub: try servedHub, address: peerAddress) }
    }

    /// What `If-Match` demands.
    ///
    /// The SDKs put the star in quotes, as they do with tags; none of ours is one.
    var precondition: Precondition {
        get throws(HubError) {
            let precondition = try fields.precondition()
            return precondition == .matching(["*"]) ? .anyExisting : precondition
        }
    }

    /// The device in the path: `/devices/{id}` and `/twins/{id}`.
    var device: DeviceID {
        get throws(HubError) { try DeviceID(path[1], target: "deviceId") }
    }

    /// The device in the path, or its module where the path goes on with `/modules/{id}`.
    var identity: DeviceIdentity {
        get throws(HubError) {
            guard path.count > 3, path[2] == "modules" else { return DeviceIdentity(try device) }
            return DeviceIdentity(try device, module: try ModuleID(path[3], target: "moduleId"))
        }
    }
}

extension Reply {
    /// A resource whose entity tag does not cover all that it shows, so that it is never "not modified".
    static func service(_ value: some Encodable, tag: String? = nil) throws(HubError) -> Reply {
        var reply = try Reply.secret(value)
        reply.validator = .none
        reply.fields[.eTag] = tag.map { "\"\($0)\"" }
        return reply
    }
}
