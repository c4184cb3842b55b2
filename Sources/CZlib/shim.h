// zlib, for what is compressed once. Its own name for the function is a macro, which Swift does not see.
#ifndef CZLIB_SHIM_H
#define CZLIB_SHIM_H

#include <zlib.h>

// Adds a gzip header and trailer (16) to the largest window (15); 9 is the best compression, 8 the standard memory.
static inline int czlib_begin_gzip(z_stream *stream) {
    return deflateInit2(stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

#endif
