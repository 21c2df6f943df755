"""The command that prints the completion script of a shell."""

import click

from reportqa.cli.completion import SHELLS, completion_script


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that completes words in bash, zsh or fish.

    Commands, options, ids of documents, citation styles and files are completed. For bash, add to ~/.bashrc:

    \b
        eval "$(reportqa completion bash)"

    For zsh, add to ~/.zshrc, after compinit:

    \b
        eval "$(reportqa completion zsh)"

    For fish, run once:

    \b
        reportqa completion fish > ~/.config/fish/completions/reportqa.fish
    """
    click.echo(completion_script(shell, context.find_root().command))
