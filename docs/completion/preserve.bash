# SPDX-License-Identifier: MIT
# bash completion for preserve; made by: preserve completion bash
_preserve()
{
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
    local path='' word words='' values='' takes='' index
    for ((index = 1; index < COMP_CWORD; index++)); do
        word=${COMP_WORDS[index]}
        case $word in
            --) compopt -o default; COMPREPLY=(); return ;;
            -*) ;;
            *) case "$path${path:+ }$word" in
                'setup'|'demo'|'test'|'lab'|'lab list'|'lab run'|'lab exec'|'lab shell'|'module'|'module build'|'module load'|'module unload'|'module status'|'connections'|'events'|'paths'|'paths set'|'paths remove'|'paths clear'|'reorder'|'stats'|'config'|'config get'|'config set'|'config show'|'config diff'|'config apply'|'config reference'|'nsocket'|'nsocket proxy'|'nsocket proxy client'|'nsocket proxy server'|'nsocket cat'|'nsocket echo-server'|'nsocket echo-client'|'bench'|'bench server'|'bench throughput'|'bench latency'|'bench rate'|'bench compare'|'bench report'|'debug-report'|'completion'|'completion bash') path="$path${path:+ }$word" ;;
            esac ;;
        esac
    done
    case "$path $previous" in
        'demo --vm') values="qemu uml debug"; takes=1 ;;
        'demo --kernel') values="6.1 6.12 7.3"; takes=1 ;;
        'demo --seed') values=""; takes=1 ;;
        'demo --smp') values=""; takes=1 ;;
        'demo --peer') values=""; takes=1 ;;
        'demo --cut') values=""; takes=1 ;;
        'demo --topology') values=""; takes=1 ;;
        'demo --jobs'|'demo -j') values=""; takes=1 ;;
        'demo --out') values=""; takes=1 ;;
        'test --filter') values=""; takes=1 ;;
        'lab run --set') values=""; takes=1 ;;
        'lab run --seed') values=""; takes=1 ;;
        'lab run --kernel') values=""; takes=1 ;;
        'lab run --vm') values="qemu uml debug"; takes=1 ;;
        'lab run --jobs'|'lab run -j') values=""; takes=1 ;;
        'lab run --out') values=""; takes=1 ;;
        'lab exec --vm') values="qemu uml debug"; takes=1 ;;
        'lab exec --kernel') values="6.1 6.12 7.3"; takes=1 ;;
        'lab exec --seed') values=""; takes=1 ;;
        'lab exec --smp') values=""; takes=1 ;;
        'lab exec --set') values=""; takes=1 ;;
        'lab exec --plain') values=""; takes=1 ;;
        'lab exec --out') values=""; takes=1 ;;
        'lab shell --vm') values="qemu uml debug"; takes=1 ;;
        'lab shell --kernel') values="6.1 6.12 7.3"; takes=1 ;;
        'lab shell --seed') values=""; takes=1 ;;
        'lab shell --smp') values=""; takes=1 ;;
        'lab shell --set') values=""; takes=1 ;;
        'lab shell --plain') values=""; takes=1 ;;
        'module build --kernel') values=""; takes=1 ;;
        'module load --file') values=""; takes=1 ;;
        'module status --netns'|'module status -n') values="$(ls /run/netns 2>/dev/null)"; takes=1 ;;
        'connections --netns'|'connections -n') values="$(ls /run/netns 2>/dev/null)"; takes=1 ;;
        'connections --interval') values=""; takes=1 ;;
        'events --netns'|'events -n') values="$(ls /run/netns 2>/dev/null)"; takes=1 ;;
        'events --count'|'events -c') values=""; takes=1 ;;
        'paths --netns'|'paths -n') values="$(ls /run/netns 2>/dev/null)"; takes=1 ;;
        'paths --interval') values=""; takes=1 ;;
        'paths set --group'|'paths set -g') values=""; takes=1 ;;
        'paths set --mode') values="weighted adaptive redundant failover"; takes=1 ;;
        'paths set --netns'|'paths set -n') values="$(ls /run/netns 2>/dev/null)"; takes=1 ;;
        'paths remove --netns'|'paths remove -n') values="$(ls /run/netns 2>/dev/null)"; takes=1 ;;
        'paths clear --netns'|'paths clear -n') values="$(ls /run/netns 2>/dev/null)"; takes=1 ;;
        'reorder --netns'|'reorder -n') values="$(ls /run/netns 2>/dev/null)"; takes=1 ;;
        'reorder --interval') values=""; takes=1 ;;
        'stats --netns'|'stats -n') values="$(ls /run/netns 2>/dev/null)"; takes=1 ;;
        'stats --interval') values=""; takes=1 ;;
        'config get --netns'|'config get -n') values="$(ls /run/netns 2>/dev/null)"; takes=1 ;;
        'config set --netns'|'config set -n') values="$(ls /run/netns 2>/dev/null)"; takes=1 ;;
        'config show --netns'|'config show -n') values="$(ls /run/netns 2>/dev/null)"; takes=1 ;;
        'config diff --netns'|'config diff -n') values="$(ls /run/netns 2>/dev/null)"; takes=1 ;;
        'config apply --netns'|'config apply -n') values="$(ls /run/netns 2>/dev/null)"; takes=1 ;;
        'config reference --format') values="markdown man"; takes=1 ;;
        'nsocket proxy client --max-connections') values=""; takes=1 ;;
        'nsocket proxy client --grace') values=""; takes=1 ;;
        'nsocket proxy client --protocol') values="2 1 any"; takes=1 ;;
        'nsocket proxy client --lifetime') values=""; takes=1 ;;
        'nsocket proxy client --buffer') values=""; takes=1 ;;
        'nsocket proxy client --log-level') values="error info debug"; takes=1 ;;
        'nsocket proxy server --max-connections') values=""; takes=1 ;;
        'nsocket proxy server --grace') values=""; takes=1 ;;
        'nsocket proxy server --protocol') values="2 1 any"; takes=1 ;;
        'nsocket proxy server --lifetime') values=""; takes=1 ;;
        'nsocket proxy server --buffer') values=""; takes=1 ;;
        'nsocket proxy server --log-level') values="error info debug"; takes=1 ;;
        'nsocket cat --listen'|'nsocket cat -l') values=""; takes=1 ;;
        'nsocket cat --protocol') values="2 1 any"; takes=1 ;;
        'nsocket cat --lifetime') values=""; takes=1 ;;
        'nsocket cat --buffer') values=""; takes=1 ;;
        'nsocket cat --log-level') values="error info debug"; takes=1 ;;
        'nsocket echo-server --max-connections') values=""; takes=1 ;;
        'nsocket echo-server --protocol') values="2 1 any"; takes=1 ;;
        'nsocket echo-server --lifetime') values=""; takes=1 ;;
        'nsocket echo-server --buffer') values=""; takes=1 ;;
        'nsocket echo-server --log-level') values="error info debug"; takes=1 ;;
        'nsocket echo-client --bytes') values=""; takes=1 ;;
        'nsocket echo-client --count'|'nsocket echo-client -c') values=""; takes=1 ;;
        'nsocket echo-client --interval') values=""; takes=1 ;;
        'nsocket echo-client --protocol') values="2 1 any"; takes=1 ;;
        'nsocket echo-client --lifetime') values=""; takes=1 ;;
        'nsocket echo-client --buffer') values=""; takes=1 ;;
        'nsocket echo-client --log-level') values="error info debug"; takes=1 ;;
        'bench server --listen') values=""; takes=1 ;;
        'bench server --port'|'bench server -p') values=""; takes=1 ;;
        'bench server --test-ports') values=""; takes=1 ;;
        'bench server --max-clients') values=""; takes=1 ;;
        'bench server --max-connections') values=""; takes=1 ;;
        'bench throughput --size'|'bench throughput -s') values=""; takes=1 ;;
        'bench throughput --calls') values="async blocking"; takes=1 ;;
        'bench throughput --transport'|'bench throughput -t') values=""; takes=1 ;;
        'bench throughput --connections'|'bench throughput -P') values=""; takes=1 ;;
        'bench throughput --duration'|'bench throughput -d') values=""; takes=1 ;;
        'bench throughput --bytes') values=""; takes=1 ;;
        'bench throughput --warm-up') values=""; takes=1 ;;
        'bench throughput --repeats'|'bench throughput -r') values=""; takes=1 ;;
        'bench throughput --source') values=""; takes=1 ;;
        'bench throughput --port-wait') values=""; takes=1 ;;
        'bench throughput --retransmission-buffer') values=""; takes=1 ;;
        'bench throughput --interval'|'bench throughput -i') values=""; takes=1 ;;
        'bench throughput --port'|'bench throughput -p') values=""; takes=1 ;;
        'bench throughput --out') values=""; takes=1 ;;
        'bench latency --size'|'bench latency -s') values=""; takes=1 ;;
        'bench latency --calls') values="async blocking"; takes=1 ;;
        'bench latency --transport'|'bench latency -t') values=""; takes=1 ;;
        'bench latency --connections'|'bench latency -P') values=""; takes=1 ;;
        'bench latency --duration'|'bench latency -d') values=""; takes=1 ;;
        'bench latency --count') values=""; takes=1 ;;
        'bench latency --warm-up') values=""; takes=1 ;;
        'bench latency --repeats'|'bench latency -r') values=""; takes=1 ;;
        'bench latency --source') values=""; takes=1 ;;
        'bench latency --port-wait') values=""; takes=1 ;;
        'bench latency --retransmission-buffer') values=""; takes=1 ;;
        'bench latency --interval'|'bench latency -i') values=""; takes=1 ;;
        'bench latency --port'|'bench latency -p') values=""; takes=1 ;;
        'bench latency --out') values=""; takes=1 ;;
        'bench rate --closes') values="server client"; takes=1 ;;
        'bench rate --transport'|'bench rate -t') values=""; takes=1 ;;
        'bench rate --connections'|'bench rate -P') values=""; takes=1 ;;
        'bench rate --duration'|'bench rate -d') values=""; takes=1 ;;
        'bench rate --count') values=""; takes=1 ;;
        'bench rate --warm-up') values=""; takes=1 ;;
        'bench rate --repeats'|'bench rate -r') values=""; takes=1 ;;
        'bench rate --source') values=""; takes=1 ;;
        'bench rate --port-wait') values=""; takes=1 ;;
        'bench rate --retransmission-buffer') values=""; takes=1 ;;
        'bench rate --interval'|'bench rate -i') values=""; takes=1 ;;
        'bench rate --port'|'bench rate -p') values=""; takes=1 ;;
        'bench rate --out') values=""; takes=1 ;;
        'bench compare --threshold') values=""; takes=1 ;;
        'bench compare --metric') values=""; takes=1 ;;
        'bench report --plot') values=""; takes=1 ;;
        'debug-report --out') values=""; takes=1 ;;
        'debug-report --netns'|'debug-report -n') values="$(ls /run/netns 2>/dev/null)"; takes=1 ;;
    esac
    if [[ -n $takes ]]; then
        if [[ -z $values ]]; then compopt -o default; COMPREPLY=(); return; fi
        mapfile -t COMPREPLY < <(compgen -W "$values" -- "$current")
        return
    fi
    case "$path" in
        '') words="setup demo test lab module connections events paths reorder stats config nsocket bench debug-report completion --help --version --json" ;;
        'setup') words="--help --json" ;;
        'demo') words="--vm --kernel --seed --smp --peer --cut --topology --jobs --out --help --json" ;;
        'test') words="--all --debug --smp --fresh --filter --help --json" ;;
        'lab') words="list run exec shell --help --json" ;;
        'lab list') words="--help --json" ;;
        'lab run') words="--set --seed --kernel --vm --jobs --out --help --json" ;;
        'lab exec') words="--vm --kernel --seed --smp --set --no-module --plain --no-host-root --out --help --json" ;;
        'lab shell') words="--vm --kernel --seed --smp --set --no-module --plain --no-host-root --gdb --help --json" ;;
        'module') words="build load unload status --help --json" ;;
        'module build') words="--kernel --help --json" ;;
        'module load') words="--file --help --json" ;;
        'module unload') words="--help --json" ;;
        'module status') words="--netns --help --json" ;;
        'connections') words="--netns --pairs --blackholes --watch --interval --help --json" ;;
        'events') words="--netns --count --help --json" ;;
        'paths') words="set remove clear --netns --watch --interval --help --json" ;;
        'paths set') words="$(ls /sys/class/net 2>/dev/null) --group --mode --netns --help --json" ;;
        'paths remove') words="$(ls /sys/class/net 2>/dev/null) --netns --help --json" ;;
        'paths clear') words="--netns --help --json" ;;
        'reorder') words="--netns --watch --interval --help --json" ;;
        'stats') words="--netns --nonzero --watch --interval --help --json" ;;
        'config') words="get set show diff apply reference --help --json" ;;
        'config get') words="enabled prefix_syn_type prefix_ack_type max_prefixes max_option_bytes syn_retries_before_fallback syn_uplinks blackhole_timeout rto_threshold tail_probe holddown_ms restore_delay_ms verify_interval max_connections follow announce_devices announce_prefixes backup_devices device_priorities plain_local_ports plain_remote_ports plain_prefixes plain_marks scheduler.enabled scheduler.segment scheduler.probe_interval_ms scheduler.pairs scheduler.pairs_mode scheduler.pairs_max reorder.enabled reorder.max_packets reorder.max_bytes reorder.timeout_ms reorder.max_flows --netns --help --json" ;;
        'config set') words="enabled prefix_syn_type prefix_ack_type max_prefixes max_option_bytes syn_retries_before_fallback syn_uplinks blackhole_timeout rto_threshold tail_probe holddown_ms restore_delay_ms verify_interval max_connections follow announce_devices announce_prefixes backup_devices device_priorities plain_local_ports plain_remote_ports plain_prefixes plain_marks scheduler.enabled scheduler.segment scheduler.probe_interval_ms scheduler.pairs scheduler.pairs_mode scheduler.pairs_max reorder.enabled reorder.max_packets reorder.max_bytes reorder.timeout_ms reorder.max_flows --netns --help --json" ;;
        'config show') words="--netns --changed --yaml --lab --help --json" ;;
        'config diff') words="--netns --help --json"; compopt -o default ;;
        'config apply') words="--dry-run --netns --help --json"; compopt -o default ;;
        'config reference') words="--format --help --json" ;;
        'nsocket') words="proxy cat echo-server echo-client --help --json" ;;
        'nsocket proxy') words="client server --help --json" ;;
        'nsocket proxy client') words="--max-connections --grace --ipv4 --ipv6 --srv --protocol --plain-tcp --no-early --lifetime --buffer --log-level --help --json" ;;
        'nsocket proxy server') words="--max-connections --grace --ipv4 --ipv6 --srv --protocol --plain-tcp --no-early --lifetime --buffer --log-level --help --json" ;;
        'nsocket cat') words="--listen --verbose --ipv4 --ipv6 --srv --protocol --plain-tcp --no-early --lifetime --buffer --log-level --help --json" ;;
        'nsocket echo-server') words="--max-connections --protocol --plain-tcp --no-early --lifetime --buffer --log-level --help --json" ;;
        'nsocket echo-client') words="--bytes --count --interval --ipv4 --ipv6 --srv --protocol --plain-tcp --no-early --lifetime --buffer --log-level --help --json" ;;
        'bench') words="server throughput latency rate compare report --help --json" ;;
        'bench server') words="--listen --port --test-ports --max-clients --max-connections --help --json" ;;
        'bench throughput') words="--size --reverse --calls --transport --connections --duration --bytes --warm-up --repeats --nagle --source --port-wait --retransmission-buffer --interval --port --out --help --json" ;;
        'bench latency') words="--size --calls --transport --connections --duration --count --warm-up --repeats --nagle --source --port-wait --retransmission-buffer --interval --port --out --help --json" ;;
        'bench rate') words="--closes --transport --connections --duration --count --warm-up --repeats --nagle --source --port-wait --retransmission-buffer --interval --port --out --help --json" ;;
        'bench compare') words="--threshold --metric --help --json" ;;
        'bench report') words="--plot --help --json" ;;
        'debug-report') words="--out --mask --netns --help --json" ;;
        'completion') words="bash --help --json" ;;
        'completion bash') words="--help --json" ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -F _preserve preserve ./preserve
