import NIOCore
import NIOPosix
import NIOSSL

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What went wrong with a connection, for people: the names that libraries have for it say nothing to them.
package enum ConnectionProblem {
    /// A phrase to stand behind a colon, without a full stop.
    package static func words(_ error: any Error) -> String {
        switch error {
        case let error as IOError: words(error)
        case let error as ChannelError: words(error)
        case let error as NIOSSLError: TLSProblem.words(error)
        case let error as BoringSSLError: TLSProblem.words(error)
        case let error as NIOSSLExtraError: TLSProblem.words(error)
        case is NIOSSLCloseTimedOutError: "the other end did not answer when it was closed"
        case let error as NIOConnectionError: error.connectionErrors.last.map { words($0.error) } ?? noAddress
        case is SocketAddressError, is SocketAddressError.UnknownHost: noAddress
        // None that these libraries make for a connection: its type is for whoever has to look for it.
        default: "an error that has no words (\(type(of: error)))"
        }
    }

    private static let noAddress = "there is no such address"

    /// What the system calls it.
    private static func words(_ error: IOError) -> String { String(cString: strerror(error.errnoCode)) }

    private static func words(_ error: ChannelError) -> String {
        switch error {
        case .connectTimeout: "nobody answered in time"
        case .eof, .inputClosed: "the other end sends no more"
        case .ioOnClosedChannel, .alreadyClosed, .outputClosed: "it was closed already"
        case .writeHostUnreachable: "the host cannot be reached"
        case .unknownLocalAddress, .badMulticastGroupAddressFamily, .badInterfaceAddressFamily,
            .illegalMulticastAddress:
            noAddress
        case .connectPending, .operationUnsupported, .writeMessageTooLarge, .inappropriateOperationForState,
            .unremovableHandler:
            "it was used in a way that it does not allow"
        // What is deprecated is made no more, and may not be named.
        default: "it was used in a way that it does not allow"
        }
    }
}
