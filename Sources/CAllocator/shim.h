// tcmalloc, which takes the place of the C library's allocator where it is linked.
#ifndef CALLOCATOR_SHIM_H
#define CALLOCATOR_SHIM_H

#include <gperftools/malloc_extension_c.h>

#endif
