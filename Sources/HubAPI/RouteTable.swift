import HTTPTypes

/// All routes, as a tree over the segments of their paths.
///
/// A segment that is spelled out goes before one that is a parameter. The words of a lenient face stand there in lower
/// case.
struct RouteTable: Sendable {
    enum Match: Sendable {
        case found(Route, Face, parameters: [String])
        case unknownPath
        /// `allow` is the value of the field `Allow`.
        case wrongMethod(Face, allow: String)
    }

    private struct Node: Sendable {
        var literals: [(text: String, form: PathForm, node: Int)] = []
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
                if let root = route.template.split(separator: "/").first {
                    roots[Self.word(root, face.paths)] = face
                }
            }
        }
        for index in nodes.indices { nodes[index].allow = Self.allow(nodes[index].routes.map(\.route)) }
    }

    /// The face that has the paths below the first segment of a target in origin form.
    ///
    /// It is known before the target is checked, so that whoever sent a bad one can read what is wrong with it.
    func face(of target: String) -> Face? {
        guard target.utf8.first == UInt8(ascii: "/") else { return nil }
        let root = target.drop { $0 == "/" }.prefix { $0 != "/" && $0 != "?" }
        if let face = roots[String(root)] { return face }
        guard let face = roots[root.lowercased()], face.paths == .lenient else { return nil }
        return face
    }

    /// The route for a method and the decoded segments of a path.
    func match(_ method: HTTPRequest.Method, _ segments: [String]) -> Match {
        var node = 0
        var parameters: [String] = []
        for segment in segments {
            if let literal = nodes[node].literals.first(where: { $0.text == Self.word(segment, $0.form) }) {
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
            node = segment.hasPrefix("{") ? parameter(of: node) : literal(segment, face.paths, of: node)
        }
        guard !nodes[node].routes.contains(where: { $0.route.method == route.method }) else {
            preconditionFailure("two routes for \(route.method) \(route.template)")
        }
        nodes[node].routes.append((route, face))
    }

    private mutating func literal(_ segment: Substring, _ form: PathForm, of node: Int) -> Int {
        let text = Self.word(segment, form)
        if let present = nodes[node].literals.first(where: { $0.text == text && $0.form == form }) {
            return present.node
        }
        nodes.append(Node())
        nodes[node].literals.append((text, form, nodes.count - 1))
        return nodes.count - 1
    }

    /// What is compared of a segment.
    private static func word(_ segment: some StringProtocol, _ form: PathForm) -> String {
        switch form {
        case .exact: String(segment)
        case .lenient: segment.lowercased()
        }
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
