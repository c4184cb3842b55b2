#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A child that is given so much time, and no more.
extension ChildProcess {
    private enum Watched: Sendable {
        case ended(Int32)
        case late
        case inTime
    }

    /// The exit status; `nil` where it took longer than the limit and was killed.
    ///
    /// It leads a group, which ends with it.
    func end(within limit: Duration) async -> Int32? {
        await withTaskGroup(of: Watched.self) { group in
            group.addTask { .ended(await wait(endsGroup: true)) }
            group.addTask {
                // Cancelled when the program has ended.
                do { try await Task.sleep(for: limit) } catch { return .inTime }
                signal(SIGKILL, toGroup: true)
                return .late
            }
            var status: Int32?
            var isLate = false
            // Both are waited for: the end of a program that was killed may be seen first.
            for await watched in group {
                switch watched {
                case .ended(let number):
                    status = number
                    group.cancelAll()
                case .late: isLate = true
                case .inTime: break
                }
            }
            return isLate ? nil : status
        }
    }
}
