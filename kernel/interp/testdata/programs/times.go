package main

import (
	"fmt"
	"time"
)

func main() {
	t := time.Date(2022, 12, 1, 12, 30, 5, 0, time.UTC)
	fmt.Println(t.Format(time.RFC3339), t.Weekday(), t.Add(36*time.Hour).Format("2006-01-02 15:04"), t.Unix())
	u, err := time.Parse("2006-01-02", "2022-11-30")
	fmt.Println(u.Before(t), err, t.Sub(u).Round(time.Hour))
	_, err = time.Parse(time.RFC3339, "x")
	fmt.Println(err)
	d, _ := time.ParseDuration("1h15m30s")
	fmt.Println(d, d.Minutes(), t.Truncate(24*time.Hour).Format(time.DateTime), t.YearDay())
	fmt.Println(3*time.Second + 500*time.Millisecond)
}

// Output:
// 2022-12-01T12:30:05Z Thursday 2022-12-03 00:30 1669897805
// true <nil> 37h0m0s
// parsing time "x" as "2006-01-02T15:04:05Z07:00": cannot parse "x" as "2006"
// 1h15m30s 75.5 2022-12-01 00:00:00 335
// 3.5s
