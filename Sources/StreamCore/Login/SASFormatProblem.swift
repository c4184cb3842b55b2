package import HubModel

/// Why a text is no SAS token.
package enum SASFormatProblem: Error, Equatable, CaseIterable, Sendable {
    /// Longer than `SharedAccessToken.maximumBytes`.
    case tooLong
    /// Control characters or bytes beyond ASCII.
    case notVisibleASCII
    /// It does not begin with `SharedAccessSignature` and a space.
    case noScheme
    case tooManyFields
    /// A part without `=`, an empty one, too.
    case fieldWithoutValue
    /// Two values for one field: nobody can say which was meant.
    case fieldTwice
    /// `sr` is missing or empty.
    case noResource
    /// `se` is missing or not a number of seconds.
    case noExpiry
    /// `sig` is missing or not the base64 of 32 bytes.
    case noSignature
    case badPolicyName

    /// The error of a request that carried such a text.
    ///
    /// No part of the text is in it, because the whole is a credential.
    package var hubError: HubError {
        HubError(.unauthorizedAccess, "The SAS token cannot be read: \(reason).", target: "SharedAccessSignature")
    }

    /// The reason as the end of a sentence.
    package var reason: String {
        switch self {
        case .tooLong: "it is longer than \(SharedAccessToken.maximumBytes) bytes"
        case .notVisibleASCII: "it holds characters that are not visible ASCII"
        case .noScheme: "it does not begin with 'SharedAccessSignature '"
        case .tooManyFields: "it has more than \(SharedAccessToken.maximumFields) fields"
        case .fieldWithoutValue: "a part of it has no '='"
        case .fieldTwice: "it has a field twice"
        case .noResource: "it has no resource in 'sr'"
        case .noExpiry: "it has no expiry in 'se', in seconds since 1970"
        case .noSignature: "it has no signature in 'sig', the percent-encoded base64 of 32 bytes"
        case .badPolicyName: "'skn' is not a policy name: \(PolicyName.rule)"
        }
    }
}
