/// Addresses on the command line.
enum AddressArguments {
    /// `nil` where none are given; the word `none` is an empty list.
    static func list(_ arguments: [String]) -> [String]? {
        if arguments.isEmpty { return nil }
        return arguments == ["none"] ? [] : arguments
    }
}
