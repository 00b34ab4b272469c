"""clear.py FOLDER NOTEBOOK...   copies notebooks into FOLDER without outputs, as nobody has run them."""
import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
for path in map(pathlib.Path, sys.argv[2:]):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
    (folder / path.name).write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
