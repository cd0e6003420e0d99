# Completion of cosigner for fish. Generated from the command line's model: do not edit.
# Install: cp cosigner.fish ~/.config/fish/completions/
complete -c cosigner -f
complete -c cosigner -n 'not __fish_seen_subcommand_from help' -a help -d 'Show the help of a command'
complete -c cosigner -n 'not __fish_seen_subcommand_from help' -s h -l help -d 'Show this help and exit'
complete -c cosigner -n 'not __fish_seen_subcommand_from help' -s V -l version -d 'Print the version and exit'
complete -c cosigner -n 'not __fish_seen_subcommand_from help' -l json -d 'Print one JSON document on standard output, for failures too'
complete -c cosigner -n 'not __fish_seen_subcommand_from help' -l home -r -F -d 'Where cosigner keeps its state (default: $COSIGNER_HOME, or cosigner under $XDG_STATE_HOME or ~/.local/state)'
complete -c cosigner -n 'not __fish_seen_subcommand_from help' -l stack-trace -d 'Show where in the program a failure arose (or set COSIGNER_STACKTRACE=1)'
complete -c cosigner -n '__fish_seen_subcommand_from help' -s h -l help -d 'Show this help and exit'
complete -c cosigner -n '__fish_seen_subcommand_from help' -l json -d 'Print one JSON document on standard output, for failures too'
complete -c cosigner -n '__fish_seen_subcommand_from help' -l home -r -F -d 'Where cosigner keeps its state (default: $COSIGNER_HOME, or cosigner under $XDG_STATE_HOME or ~/.local/state)'
complete -c cosigner -n '__fish_seen_subcommand_from help' -l stack-trace -d 'Show where in the program a failure arose (or set COSIGNER_STACKTRACE=1)'
