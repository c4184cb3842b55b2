#ifndef DEVICESTREAM_CCURL_SHIM_H
#define DEVICESTREAM_CCURL_SHIM_H

#include <curl/curl.h>
#include <stddef.h>

/*
 * Swift cannot call variadic functions, and curl_easy_setopt and curl_easy_getinfo are variadic: one wrapper for each
 * type of value. The parentheses round the function's name keep curl's type-checking macros out, which need a
 * constant option.
 */

static inline CURLcode ccurl_global_init(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

static inline CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) {
    return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode ccurl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return (curl_easy_setopt)(handle, option, value);
}

/* libcurl copies the text, but for CURLOPT_POSTFIELDS, which is not used here. NULL takes it away. */
static inline CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *value) {
    return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return (curl_easy_setopt)(handle, option, value);
}

/* The list must live as long as the handle uses it. */
static inline CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode ccurl_set_blob(CURL *handle, CURLoption option, const void *bytes, size_t count) {
    struct curl_blob blob;
    blob.data = (void *)bytes;
    blob.len = count;
    blob.flags = CURL_BLOB_COPY;
    return (curl_easy_setopt)(handle, option, &blob);
}

/* The type of CURLOPT_WRITEFUNCTION, CURLOPT_READFUNCTION and CURLOPT_HEADERFUNCTION. */
typedef size_t (*ccurl_transfer_function)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode ccurl_set_transfer_function(CURL *handle, CURLoption option, ccurl_transfer_function function) {
    return (curl_easy_setopt)(handle, option, function);
}

typedef int (*ccurl_debug_function)(CURL *handle, curl_infotype kind, char *bytes, size_t count, void *context);

static inline CURLcode ccurl_set_debug_function(CURL *handle, ccurl_debug_function function) {
    return (curl_easy_setopt)(handle, CURLOPT_DEBUGFUNCTION, function);
}

static inline CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value) {
    return (curl_easy_getinfo)(handle, info, value);
}

static inline CURLcode ccurl_get_size(CURL *handle, CURLINFO info, curl_off_t *value) {
    return (curl_easy_getinfo)(handle, info, value);
}

static inline CURLcode ccurl_get_text(CURL *handle, CURLINFO info, const char **value) {
    return (curl_easy_getinfo)(handle, info, value);
}

static inline CURLcode ccurl_get_certificates(CURL *handle, struct curl_certinfo **value) {
    return (curl_easy_getinfo)(handle, CURLINFO_CERTINFO, value);
}

#endif
