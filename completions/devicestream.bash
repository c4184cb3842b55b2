#!/bin/bash

__devicestream_cursor_index_in_current_word() {
    local remaining="${COMP_LINE}"

    local word
    for word in "${COMP_WORDS[@]::COMP_CWORD}"; do
        remaining="${remaining##*([[:space:]])"${word}"*([[:space:]])}"
    done

    local -ir index="$((COMP_POINT - ${#COMP_LINE} + ${#remaining}))"
    if [[ "${index}" -le 0 ]]; then
        printf 0
    else
        printf %s "${index}"
    fi
}

# positional arguments:
#
# - 1: the current (sub)command's count of positional arguments
#
# required variables:
#
# - repeating_flags: the repeating flags that the current (sub)command can accept
# - non_repeating_flags: the non-repeating flags that the current (sub)command can accept
# - repeating_options: the repeating options that the current (sub)command can accept
# - non_repeating_options: the non-repeating options that the current (sub)command can accept
# - positional_number: value ignored
# - unparsed_words: unparsed words from the current command line
#
# modified variables:
#
# - non_repeating_flags: remove flags for this (sub)command that are already on the command line
# - non_repeating_options: remove options for this (sub)command that are already on the command line
# - positional_number: set to the current positional number
# - unparsed_words: remove all flags, options, and option values for this (sub)command
__devicestream_offer_flags_options() {
    local -ir positional_count="${1}"
    positional_number=0

    local was_flag_option_terminator_seen=false
    local is_parsing_option_value=false

    local -ar unparsed_word_indices=("${!unparsed_words[@]}")
    local -i word_index
    for word_index in "${unparsed_word_indices[@]}"; do
        if "${is_parsing_option_value}"; then
            # This word is an option value:
            # Reset marker for next word iff not currently the last word
            [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]] && is_parsing_option_value=false
            unset "unparsed_words[${word_index}]"
            # Do not process this word as a flag or an option
            continue
        fi

        local word="${unparsed_words["${word_index}"]}"
        if ! "${was_flag_option_terminator_seen}"; then
            case "${word}" in
            --)
                unset "unparsed_words[${word_index}]"
                # by itself -- is a flag/option terminator, but if it is the last word, it is the start of a completion
                if [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]]; then
                    was_flag_option_terminator_seen=true
                fi
                continue
                ;;
            -*)
                # ${word} is a flag or an option
                # If ${word} is an option, mark that the next word to be parsed is an option value
                local option
                for option in "${repeating_options[@]}" "${non_repeating_options[@]}"; do
                    [[ "${word}" = "${option}" ]] && is_parsing_option_value=true && break
                done

                # Remove ${word} from ${non_repeating_flags} or ${non_repeating_options} so it isn't offered again
                local not_found=true
                local -i index
                for index in "${!non_repeating_flags[@]}"; do
                    if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                        unset "non_repeating_flags[${index}]"
                        non_repeating_flags=("${non_repeating_flags[@]}")
                        not_found=false
                        break
                    fi
                done
                if "${not_found}"; then
                    for index in "${!non_repeating_flags[@]}"; do
                        if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                            unset "non_repeating_flags[${index}]"
                            non_repeating_flags=("${non_repeating_flags[@]}")
                            break
                        fi
                    done
                fi
                unset "unparsed_words[${word_index}]"
                continue
                ;;
            esac
        fi

        # ${word} is neither a flag, nor an option, nor an option value
        if [[ "${positional_number}" -lt "${positional_count}" || "${positional_count}" -lt 0 ]]; then
            # ${word} is a positional
            ((positional_number++))
            unset "unparsed_words[${word_index}]"
        else
            if [[ -z "${word}" ]]; then
                # Could be completing a flag, option, or subcommand
                positional_number=-1
            else
                # ${word} is a subcommand or invalid, so stop processing this (sub)command
                positional_number=-2
            fi
            break
        fi
    done

    unparsed_words=("${unparsed_words[@]}")

    if\
        ! "${was_flag_option_terminator_seen}"\
        && ! "${is_parsing_option_value}"\
        && [[ ("${cur}" = -* && "${positional_number}" -ge 0) || "${positional_number}" -eq -1 ]]
    then
        COMPREPLY+=($(compgen -W "${repeating_flags[*]} ${non_repeating_flags[*]} ${repeating_options[*]} ${non_repeating_options[*]}" -- "${cur}"))
    fi
}

