# Shared by script/test, script/bench and script/screenshots: a browser and its fonts. Sourced after common.sh, never run.

# need_browser → sets SMART_TRIGGER_CHROMIUM, and has what Playwright's driver is linked with.
need_browser() {
  "$venv/bin/python" -m playwright --version >/dev/null 2>&1 || apt_install libatomic1 ||
    fail "Playwright can't start. Install what it is linked with, as root: apt install libatomic1"
  local name
  for name in chromium-headless-shell chromium; do # the first opens a visitor's browser in a third of the time
    if command -v "$name" >/dev/null || apt_install "$name"; then
      SMART_TRIGGER_CHROMIUM="$(command -v "$name")"
      export SMART_TRIGGER_CHROMIUM
      return
    fi
  done
  "$venv/bin/python" -m playwright install chromium ||
    fail "The browser stories need Chromium. Install it as root: apt install chromium"
  export SMART_TRIGGER_CHROMIUM=playwright
}

# Emoji and Chinese, Japanese and Korean must be drawn, not boxes: the stories look at what people write.
need_fonts() {
  local missing=()
  has_font "Noto Color Emoji" || missing+=(fonts-noto-color-emoji)
  has_font "Noto Sans CJK" || missing+=(fonts-noto-cjk)
  [ ${#missing[@]} = 0 ] || apt_install fontconfig "${missing[@]}" ||
    fail "The browser stories need fonts. Install them as root: apt install ${missing[*]}"
}
has_font() { command -v fc-list >/dev/null && [[ "$(fc-list)" == *"$1"* ]]; }
