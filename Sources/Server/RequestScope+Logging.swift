import HubControl
import HubModel
import Logging

extension Logger.MetadataProvider {
    /// Gives every line that a request causes the ids of the request.
    static let requestScope = Logger.MetadataProvider {
        guard let scope = RequestScope.current else { return [:] }
        var metadata: Logger.Metadata = ["request.id": "\(scope.requestID)"]
        if let trace = scope.trace { metadata["trace.id"] = "\(trace.traceID)" }
        return metadata
    }
}
