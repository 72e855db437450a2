# Shared by scripts/say and scripts/test: virtual environments from locked lists, and Debian's packages.
set -eu
cd "$(dirname "$0")/.."

need_debian() { # COMMAND PACKAGE: install a Debian package unless its command is there
    command -v "$1" >/dev/null 2>&1 && return 0
    debian_install "$2" || { echo "Missing: the Debian package $2. Install it with: apt-get install $2" >&2; exit 1; }
}

debian_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    if [ "$(id -u)" = 0 ]; then as_root=""; else as_root="sudo -n"; fi
    $as_root apt-get update -q >/dev/null 2>&1 || true
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -q --no-install-recommends "$1" >/dev/null 2>&1
}

need_environment() { # LOCK: .venv with the packages of a locked list and this project
    need_packages .venv "$1"
    [ -f ".venv/project" ] || .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps -e .
    touch .venv/project
}

need_packages() { # FOLDER LOCK: a virtual environment with the packages of a locked list
    for python in python3 python3.13 python3.12 python3.11; do
        "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break || python=""
    done
    [ -n "$python" ] || { echo "Missing: Python 3.11 or newer." >&2; exit 1; }
    stamp="$1/$2.$(cksum <"$2" | tr -d ' ')"
    [ -f "$stamp" ] && return 0
    echo "Setting up $1 (once) ..." >&2
    if ! "$python" -m venv "$1" >/dev/null 2>&1; then
        debian_install "$("$python" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')" ||
            debian_install python3-venv || { echo "Missing: python3-venv. Install it with: apt-get install python3-venv" >&2; exit 1; }
        "$python" -m venv "$1"
    fi
    # The list is whole, so nothing is resolved: Debian's pip cannot, where two packages spell an extra differently.
    "$1/bin/python" -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r "$2"
    rm -f "$1/project" # which may have another name or other commands by now
    touch "$stamp"
}
