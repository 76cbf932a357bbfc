# Shared by the other scripts: finds a Python, makes .venv and fills it. Sourced, never run.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
venv="$root/.venv"
# Set where images are built; here, every process that starts would compile all that it imports.
unset PYTHONDONTWRITEBYTECODE

say() { printf 'smart-trigger: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# apt_install PACKAGE… → installs as root without a question; fails quietly when it can't.
apt_install() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  export DEBIAN_FRONTEND=noninteractive
  apt-get install -y -q --no-install-recommends "$@" >/dev/null 2>&1 ||
    { apt-get update -q >/dev/null 2>&1 && apt-get install -y -q --no-install-recommends "$@" >/dev/null; }
}

# find_python → sets $python to one of version 3.11 or newer.
find_python() {
  for python in python3 python3.14 python3.13 python3.12 python3.11; do
    command -v "$python" >/dev/null && "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' && return
  done
  fail "Python 3.11 or newer is needed, and there is none in the path. Install it (Debian, Ubuntu: apt install python3)."
}

make_venv() {
  find_python
  "$python" -c 'import ensurepip, venv' 2>/dev/null || {
    version="$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
    say "Python's venv module is missing; installing it by apt."
    apt_install "python$version-venv" || apt_install python3-venv ||
      fail "Python's venv module is missing. Install it as root: apt install python3-venv"
  }
  # A folder that was left half made, or that was moved, is made again.
  if ! { [ -x "$venv/bin/python" ] && "$venv/bin/python" -c 'import pip' 2>/dev/null; }; then
    "$python" -m venv --clear "$venv" || fail "The folder $venv could not be made; the reason is above."
  fi
}

# install PROJECT → by uv, in a fifth of pip's time; by pip where uv can't (it knows no mirror that pip.conf names).
install() {
  "$venv/bin/python" -m pip install --disable-pip-version-check "uv >=0.9,<1" &&
    "$venv/bin/python" -m uv pip install --python "$venv/bin/python" --compile-bytecode --editable "$1" ||
    "$venv/bin/python" -m pip install --disable-pip-version-check --editable "$1"
}

# alone FOLDER → waits for whoever is alone in it, until the process or `together` ends that.
alone() { exec 8<"$1" && if command -v flock >/dev/null; then flock 8; fi; }
together() { exec 8<&-; }

# setup WHAT (empty, or "[test]") → .venv with the libraries; does nothing when nothing has changed since the last time.
setup() {
  is_set_up "$1" && return
  alone "$root"
  is_set_up "$1" || set_up "$1"
  together
}

is_set_up() {
  wanted="$root $(cat "$root/setup.cfg" "$root/pyproject.toml" | cksum)"
  [ -x "$venv/bin/python" ] && [ "$(cat "$venv/.installed$1" 2>/dev/null)" = "$wanted" ]
}

set_up() {
  local words
  make_venv
  say "Installing the libraries; this takes a minute, and only the first time."
  words="$(mktemp)"
  if ! install "$root$1" >"$words" 2>&1; then
    tail -n 40 "$words" >&2
    rm -f "$words"
    fail "The libraries could not be installed; pip's last words are above. Check the network, then run this again."
  fi
  rm -f "$words"
  printf '%s' "$wanted" >"$venv/.installed$1"
}

# Where script/docs puts the guides, and what they were made from: so that script/run knows whether they are fresh.
guides="$root/admin_ui/guides"
guides_stamp() {
  local plugins="${SMART_TRIGGER_PLUGINS_DIR:-}"
  {
    cat "$root/mkdocs.yml" "$root/setup.cfg" "$root"/docs/*.* "$root"/docs/*/* "$root"/admin_ui/static/{theme,fonts}.css
    grep -ls '^\[smart_trigger\]' "$venv"/lib/python*/site-packages/*.dist-info/entry_points.txt || true
    if [ -n "$plugins" ]; then cat "$plugins"/*.py || true; fi
  } 2>/dev/null | cksum
}
guides_are_fresh() { [ "$(cat "$guides/.built" 2>/dev/null)" = "$(guides_stamp)" ]; }