__devicestream_add_completions() {
    local completion
    while IFS='' read -r completion; do
        COMPREPLY+=("${completion}")
    done < <(IFS=$'\n' compgen "${@}" -- "${cur}")
}

__devicestream_custom_complete() {
    if [[ -n "${cur}" || -z ${COMP_WORDS[${COMP_CWORD}]} || "${COMP_LINE:${COMP_POINT}:1}" != ' ' ]]; then
        local -ar words=("${COMP_WORDS[@]}")
    else
        local -ar words=("${COMP_WORDS[@]::${COMP_CWORD}}" '' "${COMP_WORDS[@]:${COMP_CWORD}}")
    fi

    "${COMP_WORDS[0]}" "${@}" "${words[@]}"
}

_devicestream() {
    local state
    state="$(shopt -p;shopt -po)"
    trap "${state//$'\n'/;}" RETURN
    shopt -s extglob
    set +o history +o posix

    local -xr SAP_SHELL=bash
    local -x SAP_SHELL_VERSION
    SAP_SHELL_VERSION="$(IFS='.';printf %s "${BASH_VERSINFO[*]}")"
    local -r SAP_SHELL_VERSION

    local -r cur="${2}"
    local -r prev="${3}"

    local -i positional_number
    local -a unparsed_words=("${COMP_WORDS[@]:1:${COMP_CWORD}}")

    local -a repeating_flags=()
    local -a non_repeating_flags=(--version -h --help)
    local -a repeating_options=()
    local -a non_repeating_options=()
    __devicestream_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    show|hub|policy|certificate|device|endpoint|allowlist|stream|forward|ssh|agent|echo|demo|log|diagnostic-setting|login|logout|context|token|ca|api|doctor|explain|version|help)
        # Offer subcommand argument completions
        "_devicestream_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'show hub policy certificate device endpoint allowlist stream forward ssh agent echo demo log diagnostic-setting login logout context token ca api doctor explain version help' -- "${cur}"))
        ;;
    esac
}

_devicestream_show() {
    repeating_flags=()
    non_repeating_flags=(--hosts-only --exit-code --only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --include -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion show -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--include')
        __devicestream_add_completions -W 'all'
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion show -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_hub() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __devicestream_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|show|create|update|delete)
        # Offer subcommand argument completions
        "_devicestream_hub_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list show create update delete' -- "${cur}"))
        ;;
    esac
}

_devicestream_hub_list() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion hub list -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_hub_show() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion hub show -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion hub show -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion hub show -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_hub_create() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--tags --ips --resolve)
    non_repeating_options=(-n --name --hub-name -l --location --max-devices --max-connections --max-new-streams-per-second --max-concurrent-streams --max-bytes-per-day --max-new-streams-per-second-per-device --max-concurrent-streams-per-device --max-bytes-per-day-per-device --max-new-streams-per-second-per-caller --max-concurrent-streams-per-caller --max-bytes-per-day-per-caller -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion hub create -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '-l'|'--location')
        return
        ;;
    '--tags')
        return
        ;;
    '--ips')
        return
        ;;
    '--max-devices')
        return
        ;;
    '--max-connections')
        return
        ;;
    '--max-new-streams-per-second')
        return
        ;;
    '--max-concurrent-streams')
        return
        ;;
    '--max-bytes-per-day')
        return
        ;;
    '--max-new-streams-per-second-per-device')
        return
        ;;
    '--max-concurrent-streams-per-device')
        return
        ;;
    '--max-bytes-per-day-per-device')
        return
        ;;
    '--max-new-streams-per-second-per-caller')
        return
        ;;
    '--max-concurrent-streams-per-caller')
        return
        ;;
    '--max-bytes-per-day-per-caller')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion hub create -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion hub create -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_hub_update() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--tags --ips --resolve)
    non_repeating_options=(-n --name --hub-name --max-devices --max-connections --max-new-streams-per-second --max-concurrent-streams --max-bytes-per-day --max-new-streams-per-second-per-device --max-concurrent-streams-per-device --max-bytes-per-day-per-device --max-new-streams-per-second-per-caller --max-concurrent-streams-per-caller --max-bytes-per-day-per-caller --if-match -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion hub update -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--tags')
        return
        ;;
    '--ips')
        return
        ;;
    '--max-devices')
        return
        ;;
    '--max-connections')
        return
        ;;
    '--max-new-streams-per-second')
        return
        ;;
    '--max-concurrent-streams')
        return
        ;;
    '--max-bytes-per-day')
        return
        ;;
    '--max-new-streams-per-second-per-device')
        return
        ;;
    '--max-concurrent-streams-per-device')
        return
        ;;
    '--max-bytes-per-day-per-device')
        return
        ;;
    '--max-new-streams-per-second-per-caller')
        return
        ;;
    '--max-concurrent-streams-per-caller')
        return
        ;;
    '--max-bytes-per-day-per-caller')
        return
        ;;
    '--if-match')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion hub update -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion hub update -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_hub_delete() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --if-match -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion hub delete -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--if-match')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion hub delete -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion hub delete -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_policy() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __devicestream_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|show|rotate-key|connection-string)
        # Offer subcommand argument completions
        "_devicestream_policy_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list show rotate-key connection-string' -- "${cur}"))
        ;;
    esac
}

