/// An answer with a status of 2xx, or 304 to a conditional request.
package struct HubResponse: Equatable, Sendable {
    package var status: Int
    package var fields: [HubRequest.Field]
    /// Empty when the body was delivered elsewhere.
    package var body: [UInt8]

    /// The first field of this name; names are the same in any case.
    package func field(_ name: String) -> String? { fields.first(named: name) }

    /// The server's id of the request.
    package var trackingID: String? { field("x-ms-request-id") }

    /// The media type without parameters, in lower case.
    package var mediaType: String? { fields.mediaType }
}

extension [HubRequest.Field] {
    /// The value of the first field of this name; names are the same in any case.
    func first(named name: String) -> String? {
        let lower = name.lowercased()
        return first { $0.name.lowercased() == lower }?.value
    }

    /// The media type without parameters, in lower case.
    var mediaType: String? {
        first(named: "content-type").map { value in
            String(value.lowercased().prefix { $0 != ";" && $0 != " " })
        }
    }
}
