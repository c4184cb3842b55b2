import HubControl
import HubModel

/// A list in Azure Resource Manager's API.
struct ManagementList<Element: Encodable>: Encodable {
    let value: [Element]
    var nextLink: String?
}

extension Reply {
    /// The whole of a short list.
    static func list(_ value: [some Encodable]) throws(HubError) -> Reply {
        try .content(ManagementList(value: value))
    }
}

extension Exchange {
    /// A page of a list, with the link to the next one, where another form of its elements is shown.
    func reply<Element: Sendable>(
        _ page: ListPage<Element>,
        _ form: (Element) -> some Encodable
    ) throws(HubError) -> Reply {
        try .content(ManagementList(value: page.value.map(form), nextLink: page.next.map(nextLink)))
    }
}
