#!/bin/sh
# Keeps one throw-away server, and outlives the test that asked for it just long enough to clean up.
#
#   watchdog.sh FOLDER     commands on stdin, one a line; one line of answer on stdout for each
#     start                runs FOLDER/server.sh in the background, answers with its process id
#     kill                 SIGKILL to the server and its children, answers "gone" when they are
#     stop                 orderly but fast stop (SIGQUIT for PostgreSQL, SIGTERM for others), answers "gone"
#
# End of input means that the owner is gone, however it ended (return, panic, abort, SIGKILL): the kernel closes
# the pipe. Then the server is stopped and FOLDER removed. The owner's terminal signals must not reach this shell
# first, so they are ignored here and the owner starts it in a process group of its own.
trap '' INT TERM HUP QUIT
folder=$1
stop_signal=$2
pid=

state() { sed -e 's/.*) //' -e 's/ .*//' "/proc/$1/stat" 2>/dev/null; }
children() { cat "/proc/$1/task/$1/children" 2>/dev/null || ps -o pid= --ppid "$1" 2>/dev/null; }

# Waits up to $1 tenths of a second for process $2 to be dead.
dead_within() {
  left=$1
  while [ "$left" -gt 0 ]; do
    case $(state "$2") in "" | Z | X) return 0 ;; esac
    sleep 0.1
    left=$((left - 1))
  done
  return 1
}

kill_now() {
  [ -n "$pid" ] || return 0
  kids=$(children "$pid")
  # shellcheck disable=SC2086 # a list of process ids
  kill -KILL "$pid" $kids 2>/dev/null
  wait "$pid" 2>/dev/null
  for kid in $kids; do dead_within 50 "$kid"; done
  pid=
}

stop_now() {
  [ -n "$pid" ] || return 0
  kill -"$stop_signal" "$pid" 2>/dev/null
  if dead_within 100 "$pid"; then
    wait "$pid" 2>/dev/null
    pid=
  else
    kill_now
  fi
}

while read -r command; do
  case $command in
    start)
      # The signals ignored above would stay ignored in a child of this shell; env gives them back.
      env --default-signal=INT,TERM,HUP,QUIT sh "$folder/server.sh" >>"$folder/server.log" 2>&1 </dev/null &
      pid=$!
      echo "$pid"
      ;;
    kill) kill_now; echo gone ;;
    stop) stop_now; echo gone ;;
    *) echo "unknown command" ;;
  esac
done

# An owner that left needs no orderly end of the server; PostgreSQL's SIGQUIT also frees its shared memory.
stop_now
rm -rf "$folder"
