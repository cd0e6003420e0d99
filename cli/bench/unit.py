#!/usr/bin/env python3
"""Measures the unit of `cosigner bench mpc` without Java.

One unit is the processor time of one constant-time power of a 4096-bit number with a 2048-bit
exponent: BN_mod_exp_mont_consttime of the same libcrypto, called through ctypes.

    unit.py                  this machine's libcrypto
    unit.py LIBRARY          that file
    unit.py PLATFORM         an unpacked platform, by its own dynamic loader: `cosigner bench mpc`
                             keeps one in the folder platforms/ of the state directory

Prints {"unit_ms": ..., "libcrypto": ...}.
"""

import ctypes
import json
import os
import secrets
import statistics
import sys
import time

LOADER = "lib64/ld-linux-x86-64.so.2"
LIBRARY = "lib/x86_64-linux-gnu/libcrypto.so.3"
HOST_FOLDERS = ["/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib"]
RELOADED = "--reloaded"
SAMPLES = 60


def reload_by(platform):
    """Starts this program again by the platform's loader: its libraries need its C library."""
    loader = os.path.join(platform, LOADER)
    folders = [os.path.join(platform, "lib/x86_64-linux-gnu")] + HOST_FOLDERS
    library = os.path.join(platform, LIBRARY)
    command = [loader, "--inhibit-cache", "--library-path", ":".join(folders), sys.executable]
    os.execv(loader, command + [os.path.abspath(__file__), RELOADED, library])


def load(path):
    crypto = ctypes.CDLL(path)
    for name in ["BN_new", "BN_CTX_new", "BN_MONT_CTX_new", "BN_bin2bn"]:
        getattr(crypto, name).restype = ctypes.c_void_p
    crypto.OpenSSL_version.restype = ctypes.c_char_p
    return crypto


def number(crypto, value):
    data = value.to_bytes((value.bit_length() + 7) // 8, "big")
    return ctypes.c_void_p(crypto.BN_bin2bn(data, len(data), None))


def measure(crypto):
    context = ctypes.c_void_p(crypto.BN_CTX_new())
    modulus = secrets.randbits(4096) | 1 << 4095 | 1
    m = number(crypto, modulus)
    base = number(crypto, secrets.randbelow(modulus))
    exponent = number(crypto, secrets.randbits(2048) | 1 << 2047)
    montgomery = ctypes.c_void_p(crypto.BN_MONT_CTX_new())
    if crypto.BN_MONT_CTX_set(montgomery, m, context) != 1:
        raise SystemExit("unit.py: BN_MONT_CTX_set failed")
    result = ctypes.c_void_p(crypto.BN_new())
    samples = []
    for _ in range(SAMPLES):
        begin = time.thread_time_ns()
        done = crypto.BN_mod_exp_mont_consttime(result, base, exponent, m, context, montgomery)
        samples.append((time.thread_time_ns() - begin) / 1e6)
        if done != 1:
            raise SystemExit("unit.py: BN_mod_exp_mont_consttime failed")
    return statistics.median(samples)


def main(arguments):
    if len(arguments) > 1 and arguments[0] == RELOADED:
        path = arguments[1]
    elif arguments and os.path.isdir(arguments[0]):
        reload_by(os.path.abspath(arguments[0]))
    else:
        path = arguments[0] if arguments else "libcrypto.so.3"
    crypto = load(path)
    version = crypto.OpenSSL_version(0).decode()
    print(json.dumps({"unit_ms": round(measure(crypto), 3), "libcrypto": version}))


if __name__ == "__main__":
    main(sys.argv[1:])
