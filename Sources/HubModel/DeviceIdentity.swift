/// Who a device connection is: a device, or one of its modules.
package struct DeviceIdentity: Hashable, Sendable {
    package let device: DeviceID
    package let module: ModuleID?

    package init(_ device: DeviceID, module: ModuleID? = nil) {
        self.device = device
        self.module = module
    }

    /// `<deviceId>` or `<deviceId>/<moduleId>`: the MQTT client id of this identity.
    package var clientID: String {
        guard let module else { return device.text }
        return device.text + "/" + module.text
    }

    /// Whether a client id of a CONNECT is this identity's, to the byte.
    ///
    /// A client id is free text: as `String`s, U+212A (the Kelvin sign) and `K` would be equal.
    package func hasClientID(_ text: String) -> Bool { text.utf8.elementsEqual(clientID.utf8) }
}

extension DeviceIdentity: CustomStringConvertible {
    package var description: String { clientID }
}
