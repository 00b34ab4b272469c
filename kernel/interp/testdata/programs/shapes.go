package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"
	"time"
)

type P struct {
	A int
	b string
}
type Q struct {
	A int
	b string
}
type Grid [2][2]P
type Fn func(int) int
type Chain []Fn

func (c Chain) Run(x int) int {
	for _, f := range c {
		x = f(x)
	}
	return x
}

type Set map[string]struct{}

func (s Set) Add(k string) { s[k] = struct{}{} }
func (s Set) Keys() []string {
	var r []string
	for k := range s {
		r = append(r, k)
	}
	sort.Strings(r)
	return r
}

type Opt func(*Conf)
type Conf struct {
	Name string
	N    int
	Sub  struct{ X, Y int }
	Tags []string
}

func WithN(n int) Opt { return func(c *Conf) { c.N = n } }
func New(opts ...Opt) *Conf {
	c := &Conf{Name: "d"}
	for _, o := range opts {
		o(c)
	}
	return c
}

type Event struct {
	Time time.Time `json:"@timestamp"`
	Proc struct {
		Name string   `json:"name"`
		Args []string `json:"args"`
	} `json:"process"`
	raw string
}

var ErrX = errors.New("x")

type notFound struct{ name string }

func (n notFound) Error() string { return n.name + " not found" }
func find(n string) error {
	switch n {
	case "":
		return ErrX
	case "z":
		return notFound{n}
	default:
		return nil
	}
}

type Walker interface{ Walk(func(string) bool) }
type list []string

func (l list) Walk(f func(string) bool) {
	for _, s := range l {
		if !f(s) {
			return
		}
	}
}

type Inner struct{ v int }

func (i *Inner) Bump() { i.v++ }

type Mid struct{ *Inner }
type Outer struct {
	Mid
	name string
}
type Stringish interface{ ~string }
type state int

const (
	idle state = iota
	busy
	done
)

var names = map[state]string{idle: "idle", busy: "busy", done: "done"}

func (s state) String() string { return names[s] }
func (s *state) Next()         { *s = (*s + 1) % 3 }

type buf struct {
	strings.Builder
	n int
}

func (b *buf) Put(s string) { b.WriteString(s); b.n++ }

type R struct {
	io.Reader
	count int
}

