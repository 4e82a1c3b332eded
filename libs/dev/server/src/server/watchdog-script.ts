/**
 * The watchdog's whole program, in portable sh; `$1` is the server's folder, `$2` the folder of its data,
 * `$3` says whether both go when the server goes. It mirrors processMark, withLock and serves: here as
 * there a process is named by pid and start time, and the lock is a link whose target names its owner.
 */
export const watchdogScript = `
set -f
dir=$1 base=$2 kept=$3
server=

mark_of() { # prints the mark of a live process; fails if there is none
  if [ -r /proc/self/stat ]; then
    { read -r stat < "/proc/$1/stat"; } 2>/dev/null || return 1
    set -- "$1" $(printf '%s' "$stat" | sed 's/.*) //')
    [ "$2" != Z ] && printf '%s:%s' "$1" "\${21}"
  else
    kill -0 "$1" 2>/dev/null && printf '%s:' "$1"
  fi
}

lives() { [ "$(mark_of "\${1%%:*}")" = "$1" ]; }

any_client() {
  set +f; set -- "$dir"/clients/*; set -f
  for file; do
    mark=$(cat "$file" 2>/dev/null) && lives "$mark" && return 0
  done
  return 1
}

serves() { # is process $1 a server of these data?
  [ -n "$1" ] && mark_of "$1" >/dev/null || return 1
  if [ -r "/proc/$1/cmdline" ]; then tr '\\0' ' ' < "/proc/$1/cmdline" 2>/dev/null
  else ps -ww -o command= -p "$1" 2>/dev/null; fi | grep -qF -- "$base/data"
}

look() { # remembers the server, so that it can be ended even when somebody deletes the folder
  pid=$(head -n 1 "$base/data/postmaster.pid" 2>/dev/null)
  if serves "$pid"; then server=$pid; else serves "$server" || server=; fi
}

stop() {
  [ -n "$server" ] && kill -INT "$server" 2>/dev/null
  tries=0
  while serves "$server"; do
    sleep 0.1 2>/dev/null || sleep 1
    tries=$((tries + 1)); [ "$tries" = 300 ] && kill -QUIT "$server"
  done
}

me=$(mark_of $$)
while :; do
  look
  if [ ! -d "$dir/clients" ]; then stop; exit; fi
  if any_client; then sleep 1; continue; fi
  if ! ln -s "$me" "$dir/lock" 2>/dev/null; then
    owner=$(readlink "$dir/lock")
    if [ -n "$owner" ] && ! lives "$owner" && ln -s "$me" "$dir/lock.takeover" 2>/dev/null; then
      [ "$(readlink "$dir/lock")" = "$owner" ] && rm -f "$dir/lock"
      rm -f "$dir/lock.takeover"
    else
      sleep 1
    fi
    continue
  fi
  if ! any_client; then
    look
    # A server spawned a moment ago, by a process that is dead by now, writes its pid file only now.
    [ -n "$server" ] || { sleep 1; look; }
    stop
    set +f; rm -f "$dir"/clients/* "$dir/watchdog"
    [ "$kept" = temporary ] && rm -rf "$base" "$dir"
    rm -f "$dir/lock"
    exit
  fi
  rm -f "$dir/lock"
  sleep 1
done
`;
