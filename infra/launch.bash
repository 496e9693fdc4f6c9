# What the script dcm of a source tree and that of a release share: commands, packages, and the start of the launcher.
# The script defines, before it calls run_command:
#   repository   the directory of the source tree or release
#   class_path   the class path of the launcher
#   command      how users call the script
#   prepare      provides what the parts need
#   require_launcher   fails unless the launcher can be run
#   print_version
# shellcheck shell=bash disable=SC2154

# Administrators' tools are not on every root's PATH.
export PATH=$PATH:/usr/sbin:/sbin

# Runs a command for an installation. Returns if it is none of these.
run_command() {
    if [[ " ${*:2} " == *" --help "* || " ${*:2} " == *" -h "* ]]; then
        help "$@"
    fi
    case ${1:-help} in
        up | demo | bench)
            start_and_launch "$@"
            ;;
        upgrade)
            use_data_of_older_release "${@:2}"
            if [[ " $* " == *" --dry-run "* ]]; then launch_built "$@"; fi
            start_and_launch "$@"
            ;;
        host)
            if [[ ${2:-} == join ]]; then join "${@:3}"; fi
            launch_built "$@"
            ;;
        config | down | status | logs | restart | user | containers | group | preset | grant | image | registry | doctor | log | audit | token | rebuild | verify | prune)
            launch_built "$@"
            ;;
        backup)
            require_launcher
            require_root_on_linux >&2
            ensure_restic >&2
            launch "$@"
            ;;
        restore)
            require_nothing_runs
            require_root_on_linux >&2
            ensure_restic >&2
            start_and_launch "$@"
            ;;
        version | --version)
            print_version
            exit
            ;;
        help | -h | --help)
            if [[ ${1:-} == help && -n ${2:-} ]]; then help "${@:2}" --help; fi
            usage
            exit
            ;;
    esac
}

# Provides what the parts need, builds what is not built, and launches.
start_and_launch() {
    require_root_on_linux
    prepare >&2 # standard output is for the launcher, which may print JSON
    launch "$@"
}

