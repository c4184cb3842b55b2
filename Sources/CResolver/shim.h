// The part of the system's resolver that Swift cannot call: it lies behind macros and needs a state of its own.
#ifndef CRESOLVER_SHIM_H
#define CRESOLVER_SHIM_H

#include <arpa/nameser.h>
#include <netinet/in.h>
#include <resolv.h>
#include <string.h>
#include <sys/socket.h>

// Asks for the records of one type; returns the length of the answer, or -1. Waits at most 4 seconds a server.
static inline int cresolver_query(const char *name, int type, unsigned char *answer, int size) {
    struct __res_state state;
    memset(&state, 0, sizeof(state));
    if (res_ninit(&state) != 0) return -1;
    state.retrans = 2;
    state.retry = 2;
    int length = res_nquery(&state, name, ns_c_in, type, answer, size);
    res_nclose(&state);
    return length > size ? -1 : length;
}

// Reads the address of the record with this index: 1 when it is one of the type, 0 when it is another, -1 at the end.
static inline int cresolver_address(
    const unsigned char *answer, int length, int index, int type, unsigned char *address, unsigned int *seconds
) {
    ns_msg message;
    ns_rr record;
    if (ns_initparse(answer, length, &message) != 0) return -1;
    if (index >= ns_msg_count(message, ns_s_an)) return -1;
    if (ns_parserr(&message, ns_s_an, index, &record) != 0) return -1;
    int size = type == ns_t_a ? 4 : 16;
    if ((int)ns_rr_type(record) != type || ns_rr_rdlen(record) != size) return 0;
    memcpy(address, ns_rr_rdata(record), (size_t)size);
    *seconds = ns_rr_ttl(record);
    return 1;
}

// Copies the bytes of an address in network order; returns 4, 16, or 0 for an address of another kind.
//
// In C, because NIO's own C module includes the same headers, and Swift then cannot say whose members these are.
static inline int cresolver_bytes(const struct sockaddr *address, unsigned char *bytes) {
    switch (address ? address->sa_family : AF_UNSPEC) {
    case AF_INET:
        memcpy(bytes, &((const struct sockaddr_in *)address)->sin_addr, 4);
        return 4;
    case AF_INET6:
        memcpy(bytes, &((const struct sockaddr_in6 *)address)->sin6_addr, 16);
        return 16;
    default:
        return 0;
    }
}

#endif
