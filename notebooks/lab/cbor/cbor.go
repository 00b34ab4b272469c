// Package cbor turns a CBOR document into JSON text, so that requests of Elastic's JDBC driver, which come in
// CBOR, are read like all others. Answers are JSON, which the driver takes as well.
//
// Before it stands elastic with a request's body. It knows what JSON can say: maps with text keys, arrays,
// text, numbers, booleans and null, of definite and indefinite length (RFC 8949); anything else is an error.
package cbor

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
)

// maxDepth bounds how deep arrays and maps may nest.
const maxDepth = 64

var errShort = errors.New("CBOR ends in the middle of a value")

// ToJSON returns the JSON text of one CBOR document.
func ToJSON(data []byte) ([]byte, error) {
	d := &decoder{rest: data}
	if err := d.value(0); err != nil {
		return nil, err
	}
	if len(d.rest) > 0 {
		return nil, fmt.Errorf("%d bytes behind the CBOR document", len(d.rest))
	}
	return d.out.Bytes(), nil
}

type decoder struct {
	rest []byte
	out  bytes.Buffer
}

// indefinite is the length of what a break ends.
const indefinite = math.MaxUint64

// head reads an item's major type and its argument.
func (d *decoder) head() (major byte, argument uint64, low byte, err error) {
	if len(d.rest) == 0 {
		return 0, 0, 0, errShort
	}
	first := d.rest[0]
	d.rest = d.rest[1:]
	major, low = first>>5, first&31
	switch {
	case low < 24:
		return major, uint64(low), low, nil
	case low == 31:
		return major, indefinite, low, nil
	case low > 27:
		return 0, 0, 0, fmt.Errorf("CBOR has no item that begins with %#x", first)
	}
	n := 1 << (low - 24)
	if len(d.rest) < n {
		return 0, 0, 0, errShort
	}
	var wide [8]byte
	copy(wide[8-n:], d.rest[:n])
	d.rest = d.rest[n:]
	return major, binary.BigEndian.Uint64(wide[:]), low, nil
}

func (d *decoder) value(depth int) error {
	if depth > maxDepth {
		return errors.New("CBOR nests too deeply")
	}
	major, n, low, err := d.head()
	if err != nil {
		return err
	}
	switch major {
	case 0:
		d.out.WriteString(strconv.FormatUint(n, 10))
	case 1:
		if n > math.MaxInt64 {
			return errors.New("a CBOR number is too small")
		}
		d.out.WriteString(strconv.FormatInt(-1-int64(n), 10))
	case 3:
		return d.text(n)
	case 4:
		return d.sequence('[', ']', n, func() error { return d.value(depth + 1) })
	case 5:
		return d.sequence('{', '}', n, func() error { return d.pair(depth + 1) })
	case 7:
		return d.simple(n, low)
	default:
		return fmt.Errorf("CBOR items of major type %d have no JSON", major)
	}
	return nil
}

// ended takes the break of an indefinite item.
func (d *decoder) ended() bool {
	if len(d.rest) > 0 && d.rest[0] == 0xff {
		d.rest = d.rest[1:]
		return true
	}
	return false
}

func (d *decoder) sequence(open, end byte, n uint64, one func() error) error {
	d.out.WriteByte(open)
	for i := uint64(0); i < n; i++ {
		if n == indefinite && d.ended() {
			break
		}
		if i > 0 {
			d.out.WriteByte(',')
		}
		if err := one(); err != nil {
			return err
		}
	}
	d.out.WriteByte(end)
	return nil
}

func (d *decoder) pair(depth int) error {
	if len(d.rest) == 0 || d.rest[0]>>5 != 3 {
		return errors.New("a CBOR map has a key that is no text")
	}
	if err := d.value(depth); err != nil {
		return err
	}
	d.out.WriteByte(':')
	return d.value(depth)
}

func (d *decoder) text(n uint64) error {
	var whole []byte
	if n != indefinite {
		if n > uint64(len(d.rest)) {
			return errShort
		}
		whole, d.rest = d.rest[:n], d.rest[n:]
	} else {
		for !d.ended() {
			major, m, _, err := d.head()
			if err != nil {
				return err
			}
			if major != 3 || m > uint64(len(d.rest)) {
				return errors.New("a piece of a CBOR text is broken")
			}
			whole, d.rest = append(whole, d.rest[:m]...), d.rest[m:]
		}
	}
	quoted, err := json.Marshal(string(whole))
	d.out.Write(quoted)
	return err
}

func (d *decoder) simple(n uint64, low byte) error {
	var x float64
	switch {
	case low == 20 || low == 21:
		d.out.WriteString(strconv.FormatBool(low == 21))
		return nil
	case low == 22 || low == 23:
		d.out.WriteString("null")
		return nil
	case low == 26:
		x = float64(math.Float32frombits(uint32(n)))
	case low == 27:
		x = math.Float64frombits(n)
	default:
		return fmt.Errorf("the CBOR value %#x has no JSON", n)
	}
	number, err := json.Marshal(x)
	d.out.Write(number)
	return err
}
