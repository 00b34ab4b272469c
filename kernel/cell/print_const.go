package cell

import (
	"go/constant"
	"go/types"
	"math"
	"strconv"
	"strings"
)

// constant writes a constant as a literal of its type.
func (p *printer) constant(v constant.Value, t types.Type) string {
	basic, ok := t.Underlying().(*types.Basic)
	if !ok || types.IsInterface(t) {
		t = types.Default(kindType(v))
		basic = t.(*types.Basic)
	}
	lit, plain := literal(v, basic)
	if _, named := types.Unalias(t).(*types.Named); !named && plain {
		if strings.HasPrefix(lit, "-") {
			return "(" + lit + ")"
		}
		return lit
	}
	return p.typ(t) + "(" + lit + ")"
}

// kindType gives the untyped type of a constant.
func kindType(v constant.Value) types.Type {
	switch v.Kind() {
	case constant.Bool:
		return types.Typ[types.UntypedBool]
	case constant.String:
		return types.Typ[types.UntypedString]
	case constant.Int:
		return types.Typ[types.UntypedInt]
	case constant.Float:
		return types.Typ[types.UntypedFloat]
	}
	return types.Typ[types.UntypedComplex]
}

// literal writes the value, and tells whether the literal alone has the type.
func literal(v constant.Value, t *types.Basic) (lit string, plain bool) {
	switch info := t.Info(); {
	case info&types.IsBoolean != 0:
		return v.String(), true
	case info&types.IsString != 0:
		return strconv.Quote(constant.StringVal(v)), true
	case info&types.IsInteger != 0:
		return constant.ToInt(v).ExactString(), t.Kind() == types.Int || t.Kind() == types.UntypedInt
	case info&types.IsFloat != 0:
		return floatLiteral(v), t.Kind() == types.Float64 || t.Kind() == types.UntypedFloat
	case info&types.IsComplex != 0:
		re, im := floatLiteral(constant.Real(v)), floatLiteral(constant.Imag(v))
		return "complex(" + re + ", " + im + ")", t.Kind() != types.Complex64
	}
	return v.ExactString(), false
}

func floatLiteral(v constant.Value) string {
	f, _ := constant.Float64Val(constant.ToFloat(v))
	if math.IsInf(f, 0) {
		return v.ExactString()
	}
	lit := strconv.FormatFloat(f, 'g', -1, 64)
	if !strings.ContainsAny(lit, ".e") {
		lit += ".0"
	}
	return lit
}
