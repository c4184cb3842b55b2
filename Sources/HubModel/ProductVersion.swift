/// The version of the programs and of the native API's document.
package enum ProductVersion {
    package static let text = "0.1.0"
}
