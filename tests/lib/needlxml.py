"""lxml belongs to Debian's own python3: another python3 earlier in PATH may
lack it.  Then the script starts again with Debian's."""
import os
import sys

DEBIAN = '/usr/bin/python3'
try:
    import lxml.etree  # noqa: F401
except ImportError:
    if sys.executable != DEBIAN and os.access(DEBIAN, os.X_OK):
        os.execv(DEBIAN, [DEBIAN] + sys.argv)
    print('FAIL: python3-lxml is not installed')
    print('0 passed, 1 failed, 0 skipped')
    sys.exit(1)
