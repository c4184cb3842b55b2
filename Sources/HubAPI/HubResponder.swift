import HTTPTypes
package import HubControl
package import HubModel
package import Hummingbird
package import Logging
import NIOCore

/// Answers every request of the main listener.
///
/// Each goes the same way: host, path, route, token, query, body, use case; what fails is told by the one error mapping
/// of the face that the route belongs to.
package struct HubResponder: HTTPResponder {
    private let control: ControlPlane
    private let table: RouteTable
    /// Tells errors of requests that reach no route.
    private let native: Face
    private let meters: RequestMeters
    private let logger: Logger
    private let world: World

    /// `openAPI` is the description of the API in JSON.
    package init(control: ControlPlane, openAPI: [UInt8], logger: Logger, world: World) {
        self.control = control
        self.logger = logger
        self.world = world
        meters = RequestMeters(control.metrics, world: world)
        native = NativeFace.face(openAPI: openAPI)
        table = RouteTable([
            native, AzureHubFace.face, UpgradeFace.face, AzureManagementFace.face, AzureLoginFace.face,
            EndpointFace.face, PortalFace.face,
        ])
    }

    /// What the native API serves.
    package var routes: [RouteDescription] { native.routes.map(RouteDescription.init) }

    package func respond(to request: Request, context: HubRequestContext) async throws -> Response {
        let scope = RequestScope(requestID: world.newRequestID(), trace: request.headers.trace())
        return await RequestScope.$current.withValue(scope) { await answer(request, context, scope) }
    }

    private func answer(_ request: Request, _ context: HubRequestContext, _ scope: RequestScope) async -> Response {
        let begun = meters.now
        let content = RequestContent(request, channel: context.channel)
        let face = table.face(of: request.head.path ?? "") ?? native
        var visit = Visit(id: scope.requestID, startedAt: world.now, face: face)
        let reply: Reply
        do throws(HubError) {
            reply = try await answer(request, context, content, &visit)
        } catch {
            visit.error = error
            reply = visit.face.tell(Failure(error: error, allow: visit.allow, trackingID: visit.id, now: world.now))
        }
        var envelope = Envelope(request: request, requestID: visit.id, host: visit.host)
        if content.spoilsConnection {
            envelope.closesConnection = true
            close(context)
        }
        let response = envelope.response(reply)
        meters.answered(visit.route?.operationID, status: response.status.code, since: begun)
        log(request, context, response, visit)
        return response
    }

    /// What is known of a request on its way.
    private struct Visit {
        let id: String
        let startedAt: Timestamp
        var face: Face
        var host: RequestHost?
        var route: Route?
        var allow: String?
        var token: TokenID?
        var error: HubError?
    }

    private func answer(
        _ request: Request,
        _ context: HubRequestContext,
        _ content: RequestContent,
        _ visit: inout Visit
    ) async throws(HubError) -> Reply {
        let target = try RequestTarget(request.head.path ?? "", visit.face.paths)
        let host = try RequestHost(authority: authority(request, target))
        guard control.hubs.owns(host: host.name) else {
            throw HubError(
                .misdirectedRequest,
                "'\(VisibleText.show(host.name, limit: 260))' is not a host of this server.",
                target: "Host"
            )
        }
        visit.host = host
        let (route, parameters) = try route(request.method, target, &visit)
        if route.needsToken || visit.face.isKeptFromStreamingHosts { try check(host) }
        let signature = route.takesSignatures ? request.headers.signature() : nil
        let caller: Caller?
        do throws(HubError) {
            caller = route.needsToken && signature == nil ? try await authenticate(route, request, host, context) : nil
        } catch {
            route.refused?(control, parameters, StreamRoutes.Stranger(context.peerAddress, visit.id), error)
            throw error
        }
        visit.token = caller?.tokenID
        let query = try QueryParameters(
            target.query,
            known: route.query,
            passingOverOthers: route.passesOverOtherParameters
        )
        if content.isPresent { try route.checkType(request.headers) }
        let exchange = Exchange(
            control: control,
            fields: request.headers,
            host: host,
            path: target.segments,
            parameters: parameters,
            query: query,
            document: route.body.isDocument ? try await content.document() : ByteBuffer(),
            content: content,
            peerAddress: context.peerAddress,
            requestID: visit.id,
            receivedAt: visit.startedAt,
            client: ClientWatch(channel: context.channel),
            logger: logger
        )
        switch (route.action, caller, signature) {
        case (.anyone(let action), _, _): return try await action(exchange)
        case (.bearer(let action), let caller?, _), (.accessToken(_, let action), let caller?, _):
            return try await action(exchange, caller)
        case (.bearerOrSigner(let action), let caller?, _): return try await action(exchange, .token(caller))
        case (.bearerOrSigner(let action), nil, let text?): return try await action(exchange, .signature(text))
        case (.bearer, nil, _), (.bearerOrSigner, nil, nil), (.accessToken, nil, _):
            throw HubError(.unauthorized, "The request carries no API token.")
        }
    }

    private func authenticate(
        _ route: Route,
        _ request: Request,
        _ host: RequestHost,
        _ context: HubRequestContext
    ) async throws(HubError) -> Caller {
        let bearer = try request.headers.bearer()
        if case .accessToken(let audience, _) = route.action {
            return try await control.clients.authenticate(accessToken: bearer, for: audience)
        }
        if bearer == nil, let id = request.headers.sessionID {
            try request.headers.checkPortal(request.method, host)
            return try await control.sessions.caller(of: id)
        }
        guard let bearer else { return try control.access.authenticateAnonymous(address: context.peerAddress) }
        return try await control.access.authenticate(bearer: bearer, address: context.peerAddress)
    }

    /// The authority that the request is for: that of an absolute target goes before `Host` (RFC 9112 §3.2.2).
    private func authority(_ request: Request, _ target: RequestTarget) throws(HubError) -> String {
        guard request.headers[.host] == nil else {
            throw HubError(.ioTHubFormatError, "The request names more than one host.", target: "Host")
        }
        if let authority = target.authority { return String(authority) }
        guard let authority = request.head.authority, !authority.isEmpty else {
            throw HubError(.ioTHubFormatError, "The request names no host.", target: "Host")
        }
        return authority
    }

    private func route(
        _ method: HTTPRequest.Method,
        _ target: RequestTarget,
        _ visit: inout Visit
    ) throws(HubError) -> (Route, parameters: [String]) {
        switch table.match(method, target.segments) {
        case .found(let route, let face, let parameters):
            visit.route = route
            visit.face = face
            return (route, parameters)
        case .unknownPath:
            throw HubError(
                .resourceNotFound,
                "There is no '\(VisibleText.show(Reply.path(target.segments), limit: 200))' here.",
                hint: "The paths of the API stand in /openapi.json."
            )
        case .wrongMethod(let face, let allow):
            visit.face = face
            visit.allow = allow
            throw HubError(
                .methodNotAllowed,
                "'\(VisibleText.show(method.rawValue, limit: 20))' is not possible here; this is: \(allow)."
            )
        }
    }

    /// A streaming endpoint has no management API: firewalls that let it through mean streams.
    private func check(_ host: RequestHost) throws(HubError) {
        guard case .streaming(let hub, _) = control.naming.owner(of: host.name) else { return }
        throw HubError(
            .resourceNotFound,
            "'\(host.name)' is a streaming endpoint; the API is at \(control.naming.managementURL) and "
                + "\(control.naming.url(control.naming.mainHost(hub)))."
        )
    }

    /// How long a client may go on sending a body that nobody wants, so that it sees the response before the
    /// connection ends (nginx's `lingering_timeout`).
    private static let lingeringTime = TimeAmount.seconds(5)

    private func close(_ context: HubRequestContext) {
        let channel = context.channel
        context.eventLoop.scheduleTask(in: Self.lingeringTime) { channel.close(promise: nil) }
    }

    private func log(_ request: Request, _ context: HubRequestContext, _ response: Response, _ visit: Visit) {
        let isBroken = response.status.code >= 500
        let level: Logger.Level = isBroken ? .error : .debug
        guard logger.logLevel <= level else { return }
        var metadata: Logger.Metadata = [
            "method": "\(VisibleText.show(request.method.rawValue, limit: 20))",
            "operation": "\(visit.route?.operationID ?? "none")",
            "status": "\(response.status.code)",
            "milliseconds": "\(world.now.milliseconds - visit.startedAt.milliseconds)",
            "peer.address": "\(context.peerAddress)",
        ]
        if let token = visit.token { metadata["token.id"] = "\(token)" }
        if let error = visit.error {
            metadata["error.code"] = "\(error.code.rawValue)"
            if let detail = error.detail { metadata["detail"] = "\(VisibleText.show(detail, limit: 1000))" }
        }
        logger.log(level: level, "request answered", metadata: metadata)
    }
}

extension HTTPFields {
    /// The trace that the request belongs to; `nil` where its header is none, or comes twice (W3C Trace Context §4.3).
    func trace() -> TraceContext? {
        let values = self[values: .traceparent]
        return values.count == 1 ? values.first.flatMap { TraceContext($0) } : nil
    }

    /// The SAS token that the request is signed with; `nil` where its credential is none or of another kind.
    func signature() -> String? {
        guard let value = self[.authorization] else { return nil }
        let scheme = value.prefix { $0 != " " }
        return scheme.lowercased() == "sharedaccesssignature" ? value : nil
    }

    /// The token that the request bears; `nil` where it carries no credential at all.
    ///
    /// Throws `IotHubUnauthorized` for a credential of another kind.
    func bearer() throws(HubError) -> String? {
        guard let value = self[.authorization] else { return nil }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw HubError(
                .unauthorized,
                "The credential is no token: this takes 'Authorization: Bearer TOKEN'.",
                target: "Authorization"
            )
        }
        return String(parts[1])
    }
}
