"""Executes a notebook and keeps its outputs, so that the next run changes as little as possible.

    python notebooks/execute.py [--out FILE] notebooks/tour.ipynb

Cells are numbered from 1, times and the versions of tools are left out, tables are kept as text and HTML as pandas
prints them, plots as PNG. Standard error is not kept: it is what libraries say about the machine.
"""

import argparse
from pathlib import Path

import nbformat
from nbclient import NotebookClient

TIMEOUT_S = 300


def execute(source: Path) -> nbformat.NotebookNode:
    """The notebook with fresh outputs; an error in a cell is raised."""
    notebook = nbformat.read(source, as_version=4)
    client = NotebookClient(
        notebook, timeout=TIMEOUT_S, kernel_name="python3", record_timing=False,
        resources={"metadata": {"path": str(source.resolve().parent)}})
    client.execute()
    normalise(notebook)
    return notebook


def normalise(notebook: nbformat.NotebookNode) -> None:
    """Removes what differs from run to run or from machine to machine."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    number = 0
    for cell in notebook.cells:
        cell.metadata = {}
        if cell.cell_type == "code":
            number += 1
            cell.execution_count = number
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
            for output in cell.outputs:
                if "metadata" in output:
                    output.metadata = {}
                if output.output_type == "execute_result":
                    output.execution_count = number


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebook", type=Path)
    parser.add_argument("--out", type=Path, help="where to write; the notebook itself if absent")
    options = parser.parse_args()
    notebook = execute(options.notebook)
    nbformat.validate(notebook)
    nbformat.write(notebook, options.out or options.notebook)


if __name__ == "__main__":
    main()
