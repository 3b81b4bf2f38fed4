# Completes angarium's commands and options from what its own --help lists, so that it is never stale.
_angarium() {
  local words=() word
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ $word == -* || $word == */* ]] || words+=("$word")
  done
  local help
  help=$("${COMP_WORDS[0]}" "${words[@]}" --help 2>/dev/null) || help=$("${COMP_WORDS[0]}" --help)
  local options commands
  options=$(grep -oE '^  (-[a-z],)?--[a-z-]+' <<<"$help" | grep -oE -- '--[a-z-]+')
  commands=$(sed -n '/^Subcommands:/,$s/^  \([a-z]\+\) .*/\1/p' <<<"$help")
  mapfile -t COMPREPLY < <(compgen -W "$options $commands" -- "${COMP_WORDS[COMP_CWORD]}")
  [[ ${COMPREPLY[*]} ]] || mapfile -t COMPREPLY < <(compgen -f -- "${COMP_WORDS[COMP_CWORD]}")
}
complete -F _angarium angarium
