package main

import "fmt"

func sieve(n int) (primes []int) {
	composite := make([]bool, n+1)
	for i := 2; i <= n; i++ {
		if composite[i] {
			continue
		}
		primes = append(primes, i)
		for j := i * i; j <= n; j += i {
			composite[j] = true
		}
	}
	return
}
func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
func main() {
	fmt.Println(sieve(50), gcd(84, 36))
outer:
	for i := 2; ; i++ {
		for j := 2; j < i; j++ {
			if i%j == 0 {
				continue outer
			}
		}
		if i > 10 {
			fmt.Println(i)
			break outer
		}
	}
}

// Output:
// [2 3 5 7 11 13 17 19 23 29 31 37 41 43 47] 12
// 11
