import HubControl

/// A destination that takes everything.
struct TakingSink: DiagnosticSink {
    let gathering = Duration.zero

    func deliver(_ batch: DiagnosticBatch) async throws(DiagnosticFailure) -> Int? { 204 }

    func close() async {}
}
