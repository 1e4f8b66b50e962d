#!/bin/sh
# What needs no libxml2 compiles for musl.
exec sh "$EINV_SRCDIR/tests/support/portable.sh" musl-gcc
