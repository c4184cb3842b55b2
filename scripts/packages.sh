# Sourced by the other scripts: what Debian has to give, and how to ask for it.
# shellcheck shell=bash

# What a build needs beside Swift: libcurl for the command line, tcmalloc, SQLite and zlib for the server, and pkg-config
# to find them.
# shellcheck disable=SC2034
build_packages=(libcurl4-openssl-dev libgoogle-perftools-dev libssl-dev libsqlite3-dev pkg-config zlib1g-dev)

# Installs those of the named Debian packages that are missing; asks for root's rights only then.
install_packages() {
    local missing=() package
    for package in "$@"; do
        if [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
            missing+=("$package")
        fi
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    echo "Installing Debian packages: ${missing[*]}"
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "ERROR: these packages are missing, and there is no sudo. As root, run:" >&2
            echo "       apt-get update && apt-get install ${missing[*]}" >&2
            return 1
        fi
        as_root=(sudo)
    fi
    local log
    log=$(mktemp)
    if ! "${as_root[@]}" apt-get -qq update >"$log" 2>&1 ||
        ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
            "${missing[@]}" >>"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
}
