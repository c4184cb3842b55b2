import Foundation
import HubModel
import Yams

/// The description of the API that `/openapi.json` serves: the YAML document inside the program, as JSON.
enum OpenAPIDocument {
    /// The document in JSON.
    static func json() throws(HubError) -> [UInt8] {
        do {
            let value = try Yams.load(yaml: String(decoding: PackageResources.devicestream_yaml, as: UTF8.self))
            guard let value else { throw CocoaError(.coderReadCorrupt) }
            return Array(
                try JSONSerialization.data(withJSONObject: value, options: [.sortedKeys, .withoutEscapingSlashes])
            )
        } catch {
            throw HubError(
                .serverError,
                "The description of the API inside the program cannot be read.",
                detail: "\(error)"
            )
        }
    }
}
