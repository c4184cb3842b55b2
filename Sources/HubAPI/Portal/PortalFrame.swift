import HubControl
import HubModel

/// What every page of the portal has around its content.
struct PortalFrame: Sendable {
    struct Tab: Sendable {
        let title: String
        let path: String
        let isCurrent: Bool
    }

    let title: String
    /// Empty where no hub is known.
    let hub: String
    let scriptPath = PortalAsset.script.path
    let stylePath = PortalAsset.style.path
    let iconPath = PortalAsset.icon.path
    /// The script of the tab; absent where it needs none.
    let tabScriptPath: String?
    let tabs: [Tab]
    let isSignedIn: Bool
    /// The name and role of the token.
    let caller: String
    let mayOperate: Bool
    let mayReadKeys: Bool
    let mayOwn: Bool

    /// The frame for somebody who is not known.
    init(title: String, hub: HubName?) {
        self.title = title
        self.hub = hub?.text ?? ""
        tabScriptPath = nil
        tabs = []
        isSignedIn = false
        caller = ""
        mayOperate = false
        mayReadKeys = false
        mayOwn = false
    }

    /// The frame for the bearer of a session; tabs that the role does not open are left out.
    init(_ tab: PortalTab, hub: HubName, _ caller: Caller) {
        title = tab.title
        self.hub = hub.text
        tabScriptPath = tab.script?.path
        tabs = PortalTab.allCases.filter { caller.role >= $0.leastRole }
            .map { Tab(title: $0.title, path: $0.path, isCurrent: $0 == tab) }
        isSignedIn = true
        self.caller = "\(VisibleText.show(caller.name, limit: 64)) (\(caller.role.rawValue))"
        mayOperate = caller.role >= .operator
        mayReadKeys = caller.role >= .reader && caller.rights.contains(.keys)
        mayOwn = caller.role >= .owner
    }
}