_devicestream_policy_list() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion policy list -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion policy list -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_policy_show() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion policy show -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion policy show -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W 'iothubowner'$'\n''service'$'\n''device'$'\n''registryRead'$'\n''registryReadWrite'
        return
        ;;
    esac
}

_devicestream_policy_rotate-key() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --key --if-match -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion policy rotate-key -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--key')
        __devicestream_add_completions -W 'primary'$'\n''secondary'
        return
        ;;
    '--if-match')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion policy rotate-key -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W 'iothubowner'$'\n''service'$'\n''device'$'\n''registryRead'$'\n''registryReadWrite'
        return
        ;;
    esac
}

_devicestream_policy_connection-string() {
    repeating_flags=()
    non_repeating_flags=(--sdk --only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --key -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion policy connection-string -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--key')
        __devicestream_add_completions -W 'primary'$'\n''secondary'
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion policy connection-string -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W 'iothubowner'$'\n''service'$'\n''device'$'\n''registryRead'$'\n''registryReadWrite'
        return
        ;;
    esac
}

_devicestream_certificate() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __devicestream_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|show|create|delete|generate-verification-code|verify)
        # Offer subcommand argument completions
        "_devicestream_certificate_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list show create delete generate-verification-code verify' -- "${cur}"))
        ;;
    esac
}

_devicestream_certificate_list() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion certificate list -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion certificate list -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_certificate_show() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion certificate show -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion certificate show -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion certificate show -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_certificate_create() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --file --path -p -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion certificate create -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--file'|'--path'|'-p')
        __devicestream_add_completions -f
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion certificate create -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion certificate create -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_certificate_delete() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --if-match -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion certificate delete -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--if-match')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion certificate delete -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion certificate delete -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_certificate_generate-verification-code() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --if-match -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion certificate generate-verification-code -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--if-match')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion certificate generate-verification-code -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion certificate generate-verification-code -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_certificate_verify() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --file --path -p --if-match -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion certificate verify -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--file'|'--path'|'-p')
        __devicestream_add_completions -f
        return
        ;;
    '--if-match')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion certificate verify -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion certificate verify -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_device() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __devicestream_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|show|create|update|delete|import|export|rotate-key|connection-string)
        # Offer subcommand argument completions
        "_devicestream_device_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list show create update delete import export rotate-key connection-string' -- "${cur}"))
        ;;
    esac
}

