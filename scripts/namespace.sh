# Sourced by scripts that need fixed ports and names of their own.
# shellcheck shell=bash

# Runs a command in a mount and network namespace, where the named hosts are this machine and every port is free.
#
# usage: in_namespace "HOST HOST…" COMMAND…
#
# Where no namespace is to be had the command runs outside, without DEVICESTREAM_NAMESPACE=yes, and skips what needs one.
in_namespace() {
    local names=$1 hosts status=0
    shift
    local space=(unshare --mount --net)
    [ "$(id -u)" -eq 0 ] || space=(unshare --user --map-root-user --mount --net)
    if ! "${space[@]}" true 2>/dev/null; then
        echo "No namespace can be had here: what needs fixed ports or names is skipped." >&2
        "$@"
        return
    fi
    hosts=$(mktemp)
    printf '127.0.0.1 localhost %s\n' "$names" >"$hosts"
    # shellcheck disable=SC2016
    DEVICESTREAM_NAMESPACE=yes DEVICESTREAM_HOSTS=$hosts "${space[@]}" bash -euc '
        mount --make-rprivate /
        mount --bind "$DEVICESTREAM_HOSTS" /etc/hosts
        ip link set lo up
        exec "$@"
    ' in_namespace "$@" || status=$?
    rm -f "$hosts"
    return "$status"
}
