#!/bin/sh
# What needs no libxml2 compiles for Windows.
exec sh "$EINV_SRCDIR/tests/support/portable.sh" x86_64-w64-mingw32-gcc