_devicestream_device_list() {
    repeating_flags=()
    non_repeating_flags=(--all --only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --status --connection-state --tag --prefix --top -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion device list -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--status')
        __devicestream_add_completions -W 'enabled'$'\n''disabled'
        return
        ;;
    '--connection-state')
        __devicestream_add_completions -W 'Connected'$'\n''Disconnected'
        return
        ;;
    '--tag')
        return
        ;;
    '--prefix')
        return
        ;;
    '--top')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion device list -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_device_show() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion device show -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion device show -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion device show -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_device_create() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--tags --resolve)
    non_repeating_options=(-n --name --hub-name --status --status-reason --auth-type --primary-thumbprint --secondary-thumbprint --keys-file -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion device create -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--status')
        __devicestream_add_completions -W 'enabled'$'\n''disabled'
        return
        ;;
    '--status-reason')
        return
        ;;
    '--tags')
        return
        ;;
    '--auth-type')
        __devicestream_add_completions -W 'sas'$'\n''selfSigned'$'\n''certificateAuthority'$'\n''none'
        return
        ;;
    '--primary-thumbprint')
        return
        ;;
    '--secondary-thumbprint')
        return
        ;;
    '--keys-file')
        __devicestream_add_completions -f
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion device create -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion device create -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_device_update() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--tags --resolve)
    non_repeating_options=(-n --name --hub-name --status --status-reason --auth-type --primary-thumbprint --secondary-thumbprint --keys-file --if-match -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion device update -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--status')
        __devicestream_add_completions -W 'enabled'$'\n''disabled'
        return
        ;;
    '--status-reason')
        return
        ;;
    '--tags')
        return
        ;;
    '--auth-type')
        __devicestream_add_completions -W 'sas'$'\n''selfSigned'$'\n''certificateAuthority'$'\n''none'
        return
        ;;
    '--primary-thumbprint')
        return
        ;;
    '--secondary-thumbprint')
        return
        ;;
    '--keys-file')
        __devicestream_add_completions -f
        return
        ;;
    '--if-match')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion device update -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion device update -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_device_delete() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --if-match -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion device delete -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--if-match')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion device delete -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion device delete -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_device_import() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --mode -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion device import -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--mode')
        __devicestream_add_completions -W 'createOrUpdate'$'\n''create'$'\n''update'
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion device import -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -f
        return
        ;;
    esac
}

_devicestream_device_export() {
    repeating_flags=()
    non_repeating_flags=(--with-keys --only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name -f --file -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion device export -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '-f'|'--file')
        __devicestream_add_completions -f
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion device export -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_device_rotate-key() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --key --if-match -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion device rotate-key -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--key')
        __devicestream_add_completions -W 'primary'$'\n''secondary'
        return
        ;;
    '--if-match')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion device rotate-key -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion device rotate-key -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_device_connection-string() {
    repeating_flags=()
    non_repeating_flags=(--sdk --only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --key -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion device connection-string -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--key')
        __devicestream_add_completions -W 'primary'$'\n''secondary'
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion device connection-string -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion device connection-string -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_endpoint() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __devicestream_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|add|drain|retire)
        # Offer subcommand argument completions
        "_devicestream_endpoint_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list add drain retire' -- "${cur}"))
        ;;
    esac
}

_devicestream_endpoint_list() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --state -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion endpoint list -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--state')
        __devicestream_add_completions -W 'upcoming'$'\n''active'$'\n''draining'$'\n''retired'
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion endpoint list -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_endpoint_add() {
    repeating_flags=()
    non_repeating_flags=(--force --only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--ips --resolve)
    non_repeating_options=(-n --name --hub-name --notes --effective -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion endpoint add -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--ips')
        return
        ;;
    '--notes')
        return
        ;;
    '--effective')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion endpoint add -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_endpoint_drain() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --retires --if-match -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion endpoint drain -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--retires')
        return
        ;;
    '--if-match')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion endpoint drain -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_endpoint_retire() {
    repeating_flags=()
    non_repeating_flags=(--force --only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --if-match -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion endpoint retire -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--if-match')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion endpoint retire -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_allowlist() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __devicestream_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    show|version|changes|coverage|verify|watch)
        # Offer subcommand argument completions
        "_devicestream_allowlist_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'show version changes coverage verify watch' -- "${cur}"))
        ;;
    esac
}

_devicestream_allowlist_show() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --format -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion allowlist show -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __devicestream_add_completions -W 'json'$'\n''csv'$'\n''rss'$'\n''names'$'\n''edl-domain'$'\n''edl-url'$'\n''edl-ip'$'\n''nftables'$'\n''iptables'$'\n''ipset'$'\n''dnsmasq'$'\n''ufw'$'\n''firewalld'$'\n''squid'$'\n''haproxy'$'\n''kubernetes'$'\n''cilium'$'\n''terraform'$'\n''windows'$'\n''asa'$'\n''pac'
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion allowlist show -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_allowlist_version() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion allowlist version -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion allowlist version -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_allowlist_changes() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --since -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion allowlist changes -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--since')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion allowlist changes -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_allowlist_coverage() {
    repeating_flags=()
    non_repeating_flags=(--ask --only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --device -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion allowlist coverage -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--device')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion allowlist coverage -- --device "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion allowlist coverage -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_allowlist_verify() {
    repeating_flags=()
    non_repeating_flags=(--required-only --only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --list -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion allowlist verify -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--list')
        __devicestream_add_completions -f
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion allowlist verify -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_allowlist_watch() {
    repeating_flags=()
    non_repeating_flags=(--once --only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --format --exec --interval --exec-timeout --memory -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion allowlist watch -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __devicestream_add_completions -W 'json'$'\n''csv'$'\n''rss'$'\n''names'$'\n''edl-domain'$'\n''edl-url'$'\n''edl-ip'$'\n''nftables'$'\n''iptables'$'\n''ipset'$'\n''dnsmasq'$'\n''ufw'$'\n''firewalld'$'\n''squid'$'\n''haproxy'$'\n''kubernetes'$'\n''cilium'$'\n''terraform'$'\n''windows'$'\n''asa'$'\n''pac'
        return
        ;;
    '--exec')
        __devicestream_add_completions -f
        return
        ;;
    '--interval')
        return
        ;;
    '--exec-timeout')
        return
        ;;
    '--memory')
        __devicestream_add_completions -f
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion allowlist watch -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_stream() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __devicestream_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|show|watch|open|close|connect|test)
        # Offer subcommand argument completions
        "_devicestream_stream_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list show watch open close connect test' -- "${cur}"))
        ;;
    esac
}

