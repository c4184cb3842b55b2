// What both SDKs expose, so that a program imports one module.
@_exported public import HubModel

@_exported public import struct NIOCore.ByteBuffer
