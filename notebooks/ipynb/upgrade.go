package ipynb

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
)

// upgrade brings formats 4.0 to 4.4 to 4.5, which adds an id to every cell. The ids follow from the
// cell's place and text: upgrading the same file twice gives the same notebook.
func (n *Notebook) upgrade() {
	if n.Minor >= 5 {
		return
	}
	n.Minor = 5
	for i, cell := range n.Cells {
		for salt := strconv.Itoa(i); cell.ID == "" || n.hasOther(cell); salt += "+" {
			cell.ID = deriveID(cell.Kind, cell.Source, salt)
		}
	}
}

func (n *Notebook) hasOther(cell *Cell) bool {
	for _, other := range n.Cells {
		if other != cell && other.ID == cell.ID {
			return true
		}
	}
	return false
}

// deriveID makes eight hexadecimal digits, as long as Jupyter's own ids.
func deriveID(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:4])
}

// clean drops what Jupyter keeps only in memory.
func (n *Notebook) clean() {
	for _, key := range []string{"orig_nbformat", "orig_nbformat_minor", "signature"} {
		delete(n.Metadata, key)
	}
	for _, cell := range n.Cells {
		delete(cell.Metadata, "trusted")
	}
}
