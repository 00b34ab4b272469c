package main

import "fmt"

type Celsius float64
type Fahrenheit float64

func CToF(c Celsius) Fahrenheit  { return Fahrenheit(c*9/5 + 32) }
func (c Celsius) String() string { return fmt.Sprintf("%.1f°C", float64(c)) }
func main() {
	temps := []Celsius{-40, 0, 36.6}
	for _, c := range temps {
		fmt.Println(c, CToF(c))
	}
	sum := 0
	for _, r := range "héllo" {
		sum += int(r)
	}
	fmt.Println(sum, fmt.Sprint(temps[2]))
}

// Output:
// -40.0°C -40
// 0.0°C 32
// 36.6°C 97.88000000000001
// 664 36.6°C
