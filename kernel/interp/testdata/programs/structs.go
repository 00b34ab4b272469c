package main

import "fmt"

type Person struct {
	Name string
	Age  int
}
type Address struct{ City string }
type Employee struct {
	Person
	Address
	Boss *Employee
	tags map[string]bool
}

func NewPerson(name string) *Person {
	p := Person{Name: name}
	p.Age = 42
	return &p
}
func main() {
	fmt.Println(Person{"Bob", 20}.Name, Person{Name: "Al"}.Age, NewPerson("Jo").Age)
	e := Employee{Person: Person{"Ann", 30}, Address: Address{"Bonn"}}
	e.tags = map[string]bool{"x": true}
	e.Age++
	e.Boss = &Employee{Person: Person{Name: "Max"}}
	fmt.Println(e.Name, e.Age, e.City, e.Boss.Name, e.tags["x"], e.Boss.Boss == nil)
	q := e.Person
	q.Name = "copy"
	fmt.Println(e.Name, q.Name, q == Person{"copy", 31})
	anon := struct{ X, Y int }{1, 2}
	fmt.Println(anon.X + anon.Y)
	ps := []Person{{"a", 1}, {"b", 2}}
	for i := range ps {
		ps[i].Age *= 10
	}
	fmt.Println(ps[0].Age, ps[1].Age)
}

// Output:
// Bob 0 42
// Ann 31 Bonn Max true true
// Ann copy true
// 3
// 10 20