_devicestream_stream_list() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --state --device --top -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion stream list -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--state')
        __devicestream_add_completions -W 'requested'$'\n''delivered'$'\n''accepted'$'\n''established'$'\n''ended'
        return
        ;;
    '--device')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion stream list -- --device "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--top')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion stream list -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_stream_show() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion stream show -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion stream show -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion stream show -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_stream_watch() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --device --top -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion stream watch -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--device')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion stream watch -- --device "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--top')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion stream watch -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_stream_open() {
    repeating_flags=()
    non_repeating_flags=(--any-service --only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --stream-name --module --reason --wait-online --service --stream-id --connect-timeout --response-timeout -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion stream open -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--stream-name')
        return
        ;;
    '--module')
        return
        ;;
    '--reason')
        return
        ;;
    '--wait-online')
        return
        ;;
    '--service')
        return
        ;;
    '--stream-id')
        return
        ;;
    '--connect-timeout')
        return
        ;;
    '--response-timeout')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion stream open -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion stream open -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_stream_close() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --reason -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion stream close -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--reason')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion stream close -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion stream close -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_stream_connect() {
    repeating_flags=()
    non_repeating_flags=(--any-service --only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(--alias -n --name --hub-name --stream-name --module --reason --wait-online -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--alias')
        return
        ;;
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion stream connect -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--stream-name')
        return
        ;;
    '--module')
        return
        ;;
    '--reason')
        return
        ;;
    '--wait-online')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion stream connect -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion stream connect -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_stream_test() {
    repeating_flags=()
    non_repeating_flags=(--any-service --only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --duration --count --stream-name --module --reason --wait-online -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion stream test -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--duration')
        return
        ;;
    '--count')
        return
        ;;
    '--stream-name')
        return
        ;;
    '--module')
        return
        ;;
    '--reason')
        return
        ;;
    '--wait-online')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion stream test -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion stream test -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_forward() {
    repeating_flags=()
    non_repeating_flags=(--any-service --only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(-L --listen --resolve)
    non_repeating_options=(-n --name --hub-name --exec --stream-name --module --reason --wait-online -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion forward -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '-L'|'--listen')
        return
        ;;
    '--exec')
        __devicestream_add_completions -W "$(eval 'compgen -c')"
        return
        ;;
    '--stream-name')
        return
        ;;
    '--module')
        return
        ;;
    '--reason')
        return
        ;;
    '--wait-online')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion forward -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion forward -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_ssh() {
    repeating_flags=()
    non_repeating_flags=(--config --only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --service --reason --wait-online -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion ssh -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--service')
        return
        ;;
    '--reason')
        return
        ;;
    '--wait-online')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion ssh -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion ssh -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_agent() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __devicestream_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    run|check)
        # Offer subcommand argument completions
        "_devicestream_agent_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'run check' -- "${cur}"))
        ;;
    esac
}

