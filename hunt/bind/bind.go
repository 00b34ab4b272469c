package bind

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
)

// Bound is a text that the engine reads: names quoted, arguments in place.
type Bound struct {
	SQL     string
	Used    []int    // positions of the columns that occur, ascending, for one frame
	Star    bool     // the text takes columns without naming them: * or COLUMNS(…)
	Numbers []string // the text columns that are compared with a number
}

// Expr binds an expression over one frame. A dotted or @-name must be a column (else *Unknown); a bare word may be a
// column, a function or a keyword, and the engine decides. A text column that is compared with a number is read as
// TRY_CAST(column AS DOUBLE): a value that is no number then matches nothing.
func Expr(sql string, args []any, columns *Columns) (Bound, error) {
	b := &binder{columns: []*Columns{columns}, args: args, strict: true}
	return b.run(sql)
}

// Query binds a whole query over several frames. Names that are no column stay as they are, since a query has names of
// its own; comparisons stay as they are too, and Bound.Numbers (positions in the first schema that has the name) tells
// of them.
func Query(sql string, args []any, columns ...*Columns) (Bound, error) {
	b := &binder{columns: columns, args: args}
	return b.run(sql)
}

type binder struct {
	columns []*Columns
	args    []any
	strict  bool // one frame: unknown dotted names are errors, numbers are cast
	nested  bool // there is a SELECT inside, which has names of its own

	tokens []token
	seen   []int // positions in tokens of those that are not blank
	taken  int   // arguments used so far
	bound  Bound
	out    strings.Builder
}

func (b *binder) run(sql string) (Bound, error) {
	b.tokens = lex(sql)
	if err := balanced(b.tokens); err != nil {
		return Bound{}, err
	}
	for i, t := range b.tokens {
		if t.kind != blank {
			b.seen = append(b.seen, i)
		}
		b.nested = b.nested || strings.EqualFold(t.text, "select")
	}
	at := 0
	for _, t := range b.tokens {
		if t.kind == blank {
			b.out.WriteString(t.text)
			continue
		}
		if err := b.token(t, at); err != nil {
			return Bound{}, err
		}
		at++
	}
	if b.taken != len(b.args) {
		return Bound{}, b.miscounted()
	}
	slices.Sort(b.bound.Used)
	b.bound.Used = slices.Compact(b.bound.Used)
	b.bound.SQL = b.out.String()
	return b.bound, nil
}

func (b *binder) miscounted() error {
	marks := 0
	for _, t := range b.tokens {
		if t.kind == mark {
			marks++
		}
	}
	return fmt.Errorf("%d ? in the text, %d arguments after it", marks, len(b.args))
}

// token writes the token at position at of seen.
func (b *binder) token(t token, at int) error {
	switch t.kind {
	case mark:
		return b.argument(at)
	case ident:
		return b.name(t.text, at)
	case quoted:
		b.quoted(t.text, at)
		return nil
	}
	if t.text == "*" && b.starAt(at) {
		b.bound.Star = true
	}
	b.out.WriteString(t.text)
	return nil
}

// peek is the token d places from at, blanks not counted; an empty sign beyond the ends.
func (b *binder) peek(at, d int) token {
	if i := at + d; i >= 0 && i < len(b.seen) {
		return b.tokens[b.seen[i]]
	}
	return token{kind: sign}
}

// starAt tells the * that stands for columns from the one that multiplies.
func (b *binder) starAt(at int) bool {
	before := b.peek(at, -1)
	return before.text == "" || before.text == "," || before.text == "(" || before.text == "."
}

func (b *binder) argument(at int) error {
	if b.taken == len(b.args) {
		return b.miscounted()
	}
	arg := b.args[b.taken]
	b.taken++
	literal, err := b.render(arg, at)
	b.out.WriteString(literal)
	return err
}

// render is an argument as SQL; a slice alone or among others in IN (…) is spread over it.
func (b *binder) render(arg any, at int) (string, error) {
	list := reflect.ValueOf(arg)
	isList := arg != nil && list.Kind() == reflect.Slice && list.Type().Elem().Kind() != reflect.Uint8
	if !isList || !b.insideIn(at) {
		literal, err := Literal(arg)
		if strings.HasPrefix(literal, "-") {
			literal = "(" + literal + ")"
		}
		return literal, err
	}
	if list.Len() == 0 {
		return emptyList(list), nil
	}
	items, err := literals(list)
	return strings.Join(items, ", "), err
}

// insideIn reports whether the innermost open bracket before at belongs to IN.
func (b *binder) insideIn(at int) bool {
	depth := 0
	for d := -1; at+d >= 0; d-- {
		switch b.peek(at, d).text {
		case ")":
			depth++
		case "(":
			if depth == 0 {
				return strings.EqualFold(b.peek(at, d-1).text, "in")
			}
			depth--
		}
	}
	return false
}

