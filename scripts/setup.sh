#!/bin/sh
# Makes a virtual environment and installs what one chore needs: setup.sh VENV (demo|test|minilm|soak|check|line)
# PYTHON names the interpreter, PINS other versions than constraints.txt has ("duckdb==1.5.* numpy==1.26.4"), AUTOGEN
# what pip installs to bring AutoGen for the chore `line` ("-e .[ag2]").
set -euf

venv=$1
chore=$2
wanted='3.11'

fail() {
    printf 'setup: %s\n' "$*" >&2
    exit 1
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    for candidate in python3 python3.13 python3.12 python3.11; do
        if is_new_enough "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
}

if [ -n "${PYTHON:-}" ]; then
    is_new_enough "$PYTHON" || {
        version=$("$PYTHON" -c 'import sys; print(sys.version.split()[0])' 2>/dev/null) || version=
        fail "PYTHON=$PYTHON is ${version:+Python $version, }not a Python $wanted or newer that runs."
    }
    python=$PYTHON
else
    python=$(find_python)
    [ -n "$python" ] || fail "Python $wanted or newer is needed. Install it (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python), or give PYTHON=/path/to/python3."
fi

"$python" -c 'import venv, ensurepip' >/dev/null 2>&1 ||
    fail "$python has no venv module. Install it (Debian, Ubuntu: apt install python3-venv)."

# A venv that was cut short has no working pip: start it again.
if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    echo "setup: creating $venv with $("$python" --version)"
    "$python" -m venv --clear "$venv" || fail "could not create $venv with $python."
fi
is_new_enough "$venv/bin/python" || fail "$venv was made by an older Python. Remove it (make clean) and run again."

pins="$venv/constraints.txt"
cp constraints.txt "$pins"
for pin in ${PINS:-}; do
    grep -v "^${pin%%==*}==" "$pins" >"$pins.new"
    echo "$pin" >>"$pins.new"
    mv "$pins.new" "$pins"
done

install() {
    "$venv/bin/python" -m pip install -qq --disable-pip-version-check -c "$pins" "$@" ||
        fail "pip could not install what '$chore' needs (its message stands above). A package index must be reachable."
}

echo "setup: installing what '$chore' needs into $venv"
# Dependency groups need pip 25.1; a new venv carries the pip of its Python.
case $chore in test | minilm | soak | check | line) install --upgrade pip ;; esac
case $chore in
demo) install -e '.[pyautogen]' ;;
test) install -e '.[pyautogen]' --group test ;;
minilm) install -e '.[pyautogen,minilm]' --group minilm ;;
soak) install -e '.[pyautogen]' --group soak ;;
check) install -e '.[pyautogen]' --group test --group check ;;
line) install $AUTOGEN --group line ;;
*) fail "no such chore: $chore" ;;
esac

case $chore in test | soak | check) touch "$venv/.demo-ready" ;; esac
case $chore in soak) touch "$venv/.test-ready" ;; esac
touch "$venv/.$chore-ready"