func (r *R) Read(p []byte) (int, error) { n, err := r.Reader.Read(p); r.count += n; return n, err }
func swap(a, b *int)                    { *a, *b = *b, *a }
func sum(xs ...float64) (t float64) {
	for _, x := range xs {
		t += x
	}
	return
}
func main() {
	var p P = struct {
		A int
		b string
	}{1, "x"}
	q := Q(p)
	q.A = 9
	anon := struct {
		A int
		b string
	}(p)
	fmt.Println(p, q, anon, p == P{1, "x"}, p != P(q))
	p2 := p
	p2.A = 50
	fmt.Println(p.A, p2.A)
	arr := [2]P{{1, "a"}, {2, "b"}}
	arr2 := arr
	arr2[0].A = 77
	fmt.Println(arr[0].A, arr2[0].A)
	var g Grid
	g[1][0].A = 5
	g2 := g
	g2[1][0].A++
	fmt.Println(g[1][0].A, g2[1][0].A)
	ps := []P{{1, ""}, {2, ""}}
	for _, x := range ps {
		x.A = 100
	}
	for i := range ps {
		ps[i].A *= 2
	}
	fmt.Println(ps)
	pp := &ps[1]
	pp.A = -1
	fmt.Println(ps[1].A)
	m := map[string]P{"k": {1, "z"}}
	v := m["k"]
	v.A = 8
	fmt.Println(m["k"].A, m["none"])
	fmt.Println(Chain{func(x int) int { return x + 1 }, func(x int) int { return x * x }}.Run(3))
	s := Set{}
	s.Add("b")
	s.Add("a")
	fmt.Println(s.Keys(), len(s))
	c := New(WithN(4), func(c *Conf) { c.Sub.X = 7; c.Tags = append(c.Tags, "t") })
	fmt.Println(c.N, c.Sub.X, c.Tags, c.Name)
	var e Event
	fmt.Println(json.Unmarshal([]byte(`{"@timestamp":"2022-12-01T00:00:00Z","process":{"name":"cmd.exe","args":["/c"]}}`), &e), e.Proc.Name, e.Proc.Args, e.Time.Year())
	out, _ := json.Marshal(e)
	fmt.Println(string(out))
	fmt.Println(find("") == ErrX, errors.Is(find(""), ErrX), find("a") == nil, find("z"))
	var nf notFound
	fmt.Println(errors.As(find("z"), &nf), nf.name)
	wrapped := fmt.Errorf("ctx: %w", find("z"))
	fmt.Println(errors.As(wrapped, &nf), wrapped)
	var w Walker = list{"a", "b", "c"}
	n := 0
	w.Walk(func(s string) bool { n++; return s != "b" })
	fmt.Println(n)
	o := Outer{Mid{&Inner{1}}, "o"}
	o.Bump()
	o.Mid.Inner.Bump()
	fmt.Println(o.v, o.Inner.v)
	var st state
	st.Next()
	fmt.Println(st, done, fmt.Sprintf("%d|%v|%s", st, st, idle))
	st.Next()
	st.Next()
	fmt.Println(st)
	var b buf
	b.Put("x")
	b.Put("y")
	fmt.Println(b.String(), b.n, b.Len())
	r := &R{Reader: strings.NewReader("hello")}
	data, _ := io.ReadAll(r)
	fmt.Println(string(data), r.count)
	x, y := 1, 2
	swap(&x, &y)
	fmt.Println(x, y, sum(), sum(1, 2.5))
	funcs := make([]func(), 0)
	for i := 0; i < 6; i++ {
		if i%2 == 0 {
			continue
		}
		funcs = append(funcs, func() { i *= 10; fmt.Print(i, " ") })
	}
	for _, f := range funcs {
		f()
		f()
	}
	fmt.Println()
	ptrs := []*int{}
	for i := range 3 {
		ptrs = append(ptrs, &i)
	}
	for _, p := range ptrs {
		fmt.Print(*p)
	}
	fmt.Println()
	for i, f := 0, func() int { return 5 }; i < f(); i += 2 {
		fmt.Print(i)
	}
	fmt.Println()
	var nilmap map[string]int
	fmt.Println(nilmap["a"], len(nilmap))
	var nils []int
	nils = append(nils, 1)
	fmt.Println(nils, nils[len(nils)-1:])
lbl:
	for _, row := range [][]int{{1, 2}, {3, 4}} {
		for _, c := range row {
			if c == 2 {
				continue lbl
			}
			if c == 4 {
				break lbl
			}
			fmt.Print(c)
		}
	}
	fmt.Println()
	var any1 any = P{1, "q"}
	if pv, ok := any1.(P); ok {
		fmt.Println(pv.A)
	}
	if _, ok := any1.(Q); !ok {
		fmt.Println("not Q")
	}
	mk := map[any]int{1: 1, "a": 2, P{1, ""}: 3}
	fmt.Println(mk[1], mk["a"], mk[P{1, ""}], mk[Q{1, ""}])
	const big = 1 << 40
	var i32 int32 = 1 << 30
	i32 *= 4
	fmt.Println(big>>38, i32, ^0, uint16(70000&0xffff), -5>>1, 7.0/2)
	bs := []byte("abc")
	bs = append(bs, "def"...)
	copy(bs[1:], "ZZ")
	fmt.Println(string(bs), strings.Repeat("=", 3), string(rune(65)))
	rs := []rune("héé")
	rs[0] = 'H'
	fmt.Println(string(rs), len("héé"), len(rs))
	type local struct{ v int }
	ls := map[string]local{"a": {1}}
	fmt.Println(ls)
	sort.Slice(ps, func(i, j int) bool { return ps[i].A < ps[j].A })
	fmt.Println(ps)
	ch := make(chan P, 1)
	ch <- P{3, "c"}
	got, ok := <-ch
	fmt.Println(got.A, ok)
	var iface interface{ Run(int) int } = Chain{}
	fmt.Println(iface.Run(4))
	fmt.Printf("%v %+v %T %T %q %x\n", p, p, p, st, []string{"a"}, "hi")
	func() {
		defer func() {
			if r := recover(); r != nil {
				fmt.Println("rec", r)
			}
		}()
		var np *P
		fmt.Println(np.A)
	}()
	switch {
	case len(ps) > 1 && ps[0].A < 0:
		fmt.Println("neg")
	default:
		fmt.Println("pos")
	}
	t := struct {
		P
		Extra int
	}{P{5, "emb"}, 6}
	fmt.Println(t.A, t.b, t.Extra)
}

// Output:
// {1 x} {9 x} {1 x} true true
// 1 50
// 1 77
// 5 6
// [{2 } {4 }]
// -1
// 1 {0 }
// 16
// [a b] 2
// 4 7 [t] d
// <nil> cmd.exe [/c] 2022
// {"@timestamp":"2022-12-01T00:00:00Z","process":{"name":"cmd.exe","args":["/c"]}}
// true true true z not found
// true z
// true ctx: z not found
// 2
// 3 3
// busy done 1|busy|idle
// idle
// xy 2 2
// hello 5
// 2 1 0 3.5
// 10 100 30 300 50 500
// 012
// 024
// 0 0
// [1] [1]
// 13
// 1
// not Q
// 1 2 3 0
// 4 0 -1 4464 -3 3.5
// aZZdef === A
// Héé 5 3
// map[a:{1}]
// [{-1 } {2 }]
// 3 true
// 4
// {1 x} {A:1 b:x} main.P main.state ["a"] 6869
// rec runtime error: invalid memory address or nil pointer dereference
// neg
// 5 emb 6