_devicestream_agent_run() {
    repeating_flags=()
    non_repeating_flags=(--no-built-in --only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--service --resolve)
    non_repeating_options=(--connection-string-file --cert --key --host-name -d --device-id --transport --mqtt-port --default --accept-exec --accept-timeout -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--connection-string-file')
        __devicestream_add_completions -f
        return
        ;;
    '--cert')
        __devicestream_add_completions -f
        return
        ;;
    '--key')
        __devicestream_add_completions -f
        return
        ;;
    '--host-name')
        return
        ;;
    '-d'|'--device-id')
        return
        ;;
    '--transport')
        __devicestream_add_completions -W 'websocket'$'\n''mqtt'
        return
        ;;
    '--mqtt-port')
        return
        ;;
    '--service')
        return
        ;;
    '--default')
        return
        ;;
    '--accept-exec')
        __devicestream_add_completions -f
        return
        ;;
    '--accept-timeout')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion agent run -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_agent_check() {
    repeating_flags=()
    non_repeating_flags=(--no-built-in --only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--service --resolve)
    non_repeating_options=(--connection-string-file --cert --key --host-name -d --device-id --transport --mqtt-port --default --accept-exec --accept-timeout -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--connection-string-file')
        __devicestream_add_completions -f
        return
        ;;
    '--cert')
        __devicestream_add_completions -f
        return
        ;;
    '--key')
        __devicestream_add_completions -f
        return
        ;;
    '--host-name')
        return
        ;;
    '-d'|'--device-id')
        return
        ;;
    '--transport')
        __devicestream_add_completions -W 'websocket'$'\n''mqtt'
        return
        ;;
    '--mqtt-port')
        return
        ;;
    '--service')
        return
        ;;
    '--default')
        return
        ;;
    '--accept-exec')
        __devicestream_add_completions -f
        return
        ;;
    '--accept-timeout')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion agent check -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_echo() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __devicestream_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    device|service)
        # Offer subcommand argument completions
        "_devicestream_echo_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'device service' -- "${cur}"))
        ;;
    esac
}

_devicestream_echo_device() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(--connection-string-file --cert --key --host-name -d --device-id --transport --mqtt-port -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--connection-string-file')
        __devicestream_add_completions -f
        return
        ;;
    '--cert')
        __devicestream_add_completions -f
        return
        ;;
    '--key')
        __devicestream_add_completions -f
        return
        ;;
    '--host-name')
        return
        ;;
    '-d'|'--device-id')
        return
        ;;
    '--transport')
        __devicestream_add_completions -W 'websocket'$'\n''mqtt'
        return
        ;;
    '--mqtt-port')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion echo device -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_echo_service() {
    repeating_flags=()
    non_repeating_flags=(--any-service --only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --message --stream-name --module --reason --wait-online -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion echo service -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--message')
        return
        ;;
    '--stream-name')
        return
        ;;
    '--module')
        return
        ;;
    '--reason')
        return
        ;;
    '--wait-online')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion echo service -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion echo service -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_demo() {
    repeating_flags=()
    non_repeating_flags=(--once --only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion demo -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_log() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __devicestream_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|tail|show|query|verify)
        # Offer subcommand argument completions
        "_devicestream_log_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list tail show query verify' -- "${cur}"))
        ;;
    esac
}

_devicestream_log_list() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --from --to --category --level --device --tracking-id --caller --result --text --top -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion log list -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--from')
        return
        ;;
    '--to')
        return
        ;;
    '--category')
        __devicestream_add_completions -W 'DeviceStreams'$'\n''Connections'$'\n''LogIntegrity'
        return
        ;;
    '--level')
        __devicestream_add_completions -W 'Information'$'\n''Warning'$'\n''Error'
        return
        ;;
    '--device')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion log list -- --device "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--tracking-id')
        return
        ;;
    '--caller')
        return
        ;;
    '--result')
        return
        ;;
    '--text')
        return
        ;;
    '--top')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion log list -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_log_tail() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --from --to --category --level --device --tracking-id --caller --result --text --top -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion log tail -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--from')
        return
        ;;
    '--to')
        return
        ;;
    '--category')
        __devicestream_add_completions -W 'DeviceStreams'$'\n''Connections'$'\n''LogIntegrity'
        return
        ;;
    '--level')
        __devicestream_add_completions -W 'Information'$'\n''Warning'$'\n''Error'
        return
        ;;
    '--device')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion log tail -- --device "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--tracking-id')
        return
        ;;
    '--caller')
        return
        ;;
    '--result')
        return
        ;;
    '--text')
        return
        ;;
    '--top')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion log tail -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_log_show() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion log show -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion log show -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_log_query() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --timespan -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion log query -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--timespan')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion log query -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_log_verify() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --from -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion log verify -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--from')
        __devicestream_add_completions -f
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion log verify -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_diagnostic-setting() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __devicestream_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|show|create|delete|test)
        # Offer subcommand argument completions
        "_devicestream_diagnostic-setting_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list show create delete test' -- "${cur}"))
        ;;
    esac
}

