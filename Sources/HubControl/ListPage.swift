package import HubModel

/// Which part of a list is asked for.
package struct PageRequest: Equatable, Sendable {
    /// At most this many; 1 to 1000.
    package let top: Int
    /// Where the page before ended; `nil` for the first.
    package let skipToken: String?

    package static let defaultTop = 100
    package static let maximumTop = 1000

    /// Throws `ArgumentInvalid` when `top` is out of range.
    package init(top: Int = defaultTop, skipToken: String? = nil) throws(HubError) {
        guard (1...Self.maximumTop).contains(top) else {
            throw HubError(.argumentInvalid, "$top is \(top); it goes from 1 to \(Self.maximumTop).", target: "$top")
        }
        self.top = top
        self.skipToken = skipToken
    }

    /// The key after which the page begins, read from the token.
    func key() throws(HubError) -> String? {
        guard let skipToken else { return nil }
        guard let bytes = Base64.decodeURL(skipToken), !bytes.isEmpty,
            let text = String(validating: bytes, as: UTF8.self),
            !text.unicodeScalars.contains(where: { $0.value < 0x20 })
        else {
            throw HubError(.argumentInvalid, "$skiptoken is not one that this server made.", target: "$skiptoken")
        }
        return text
    }
}

/// A page of a list, and where the next one begins.
package struct ListPage<Element: Sendable>: Sendable {
    package var value: [Element]
    /// The next page's `$skiptoken`, safe in a URL; `nil` on the last page.
    package var next: String?

    /// A page whose end is known: `next` is the key after which the next one begins.
    init(_ value: [Element], next: String?) {
        self.value = value
        self.next = next.map { Base64.encodeURL(Array($0.utf8)) }
    }

    /// The page of a list that is whole in memory, in the order of its keys.
    init(of all: [Element], _ page: PageRequest, key: (Element) -> String) throws(HubError) {
        let after = try page.key()
        let left = all.filter { element in after.map { key(element) > $0 } ?? true }
        self.init(Array(left.prefix(page.top + 1)), top: page.top, key: key)
    }

    /// A page from one element more than was asked for, which tells whether there is another page.
    init(_ elements: [Element], top: Int, key: (Element) -> String) {
        value = Array(elements.prefix(top))
        next = elements.count > top ? value.last.map { Base64.encodeURL(Array(key($0).utf8)) } : nil
    }
}
