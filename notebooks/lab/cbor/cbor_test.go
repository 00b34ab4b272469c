package cbor

import (
	"encoding/hex"
	"testing"
)

// The bytes are those of RFC 8949, appendix A, and of a request of Elastic's JDBC driver.
func TestToJSON(t *testing.T) {
	for _, c := range []struct{ bytes, want string }{
		{"00", "0"}, {"1818", "24"}, {"1a000f4240", "1000000"}, {"1bffffffffffffffff", "18446744073709551615"}, {"20", "-1"}, {"3903e7", "-1000"},
		{"fb3ff199999999999a", "1.1"}, {"fa47c35000", "100000"}, {"f4", "false"}, {"f5", "true"}, {"f6", "null"},
		{"60", `""`}, {"6449455446", `"IETF"`}, {"62225c", `"\"\\"`}, {"62c3bc", `"ü"`}, {"7f657374726561646d696e67ff", `"streaming"`},
		{"8301820203820405", "[1,[2,3],[4,5]]"}, {"9f018202039f0405ffff", "[1,[2,3],[4,5]]"}, {"a26161016162820203", `{"a":1,"b":[2,3]}`}, {"bf61610161629f0203ffff", `{"a":1,"b":[2,3]}`},
		{"bf6571756572796853454c4543542031646d6f6465646a646263ff", `{"query":"SELECT 1","mode":"jdbc"}`},
	} {
		raw, err := hex.DecodeString(c.bytes)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ToJSON(raw)
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %s, %v; want %s", c.bytes, got, err, c.want)
		}
	}
}

func TestToJSONRefuses(t *testing.T) {
	for _, text := range []string{"", "18", "61", "9f", "a101", "a10101", "0000", "40", "c100", "fc", "fb7ff0000000000000", "7f01ff"} {
		raw, _ := hex.DecodeString(text)
		if got, err := ToJSON(raw); err == nil {
			t.Errorf("%s was read as %s", text, got)
		}
	}
}

func FuzzToJSON(f *testing.F) {
	f.Add([]byte{0xbf, 0x61, 0x61, 0x01, 0xff})
	f.Fuzz(func(t *testing.T, data []byte) { ToJSON(data) })
}
