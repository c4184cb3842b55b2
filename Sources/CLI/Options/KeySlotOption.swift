import ArgumentParser
import HubModel

/// Which key of a pair.
struct KeySlotOption: ParsableArguments {
    @Option(
        help: "The key: primary or secondary.",
        completion: .list(Choice.words(of: KeySlot.self)),
        transform: Choice.parse
    )
    var key = KeySlot.primary
}
