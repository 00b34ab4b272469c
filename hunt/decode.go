package hunt

import (
	"context"
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"gohunt/hunt/bind"
	"gohunt/hunt/decode"
	"gohunt/hunt/plan"
	"gohunt/hunt/table"
	"gohunt/hunt/values"
)

var decodedFields = []arrow.Field{
	{Name: "decoded.text", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "decoded.encoding", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "decoded.start", Type: arrow.PrimitiveTypes.Int64, Nullable: true},
	{Name: "decoded.end", Type: arrow.PrimitiveTypes.Int64, Nullable: true},
	{Name: "decoded.sha256", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "decoded.nested", Type: arrow.ListOf(arrow.BinaryTypes.String), Nullable: true},
}

// Decode adds what is encoded in a text column, like the script in powershell -EncodedCommand: decoded.text,
// decoded.encoding (like base64/utf-16le), decoded.start and decoded.end (byte offsets of the encoded part in the
// column's text), decoded.sha256 (of the decoded text), and decoded.nested (the texts of all further layers, which were
// found in it or beside it). They are null where nothing is encoded. Nothing is run and nothing is fetched.
func (f *Frame) Decode(col string) *Frame {
	at := f.place("Decode", col)
	if t := f.node.Schema().Field(at).Type; t.ID() != arrow.STRING {
		refuse("Decode", col, "the column is "+values.Type(t)+", not text", "")
	}
	schema := arrow.NewSchema(bind.Unique(append(f.node.Schema().Fields(), decodedFields...)), nil)
	return f.derived(schema, "decoded "+col, func(ctx context.Context, rows *plan.Rows) (plan.Rows, error) {
		out := plan.Rows{Count: rows.Count}
		for _, r := range rows.Records {
			found, err := decode.Column(ctx, r.Column(at).(*array.String))
			if err != nil {
				return plan.Rows{}, err
			}
			out.Records = append(out.Records, widened(r, schema, decodedColumns(found, int(r.NumRows()))))
		}
		return out, nil
	})
}

// widened is a record with more columns after its own.
func widened(r arrow.Record, schema *arrow.Schema, more []arrow.Array) arrow.Record {
	columns := append(append([]arrow.Array{}, r.Columns()[:schema.NumFields()-len(more)]...), more...)
	return array.NewRecord(schema, columns, r.NumRows())
}

func decodedColumns(found []decode.Found, rows int) []arrow.Array {
	columns := make([][]any, len(decodedFields))
	for i := range columns {
		columns[i] = make([]any, rows)
	}
	for _, hit := range found {
		for i, v := range decodedValues(hit.Layers) {
			columns[i][hit.Row] = v
		}
	}
	arrays := make([]arrow.Array, len(columns))
	for i, f := range decodedFields {
		arrays[i] = values.Array(f.Type, columns[i])
	}
	return arrays
}

func decodedValues(layers []decode.Layer) []any {
	first := layers[0]
	var nested []any
	for _, l := range layers[1:] {
		nested = append(nested, l.Text)
	}
	row := []any{first.Text, first.Encoding, int64(first.Start), int64(first.End), first.SHA256, nil}
	if nested != nil {
		row[5] = nested
	}
	return row
}

// Decoded is a text with the layers that were found in it.
type Decoded struct{ layers []decode.Layer }

// Decode finds what is encoded in text, layer under layer: base64 in its alphabets, with UTF-16 or UTF-8 text in it, gzip
// of these, and what PowerShell's -EncodedCommand holds. Nothing is run and nothing is fetched.
func Decode(text string) *Decoded { return &Decoded{decode.Layers(text)} }

// Texts are the decoded texts, outer layers before inner ones; none when nothing is encoded.
func (d *Decoded) Texts() []string {
	texts := make([]string, len(d.layers))
	for i, l := range d.layers {
		texts[i] = l.Text
	}
	return texts
}

// String is the text of the outermost layer, "" when nothing is encoded.
func (d *Decoded) String() string {
	if len(d.layers) == 0 {
		return ""
	}
	return d.layers[0].Text
}

// MIME shows each layer: its encoding, where it was found, its hash and its text.
func (d *Decoded) MIME() map[string]any {
	if len(d.layers) == 0 {
		return Text("nothing encoded was found").MIME()
	}
	v := d.view()
	return map[string]any{"text/html": table.RecordsHTML(v), "text/plain": table.RecordsText(v)}
}

type decodedLayer struct {
	Encoding string `hunt:"encoding"`
	Found    string `hunt:"found in"`
	SHA256   string `hunt:"sha256"`
	Text     string `hunt:"text"`
}

func (d *Decoded) view() table.View {
	rows := make([]decodedLayer, len(d.layers))
	for i, l := range d.layers {
		where := "the text given"
		if l.Parent >= 0 {
			where = fmt.Sprintf("record %d", l.Parent+1)
		}
		if l.Cut {
			l.Encoding += " (cut off)"
		}
		rows[i] = decodedLayer{l.Encoding, fmt.Sprintf("%s, bytes %d to %d", where, l.Start, l.End), l.SHA256, l.Text}
	}
	return viewOf(rows)
}

// viewOf is a small table of Go values.
func viewOf(rows any) table.View {
	record, _, err := values.From(rows)
	raise("showing", "", err)
	return table.View{Schema: record.Schema(), Records: []arrow.Record{record}, Total: record.NumRows()}
}
