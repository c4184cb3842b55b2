import HTTPTypes

/// All routes, as a tree over the segments of their paths.
///
/// A segment that is spelled out goes before one that is a parameter.
struct RouteTable: Sendable {
    enum Match: Sendable {
        case found(Route, Face, parameters: [String])
        case unknownPath
        /// `allow` is the value of the field `Allow`.
        case wrongMethod(Face, allow: String)
    }

    private struct Node: Sendable {
        var literals: [(text: String, node: Int)] = []
        var parameter: Int?
        var routes: [(route: Route, face: Face)] = []
        var allow = ""
    }

    private var nodes = [Node()]
    /// The face of each first segment.
    private var roots: [String: Face] = [:]

    init(_ faces: [Face]) {
        for face in faces {
            for route in face.routes {
                insert(route, face)
                if let root = route.template.split(separator: "/").first { roots[String(root)] = face }
            }
        }
        for index in nodes.indices { nodes[index].allow = Self.allow(nodes[index].routes.map(\.route)) }
    }

    /// The face that has the paths below the first segment of a target in origin form.
    ///
    /// It is known before the target is checked, so that whoever sent a bad one can read what is wrong with it.
    func face(of target: String) -> Face? {
        guard target.utf8.first == UInt8(ascii: "/") else { return nil }
        return roots[String(target.dropFirst().prefix { $0 != "/" && $0 != "?" })]
    }

    /// The route for a method and the decoded segments of a path.
    func match(_ method: HTTPRequest.Method, _ segments: [String]) -> Match {
        var node = 0
        var parameters: [String] = []
        for segment in segments {
            if let literal = nodes[node].literals.first(where: { $0.text == segment }) {
                node = literal.node
            } else if let parameter = nodes[node].parameter {
                node = parameter
                parameters.append(segment)
            } else {
                return .unknownPath
            }
        }
        guard let first = nodes[node].routes.first else { return .unknownPath }
        guard let found = nodes[node].routes.first(where: { $0.route.answers(method) }) else {
            return .wrongMethod(first.face, allow: nodes[node].allow)
        }
        return .found(found.route, found.face, parameters: parameters)
    }

    private mutating func insert(_ route: Route, _ face: Face) {
        var node = 0
        for segment in route.template.split(separator: "/") {
            node = segment.hasPrefix("{") ? parameter(of: node) : literal(String(segment), of: node)
        }
        guard !nodes[node].routes.contains(where: { $0.route.method == route.method }) else {
            preconditionFailure("two routes for \(route.method) \(route.template)")
        }
        nodes[node].routes.append((route, face))
    }

    private mutating func literal(_ text: String, of node: Int) -> Int {
        if let present = nodes[node].literals.first(where: { $0.text == text }) { return present.node }
        nodes.append(Node())
        nodes[node].literals.append((text, nodes.count - 1))
        return nodes.count - 1
    }

    private mutating func parameter(of node: Int) -> Int {
        if let present = nodes[node].parameter { return present }
        nodes.append(Node())
        nodes[node].parameter = nodes.count - 1
        return nodes.count - 1
    }

    private static func allow(_ routes: [Route]) -> String {
        let methods: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete]
        return methods.filter { method in routes.contains { $0.answers(method) } }
            .map(\.rawValue).joined(separator: ", ")
    }
}
