import HubModel
import Testing

@Suite struct CatalogueTests {
    @Test func `numbers and names are unique`() {
        #expect(Set(ErrorCode.allCases.map(\.number)).count == ErrorCode.allCases.count)
        #expect(Set(ErrorCode.allCases.map { $0.rawValue.lowercased() }).count == ErrorCode.allCases.count)
    }

    @Test(arguments: ErrorCode.allCases)
    func `a number begins with its HTTP status, and ours end in 2nn`(code: ErrorCode) {
        if let status = code.httpStatus {
            #expect(code.number / 1000 == status)
            #expect(code.entry.closeCode == UInt16(4000 + status))
        } else {
            #expect(code.number / 1000 == 600)
        }
        #expect(!code.entry.meaning.isEmpty && code.entry.meaning.hasSuffix("."))
        #expect(!code.advice.isEmpty)
        #expect(ErrorCode(number: code.number) == code)
    }

    @Test(arguments: [
        (ErrorCode.deviceNotFound, 404_001, HubModel.ExitStatus.notFound), (.deviceNotOnline, 404_103, .deviceOffline),
        (.unauthorizedAccess, 401_002, .notAuthenticated), (.unauthorized, 401_003, .notAuthenticated),
        (.deviceAlreadyExists, 409_001, .conflict), (.preconditionFailed, 412_001, .conflict),
        (.throttling, 429_001, .throttled), (.gatewayTimeout, 504_101, .timedOut),
        (.deviceDisabled, 403_201, .forbidden),
        (.streamRejected, 403_202, .rejected), (.deviceNotListening, 404_201, .deviceOffline),
        (.regionNotSupported, 400_201, .failed), (.streamLimitReached, 429_201, .throttled),
        (.serviceNotConfirmed, 502_201, .failed), (.targetUnavailable, 502_202, .failed),
        (.nameNotResolved, 503_202, .failed),
    ])
    func `the contract's numbers stand`(code: ErrorCode, number: Int, exit: HubModel.ExitStatus) {
        #expect(code.number == number)
        #expect(code.exitStatus == exit)
    }

    @Test func `an unknown status keeps its class`() {
        for status in 400..<600 {
            let code = ErrorCode.nearest(status: status)
            #expect(code.exitStatus != .success)
        }
        #expect(ErrorCode.nearest(status: 302) == .responseNotUnderstood)
    }
}
