import HTTPTypes
import HubControl
import HubModel
import StreamCore
import Synchronization
import TestSupport
import Testing

/// A hub whose service API a test calls as the SDKs do.
struct ServiceSite {
    static let host = "hub.devicestream.localhost"

    let api: API
    var control: ControlPlane { api.fixture.control }

    init() async throws {
        api = try await API()
    }

    /// The same hub over a connection of its own: one carries one request at a time.
    init(beside other: ServiceSite) async throws {
        api = try await API(other.api.fixture)
    }

    /// A SAS token of a policy, for the whole hub unless `resource` says otherwise.
    func signature(
        _ policy: String = "iothubowner",
        hub: String = "hub",
        resource: String? = nil,
        expires: Duration = .seconds(60)
    ) async throws -> String {
        let keys = try await api.send(.get, "/v1/hubs/\(hub)/policies/\(policy)/keys").value(KeyPair.self)
        return SharedAccessSignature.make(
            resource: resource ?? "\(hub).devicestream.localhost",
            key: keys.primaryKey,
            policy: try PolicyName(policy),
            expires: api.fixture.clock.now + expires
        ).text
    }

    /// A request, signed by the policy that may do everything unless `signature` is given.
    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: String? = nil,
        ifMatch: String? = nil,
        fields: [(String, String)] = [],
        host: String = Self.host,
        signature: String? = nil
    ) async throws -> Answer {
        var all: [(HTTPField.Name, String)] = [(.authorization, "")]
        if let signature {
            all = [(.authorization, signature)]
        } else {
            all = [(.authorization, try await self.signature())]
        }
        if let ifMatch { all.append((.ifMatch, ifMatch)) }
        for (name, value) in fields { all.append((try #require(HTTPField.Name(name)), value)) }
        let separator = path.contains("?") ? "&" : "?"
        return try await api.send(
            method,
            path + separator + "api-version=2021-04-12",
            body,
            as: nil,
            host: host,
            fields: all
        )
    }

    /// The error of an answer, after the checks that hold for every error of this API.
    func code(_ answer: Answer, _ status: Int, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
        #expect(answer.status == status, "\(answer.text)", sourceLocation: sourceLocation)
        let name = try #require(answer["iothub-errorcode"], "\(answer.text)", sourceLocation: sourceLocation)
        #expect(answer.text.contains("ErrorCode:\(name);"), sourceLocation: sourceLocation)
        return name
    }

    /// The body as JSON.
    func json(_ answer: Answer, status: Int = 200) throws -> JSONContent {
        try answer.value(JSONContent.self, status: status)
    }

    func make(_ devices: String...) async throws {
        for device in devices { _ = try json(await send(.put, "/devices/\(device)", #"{"deviceId":"\#(device)"}"#)) }
    }
}

extension JSONContent {
    /// What stands at a path, `.null` where nothing does.
    subscript(path: String) -> JSONContent {
        path.split(separator: "/").reduce(self) { value, name in
            if case .array(let items) = value {
                return Int(name).flatMap { items.indices.contains($0) ? items[$0] : nil } ?? .null
            }
            return value.members?[String(name)] ?? .null
        }
    }
}

/// A device at the hub that keeps what is published to it, and answers as a test says.
final class ListeningDevice: Sendable {
    typealias Answer = @Sendable (DevicePublish) -> DeviceDelivery?

    private let received = Mutex<[DevicePublish]>([])
    private let ended = Mutex<[MQTTCloseReason]>([])
    private let connection = Mutex<DeviceConnection?>(nil)

    var messages: [DevicePublish] { received.withLock { $0 } }
    /// How it was sent away.
    var ends: [MQTTCloseReason] { ended.withLock { $0 } }
    var id: DeviceConnection? { connection.withLock { $0 } }

    /// Connects it; `answer` tells what becomes of a message, and `nil` leaves that open.
    init(
        _ site: ServiceSite,
        as device: String,
        module: String? = nil,
        answer: @escaping Answer = { _ in .written }
    ) async throws {
        let (fixture, naming) = (site.api.fixture, site.control.naming)
        let identity = DeviceIdentity(DeviceID(checked: device), module: module.map(ModuleID.init(checked:)))
        let path = "/devices/" + device + (module.map { "/modules/" + $0 } ?? "")
        let keys = try site.json(await site.send(.get, path))["authentication/symmetricKey/primaryKey"].text
        let host = naming.mainHost(fixture.hub)
        let login = DeviceLogin(
            userName: "\(host)/\(identity.clientID)/?api-version=2020-09-30",
            clientID: identity.clientID,
            password: SharedAccessSignature.make(
                resource: host + path,
                key: Secret(bytes: Base64.decode(keys ?? "") ?? []),
                policy: nil,
                expires: fixture.clock.now + .seconds(3600)
            ),
            serverName: host,
            peerAddress: "192.0.2.9",
            transport: .mqtt
        )
        let link = DeviceLink(
            deliver: { _, done in done(.notListening) },
            publish: { message, done in
                self.received.withLock { $0.append(message) }
                if let delivery = answer(message) { done(delivery) }
            },
            end: { reason in self.ended.withLock { $0.append(reason) } }
        )
        let connection = try await site.control.connections.connect(login, link: link)
        self.connection.withLock { $0 = connection }
    }
}

/// Holds a device whose own answers need it.
final class DeviceBox: Sendable {
    private let value = Mutex<ListeningDevice?>(nil)

    var device: ListeningDevice? {
        get { value.withLock { $0 } }
        set { value.withLock { $0 = newValue } }
    }
}
