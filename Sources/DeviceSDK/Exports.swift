@_exported public import StreamClient
