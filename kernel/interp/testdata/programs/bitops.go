package main

import (
	"fmt"
	"math"
	"math/bits"
	"strconv"
)

func main() {
	var x uint8 = 0b10110
	fmt.Println(x&6, x|1, x^0xff, x&^2, x<<4, x>>1, ^x, bits.OnesCount8(x))
	var i int8 = 127
	i++
	fmt.Println(i, uint32(1)<<31, -7/2, -7%2, -7>>1)
	fmt.Println(math.MaxInt64, math.Inf(1), math.Sqrt(2), math.Floor(-1.5), math.NaN() == math.NaN())
	f, _ := strconv.ParseFloat("1.25", 64)
	n, err := strconv.ParseInt("zz", 36, 64)
	fmt.Println(f, n, err, strconv.Quote("a\n"), strconv.FormatInt(255, 2))
	_, err = strconv.Atoi("9x")
	fmt.Println(err)
	fmt.Println(int(3), uint8(300&0xff), float32(0.1), 1e100, 5.0, 2.50)
}

// Output:
// 6 23 233 20 96 11 233 3
// -128 2147483648 -3 -1 -4
// 9223372036854775807 +Inf 1.4142135623730951 -2 false
// 1.25 1295 <nil> "a\n" 11111111
// strconv.Atoi: parsing "9x": invalid syntax
// 3 44 0.1 1e+100 5 2.5
