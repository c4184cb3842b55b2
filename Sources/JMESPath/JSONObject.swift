/// The members of a JSON object in the order of their document, each name once.
package struct JSONObject: Sendable {
    /// Name and value of each member.
    package fileprivate(set) var members: [(String, JSONValue)]

    /// An object without members.
    package init() {
        members = []
    }

    /// The members in the order of the code points of their names.
    var sortedMembers: [(String, JSONValue)] {
        members.sorted { ExactText.precedes($0.0, $1.0) }
    }

    /// The member with the name, or `nil`.
    package subscript(name: String) -> JSONValue? {
        // Objects have few members: nearly every name is told apart by its length.
        for member in members where ExactText.areEqual(member.0, name) { return member.1 }
        return nil
    }
}

extension JSONObject: Equatable {
    /// Whether both have the same members, in whatever order.
    package static func == (left: JSONObject, right: JSONObject) -> Bool {
        guard left.members.count == right.members.count else { return false }
        return zip(left.sortedMembers, right.sortedMembers).allSatisfy { left, right in
            ExactText.areEqual(left.0, right.0) && left.1 == right.1
        }
    }
}

extension JSONObject {
    /// Makes an object: a name that comes again keeps its place and gets the new value.
    struct Builder {
        /// Up to here a look through all names is cheaper than an index of them.
        private static let unindexedCount = 16

        private(set) var object = JSONObject()
        private var places: [ExactText: Int] = [:]

        mutating func set(_ name: String, _ value: JSONValue) {
            if let place = place(of: name) {
                object.members[place].1 = value
                return
            }
            let count = object.members.count
            object.members.append((name, value))
            if count > Self.unindexedCount {
                places[ExactText(name)] = count
            } else if count == Self.unindexedCount {
                for (place, member) in object.members.enumerated() { places[ExactText(member.0)] = place }
            }
        }

        private func place(of name: String) -> Int? {
            guard places.isEmpty else { return places[ExactText(name)] }
            return object.members.firstIndex { ExactText.areEqual($0.0, name) }
        }
    }
}
