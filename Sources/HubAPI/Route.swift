import HTTPTypes
import HubControl
import HubModel

/// One operation of an API: where it is found, what it takes, and the use case behind it.
struct Route: Sendable {
    typealias OpenAction = @Sendable (Exchange) async throws(HubError) -> Reply
    typealias SignedInAction = @Sendable (Exchange, Caller) async throws(HubError) -> Reply
    /// What is done about a caller whose token is not good; it gets the parameters of the path.
    typealias RefusedAction = @Sendable (ControlPlane, [String], StreamRoutes.Stranger, HubError) -> Void
    typealias SignedAction = @Sendable (Exchange, Credential) async throws(HubError) -> Reply

    /// What is called, and who may call it; what else a caller needs, the use case asks for.
    enum Action: Sendable {
        case anyone(OpenAction)
        case bearer(SignedInAction)
        /// Also for those who sign with a policy; the use case judges the signature.
        case bearerOrSigner(SignedAction)
        /// For bearers of an access token that an API client was given for this audience.
        case accessToken(AccessAudience, SignedInAction)
    }

    /// What a caller showed.
    enum Credential: Sendable {
        /// A token, which was judged.
        case token(Caller)
        /// A SAS token, which was not.
        case signature(String)
    }

    enum Body: Sendable {
        /// A body is not read.
        case none
        /// A JSON document of bounded size, read before the action is called.
        case json
        /// Lines of any number, read by the action.
        case lines
        /// The fields of an HTML form, of bounded size, read before the action is called.
        case form

        /// Whether it is read before the action is called.
        var isDocument: Bool { self == .json || self == .form }
    }

    let method: HTTPRequest.Method
    /// The path, with `{name}` for each segment that is a parameter.
    let template: String
    /// The name of the operation in the description of the API.
    let operationID: String
    /// The query parameters that it knows; every other is refused.
    let query: [String]
    /// Whether it is for other people's clients, who send more parameters than it knows.
    let passesOverOtherParameters: Bool
    let body: Body
    /// Whether the response is written while it is made, so that its length is not known before: it has no `HEAD`.
    let isStreamed: Bool
    let action: Action
    /// For routes whose refusals go on record.
    let refused: RefusedAction?

    private init(
        _ method: HTTPRequest.Method,
        _ template: String,
        _ operationID: String,
        _ query: [String],
        _ body: Body?,
        _ isStreamed: Bool,
        _ action: Action,
        passesOverOtherParameters: Bool = false,
        refused: RefusedAction? = nil
    ) {
        self.method = method
        self.template = template
        self.operationID = operationID
        self.query = query
        self.passesOverOtherParameters = passesOverOtherParameters
        self.body = body ?? (method == .post || method == .patch || method == .put ? .json : .none)
        self.isStreamed = isStreamed
        self.action = action
        self.refused = refused
    }

    /// A route for bearers of a token.
    ///
    /// Where `body` is absent, it follows from the method.
    init(
        _ method: HTTPRequest.Method,
        _ template: String,
        _ operationID: String,
        query: [String] = [],
        body: Body? = nil,
        isStreamed: Bool = false,
        _ action: @escaping SignedInAction
    ) {
        self.init(method, template, operationID, query, body, isStreamed, .bearer(action))
    }

    /// A route for bearers of a token and for those who sign with a policy.
    init(
        signed method: HTTPRequest.Method,
        _ template: String,
        _ operationID: String,
        refused: @escaping RefusedAction,
        _ action: @escaping SignedAction
    ) {
        self.init(method, template, operationID, [], nil, false, .bearerOrSigner(action), refused: refused)
    }

    /// A route for anyone.
    init(openTo method: HTTPRequest.Method, _ template: String, _ operationID: String, _ action: @escaping OpenAction) {
        self.init(method, template, operationID, [], nil, false, .anyone(action))
    }

    /// A route of another protocol, which looks at the credential itself.
    init(
        foreign method: HTTPRequest.Method,
        _ template: String,
        _ operationID: String,
        query: [String] = [],
        body: Body = .none,
        _ action: @escaping OpenAction
    ) {
        self.init(method, template, operationID, query, body, true, .anyone(action), passesOverOtherParameters: true)
    }

    /// A route of Azure Resource Manager, for bearers of an access token.
    init(
        management method: HTTPRequest.Method,
        _ template: String,
        _ operationID: String,
        query: [String] = [],
        _ action: @escaping SignedInAction
    ) {
        self.init(
            method,
            template,
            operationID,
            query,
            nil,
            false,
            .accessToken(.management, action),
            passesOverOtherParameters: true
        )
    }

    /// A route for anyone's Azure client, before it has an access token.
    init(
        login method: HTTPRequest.Method,
        _ template: String,
        _ operationID: String,
        body: Body = .none,
        _ action: @escaping OpenAction
    ) {
        self.init(method, template, operationID, [], body, false, .anyone(action), passesOverOtherParameters: true)
    }

    /// A page of the portal, or what belongs to one; it looks at the session itself.
    init(
        page method: HTTPRequest.Method,
        _ template: String,
        _ operationID: String,
        query: [String] = [],
        body: Body = .none,
        _ action: @escaping OpenAction
    ) {
        self.init(method, template, operationID, query, body, false, .anyone(action))
    }

    /// Whether it needs a token, or what it takes instead.
    var needsToken: Bool {
        switch action {
        case .anyone: false
        case .bearer, .bearerOrSigner, .accessToken: true
        }
    }

    /// Whether it takes a SAS token instead of an API token.
    var takesSignatures: Bool {
        switch action {
        case .anyone, .bearer, .accessToken: false
        case .bearerOrSigner: true
        }
    }

    /// Whether it answers requests of the method.
    func answers(_ method: HTTPRequest.Method) -> Bool {
        self.method == method || (method == .head && self.method == .get && !isStreamed)
    }
}

/// A route as the description of an API has it.
package struct RouteDescription: Hashable, Sendable {
    /// The name of the method, in upper case.
    package let method: String
    package let template: String
    package let operationID: String
    package let query: [String]
    package let needsToken: Bool
    /// The types that a body may have; none where there is no body.
    package let mediaTypes: [String]

    init(_ route: Route) {
        method = route.method.rawValue
        template = route.template
        operationID = route.operationID
        query = route.query
        needsToken = route.needsToken
        mediaTypes = route.mediaTypes
    }
}
