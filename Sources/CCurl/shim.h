#ifndef DEVICESTREAM_CCURL_SHIM_H
#define DEVICESTREAM_CCURL_SHIM_H

#if !__has_include(<curl/curl.h>)
#error "libcurl's headers are missing. On Debian: apt-get install libcurl4-openssl-dev (scripts/quickstart.sh does it)"
#endif

#include <curl/curl.h>
#include <dlfcn.h>
#include <stddef.h>

/*
 * libcurl and the thirty libraries behind it take longer to load than most commands take to run. So it is loaded when it
 * is first called: what needs no server never waits for it.
 */
#ifdef __APPLE__
#define CCURL_LIBRARY "libcurl.4.dylib"
#else
#define CCURL_LIBRARY "libcurl.so.4"
#endif

static inline void *ccurl_library(void) {
    static void *library;
    /* Two threads that come at once get the same library. */
    if (!library) library = dlopen(CCURL_LIBRARY, RTLD_NOW | RTLD_LOCAL);
    return library;
}

/* Why the library cannot be loaded; NULL where it can. */
static inline const char *ccurl_missing(void) { return ccurl_library() ? NULL : dlerror(); }

#define CCURL(name) ((__typeof__(&name))dlsym(ccurl_library(), #name))

/* Call nothing below before ccurl_missing() has said that there is a library. */

static inline CURLcode ccurl_global_init(void) { return CCURL(curl_global_init)(CURL_GLOBAL_DEFAULT); }

static inline CURL *ccurl_easy_init(void) { return CCURL(curl_easy_init)(); }

static inline void ccurl_easy_reset(CURL *handle) { CCURL(curl_easy_reset)(handle); }

static inline CURLcode ccurl_easy_perform(CURL *handle) { return CCURL(curl_easy_perform)(handle); }

static inline void ccurl_easy_cleanup(CURL *handle) { CCURL(curl_easy_cleanup)(handle); }

static inline const char *ccurl_easy_strerror(CURLcode code) { return CCURL(curl_easy_strerror)(code); }

static inline struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *text) {
    return CCURL(curl_slist_append)(list, text);
}

static inline void ccurl_slist_free_all(struct curl_slist *list) { CCURL(curl_slist_free_all)(list); }

/*
 * Swift cannot call variadic functions, and curl_easy_setopt and curl_easy_getinfo are variadic: one wrapper for each
 * type of value.
 */
static inline CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) {
    return CCURL(curl_easy_setopt)(handle, option, value);
}

static inline CURLcode ccurl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return CCURL(curl_easy_setopt)(handle, option, value);
}

/* libcurl copies the text, but for CURLOPT_POSTFIELDS, which is not used here. NULL takes it away. */
static inline CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *value) {
    return CCURL(curl_easy_setopt)(handle, option, value);
}

static inline CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return CCURL(curl_easy_setopt)(handle, option, value);
}

/* The list must live as long as the handle uses it. */
static inline CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return CCURL(curl_easy_setopt)(handle, option, value);
}

static inline CURLcode ccurl_set_blob(CURL *handle, CURLoption option, const void *bytes, size_t count) {
    struct curl_blob blob;
    blob.data = (void *)bytes;
    blob.len = count;
    blob.flags = CURL_BLOB_COPY;
    return CCURL(curl_easy_setopt)(handle, option, &blob);
}

/* The type of CURLOPT_WRITEFUNCTION, CURLOPT_READFUNCTION and CURLOPT_HEADERFUNCTION. */
typedef size_t (*ccurl_transfer_function)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode ccurl_set_transfer_function(CURL *handle, CURLoption option, ccurl_transfer_function function) {
    return CCURL(curl_easy_setopt)(handle, option, function);
}

typedef int (*ccurl_debug_function)(CURL *handle, curl_infotype kind, char *bytes, size_t count, void *context);

static inline CURLcode ccurl_set_debug_function(CURL *handle, ccurl_debug_function function) {
    return CCURL(curl_easy_setopt)(handle, CURLOPT_DEBUGFUNCTION, function);
}

/* The type of CURLOPT_XFERINFOFUNCTION. */
typedef int (*ccurl_progress_function)(void *context, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

static inline CURLcode ccurl_set_progress_function(CURL *handle, ccurl_progress_function function) {
    return CCURL(curl_easy_setopt)(handle, CURLOPT_XFERINFOFUNCTION, function);
}

static inline CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value) {
    return CCURL(curl_easy_getinfo)(handle, info, value);
}

static inline CURLcode ccurl_get_size(CURL *handle, CURLINFO info, curl_off_t *value) {
    return CCURL(curl_easy_getinfo)(handle, info, value);
}

static inline CURLcode ccurl_get_text(CURL *handle, CURLINFO info, const char **value) {
    return CCURL(curl_easy_getinfo)(handle, info, value);
}

static inline CURLcode ccurl_get_certificates(CURL *handle, struct curl_certinfo **value) {
    return CCURL(curl_easy_getinfo)(handle, CURLINFO_CERTINFO, value);
}

#endif
