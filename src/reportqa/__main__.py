"""The command line as `python -m reportqa`."""

from reportqa.cli import main

main(prog_name="reportqa")
