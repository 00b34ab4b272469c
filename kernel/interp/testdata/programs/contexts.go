package main

import (
	"context"
	"fmt"
	"time"
)

type key struct{}

func work(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(time.Second):
		return nil
	}
}
func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Millisecond)
	defer cancel()
	fmt.Println(work(ctx))
	ctx2, cancel2 := context.WithCancel(context.WithValue(context.Background(), key{}, "v"))
	cancel2()
	fmt.Println(work(ctx2), ctx2.Value(key{}))
}

// Output:
// context deadline exceeded
// context canceled v
