package main

import "fmt"

type IP [4]byte

func (ip IP) String() string { return fmt.Sprintf("%d.%d.%d.%d", ip[0], ip[1], ip[2], ip[3]) }

type State int

const (
	Idle State = iota
	Busy
)

func (s State) String() string { return [...]string{"idle", "busy"}[s] }

type Job struct {
	ID    int
	State State
}

func main() {
	fmt.Println(IP{127, 0, 0, 1}, Busy)
	fmt.Printf("%v %s %d\n", Idle, Busy, Busy)
	fmt.Println(Job{1, Busy})
	fmt.Printf("%+v\n", Job{2, Idle})
	fmt.Println([]State{Idle, Busy}, map[string]State{"a": Busy})
}

// Output:
// 127.0.0.1 busy
// idle busy 1
// {1 busy}
// {ID:2 State:idle}
// [idle busy] map[a:busy]
