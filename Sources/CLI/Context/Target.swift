import HubClient
import HubModel

/// Where a command goes, and with which credential: decided once, here.
///
/// A credential belongs to an origin. The context's token goes to the context's server only, that of the environment
/// to `DEVICESTREAM_SERVER` where that is set; another `--server` gets neither. What is said on the command line goes
/// before what the environment says: `--context` before `DEVICESTREAM_SERVER`, `_TOKEN` and `_HUB`.
struct Target {
    var server: ServerURL
    var token: Secret?
    var trust: Trust
    /// The hub of commands that name none.
    var hub: String?
    /// Where server and credential come from, for people.
    var origin: String

    init(_ global: GlobalOptions, _ environment: Environment, _ world: World) throws(HubError) {
        let given = try global.server.map { (text) throws(HubError) in try ServerURL(text) }
        let ofEnvironment = try environment["DEVICESTREAM_SERVER"].map { (text) throws(HubError) in
            try ServerURL(text, target: "DEVICESTREAM_SERVER")
        }
        let isContextNamed = global.context != nil
        let named = given ?? (isContextNamed ? nil : ofEnvironment)
        let selection = try ContextSelection(global, environment, world, isServerNamed: named != nil)
        let context = selection.context.flatMap { named == nil || $0.server == named ? $0 : nil }
        guard let server = named ?? context?.server else { throw Self.nowhere }
        self.server = server
        let tokenOfEnvironment = environment["DEVICESTREAM_TOKEN"].map(Secret.init(text:))
        let isForServer = ofEnvironment == nil || ofEnvironment == server
        let candidates = [isForServer ? tokenOfEnvironment : nil, context?.token].compactMap(\.self)
        token = isContextNamed ? candidates.last : candidates.first
        trust = Self.explicitTrust(global, environment) ?? context?.trust ?? Self.standardTrust(environment)
        let hubs = [environment["DEVICESTREAM_HUB"], context?.hub].compactMap(\.self)
        hub = isContextNamed ? hubs.last : hubs.first
        origin = context == nil ? "--server" : selection.origin
    }

    /// What the user says about trust for this command.
    static func explicitTrust(_ global: GlobalOptions, _ environment: Environment) -> Trust? {
        (global.cacert ?? environment["DEVICESTREAM_CACERT"]).map { .file($0) }
    }

    /// What the machine says about trust.
    static func standardTrust(_ environment: Environment) -> Trust {
        if let file = environment["SSL_CERT_FILE"] { return .file(file) }
        if let directory = environment["SSL_CERT_DIR"] { return .directory(directory) }
        return .system
    }

    private static var nowhere: HubError {
        HubError(
            .noCredential,
            "Nobody is signed in, and no server keeps its state here.",
            hint: """
                Sign in with: devicestream login --server URL
                Or start a server of your own with: devicestreamd
                """
        )
    }
}

/// Which context a command uses.
struct ContextSelection {
    private(set) var name: String?
    private(set) var context: SavedContext?
    /// Where it stands, for people.
    private(set) var origin = "none"

    /// `--context`, `DEVICESTREAM_CONTEXT`, the current one, the server's own: the first there is.
    ///
    /// With a named server, a context that cannot be read is no context: it could only lend its credential.
    init(
        _ global: GlobalOptions,
        _ environment: Environment,
        _ world: World,
        isServerNamed: Bool = false
    ) throws(HubError) {
        if let name = global.context ?? environment["DEVICESTREAM_CONTEXT"] {
            self.name = name
            context = try ContextStore(environment, world).load(name)
            origin = "context '\(name)'"
            return
        }
        do throws(HubError) {
            // Without a home directory there are no saved logins, but there may be a server's state.
            if let store = try? ContextStore(environment, world), let name = try store.currentName() {
                self.name = name
                context = try store.load(name)
                origin = "context '\(name)'"
                return
            }
            let own = ServerContext(environment)
            context = try own.load()
            if let path = own.path, context != nil { origin = path }
        } catch {
            guard isServerNamed else { throw error }
        }
    }
}
