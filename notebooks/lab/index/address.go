package index

import (
	"encoding/hex"
	"net/netip"
)

// Address returns the 32 hexadecimal digits under which an IP field stores an address: the 16 bytes of
// IPv6, an IPv4 address mapped into them.
func Address(text string) (string, bool) {
	a, err := netip.ParseAddr(text)
	if err != nil || a.Zone() != "" {
		return "", false
	}
	b := a.As16()
	return hex.EncodeToString(b[:]), true
}

// AddressText returns the address of 32 stored digits as a person writes it.
func AddressText(digits string) string {
	b, err := hex.DecodeString(digits)
	if err != nil || len(b) != 16 {
		return digits
	}
	return netip.AddrFrom16([16]byte(b)).Unmap().String()
}

// Network returns the first and the last stored address of a CIDR block such as 10.0.0.0/8.
func Network(text string) (first, last string, ok bool) {
	p, err := netip.ParsePrefix(text)
	if err != nil {
		return "", "", false
	}
	bits := p.Bits()
	if p.Addr().Is4() {
		bits += 96
	}
	low := p.Masked().Addr().As16()
	high := low
	for i := bits; i < 128; i++ {
		high[i/8] |= 0x80 >> (i % 8)
	}
	return hex.EncodeToString(low[:]), hex.EncodeToString(high[:]), true
}
