import HubModel
import Synchronization

/// Addresses by name, kept as long as DNS lets them.
final class AddressBook: Sendable {
    /// A name that changes more often than this is not asked for more often.
    static let shortest = Duration.seconds(5)
    /// However long DNS lets an answer hold, it is asked again after this.
    static let longest = Duration.seconds(3600)
    /// More names than all endpoints of many hubs; when it is full it is emptied.
    static let capacity = 10_000

    private let resolve: @Sendable (String) async -> NameResolution
    private let world: World
    private let answers = Mutex<[String: (addresses: [AddressRange], until: Timestamp)]>([:])

    init(world: World, resolve: @escaping @Sendable (String) async -> NameResolution) {
        self.world = world
        self.resolve = resolve
    }

    func addresses(of name: String) async -> [AddressRange] {
        let now = world.now
        if let known = answers.withLock({ $0[name] }), known.until > now { return known.addresses }
        let answer = await resolve(name)
        let hold = min(max(answer.timeToLive, Self.shortest), Self.longest)
        answers.withLock { answers in
            if answers.count >= Self.capacity { answers.removeAll() }
            answers[name] = (answer.addresses, now + hold)
        }
        return answer.addresses
    }
}
