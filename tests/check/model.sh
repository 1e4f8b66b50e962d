#!/bin/sh
# doc/model.md and doc/invoice.schema.json are what their generators make of
# schemas/model.xml.
set -u
root=${EINV_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$root" || exit 1
bad=0

current() {
    python3 "build-aux/$1" schemas/model.xml >"$tmp/made" || return 1
    [ -s "$tmp/made" ] || return 1
    if ! diff "$2" "$tmp/made" >"$tmp/diff"; then
        head -n 20 "$tmp/diff"
        echo "$2 is not current:" \
            "python3 build-aux/$1 schemas/model.xml >$2"
        return 1
    fi
}

current model_doc.py doc/model.md || bad=1
current view_schema.py doc/invoice.schema.json || bad=1
exit $bad
