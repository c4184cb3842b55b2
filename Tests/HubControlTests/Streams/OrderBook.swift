import HubModel
import Synchronization

/// What the broker orders of the gateway.
final class OrderBook: Sendable {
    private let orders = Mutex<[GatewayCommand]>([])

    func take(_ order: GatewayCommand) { orders.withLock { $0.append(order) } }

    var all: [GatewayCommand] { orders.withLock { $0 } }
}
