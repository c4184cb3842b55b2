package import HubModel

/// What all forms of rules are made of: an allowlist whose every part was checked.
package struct RuleSource: Equatable, Sendable {
    let hub: HubName
    let version: AllowlistVersion
    let updatedAt: Timestamp
    /// By record.
    private(set) var destinations: [Destination]
    /// Those that are announced and have no addresses yet, where rules are made of addresses.
    private(set) var pending: [Destination] = []

    /// Throws `ServerError` for a list that holds anything else than names, ports and addresses.
    package init(_ list: Allowlist) throws(HubError) {
        guard HubName.accepts(list.hub.text) else {
            throw HubError(.serverError, "The allowlist could not be written.", detail: "a hub without a name")
        }
        hub = list.hub
        version = list.version
        updatedAt = list.updatedAt
        var all: [Destination] = []
        for record in list.value { all += try Destination.all(of: record) }
        destinations = all
    }

    /// That there is no such name is asked of DNS no sooner than this; a client that waited less would wait in vain.
    private static let retryAfter = Duration.seconds(60)

    /// The same for a form that is made of addresses.
    ///
    /// An endpoint to come may be announced before it is in DNS: it is named and has no rules, so that the way to what is
    /// used today never hangs on it. Throws `NameNotResolved` for the first other host that has no addresses, and where
    /// no rule would be left.
    func requiringAddresses() throws(HubError) -> RuleSource {
        func isPending(_ destination: Destination) -> Bool {
            destination.ranges.isEmpty && destination.record.state == .upcoming
        }
        var rules = self
        rules.pending = destinations.filter(isPending)
        rules.destinations = destinations.filter { !isPending($0) }
        let bare = rules.destinations.isEmpty ? rules.pending.first : rules.destinations.first { $0.ranges.isEmpty }
        guard let bare else { return rules }
        throw HubError(
            .nameNotResolved,
            "'\(bare.host)' of record \(bare.record.id) has no addresses: none are declared, and the name does not "
                + "resolve from the hub.",
            target: "format",
            retryAfter: Self.retryAfter,
            hint: "Declare its addresses, correct DNS, or ask for a form that holds names."
        )
    }

    /// What stands at the top of every form that has comments.
    var title: String { "Device streams of the hub \(hub.key), allowlist version \(version) of \(updatedAt)" }

    /// The title and a line for each destination.
    var summary: [String] {
        [title] + destinations.map(\.description)
            + pending.map { $0.description + ", which has no addresses yet and NO RULES here" }
    }

    /// The same as comments.
    func heading(_ mark: String) -> String { lines(summary, mark) }

    /// Each as a comment.
    func lines(_ texts: [String], _ mark: String) -> String {
        texts.map { mark + " " + $0 + "\n" }.joined()
    }

    /// The ports, each once, sorted.
    var ports: [Int] { Set(destinations.map(\.port)).sorted() }

    /// The hosts at a port, each once, sorted.
    func hosts(at port: Int) -> [String] {
        Set(destinations.filter { $0.port == port }.map(\.host)).sorted()
    }

    /// A range with those whose it is.
    struct SharedRange: Equatable {
        let range: AddressRange
        let hosts: [String]
    }

    /// The ranges of one family at a port, none within another: sets take no elements that overlap.
    func ranges(at port: Int, isIPv6: Bool) -> [SharedRange] {
        let here = destinations.filter { $0.port == port }
        let all = Set(here.flatMap(\.ranges).filter { $0.isIPv6 == isIPv6 })
        return all.filter { range in !all.contains { $0 != range && $0.contains(range) } }.sorted().map { range in
            let owners = here.filter { $0.ranges.contains { range.contains($0) } }.map(\.host)
            return SharedRange(range: range, hosts: Set(owners).sorted())
        }
    }

    /// Every destination with each of its ranges, in order.
    var pairs: [(destination: Destination, range: AddressRange)] {
        destinations.flatMap { destination in destination.ranges.map { (destination, $0) } }
    }

    /// A name with the hub in it that is no longer than a tool allows.
    ///
    /// A hub whose name is cut gets a number that follows from the whole of it, so that two hubs never share a name.
    func name(_ prefix: String, limit: Int) -> String {
        let whole = prefix + hub.key
        guard whole.utf8.count > limit else { return whole }
        // FNV-1a: eight digits keep the hubs of one firewall apart; nothing secret depends on them.
        let number = hub.key.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        let digits = String(number, radix: 16)
        let mark = "-" + String(repeating: "0", count: 8 - digits.count) + digits
        return String(whole.prefix(limit - mark.utf8.count)) + mark
    }
}
