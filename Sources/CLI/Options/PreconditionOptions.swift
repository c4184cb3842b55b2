import ArgumentParser
import HubClient

/// A change that happens only when the resource is still the one that was read.
struct PreconditionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Only if the resource still has this ETag.", valueName: "etag"))
    var ifMatch: String?

    /// The request with the condition.
    func applied(to request: HubRequest) -> HubRequest {
        guard let ifMatch else { return request }
        let isWhole = ifMatch == "*" || ifMatch.hasPrefix("\"") || ifMatch.hasPrefix("W/")
        var request = request
        request.fields.append(.init("If-Match", isWhole ? ifMatch : "\"" + ifMatch + "\""))
        return request
    }
}
