package main

import "fmt"

func kind(x any) string {
	switch v := x.(type) {
	case nil:
		return "nil"
	case bool:
		return fmt.Sprint("bool ", v)
	case int, int64:
		return fmt.Sprint("whole ", v)
	case string:
		return "string " + v
	case []int:
		return fmt.Sprint("ints ", len(v))
	case error:
		return "error " + v.Error()
	default:
		return fmt.Sprintf("%T", v)
	}
}
func main() {
	if n := 9; n < 0 {
		fmt.Println("negative")
	} else if n < 10 {
		fmt.Println("one digit")
	}
	switch i := 2; i {
	case 1:
		fmt.Println("one")
	case 2, 3:
		fmt.Println("two or three")
		fallthrough
	case 4:
		fmt.Println("fell")
	default:
		fmt.Println("no")
	}
	switch {
	case 3 > 2:
		fmt.Println("true")
	}
	for _, x := range []any{nil, true, 3, int64(4), "s", []int{1}, fmt.Errorf("e"), 2.5, map[string]int{}} {
		fmt.Println(kind(x))
	}
}

// Output:
// one digit
// two or three
// fell
// true
// nil
// bool true
// whole 3
// whole 4
// string s
// ints 1
// error e
// float64
// map[string]int
