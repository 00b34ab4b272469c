package essql

// Statement is what one request says.
type Statement interface{ statement() }

// Select is a SELECT over one index pattern.
type Select struct {
	text     string
	distinct bool
	items    []item
	From     string // the index pattern; empty: none, one row
	fromAt   int
	alias    string
	where    expr
	groupBy  []expr
	having   expr
	orderBy  []order
	limit    int // -1: none
}

// Show is SHOW TABLES and the driver's SYS TABLES: the tables that fit a pattern.
type Show struct {
	Pattern string // with * and ?; empty: all
	Sys     bool
	Types   bool // SYS TABLES that asks for the kinds of tables only
	None    bool // SYS TABLES for a catalog or type that is not there
}

// Describe is DESCRIBE, SHOW COLUMNS and the driver's SYS COLUMNS: the columns of tables.
type Describe struct {
	Pattern string
	Column  string // a pattern for their names
	Sys     bool
}

// SysTypes is the driver's SYS TYPES.
type SysTypes struct{}

func (*Select) statement()   {}
func (*Show) statement()     {}
func (*Describe) statement() {}
func (*SysTypes) statement() {}

// item is one entry of the SELECT list.
type item struct {
	expr  expr
	alias string
	star  bool
	text  string // as typed
}

type order struct {
	expr  expr
	desc  bool
	nulls string // "FIRST", "LAST" or empty
}

// expr is an expression; at is where it stands.
type expr interface{ at() int }

type pos int

func (p pos) at() int { return int(p) }

type (
	column struct {
		pos
		name string
	}
	literal struct {
		pos
		kind  Type
		value string // number, text or boolean as text
	}
	interval struct {
		pos
		amount string // a number, with its sign
		unit   string // YEAR, MONTH, DAY, ...
	}
	call struct {
		pos
		name     string // in capitals
		args     []expr
		distinct bool
		star     bool
	}
	binary struct {
		pos
		op          string
		left, right expr
	}
	unary struct {
		pos
		op   string
		expr expr
	}
	like struct {
		pos
		expr    expr
		pattern expr
		escape  string
		regexp  bool
		not     bool
	}
	in struct {
		pos
		expr expr
		list []expr
		not  bool
	}
	between struct {
		pos
		expr, low, high expr
		not             bool
	}
	isNull struct {
		pos
		expr expr
		not  bool
	}
	cast struct {
		pos
		expr expr
		to   Type
	}
	choice struct {
		pos
		operand expr // nil: the conditions stand alone
		when    [][2]expr
		other   expr
	}
)
