package hunt_test

import (
	"fmt"
	"time"

	"gohunt/hunt"
)

func ExampleRow_Str() {
	fmt.Println(hunt.Row{"process.name": "cmd.exe"}.Str("process.name"))
	// Output: cmd.exe
}

func ExampleRow_Int() {
	fmt.Println(hunt.Row{"pid": 7}.Int("pid"))
	// Output: 7
}

func ExampleRow_Float() {
	fmt.Println(hunt.Row{"score": 0.5}.Float("score"))
	// Output: 0.5
}

func ExampleRow_Time() {
	fmt.Println(hunt.Row{"@timestamp": time.Date(2022, 9, 30, 8, 0, 0, 0, time.UTC)}.Time("@timestamp"))
	// Output: 2022-09-30 08:00:00 +0000 UTC
}

func ExampleTLP_String() {
	fmt.Println(hunt.Amber.String())
	// Output: amber
}

func ExampleSeverity_String() {
	fmt.Println(hunt.High.String())
	// Output: high
}

func ExampleSource_String() {
	fmt.Println(hunt.Elastic("https://es.example:9200").String())
	// Output: Elasticsearch at https://es.example:9200
}

func ExampleSource_MIME() {
	fmt.Println(hunt.Elastic("https://es.example:9200").MIME())
	// Output: map[text/plain:Elasticsearch at https://es.example:9200]
}

func ExampleText_String() {
	fmt.Println(hunt.Text("as it is").String())
	// Output: as it is
}

func ExampleText_MIME() {
	fmt.Println(hunt.Text("as it is").MIME())
	// Output: map[text/plain:as it is]
}

func ExampleDocument_String() {
	fmt.Println(hunt.HTML("<b>four</b>").String())
	// Output: four
}

func ExampleDocument_MIME() {
	fmt.Println(hunt.HTML("<b>four</b>").MIME())
	// Output: map[text/html:<b>four</b> text/plain:four]
}

func ExampleObservable_IOC() {
	fmt.Println(hunt.Observed("ip", "58.158.177.102").IOC())
	// Output: ip 58.158.177.102 (IOC)
}

func ExampleObservable_String() {
	fmt.Println(hunt.Observed("domain", "example.org").String())
	// Output: domain example.org
}

func ExampleMeter_Add() {
	line := hunt.Progress("pages", 0)
	line.Add(2)
	line.Add(1)
	fmt.Println(line)
	// Output: pages: 3
}
