#ifndef DEVICESTREAM_CSQLITE_SHIM_H
#define DEVICESTREAM_CSQLITE_SHIM_H

#include <sqlite3.h>

#endif
