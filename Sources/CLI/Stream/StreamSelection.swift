import ArgumentParser
import HubModel

/// Which stream a command is about.
struct StreamSelection: ParsableArguments {
    @Argument(
        help: ArgumentHelp("The stream's id, as 'stream list' shows it.", valueName: "id"),
        completion: .custom(Completions.streams)
    )
    var id: String

    @OptionGroup var hub: HubOptions

    /// The id, checked; a GUID is one in any case.
    func checkedID() throws(HubError) -> StreamID { try StreamID(id.lowercased(), target: "id") }
}
