package run

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// sizes are the bits of the number types that a parameter may have; a sign says signed, float or unsigned.
var sizes = map[string]struct {
	bits int
	kind byte
}{
	"int": {64, 'i'}, "int8": {8, 'i'}, "int16": {16, 'i'}, "int32": {32, 'i'}, "int64": {64, 'i'}, "rune": {32, 'i'},
	"uint": {64, 'u'}, "uint8": {8, 'u'}, "uint16": {16, 'u'}, "uint32": {32, 'u'}, "uint64": {64, 'u'}, "byte": {8, 'u'},
	"float32": {32, 'f'}, "float64": {64, 'f'},
}

// settable says whether a value for a variable of that type can be given as text.
func settable(typ string) bool {
	typ, _ = strings.CutPrefix(typ, "[]")
	_, number := sizes[typ]
	return number || slices.Contains([]string{"string", "bool", "any", "interface{}"}, typ)
}

// assign is the line that gives the parameter the value, of the parameter's own type, and the value as JSON has it.
func (p Parameter) assign(value string) (line string, typed any, err error) {
	if p.Type != "" && !settable(p.Type) {
		return "", nil, usage("-p %s: it is declared as %s, and -p sets strings, numbers, booleans and lists of them", p.Name, p.Type)
	}
	literal, typed, err := literalOf(p.Type, value)
	if err != nil {
		return "", nil, usage("-p %s: %v", p.Name, err)
	}
	keyword, typ := "var", ""
	if p.Const {
		keyword = "const"
	}
	if !strings.HasPrefix(literal, "[]") && p.Type != "" {
		typ = " " + p.Type
	}
	return fmt.Sprintf("%s %s%s = %s", keyword, p.Name, typ, literal), typed, nil
}

// literalOf writes text as one Go literal of a type. Without a type it takes, as papermill does, true and false for
// booleans, then whole numbers, then numbers, and all else for a string. NaN and infinities, which papermill takes for
// numbers, are strings here: Go has no literals for them.
func literalOf(typ, text string) (literal string, typed any, err error) {
	element, isList := strings.CutPrefix(typ, "[]")
	switch {
	case isList:
		return listLiteral(element, text)
	case typ == "" || typ == "any" || typ == "interface{}":
		return guess(text)
	case typ == "string":
		return strconv.Quote(text), text, nil
	case typ == "bool":
		return boolean(text)
	}
	return number(typ, text)
}

func boolean(text string) (string, any, error) {
	switch text {
	case "true", "True":
		return "true", true, nil
	case "false", "False":
		return "false", false, nil
	}
	return "", nil, fmt.Errorf("it is a bool, and %q is neither true nor false", text)
}

func guess(text string) (string, any, error) {
	if literal, value, err := boolean(text); err == nil {
		return literal, value, nil
	}
	for _, typ := range []string{"int", "float64"} {
		literal, value, err := number(typ, text)
		if errors.Is(err, strconv.ErrRange) {
			return "", nil, err
		}
		if err == nil && !strings.ContainsAny(text, "xXoObB_") {
			return literal, value, nil
		}
	}
	return strconv.Quote(text), text, nil
}

func number(typ, text string) (literal string, typed any, err error) {
	size := sizes[typ]
	switch size.kind {
	case 'i':
		var n int64
		n, err = strconv.ParseInt(text, 10, size.bits)
		literal, typed = strconv.FormatInt(n, 10), n
	case 'u':
		var n uint64
		n, err = strconv.ParseUint(text, 10, size.bits)
		literal, typed = strconv.FormatUint(n, 10), n
	default:
		var f float64
		f, err = strconv.ParseFloat(text, size.bits)
		if err == nil && (math.IsNaN(f) || math.IsInf(f, 0)) {
			err = strconv.ErrSyntax
		}
		literal, typed = floatLiteral(f), f
	}
	if errors.Is(err, strconv.ErrRange) {
		return "", nil, fmt.Errorf("%q does not fit into %s: %w", text, typ, strconv.ErrRange)
	}
	if err != nil {
		return "", nil, fmt.Errorf("it is %s, and %q is no such number", article(typ), text)
	}
	return literal, typed, nil
}

func article(typ string) string {
	if strings.IndexByte("aeiou", typ[0]) >= 0 {
		return "an " + typ
	}
	return "a " + typ
}

// floatLiteral has a point or an exponent, so that its default type is float64.
func floatLiteral(f float64) string {
	s := strconv.FormatFloat(f, 'g', -1, 64)
	if !strings.ContainsAny(s, ".e") {
		s += ".0"
	}
	return s
}

// listLiteral reads a JSON list whose items are of the element type.
func listLiteral(element, text string) (string, any, error) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var items []any
	if err := decoder.Decode(&items); err != nil || decoder.More() || items == nil {
		return "", nil, fmt.Errorf("it is a list, to be given as JSON such as %s, and %q is none", example(element), text)
	}
	literals, typed := []string{}, []any{}
	for _, item := range items {
		literal, value, err := itemLiteral(element, item)
		if err != nil {
			return "", nil, err
		}
		literals, typed = append(literals, literal), append(typed, value)
	}
	return "[]" + element + "{" + strings.Join(literals, ", ") + "}", typed, nil
}

func itemLiteral(element string, item any) (string, any, error) {
	switch v := item.(type) {
	case string:
		if element == "string" || element == "any" || element == "interface{}" {
			return strconv.Quote(v), v, nil
		}
	case json.Number:
		if element != "string" && element != "bool" {
			return literalOf(element, v.String())
		}
	case bool:
		if element != "string" {
			return literalOf(element, strconv.FormatBool(v))
		}
	}
	return "", nil, fmt.Errorf("it is a list of %s, and %v is none", element, item)
}

func example(element string) string {
	switch element {
	case "string":
		return `'["a", "b"]'`
	case "bool":
		return "'[true, false]'"
	}
	return "'[1, 2]'"
}