# Uses the data of the release that --from names, now and in later commands; with --dry-run only now.
use_data_of_older_release() {
    local older='' arguments=" $* "
    while (($# > 0)); do
        case $1 in
            --from)
                older=${2:-}
                shift
                ;;
            --from=*) older=${1#--from=} ;;
        esac
        shift || true
    done
    [[ -n $older ]] || return 0
    [[ -z $(property home 2>/dev/null) ]] ||
        fail "The Debian package upgrades its own installation only: apt-get install DIRECTORY/dcm_VERSION_ARCHITECTURE.deb. For an installation from an archive, unpack the new archive."
    [[ -d $older/.dcm ]] || fail "There is no installation in $older/.dcm."
    if [[ -e $repository/.dcm && ! $repository/.dcm -ef $older/.dcm ]]; then
        # Commands such as status create only an id.
        [[ ! -e $repository/.dcm/data && ! -e $repository/.dcm/installation.properties ]] ||
            fail "$repository has an installation of its own in .dcm. Unpack the release in a new directory."
        [[ $arguments == *" --dry-run "* ]] || rm -rf "$repository/.dcm"
    fi
    if [[ $arguments == *" --dry-run "* ]]; then
        DCM_HOME=$(readlink -f "$older/.dcm")
        export DCM_HOME
        return
    fi
    [[ $repository/.dcm -ef $older/.dcm ]] || ln -sfn "$(readlink -f "$older/.dcm")" "$repository/.dcm"
    unset DCM_HOME
}

launch_built() {
    require_launcher
    [[ $EUID -eq 0 || -n ${DCM_TOKEN:-} || ! -d $(home)/secrets || -r $(home)/secrets ]] ||
        fail "Only root can read the secrets in $(home)/secrets. Run: sudo ./dcm $*"
    launch "$@"
}

# Checks and asks before it installs and builds, which takes minutes.
join() {
    require_root_on_linux >&2
    require_nothing_runs
    if [[ " $*" == *" dcm-join-"* ]]; then start_and_launch host join "$@"; fi
    local token=
    if [[ -t 0 ]]; then
        IFS= read -rsp 'Join token: ' token || true
        printf '\n' >&2
    else
        IFS= read -r token || true
    fi
    [[ -n ${token//[[:space:]]/} ]] || fail "No join token on standard input. './dcm host invite NAME' at the installation prints one. To pass it: ./dcm host join < FILE"
    [[ $token == *dcm-join-* ]] || fail "This is not a complete join token. './dcm host invite NAME' prints one, which begins with dcm-join-."
    prepare >&2 </dev/null
    launch host join "$@" <<<"$token"
}

# The files contain what dcm.stack.part.DetachedProcess writes: the pid, the start time and the boot id.
require_nothing_runs() {
    local file pid began boot stat
    if [[ -d /run/systemd/system ]] && systemctl is-active --quiet dcm.target && grep -qsxF "X-Home=$(home)" /etc/systemd/system/dcm.target; then
        fail "DCM runs on this machine. First run: ./dcm down"
    fi
    for file in "$(home)"/run/*.pid; do
        read -r pid began boot 2>/dev/null <"$file" || continue
        read -r stat 2>/dev/null <"/proc/$pid/stat" || continue
        read -ra stat <<<"${stat##*) }"
        # A zombie has ended, unless it has other threads.
        [[ ${stat[0]} != Z || ${stat[17]} -gt 1 ]] || continue
        if [[ ${stat[19]} == "$began" && $boot == "$(</proc/sys/kernel/random/boot_id)" ]]; then
            fail "DCM runs on this machine. First run: ./dcm down"
        fi
    done
}

# The directory of the installation.
home() {
    printf '%s' "${DCM_HOME:-$repository/.dcm}"
}

needs_image_registry() {
    [[ ${DCM_IMAGE_REGISTRY:-$(stored_setting DCM_IMAGE_REGISTRY)} == true ]]
}

# stored_setting NAME: its value without the backslashes of the file's format
stored_setting() {
    cat "$(home)/installation.properties" "$(property settings 2>/dev/null)/installation.properties" 2>/dev/null |
        sed -n "s/^$1=//p" | tail -n 1 | tr -d '\\' || true
}

require_root_on_linux() {
    [[ $(uname -s) == Linux ]] || fail "DCM runs on Linux; this is $(uname -s)."
    [[ $EUID -eq 0 ]] || fail "DCM manages users' files and the container engine, which needs root: sudo ./dcm"
    grep -qsx 'VERSION_ID="13"' /etc/os-release && grep -qsx 'ID=debian' /etc/os-release ||
        printf 'Warning: DCM is tested on Debian 13 only. Using the software found on this system.\n'
}

# ensure_packages [PACKAGE...]: installs these and what is missing of the parts' own, all at once.
ensure_packages() {
    local missing=("$@")
    command -v ssh >/dev/null || missing+=(openssh-client)
    command -v ip >/dev/null || missing+=(iproute2)
    command -v nft >/dev/null || missing+=(nftables)
    # On a new machine, what ensure-engine and the base image need first.
    command -v docker >/dev/null || missing+=(docker-cli mmdebstrap)
    if needs_image_registry && ! command -v docker-registry >/dev/null; then
        missing+=(docker-registry)
    fi
    ((${#missing[@]} > 0)) || return 0
    timed packages install "${missing[@]}"
    if [[ " ${missing[*]} " == *" docker-registry "* ]]; then
        # DCM starts its own; the package's service would listen on port 5000.
        systemctl disable --now docker-registry >/dev/null 2>&1 || true
    fi
}

# timed NAME COMMAND...: says that a step is in progress, how long it takes, and how long it took the last time
timed() {
    local name=$1 began=$SECONDS status=0 seconds last='' notice file=/var/cache/dcm/seconds/$1
    shift
    [[ ! -s $file ]] || last=$(<"$file")
    while sleep 3 >/dev/null 2>&1; do
        printf '%s … in progress%s\n' "$name" "${last:+, the last time $last s}"
        sleep 12 >/dev/null 2>&1
    done &
    notice=$!
    "$@" || status=$?
    kill "$notice" 2>/dev/null || true
    ((status == 0)) || return "$status"
    seconds=$((SECONDS - began))
    ((seconds > 1)) || return 0
    printf '%s … ready in %d s%s\n' "$name" "$seconds" "${last:+, the last time in $last s}"
    { mkdir -p "${file%/*}" && printf '%d\n' "$seconds" >"$file"; } 2>/dev/null || true
}

# It stores the backups.
ensure_restic() {
    command -v restic >/dev/null || install restic
}

ensure_parts() {
    local engine
    "$repository/infra/engine/ensure-addresses"
    engine=$(stored_setting DOCKER_HOST)
    [[ -n ${DOCKER_HOST:-} || -z $engine ]] || local -x DOCKER_HOST=$engine
    timed engine "$repository/infra/engine/ensure-engine"
    "$repository/infra/engine/install-runtime"
    "$repository/infra/engine/raise-kernel-limits"
}

install() {
    "$repository/infra/install-packages" "$@"
}

# find_java PROGRAM: sets JAVA_HOME to the first JDK or JRE that is new enough and has this program.
find_java() {
    local home version
    for home in ${JAVA_HOME:+"$JAVA_HOME"} /usr/lib/jvm/*; do
        [[ -x $home/bin/$1 && -f $home/release ]] || continue
        version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
        if ((${version:-0} >= 25)); then
            export JAVA_HOME=$home
            return
        fi
    done
    return 1
}

launch() {
    export DCM_REPOSITORY=$repository DCM_COMMAND=$command
    local memory=64m
    if [[ $1 == verify ]]; then memory=1g; fi # it holds what the whole log says
    # A terminal shows UTF-8, whatever the locale of a bare machine says.
    exec "$JAVA_HOME/bin/java" -Xmx$memory -Xshare:auto -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
        -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 \
        -cp "$class_path" dcm.stack.Launcher "$@"
}

usage() {
    commands | sed "s|\./dcm|$command|g"
    footer
}

commands() {
    cat <<'USAGE'
DCM: several users share Linux servers, each with their own containers.

  ./dcm demo                      start everything, create a container and log in to it
  ./dcm up                        start everything; a second run changes nothing
  ./dcm status [--json]           status of each part
  ./dcm logs NAME [-f]            log of a part
  ./dcm restart NAME...           stop parts and start them again
  ./dcm down [--all]              stop DCM; --all also removes users' containers and images
  ./dcm upgrade --from DIRECTORY  replace an older release by this one while users work; --dry-run prints the steps
  ./dcm config ls|get|set|unset|check   the settings of the installation
  ./dcm user add NAME --key FILE  create an account
  ./dcm user ls|show|key          accounts and their keys
  ./dcm user import FILE          create and change many accounts, from a table; user export prints one
  ./dcm user password NAME        set a new one-time password
  ./dcm user rebind NAME          bind an account to another sign-in or issuer
  ./dcm user set NAME             change name, e-mail, group or last day
  ./dcm user quota [NAME]         usage and limits
  ./dcm user handover NAME        transfer an image or a container to another account
  ./dcm user move NAME --to HOST  move the homes and containers to another host
  ./dcm user rm NAME              remove an account with all its data
  ./dcm user suspend|resume NAME  suspend an account, or end the suspension
  ./dcm containers                containers of all accounts; --account, --host, --state and --image select
  ./dcm group ls|show|set|rm      groups, with limits for their members
  ./dcm preset ls|show|set|rm     named sets of Docker options
  ./dcm grant add|ls|rm NAME      who may use which preset
  ./dcm image ls|show|add|promote|set|rm   base images, from which containers are created
  ./dcm registry permit|ls|forbid   registries to which users may push, and from which they may pull
  ./dcm host ls|cordon|uncordon|drain|label|rm|recreate   the hosts on which containers run
  ./dcm host invite NAME          a token with which another machine can join as a host
  ./dcm host join                 make this machine a host of another installation
  ./dcm doctor [HOST]             problems of the installation and its hosts, and how to fix them
  ./dcm log ls|show|release|discard   records of the log that could not be processed
  ./dcm log compact               move old records of the log into compressed files
  ./dcm audit                     audit log: who did what, when, from where
  ./dcm token NAME                an access token for the REST API
  ./dcm rebuild admission|views   rebuild a service's state from the log
  ./dcm backup DIRECTORY          encrypted, incremental backup while DCM runs; also backup ls|check
  ./dcm restore DIRECTORY         restore a backup on an empty machine
  ./dcm prune                     delete images in the image registry that no account has any more
  ./dcm verify [--json]           compare the log, the views and the engines of all hosts; --received FILE: and clients' answers
  ./dcm bench NAME [--json]       run a benchmark; bench --help lists them
  ./dcm version                   the version of DCM
USAGE
}

footer() {
    cat <<'USAGE'

On Debian 13, missing packages are installed, unless DCM_NO_INSTALL=1 is set.
With another issuer than Keycloak (DCM_ISSUER), set DCM_TOKEN to an administrator's access token.
USAGE
    printf "'%s help COMMAND' shows the options of a command.\n" "$command"
    printf 'State, settings, logs and secrets are in %s/ (DCM_HOME); ports begin at 8080 (DCM_PORT_BASE).\n' "$(home)"
    printf 'With the Debian package, settings are in /etc/dcm; with systemd, logs are in the journal.\n'
}

fail() {
    printf '%s\n' "${1//.\/dcm/$command}" >&2
    exit 1
}
