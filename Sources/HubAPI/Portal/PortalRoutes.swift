import HTTPTypes
import HubControl
import HubModel

/// The pages of the portal, the sign-in to them, and the files that they load.
enum PortalRoutes {
    static let all =
        [
            Route(page: .get, "/portal/assets/{name}", "getPortalAsset", asset),
            Route(page: .post, "/portal/session", "signInToPortal", body: .form, signIn),
            Route(page: .post, "/portal/session/end", "signOutOfPortal", body: .form, signOut),
        ]
        + PortalTab.allCases.filter { $0 != .overview }.map { tab in
            Route(page: .get, tab.path, "show" + tab.rawValue.prefix(1).uppercased() + tab.rawValue.dropFirst()) {
                (exchange) throws(HubError) in
                try await show(tab, exchange)
            }
        }

    private struct Shell: Sendable {
        let frame: PortalFrame
    }

    private struct SignIn: Sendable {
        let frame: PortalFrame
        let hub: String
        /// `nil` the first time.
        let problem: PortalProblem?
    }

    /// What stands at `/` of a main endpoint.
    static func home(_ exchange: Exchange, _ hub: HubName) async throws(HubError) -> Reply {
        do throws(HubError) {
            guard let caller = try await visitor(exchange, hub) else { return try signInPage(hub) }
            return try await PortalTemplates.reply(.overview, OverviewPage(exchange.control, hub, caller))
        } catch {
            return PortalFace.tell(Failure(error: error, trackingID: exchange.requestID, now: exchange.receivedAt))
        }
    }

    private static func show(_ tab: PortalTab, _ exchange: Exchange) async throws(HubError) -> Reply {
        let hub = try hub(exchange)
        guard let caller = try await visitor(exchange, hub) else { return try signInPage(hub) }
        guard caller.role >= tab.leastRole else {
            throw HubError(
                .forbidden,
                "This tab needs the role '\(tab.leastRole.rawValue)'; the token has the role '\(caller.role.rawValue)'."
            )
        }
        let page = Shell(frame: PortalFrame(tab, hub: hub, caller))
        return switch tab {
        case .overview: try await home(exchange, hub)
        case .devices: try PortalTemplates.reply(.devices, page)
        case .streams: try PortalTemplates.reply(.streams, page)
        case .logs: try PortalTemplates.reply(.logs, page)
        case .diagnostics: try PortalTemplates.reply(.diagnostics, page)
        case .limits: try PortalTemplates.reply(.limits, page)
        }
    }

    @Sendable private static func asset(_ exchange: Exchange) async throws(HubError) -> Reply {
        let name = exchange.parameters[0]
        guard let asset = PortalAsset.all.first(where: { $0.name == name }) else {
            throw HubError(.resourceNotFound, "There is no file '\(VisibleText.show(name, limit: 64))' here.")
        }
        return asset.reply(accepting: exchange.fields[.acceptEncoding])
    }

    @Sendable private static func signIn(_ exchange: Exchange) async throws(HubError) -> Reply {
        let hub = try hub(exchange)
        try exchange.fields.checkOrigin(exchange.host)
        do throws(HubError) {
            let token = try FormFields(exchange.document).need("token").filter { !$0.isWhitespace }
            let id = try await exchange.control.sessions.signIn(
                Secret(text: token),
                at: hub,
                address: exchange.peerAddress
            )
            // Nobody has the one before any more.
            if let old = exchange.fields.sessionID { exchange.control.sessions.end(old) }
            return goHome(PortalSession.beginning(id))
        } catch {
            let failure = Failure(error: error, trackingID: exchange.requestID, now: exchange.receivedAt)
            var reply = try signInPage(hub, failure)
            reply.fields[.retryAfter] = NativeFace.tell(failure).fields[.retryAfter]
            return reply
        }
    }

    @Sendable private static func signOut(_ exchange: Exchange) async throws(HubError) -> Reply {
        try exchange.fields.checkOrigin(exchange.host)
        if let id = exchange.fields.sessionID { exchange.control.sessions.end(id) }
        return goHome(PortalSession.ending)
    }

    private static func goHome(_ cookie: String) -> Reply {
        var reply = Reply(status: .seeOther)
        reply.holdsSecrets = true
        reply.fields[.location] = PortalTab.overview.path
        reply.fields[.setCookie] = cookie
        return reply
    }

    private static func signInPage(_ hub: HubName, _ failure: Failure? = nil) throws(HubError) -> Reply {
        let page = SignIn(
            frame: PortalFrame(title: "Sign in", hub: hub),
            hub: hub.text,
            problem: failure.map(PortalProblem.init)
        )
        return try PortalTemplates.reply(.signIn, page, status: .init(code: failure?.error.code.httpStatus ?? 200))
    }

    /// Who looks at a page; `nil` for somebody without a session, or with one that is no more or not for this hub.
    private static func visitor(_ exchange: Exchange, _ hub: HubName) async throws(HubError) -> Caller? {
        guard let id = exchange.fields.sessionID else { return nil }
        do throws(HubError) {
            let caller = try await exchange.control.sessions.caller(of: id)
            return caller.hubs?.contains(hub) ?? true ? caller : nil
        } catch  where error.code == .unauthorizedAccess {
            return nil
        }
    }

    private static func hub(_ exchange: Exchange) throws(HubError) -> HubName {
        guard case .main(let hub) = exchange.control.naming.owner(of: exchange.host.name) else {
            throw HubError(
                .resourceNotFound,
                "'\(exchange.host.name)' has no portal; each hub has one, at its main host."
            )
        }
        return hub
    }
}
