# SPDX-License-Identifier: Apache-2.0
"""Makes a C header of the declarations that the socketify wheel holds for Python, and copies its library beside it."""

import re
import shutil
import sys
from pathlib import Path

import socketify

target = Path(sys.argv[1])
source = Path(socketify.__file__).parent
declarations = re.search(r'ffi\.cdef\(\s*"""(.*?)"""', (source / "native.py").read_text(), re.S)[1]
includes = "#pragma once\n#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n"
(target / "uws.h").write_text(includes + declarations)
shutil.copy(source / "libsocketify_linux_amd64.so", target / "libsocketify.so")
