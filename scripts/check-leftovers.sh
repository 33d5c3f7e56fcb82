# shellcheck shell=bash
# Sourced by ./test: finds processes whose command line names the run's temporary folder.

# leftover_pids FOLDER: process ids, one a line. Only servers are meant, and every server of the tests is
# started with its data folder, inside FOLDER, as an argument.
leftover_pids() {
  local folder="$1" entry pid
  for entry in /proc/[0-9]*; do
    pid="${entry#/proc/}"
    [ "$pid" != "$$" ] && [ "$pid" != "${BASHPID:-$$}" ] || continue
    # A process may end between the glob and the read: then there is nothing to say about it.
    if tr '\0' ' ' 2>/dev/null <"$entry/cmdline" | grep -qF "$folder/"; then
      echo "$pid"
    fi
  done 2>/dev/null
}

kill_leftovers() {
  local pid
  for pid in $(leftover_pids "$1"); do
    kill -KILL "$pid" 2>/dev/null || true
  done
}

# The watchdogs stop the servers a moment after the test processes end: they are given 15 seconds.
check_leftovers() {
  local folder="$1" tries=0 pids
  pids="$(leftover_pids "$folder")"
  while [ -n "$pids" ] && [ "$tries" -lt 75 ]; do
    sleep 0.2
    tries=$((tries + 1))
    pids="$(leftover_pids "$folder")"
  done
  if [ -n "$pids" ]; then
    echo "still alive after the tests (and now killed):"
    local pid
    for pid in $pids; do
      printf '  %s %s\n' "$pid" "$(tr '\0' ' ' <"/proc/$pid/cmdline" | cut -c1-160)"
    done
    kill_leftovers "$folder"
    return 1
  fi
  local left
  left="$(find "$folder" -mindepth 1 -maxdepth 1 -printf '%f\n' | sort)"
  if [ -n "$left" ]; then
    echo "warning: temporary folders not removed by the tests themselves (removed now):"
    echo "$left" | head -n 20 | sed 's/^/  /'
  else
    echo "no process and no temporary folder is left"
  fi
}