func (b *binder) quoted(t string, at int) {
	bare := strings.ReplaceAll(t[1:max(1, len(t)-1)], `""`, `"`)
	if c, i := b.find(bare); i >= 0 {
		b.use(c, i)
		b.write(t, c, i, at)
		return
	}
	b.out.WriteString(t)
}

func (b *binder) name(t string, at int) error {
	switch {
	case b.peek(at, 1).text == "(" && !strings.ContainsAny(t, ".@"), b.isTypeOrAlias(at):
		b.bound.Star = b.bound.Star || strings.EqualFold(t, "columns")
		b.out.WriteString(t)
		return nil
	case !strings.ContainsAny(t, ".@"):
		b.word(t, at)
		return nil
	}
	return b.dotted(t, at)
}

// isTypeOrAlias: a name after :: or AS is none of the frame's.
func (b *binder) isTypeOrAlias(at int) bool {
	before := b.peek(at, -1).text
	return before == "::" || strings.EqualFold(before, "as")
}

// misread are the words that the engine takes for a function without brackets although a column has that name.
var misread = []string{"user", "current_user", "session_user", "current_role", "current_catalog", "current_schema",
	"current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"}

// refused are the words that the engine keeps for itself and that have no place in an expression, so that a column of
// that name is meant; with what follows where they do have one.
var refused = map[string]string{"at": "time", "order": "by", "group": "by", "table": "", "column": "", "default": "", "limit": "",
	"offset": "", "to": "", "check": "", "references": "", "primary": "", "unique": "", "window": "", "using": "", "with": "", "fetch": "",
	"only": "", "into": "", "describe": "", "show": "", "analyze": "", "constraint": "", "create": "", "foreign": "", "union": "",
	"pivot": "", "unpivot": "", "summarize": "", "having": "", "returning": "", "lateral": "", "do": ""}

func (b *binder) reserved(t string, at int) bool {
	after, ok := refused[strings.ToLower(t)]
	return ok && !b.nested && (after == "" || !strings.EqualFold(b.peek(at, 1).text, after))
}

// word is a name without dots: the engine reads it, but for a few words that would mean something else.
func (b *binder) word(t string, at int) {
	c, i := b.find(t)
	if i < 0 {
		b.out.WriteString(t)
		return
	}
	b.use(c, i)
	if slices.Contains(misread, strings.ToLower(t)) || b.strict && b.reserved(t, at) {
		t = Quote(c.schema.Field(i).Name)
	}
	b.write(t, c, i, at)
}

// dotted is a name with dots or @: a column; a table's alias and a column; a column and a field or method of it.
func (b *binder) dotted(t string, at int) error {
	if c, i := b.find(t); i >= 0 {
		b.use(c, i)
		b.write(Quote(c.schema.Field(i).Name), c, i, at)
		return nil
	}
	if b.qualified(t, at) || b.fielded(t, at) {
		return nil
	}
	if b.strict && !b.nested {
		return NewUnknown(t, b.columns[0].Names())
	}
	b.out.WriteString(t)
	return nil
}

// qualified writes alias.column, where the column's name needs quotes.
func (b *binder) qualified(t string, at int) bool {
	alias, rest, _ := strings.Cut(t, ".")
	c, i := b.find(rest)
	if i < 0 || b.strict {
		return false
	}
	b.use(c, i)
	if strings.ContainsAny(rest, ".@") {
		rest = Quote(c.schema.Field(i).Name)
	}
	b.out.WriteString(alias + "." + rest)
	b.noteNumber(c, i, at)
	return true
}

// longestName bounds the search for a column in front of a long dotted name.
const longestName = 1000

// fielded writes column.field, for the fields of a struct, and column.method( ), as DuckDB chains functions.
func (b *binder) fielded(t string, at int) bool {
	if len(t) > longestName {
		return false
	}
	for cut := strings.LastIndexByte(t, '.'); cut > 0; cut = strings.LastIndexByte(t[:cut], '.') {
		c, i := b.find(t[:cut])
		if i < 0 {
			continue
		}
		nested := c.schema.Field(i).Type.ID() == arrow.STRUCT
		if !nested && b.peek(at, 1).text != "(" {
			return false
		}
		b.use(c, i)
		b.out.WriteString(Quote(c.schema.Field(i).Name) + t[cut:])
		return true
	}
	return false
}

// find is the first schema with a column of that name, and its position there.
func (b *binder) find(name string) (*Columns, int) {
	for _, c := range b.columns {
		if i := c.Find(name); i >= 0 {
			return c, i
		}
	}
	return nil, -1
}

func (b *binder) use(c *Columns, i int) {
	if c == b.columns[0] {
		b.bound.Used = append(b.bound.Used, i)
	}
}
