#!/bin/sh
# The unit tests on s390x: big-endian, 64 bits.
exec sh "$EINV_SRCDIR/tests/support/cross.sh" s390x s390x-linux-gnu qemu-s390x