_devicestream_diagnostic-setting_list() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion diagnostic-setting list -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion diagnostic-setting list -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_diagnostic-setting_show() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion diagnostic-setting show -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion diagnostic-setting show -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion diagnostic-setting show -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_diagnostic-setting_create() {
    repeating_flags=()
    non_repeating_flags=(--no-categories --only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--category --resolve)
    non_repeating_options=(-n --name --hub-name --file --max-bytes --max-files --syslog --facility --webhook --secret-file --if-match -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion diagnostic-setting create -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--file')
        return
        ;;
    '--max-bytes')
        return
        ;;
    '--max-files')
        return
        ;;
    '--syslog')
        return
        ;;
    '--facility')
        __devicestream_add_completions -W 'user'$'\n''daemon'$'\n''auth'$'\n''authpriv'$'\n''local0'$'\n''local1'$'\n''local2'$'\n''local3'$'\n''local4'$'\n''local5'$'\n''local6'$'\n''local7'
        return
        ;;
    '--webhook')
        return
        ;;
    '--secret-file')
        __devicestream_add_completions -f
        return
        ;;
    '--category')
        __devicestream_add_completions -W 'DeviceStreams'$'\n''Connections'
        return
        ;;
    '--if-match')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion diagnostic-setting create -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion diagnostic-setting create -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_diagnostic-setting_delete() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name --if-match -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion diagnostic-setting delete -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--if-match')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion diagnostic-setting delete -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion diagnostic-setting delete -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_diagnostic-setting_test() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion diagnostic-setting test -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion diagnostic-setting test -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion diagnostic-setting test -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_login() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(--token-file --ca-fingerprint -n --name --hub-name -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--token-file')
        __devicestream_add_completions -f
        return
        ;;
    '--ca-fingerprint')
        return
        ;;
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion login -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion login -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_logout() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion logout -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_context() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __devicestream_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|use|show|delete)
        # Offer subcommand argument completions
        "_devicestream_context_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list use show delete' -- "${cur}"))
        ;;
    esac
}

_devicestream_context_list() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion context list -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_context_use() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(--hub -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--hub')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion context use -- --hub "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion context use -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion context use -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_context_show() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion context show -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion context show -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_context_delete() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion context delete -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion context delete -- positional@0 "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_devicestream_token() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __devicestream_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|create|revoke|sas)
        # Offer subcommand argument completions
        "_devicestream_token_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list create revoke sas' -- "${cur}"))
        ;;
    esac
}

_devicestream_token_list() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion token list -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_token_create() {
    repeating_flags=()
    non_repeating_flags=(--client --only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--hubs --resolve)
    non_repeating_options=(--role --rights --expires -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--role')
        __devicestream_add_completions -W 'endpoints.read'$'\n''reader'$'\n''operator'$'\n''owner'
        return
        ;;
    '--hubs')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion token create -- --hubs "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--rights')
        __devicestream_add_completions -W 'keys'$'\n''none'
        return
        ;;
    '--expires')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion token create -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_token_revoke() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(--if-match -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--if-match')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion token revoke -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_token_sas() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(--connection-string-file --key-file --resource --policy --policy-name --pn -d --device --device-id --key -n --name --hub-name --expires --expires-in -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--connection-string-file')
        __devicestream_add_completions -f
        return
        ;;
    '--key-file')
        __devicestream_add_completions -f
        return
        ;;
    '--resource')
        return
        ;;
    '--policy'|'--policy-name'|'--pn')
        __devicestream_add_completions -W 'iothubowner'$'\n''service'$'\n''device'$'\n''registryRead'$'\n''registryReadWrite'
        return
        ;;
    '-d'|'--device'|'--device-id')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion token sas -- --device "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--key')
        __devicestream_add_completions -W 'primary'$'\n''secondary'
        return
        ;;
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion token sas -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--expires'|'--expires-in')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion token sas -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_ca() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __devicestream_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    show|fingerprint)
        # Offer subcommand argument completions
        "_devicestream_ca_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'show fingerprint' -- "${cur}"))
        ;;
    esac
}

_devicestream_ca_show() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion ca show -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_ca_fingerprint() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion ca fingerprint -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_api() {
    repeating_flags=()
    non_repeating_flags=(-i --include --only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(-H --header --resolve)
    non_repeating_options=(--body -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--body')
        return
        ;;
    '-H'|'--header')
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion api -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W 'GET'$'\n''HEAD'$'\n''POST'$'\n''PUT'$'\n''PATCH'$'\n''DELETE'$'\n''OPTIONS'
        return
        ;;
    esac
}

_devicestream_doctor() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-n --name --hub-name -d --device --device-id --service --write-report -o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-n'|'--name'|'--hub-name')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion doctor -- --name "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '-d'|'--device'|'--device-id')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion doctor -- --device "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--service')
        return
        ;;
    '--write-report')
        __devicestream_add_completions -f
        return
        ;;
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion doctor -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_explain() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion explain -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __devicestream_add_completions -W 'ArgumentInvalid'$'\n''IotHubFormatError'$'\n''RegionNotSupported'$'\n''IotHubUnauthorizedAccess'$'\n''IotHubUnauthorized'$'\n''DeviceDisabled'$'\n''StreamRejected'$'\n''Forbidden'$'\n''DeviceNotFound'$'\n''DeviceNotOnline'$'\n''DeviceNotListening'$'\n''HubNotFound'$'\n''ResourceNotFound'$'\n''MethodNotAllowed'$'\n''NotAcceptable'$'\n''RequestTimeout'$'\n''DeviceAlreadyExists'$'\n''ResourceConflict'$'\n''StreamClosed'$'\n''PreconditionFailed'$'\n''MessageTooLarge'$'\n''UnsupportedMediaType'$'\n''MisdirectedRequest'$'\n''ThrottlingException'$'\n''StreamLimitReached'$'\n''DeviceLimitReached'$'\n''HeadersTooLarge'$'\n''ServerError'$'\n''ServiceNotConfirmed'$'\n''TargetUnavailable'$'\n''ServiceUnavailable'$'\n''NameNotResolved'$'\n''GatewayTimeout'$'\n''Usage'$'\n''NoCredential'$'\n''ServerUnreachable'$'\n''ClientTimeout'$'\n''TlsTrustFailed'$'\n''ResponseNotUnderstood'$'\n''CheckFoundProblems'$'\n''LocalFailure'
        return
        ;;
    esac
}

_devicestream_version() {
    repeating_flags=()
    non_repeating_flags=(--only-show-errors --verbose --debug --no-color -y --yes --version -h --help)
    repeating_options=(--resolve)
    non_repeating_options=(-o --output --query --server --context --cacert --proxy --timeout --retry --error-format)
    __devicestream_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-o'|'--output')
        __devicestream_add_completions -W 'json'$'\n''jsonc'$'\n''jsonl'$'\n''yaml'$'\n''table'$'\n''tsv'$'\n''none'
        return
        ;;
    '--query')
        return
        ;;
    '--server')
        return
        ;;
    '--context')
        __devicestream_add_completions -W "$(__devicestream_custom_complete ---completion version -- --context "${COMP_CWORD}" "$(__devicestream_cursor_index_in_current_word)")"
        return
        ;;
    '--cacert')
        __devicestream_add_completions -f
        return
        ;;
    '--proxy')
        return
        ;;
    '--resolve')
        return
        ;;
    '--timeout')
        return
        ;;
    '--retry')
        return
        ;;
    '--error-format')
        __devicestream_add_completions -W 'auto'$'\n''text'$'\n''json'
        return
        ;;
    esac
}

_devicestream_help() {
    repeating_flags=()
    non_repeating_flags=(--version)
    repeating_options=()
    non_repeating_options=()
    __devicestream_offer_flags_options -1
}

complete -o filenames -F _devicestream devicestream
